"""A table as a spreadsheet that an office can work with: headings in two languages, filter, definitions.

Why it exists: a list that is handed on loses its page. So the file itself says what each column
means, when it was made from what, and (in the demo) that nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samut.rules.errors import Text
from samut.rules.thai_dates import format_th

Cell = str | int | float | bool | date | None
SYNTHETIC = Text("ข้อมูลสาธิต: บุคคลและครัวเรือนทั้งหมดสมมติขึ้น", "Demo data: all people and households are invented")
UNKNOWN = Text("ไม่ทราบ", "unknown")
YES, NO = Text("ใช่", "yes"), Text("ไม่ใช่", "no")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING_ROWS = 2  # Thai above English


class Kind(StrEnum):
    """What a column holds. `code` stays text: a leading zero is part of it."""

    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    BAHT = "baht"
    YES_NO = "yes_no"
    DATE_BE = "date_be"


@dataclass(frozen=True)
class Column:
    """One column: heading and meaning in two languages, and its width in characters."""

    heading: Text
    kind: Kind
    meaning: Text
    width: int = 16


@dataclass(frozen=True)
class Table:
    """A table with what has to be said about it. Rows: one tuple per line, a cell per column."""

    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[Text, ...] = ()


def workbook_bytes(table: Table, *, demo: bool, made_on: date) -> bytes:
    """The whole .xlsx file of a table. The same table of the same day gives the same cells.

    Unknown: a cell without a value says "unknown", so that nobody reads an empty cell as nought.
    """
    target = BytesIO()
    with Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _Writer(book, table, demo=demo, made_on=made_on).write()
    return target.getvalue()


class _Writer:
    """The open workbook with its formats."""

    def __init__(self, book: Workbook, table: Table, *, demo: bool, made_on: date) -> None:
        self.book, self.table, self.demo, self.made_on = book, table, demo, made_on
        self.bold: Format = book.add_format({"bold": True})
        self.heading: Format = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "bottom": 1}
        )
        self.warning: Format = book.add_format({"bold": True, "font_color": "#9C2A00"})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.unknown: Format = book.add_format({"italic": True, "font_color": "#666666"})
        self.formats: dict[Kind, Format] = {
            Kind.TEXT: book.add_format(),
            Kind.CODE: book.add_format({"num_format": "@"}),
            Kind.COUNT: book.add_format({"num_format": "#,##0"}),
            Kind.BAHT: book.add_format({"num_format": "#,##0"}),
            Kind.YES_NO: book.add_format(),
            Kind.DATE_BE: book.add_format(),
        }

    def write(self) -> None:
        self._list(self.book.add_worksheet("รายการ list"))
        self._definitions(self.book.add_worksheet("คำอธิบาย definitions"))

    def _list(self, page: Worksheet) -> None:
        top = self._title(page)
        last = top + HEADING_ROWS - 1 + len(self.table.rows)
        for number, column in enumerate(self.table.columns):
            page.set_column(number, number, column.width)
            page.write_string(top, number, column.heading.th, self.heading)
            page.write_string(top + 1, number, column.heading.en, self.heading)
        for row_number, row in enumerate(self.table.rows, start=top + HEADING_ROWS):
            for number, (column, cell) in enumerate(zip(self.table.columns, row, strict=True)):
                self._cell(page, row_number, number, column.kind, cell)
        page.freeze_panes(top + HEADING_ROWS, 0)
        page.autofilter(top + HEADING_ROWS - 1, 0, max(last, top + HEADING_ROWS), len(self.table.columns) - 1)
        page.set_landscape()
        page.repeat_rows(top, top + HEADING_ROWS - 1)
        if self.demo:
            page.set_footer(f"&C{SYNTHETIC.th}")

    def _title(self, page: Worksheet) -> int:
        """Title and, in the demo, the line about the people; gives the row after them."""
        page.write_string(0, 0, f"{self.table.title.th} · {self.table.title.en}", self.bold)
        if self.demo:
            page.write_string(1, 0, f"{SYNTHETIC.th} · {SYNTHETIC.en}", self.warning)
        return 2 if self.demo else 1

    def _cell(self, page: Worksheet, row: int, number: int, kind: Kind, cell: Cell) -> None:
        form = self.formats[kind]
        if cell is None:
            page.write_string(row, number, UNKNOWN.th, self.unknown)
        elif isinstance(cell, bool):
            page.write_string(row, number, YES.th if cell else NO.th, form)
        elif isinstance(cell, date):
            page.write_string(row, number, format_th(cell, short=True), form)
        elif isinstance(cell, (int, float)) and kind is not Kind.CODE:
            page.write_number(row, number, cell, form)
        else:
            page.write_string(row, number, str(cell), form)

    def _definitions(self, page: Worksheet) -> None:
        page.set_column(0, 1, 28)
        page.set_column(2, 3, 60)
        for number, heading in enumerate(("คอลัมน์", "Column", "ความหมาย", "Meaning")):
            page.write_string(0, number, heading, self.heading)
        for row, column in enumerate(self.table.columns, start=1):
            said = (column.heading.th, column.heading.en, column.meaning.th, column.meaning.en)
            for number, text in enumerate(said):
                page.write_string(row, number, text, self.wrapped)
        for row, note in enumerate(self._notes(), start=len(self.table.columns) + 2):
            page.write_string(row, 2, note.th, self.wrapped)
            page.write_string(row, 3, note.en, self.wrapped)
        page.freeze_panes(1, 0)

    def _notes(self) -> tuple[Text, ...]:
        made = Text(f"จัดทำเมื่อ {format_th(self.made_on)}", f"Made on {self.made_on.isoformat()}")
        unknown = Text(
            f"“{UNKNOWN.th}” คือไม่มีข้อมูล ไม่ใช่ศูนย์", f"“{UNKNOWN.th}” ({UNKNOWN.en}) is not nought: nobody knows"
        )
        return (made, unknown, *((SYNTHETIC,) if self.demo else ()), *self.table.notes)
