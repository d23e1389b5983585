"""Any table of the site as a file: CSV, or a spreadsheet with typed cells and a sheet that says what it is.

Why it exists: a list that is handed on loses its page. So the file itself says who took it, when, of
which area and what for, and what was left out. Rows are written as they come; none is kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import TextIOWrapper
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samut.reports.unit_list import FORMULA_STARTS
from samut.reports.workbook import SYNTHETIC
from samut.rules.errors import Text

# The font of Thai offices; where it is missing, a spreadsheet takes one of its own.
FONT, FONT_SIZE = "TH SarabunPSK", 16
# The Buddhist calendar with Arabic digits, as a spreadsheet names it.
DATE_FORMATS = {"th": "[$-107041E]d mmm yyyy;@", "en": "d mmm yyyy"}
WIDEST = 60


class CellKind(StrEnum):
    """What a column holds. `code` stays text: a leading zero is part of it. `share` is 0 to 1."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"
    CODE = "code"
    ANSWER = "yes_no_unknown"


# What a cell of the file is: a figure or a date where there is one, else words.
Value = str | int | float | date


@dataclass(frozen=True)
class Heading:
    """One column of the file. `width` in characters."""

    text: str
    kind: CellKind
    width: int = 18


@dataclass(frozen=True)
class TableFile:
    """A table with what has to be said about it: `watermark` in one line, `about` line by line."""

    title: str
    headings: tuple[Heading, ...]
    watermark: str
    about: tuple[tuple[str, str], ...]
    language: str
    demo: bool

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """Everything the file says about itself."""
        if not self.demo:
            return self.about
        return (*self.about, (Text("หมายเหตุ", "Note").in_language(self.language), self.synthetic))

    @property
    def synthetic(self) -> str:
        return SYNTHETIC.in_language(self.language)


def write_csv(table: TableFile, rows: Iterable[Sequence[Value]], target: BinaryIO) -> None:
    """Write CSV that spreadsheets open with its Thai whole; what would be a formula is text.

    The lines about the file stand before the headings, each after a "#".
    """
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_said(f"# {table.watermark}")])
    writer.writerows([_said(f"# {name}: {said}")] for name, said in table.notes)
    writer.writerow([_plain(each.text) for each in table.headings])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


def _said(line: str) -> str:
    """One line of the head: a line break in it would end the head."""
    return " ".join(line.split())


def _plain(cell: Value) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    # Figures are written by us; a text is written by whoever filled in a form.
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def write_xlsx(
    table: TableFile, rows: Iterable[Sequence[Value]], target: BinaryIO, *, folder: str | None = None
) -> None:
    """Write a spreadsheet: the rows with typed cells, and a sheet that says what they are.

    `folder`: rows are put aside there as they come, for a large table; in memory without it.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_format_properties": _FONT}
    held = {"in_memory": True} if folder is None else {"constant_memory": True, "tmpdir": folder}
    with Workbook(target, {**options, **held}) as book:
        _Writer(book, table).write(rows)


_FONT = {"font_name": FONT, "font_size": FONT_SIZE}


class _Writer:
    """The open workbook with its formats."""

    def __init__(self, book: Workbook, table: TableFile) -> None:
        self.book, self.table = book, table
        self.heading = self._format(bold=True, text_wrap=True, valign="top", bg_color="#E8EEF4", bottom=1)
        self.wrapped = self._format(text_wrap=True, valign="top")
        self.bold = self._format(bold=True, valign="top")
        self.words = self._format(italic=True, font_color="#555555")
        self.formats: dict[CellKind, Format] = {
            CellKind.TEXT: self._format(),
            CellKind.ANSWER: self._format(),
            CellKind.CODE: self._format(num_format="@"),
            CellKind.COUNT: self._format(num_format="#,##0"),
            CellKind.NUMBER: self._format(num_format="#,##0.00"),
            CellKind.SHARE: self._format(num_format="0.00%"),
            CellKind.DATE: self._format(num_format=DATE_FORMATS[table.language]),
        }

    def _format(self, **properties: object) -> Format:
        made: Format = self.book.add_format({**_FONT, **properties})
        return made

    def write(self, rows: Iterable[Sequence[Value]]) -> None:
        names = Text("ข้อมูล", "Data"), Text("ที่มา", "About")
        data, about = (self.book.add_worksheet(each.in_language(self.table.language)) for each in names)
        self._data(data, rows)
        self._about(about)

    def _data(self, page: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
        table, last = self.table, 0
        for number, heading in enumerate(table.headings):
            page.set_column(number, number, min(WIDEST, heading.width), self.formats[CellKind.TEXT])
            page.write_string(0, number, heading.text, self.heading)
        for last, row in enumerate(rows, start=1):
            for number, (heading, cell) in enumerate(zip(table.headings, row, strict=True)):
                self._cell(page, last, number, heading.kind, cell)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(last, 1), len(table.headings) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_header(f"&L{_printed(table.title)}&R{_printed(table.synthetic) if table.demo else ''}")
        page.set_footer(f"&L{_printed(table.watermark)}&R&P / &N")

    def _cell(self, page: Worksheet, row: int, number: int, kind: CellKind, cell: Value) -> None:
        if isinstance(cell, date):
            page.write_datetime(row, number, cell, self.formats[kind])
        elif isinstance(cell, (int, float)) and kind is not CellKind.CODE:
            page.write_number(row, number, cell, self.formats[kind])
        elif kind in (CellKind.TEXT, CellKind.CODE, CellKind.ANSWER):
            page.write_string(row, number, str(cell), self.formats[kind])
        else:
            # Where a figure belongs and words stand, nobody knows it or it is hidden.
            page.write_string(row, number, str(cell), self.words)

    def _about(self, page: Worksheet) -> None:
        page.set_column(0, 0, 28)
        page.set_column(1, 1, 100)
        page.write_string(0, 0, self.table.title, self.bold)
        page.write_string(1, 0, self.table.watermark, self.bold)
        for row, (name, said) in enumerate(self.table.notes, start=3):
            page.write_string(row, 0, name, self.bold)
            page.write_string(row, 1, said, self.wrapped)


def _printed(text: str) -> str:
    """A text for the head or foot of a printed page, which holds 255 letters and reads "&" as a sign."""
    return text.replace("&", "&&")[:120]
