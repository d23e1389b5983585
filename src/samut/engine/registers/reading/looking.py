"""What a file is, by its content; archives and folders are looked into."""

from __future__ import annotations

import gzip
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from samut.engine.registers.reading.records import open_html, open_json, open_parquet
from samut.engine.registers.reading.sheets import open_sheets
from samut.engine.registers.reading.source import SourceFile
from samut.engine.registers.reading.text import open_text
from samut.rules.errors import SamutError, Where

# A file that unpacks to more than this, or to so many times its size, is an attack or a mistake.
MOST_UNPACKED_BYTES = 16 << 30
MOST_TIMES = 200
FREE_OF_DOUBT_BYTES = 64 << 20
MOST_FILES = 10_000
_STARTS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"{\\rtf", "RTF"),
)
_OLD_OFFICE, _ZIP, _GZIP, _PARQUET = b"\xd0\xcf\x11\xe0", b"PK", b"\x1f\x8b", b"PAR1"
_WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin"}
# Makes a folder when it is first needed.
Scratch = Callable[[], Path]
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def open_source(path: Path) -> SourceFile:
    """The one file to read where one is named. Raises: as open_sources, READ_004 where there are several."""
    found = open_sources(path)
    if len(found) > 1:
        raise SamutError("READ_004", Where(file=path.name), count=len(found))
    return found[0]


def open_sources(path: Path, scratch: Scratch | None = None) -> list[SourceFile]:
    """The files to read where a file, an archive or a folder is named, in the order of their names.

    `scratch` makes the folder that archives are unpacked into; without it they are refused.
    Raises: IMPORT_001 to 005, 007, 011, 015, 016, READ_… when it is nothing that can be imported.
    """
    where = Where(file=path.name)
    try:
        if path.is_dir():
            return [each for file in _files_of(path, where) for each in _named(file, path, scratch)]
        if not path.is_file():
            raise SamutError("IMPORT_007", where, file_name=path.name)
        return _opened(path, where, scratch)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SamutError("IMPORT_016", where, file_name=path.name, reason=reason) from error


def _opened(path: Path, where: Where, scratch: Scratch | None) -> list[SourceFile]:
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip(_BLANKS):
        raise SamutError("IMPORT_001", where, file_name=where.file)
    if start.startswith(_ZIP):
        return _of_zip(path, where, scratch)
    if start.startswith(_GZIP):
        return _of_gzip(path, where, scratch)
    if start.startswith(_PARQUET):
        return [open_parquet(path, where)]
    if start.startswith(_OLD_OFFICE):
        return open_sheets(path, where)
    text = start.lstrip(_BLANKS).lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")):
        return [open_html(path, where)]
    if text.startswith((b"{", b"[")) and not start.startswith(b"{\\rtf"):
        return [open_json(path, where)]
    _refuse_other_types(start, where)
    return [open_text(path, where)]


def _refuse_other_types(start: bytes, where: Where) -> None:
    found = next((name for mark, name in _STARTS if start.startswith(mark)), "")
    if not found and b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "binary"
    if found:
        raise SamutError("IMPORT_003", where, file_name=where.file, found=found)


def _of_zip(path: Path, where: Where, scratch: Scratch | None) -> list[SourceFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {each.filename for each in members}
            _check_size(sum(each.file_size for each in members), path, where)
            if names & _WORKBOOKS or "content.xml" in names:
                return open_sheets(path, where)
            if "word/document.xml" in names:
                raise SamutError("IMPORT_003", where, file_name=where.file, found="DOCX")
            wanted = [each for each in members if not each.is_dir() and _is_data(each.filename)]
            if any(each.flag_bits & 1 for each in wanted):
                raise SamutError("READ_005", where, file_name=where.file)
            if not wanted or scratch is None or len(wanted) > MOST_FILES:
                raise SamutError("IMPORT_003", where, file_name=where.file, found="ZIP")
            return _members(archive, wanted, where, scratch())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise SamutError("IMPORT_004", where, file_name=where.file) from error


def _members(
    archive: zipfile.ZipFile, wanted: list[zipfile.ZipInfo], where: Where, scratch: Path
) -> list[SourceFile]:
    found = []
    for number, member in enumerate(sorted(wanted, key=lambda each: each.filename)):
        # The name in the archive is shown, never used as a path: it may point anywhere.
        shown = f"{where.file}/{_thai_name(member)}"
        unpacked = Path(mkdtemp(dir=scratch)) / f"{number}{Path(member.filename).suffix}"
        with archive.open(member) as packed, unpacked.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        for each in _opened(unpacked, Where(file=shown), None):
            found.append(replace(each, shown_as=shown))
    return found


def _thai_name(member: zipfile.ZipInfo) -> str:
    """A name written by a Thai Windows: in CP874, which the archive does not say."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp874"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _of_gzip(path: Path, where: Where, scratch: Scratch | None) -> list[SourceFile]:
    if scratch is None:
        raise SamutError("IMPORT_003", where, file_name=where.file, found="gzip")
    unpacked = Path(mkdtemp(dir=scratch())) / path.stem
    written = 0
    try:
        with gzip.open(path) as packed, unpacked.open("wb") as plain:
            while chunk := packed.read(1 << 20):
                written += len(chunk)
                _check_size(written, path, where)
                plain.write(chunk)
    except (gzip.BadGzipFile, EOFError) as error:
        raise SamutError("READ_001", where, file_name=where.file, kind="gzip") from error
    return [replace(each, shown_as=where.file) for each in _opened(unpacked, where, None)]


def _check_size(unpacked: int, path: Path, where: Where) -> None:
    absurd = unpacked > FREE_OF_DOUBT_BYTES and unpacked > MOST_TIMES * path.stat().st_size
    if unpacked > MOST_UNPACKED_BYTES or absurd:
        raise SamutError("IMPORT_015", where, file_name=where.file)


def _files_of(folder: Path, where: Where) -> list[Path]:
    found = sorted(
        path for path in folder.rglob("*") if path.is_file() and _is_data(path.relative_to(folder).as_posix())
    )
    if not found or len(found) > MOST_FILES:
        raise SamutError("READ_006", where, folder=folder.name)
    return found


def _is_data(name: str) -> bool:
    parts = name.split("/")
    hidden = [part for part in parts if part.startswith((".", "~$")) and part not in (".", "..")]
    return "__MACOSX" not in parts and not hidden


def _named(file: Path, folder: Path, scratch: Scratch | None) -> list[SourceFile]:
    shown = f"{folder.name}/{file.relative_to(folder).as_posix()}"
    return [
        replace(each, shown_as=each.shown_as or shown) for each in _opened(file, Where(file=shown), scratch)
    ]
