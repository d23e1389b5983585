"""Workbooks of any office program: XLSX, XLS, XLSB, ODS, one sheet at a time."""

from __future__ import annotations

import hashlib
import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine

from samut.engine.registers.reading.headers import find_header
from samut.engine.registers.reading.source import (
    FileKind,
    SourceFile,
    changed_meanwhile,
    file_hash,
    normal_header,
)
from samut.rules.errors import SamutError, Where

# Beyond this a floating-point number no longer tells every whole number apart.
MOST_EXACT = 2**53


def open_sheets(path: Path, where: Where) -> list[SourceFile]:
    """The first sheet with rows, and every other with the same header, in order.

    Raises: IMPORT_001, 002 for a workbook without rows, IMPORT_004 for a broken one.
    """
    digest = file_hash(path)
    found: list[SourceFile] = []
    seen_header = False
    with _workbook(path, where) as workbook:
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name)
            if rows.total_height == 0 or rows.start is None:
                continue
            header, row, followed = find_header(_texts(rows))
            seen_header = seen_header or bool(header)
            if not followed:
                continue
            if found and [*map(normal_header, header)] != [*map(normal_header, found[0].header)]:
                continue
            lines = rows.total_height
            found.append(SourceFile(path, digest, FileKind.SHEET, "", ",", header, row, lines, sheet=name))
    if not found:
        raise SamutError("IMPORT_002" if seen_header else "IMPORT_001", where, file_name=where.file)
    if len(found) == 1:
        return [_alone(found[0])]
    return [_of_several(each) for each in found]


def sheet_records(source: SourceFile) -> Iterator[list[str]]:
    """Every row of the sheet as text; row 7 is what the screen calls row 7."""
    with _workbook(source.path, source.where) as workbook:
        yield from _texts(_sheet_of(workbook, source))


def _alone(source: SourceFile) -> SourceFile:
    return replace(source, sheet="")


def _of_several(source: SourceFile) -> SourceFile:
    """A sheet is a file of its own, with a hash of its own, so that each is taken in once."""
    own = hashlib.sha256(f"{source.sha256}\0{source.sheet}".encode()).hexdigest()
    return replace(source, sha256=own, of_file=source.sha256)


def _sheet_of(
    workbook: python_calamine.CalamineWorkbook, source: SourceFile
) -> python_calamine.CalamineSheet:
    """The sheet that the file is. To open one is to read all of it, so none is opened twice."""
    if source.sheet:
        return workbook.get_sheet_by_name(source.sheet)
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name)
        if rows.total_height and rows.start is not None and _begins_as(rows, source):
            return rows
    raise changed_meanwhile(source)


def _begins_as(rows: python_calamine.CalamineSheet, source: SourceFile) -> bool:
    header, row, followed = find_header(_texts(rows))
    return followed and (header, row) == (source.header, source.header_row)


@contextmanager
def _workbook(path: Path, where: Where) -> Iterator[python_calamine.CalamineWorkbook]:
    with path.open("rb") as stream:
        try:
            workbook = python_calamine.CalamineWorkbook.from_filelike(stream)
            try:
                yield workbook
            finally:
                workbook.close()
        except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
            raise SamutError("IMPORT_004", where, file_name=where.file) from error


def _texts(rows: python_calamine.CalamineSheet) -> Iterator[list[str]]:
    for cells in rows.iter_rows():
        yield [cell if isinstance(cell, str) else cell_text(cell) for cell in cells]


def cell_text(value: Any) -> str:
    """A cell as somebody would have typed it into a text file."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if math.isfinite(value) and value.is_integer() and abs(value) < MOST_EXACT:
            return str(int(value))
        return repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)
