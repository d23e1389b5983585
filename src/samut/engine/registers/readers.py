"""Reading files as offices send them: CSV or XLSX, in the encodings Thai software writes.

What a file is, its content says, not its name. Rows come in batches as text, each with its number
in the file (the header's row counts, from 1, as a spreadsheet shows it).
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import math
import os
import zipfile
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import compress, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine

from samut.engine.registers.cells import THAI_DIGITS
from samut.rules.errors import SamutError, Where

# Rows of a batch times the width of the file: what is held in memory as Python text at a time.
BATCH_CELLS = 2_000_000
CHUNK_BYTES = 1 << 20
DELIMITERS = ",;\t"
# A spreadsheet whose parts unpack to more than this is no register but an attack, or a mistake.
MOST_UNPACKED_BYTES = 4 << 30
_STARTS = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS / DOC (Office 97-2003)"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"PAR1", "Parquet"),
)


@dataclass(frozen=True)
class SourceFile:
    """A file that can be read, and how. `line_count` is an estimate of its rows (None: unknown)."""

    path: Path
    sha256: str
    kind: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    line_count: int | None

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class RowBatch:
    """Rows as text, one column of cells for each of the header's; none of the rows is wholly empty.

    `numbers`: where each stands in the file (int64). `ragged`: which had another width in the file.
    """

    numbers: pa.Array
    cells: tuple[pa.Array, ...]
    ragged: pa.Array

    def only(self, chosen: pa.Array) -> RowBatch:
        """The rows that a mask chooses."""
        return RowBatch(
            self.numbers.filter(chosen),
            tuple(each.filter(chosen) for each in self.cells),
            self.ragged.filter(chosen),
        )


def open_sources(path: Path) -> list[SourceFile]:
    """The files to read where one is named."""
    return [open_source(path)]


def open_source(path: Path) -> SourceFile:
    """Look at a file: what it is, its encoding, its header.

    Raises: IMPORT_001 to 005, 007, 011, 015 when it is nothing that can be imported.
    """
    where = Where(file=path.name)
    try:
        if not path.is_file():
            raise SamutError("IMPORT_007", where, file_name=path.name)
        with path.open("rb") as stream:
            start = stream.read(4096)
        _refuse_other_types(start, where)
        if start.startswith(b"PK"):
            return _open_xlsx(path, where)
        return _open_csv(path, where)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SamutError("IMPORT_016", where, file_name=path.name, reason=reason) from error


def read_batches(source: SourceFile) -> Iterator[RowBatch]:
    """The rows after the header, without the wholly empty ones."""
    width = len(source.header)
    most_rows = max(1, BATCH_CELLS // width)
    records = _records(source)
    deque(islice(records, source.header_row), maxlen=0)
    first = source.header_row + 1
    while rows := list(islice(records, most_rows)):
        batch = _batch(rows, first, width)
        first += len(rows)
        if len(batch.numbers):
            yield batch


def _batch(rows: list[list[str]], first: int, width: int) -> RowBatch:
    filled = [any(cells) for cells in rows]
    numbers = [number for number, has_text in enumerate(filled, start=first) if has_text]
    if len(numbers) < len(rows):
        rows = list(compress(rows, filled))
    ragged = [len(cells) != width for cells in rows]
    for position in compress(range(len(rows)), ragged):
        cells = rows[position]
        # Empty cells beyond the header are what spreadsheets leave behind, not data.
        ragged[position] = len(cells) < width or any(cells[width:])
        rows[position] = (cells + [""] * width)[:width]
    columns = list(zip(*rows, strict=True)) or [()] * width
    return RowBatch(
        pa.array(numbers, pa.int64()),
        tuple(pa.array(column, pa.string()) for column in columns),
        pa.array(ragged, pa.bool_()),
    )


def original_rows(source: SourceFile, wanted: Collection[int]) -> Iterator[tuple[int, str]]:
    """The text of the wanted rows as it stands in the file (a spreadsheet's row as CSV)."""
    if not wanted:
        return
    remaining = set(wanted)
    if source.kind == "xlsx":
        for number, cells in enumerate(_xlsx_records(source.path, Where(file=source.name)), start=1):
            if number in remaining:
                yield number, _as_csv(cells)
        return
    for number, text in _csv_texts(source):
        if number in remaining:
            yield number, text


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes: what tells whether it was imported before."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def changed_meanwhile(source: SourceFile) -> SamutError:
    """The file is no longer the one that was opened."""
    return SamutError("IMPORT_012", Where(file=source.name), file_name=source.name)


def normal_header(text: str) -> str:
    """A header as it is compared: blanks, marks, case and the script of digits set aside."""
    return "".join(text.translate(THAI_DIGITS).replace("\ufeff", "").replace("\u200b", "").split()).casefold()


def _refuse_other_types(start: bytes, where: Where) -> None:
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SamutError("IMPORT_001", where, file_name=where.file)
    found = next((name for mark, name in _STARTS if start.startswith(mark)), "")
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        found = "HTML / XML"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SamutError("IMPORT_005", where, row=1, found="UTF-16")
    if not found and b"\0" in start and not start.startswith(b"PK"):
        found = "binary"
    if found:
        raise SamutError("IMPORT_003", where, file_name=where.file, found=found)


def _open_csv(path: Path, where: Where) -> SourceFile:
    digest, encoding, lines = _survey(path, where)
    with path.open(encoding=encoding, newline="") as stream:
        first = next((line for line in stream if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda each: _count_outside_quotes(first, each))
    draft = SourceFile(path, digest, "csv", encoding, delimiter, (), 0, lines)
    return _with_header(draft, where)


def _open_xlsx(path: Path, where: Where) -> SourceFile:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            unpacked = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise SamutError("IMPORT_004", where, file_name=path.name) from error
    if "xl/workbook.xml" not in names:
        found = "XLSB" if "xl/workbook.bin" in names else "DOCX" if "word/document.xml" in names else "ZIP"
        raise SamutError("IMPORT_003", where, file_name=path.name, found=found)
    if unpacked > MOST_UNPACKED_BYTES:
        raise SamutError("IMPORT_015", where, file_name=path.name)
    return _with_header(SourceFile(path, file_hash(path), "xlsx", "", "", (), 0, None), where)


def _with_header(draft: SourceFile, where: Where) -> SourceFile:
    header: list[str] = []
    header_row = 0
    for number, cells in enumerate(_records(draft), start=1):
        if not any(cells):
            continue
        if not header:
            header, header_row = cells, number
            continue
        break
    else:
        code = "IMPORT_002" if header else "IMPORT_001"
        raise SamutError(code, where, file_name=draft.name)
    while header and not header[-1].strip():
        header.pop()
    names = tuple(cell.replace("\ufeff", "").strip() for cell in header)
    return SourceFile(
        draft.path,
        draft.sha256,
        draft.kind,
        draft.encoding,
        draft.delimiter,
        names,
        header_row,
        draft.line_count,
    )


def _survey(path: Path, where: Where) -> tuple[str, str, int]:
    """The file's hash, its encoding and its number of lines, in one reading."""
    digest = hashlib.sha256()
    lines = 0
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    start = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            start = start or chunk[:3]
            digest.update(chunk)
            lines += chunk.count(b"\n")
            if b"\0" in chunk:
                raise SamutError("IMPORT_003", where, file_name=path.name, found="binary")
            if is_utf8:
                is_utf8 = _decodes(utf8, chunk)
    if is_utf8 and _decodes(utf8, b"", final=True):
        encoding = "utf-8-sig" if start == codecs.BOM_UTF8 else "utf-8"
    else:
        _check_cp874(path, where)
        encoding = "cp874"
    return digest.hexdigest(), encoding, lines


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_cp874(path: Path, where: Where) -> None:
    with path.open("rb") as stream:
        for row, line in enumerate(stream, start=1):
            try:
                line.decode("cp874")
            except UnicodeDecodeError as error:
                place = Where(file=where.file, row=row)
                raise SamutError("IMPORT_005", place, row=row, found="?") from error


def _count_outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _records(source: SourceFile) -> Iterator[list[str]]:
    """Every record of the file, the empty ones too, so that counting them gives the row's number."""
    if source.kind == "xlsx":
        yield from _xlsx_records(source.path, Where(file=source.name))
        return
    with source.path.open(encoding=source.encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=source.delimiter)
        try:
            yield from reader
        except UnicodeDecodeError as error:  # the whole file was decoded when it was opened
            raise changed_meanwhile(source) from error
        except csv.Error as error:
            place = Where(file=source.name, row=reader.line_num)
            raise SamutError("IMPORT_011", place, row=reader.line_num) from error


def _csv_texts(source: SourceFile) -> Iterator[tuple[int, str]]:
    """Every record's own text. The CSV reader takes from the stream just the lines of a record."""
    taken: list[str] = []
    with source.path.open(encoding=source.encoding, newline="") as stream:

        def lines() -> Iterator[str]:
            for line in stream:
                taken.append(line)
                yield line

        try:
            for number, _ in enumerate(csv.reader(lines(), delimiter=source.delimiter), start=1):
                yield number, "".join(taken).rstrip("\r\n")
                taken.clear()
        except (UnicodeDecodeError, csv.Error) as error:  # both readings before this one went well
            raise changed_meanwhile(source) from error


def _xlsx_records(path: Path, where: Where) -> Iterator[list[str]]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        try:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                if sheet.total_height == 0 or sheet.start is None:
                    continue
                # Empty rows above the first filled one come along: row 7 is what the screen calls row 7.
                for cells in sheet.iter_rows():
                    yield [_cell_text(cell) for cell in cells]
                return
        finally:
            workbook.close()
    except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
        raise SamutError("IMPORT_004", where, file_name=path.name) from error


def _cell_text(value: Any) -> str:
    """A spreadsheet's cell as somebody would have typed it into a text file."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if math.isfinite(value) and value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        return repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _as_csv(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
