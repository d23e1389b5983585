"""Reading an XLSForm's sheets with the row numbers people see, from a spreadsheet or from tables in text.

Why it exists: pyxform reads both, but forgets where a row stood. A message that names the sheet,
the row and the column is worth more than any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from samut.rules.errors import SamutError, Where

_CELL_BORDER = re.compile(r"(?<!\\)\|")
_RULE_LINE = re.compile(r"[\s|:-]+")


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: its number as the spreadsheet (or text editor) shows it, and its filled cells."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns in order and the rows that hold anything."""

    name: str
    columns: tuple[str, ...] = ()
    rows: tuple[SheetRow, ...] = ()


@dataclass(frozen=True)
class FormSheets:
    """The sheets of one form file by name, and the file's own name."""

    file: str
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        return self.sheets.get(name, Sheet(name))

    def where(self, sheet: str, row: int | None = None, column: str = "") -> Where:
        return Where(self.file, sheet, row, column)


def read_sheets(path: Path) -> FormSheets:
    """The sheets of an .xlsx file, or of tables in a .md file.

    Raises: FORM_011 when the file is not a form.
    """
    tables = _from_text(path) if path.suffix == ".md" else _from_spreadsheet(path)
    sheets = {name: sheet for name, lines in tables.items() if (sheet := _sheet(name, lines)) is not None}
    if "survey" not in sheets:
        raise _not_a_form(path)
    return FormSheets(path.name, sheets)


def _not_a_form(path: Path) -> SamutError:
    return SamutError("FORM_011", Where(file=path.name), file_name=path.name)


Line = tuple[int, Sequence[str]]


def _from_spreadsheet(path: Path) -> dict[str, list[Line]]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            return {
                name.strip().lower(): [
                    (number, [_as_text(cell) for cell in cells])
                    for number, cells in enumerate(
                        book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1
                    )
                ]
                for name in book.sheet_names
            }
    except (CalamineError, OSError, ValueError) as error:
        raise _not_a_form(path) from error


def _as_text(cell: object) -> str:
    """A whole number typed into a cell arrives as 1.0 and means 1."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _from_text(path: Path) -> dict[str, list[Line]]:
    try:
        text = path.read_text("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise _not_a_form(path) from error
    tables: dict[str, list[Line]] = {}
    sheet = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.lstrip().startswith("|") or _RULE_LINE.fullmatch(line):
            continue
        first, *cells = [cell.strip().replace(r"\|", "|") for cell in _CELL_BORDER.split(line.strip())[1:-1]]
        sheet = first.lower() or sheet
        if any(cells):
            tables.setdefault(sheet, []).append((number, cells))
    return tables


def _sheet(name: str, lines: Iterable[Line]) -> Sheet | None:
    """A sheet from its lines; the first that holds anything is the header."""
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        return None
    columns = tuple(filled[0][1])
    rows = tuple(
        SheetRow(
            number, {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
        )
        for number, cells in filled[1:]
    )
    return Sheet(name, tuple(column for column in columns if column), rows)
