"""Who is missed as a workbook: a sheet for each table, definitions first; persons only where asked for.

Why it exists: an area's office carries these figures to a meeting, where the page is not at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samut.reports.workbook import SYNTHETIC, UNKNOWN
from samut.rules.errors import Text
from samut.rules.thai_dates import format_th

SheetCell = str | int | float | Text | None
WIDTH = 24


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name in both languages, headings, and rows with a cell for each heading.

    Unknown: a cell of None, which says so. `shares`: the places of columns that hold a share; `ratios`:
    those that hold how many times one thing is another. `note` stands above the headings.
    """

    name: Text
    headings: tuple[Text, ...]
    rows: Sequence[tuple[SheetCell, ...]]
    shares: frozenset[int] = frozenset()
    ratios: frozenset[int] = frozenset()
    note: Text | None = None


def missed_book(sheets: Sequence[Sheet], *, demo: bool, made_on: date, made_by: str = "") -> bytes:
    """The whole .xlsx file; the first row of each sheet says when it was made (by whom, where
    persons are in it), and of the demo that it is."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF4", "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
            "ratio": book.add_format({"num_format": "0.00", "valign": "top"}),
            "unknown": book.add_format({"italic": True, "font_color": "#666666"}),
        }
        for sheet in sheets:
            page = book.add_worksheet(f"{sheet.name.th} {sheet.name.en}"[:31])
            _write(page, sheet, formats, _note(demo=demo, made_on=made_on, made_by=made_by))
    return target.getvalue()


def _note(*, demo: bool, made_on: date, made_by: str) -> str:
    by = Text(f" โดย {made_by}", f" by {made_by}") if made_by else Text("", "")
    made = f"จัดทำเมื่อ {format_th(made_on)}{by.th} · Made on {made_on.isoformat()}{by.en}"
    return f"{made} · {SYNTHETIC.th} · {SYNTHETIC.en}" if demo else made


def _write(page: Worksheet, sheet: Sheet, formats: dict[str, Format], note: str) -> None:
    said = [note] if sheet.note is None else [note, sheet.note.th, sheet.note.en]
    page.write_string(0, 0, " · ".join(said))
    page.set_column(0, len(sheet.headings) - 1, WIDTH)
    for place, heading in enumerate(sheet.headings):
        page.write_string(1, place, f"{heading.th}\n{heading.en}", formats["head"])
    page.freeze_panes(2, 0)
    for number, row in enumerate(sheet.rows, start=2):
        for place, cell in enumerate(row):
            if cell is None:
                page.write_string(number, place, f"{UNKNOWN.th} · {UNKNOWN.en}", formats["unknown"])
            elif isinstance(cell, Text):
                page.write_string(number, place, f"{cell.th}\n{cell.en}", formats["text"])
            elif isinstance(cell, str):
                page.write_string(number, place, cell, formats["text"])
            else:
                page.write_number(number, place, cell, formats[_kind(sheet, place)])


def _kind(sheet: Sheet, place: int) -> str:
    if place in sheet.shares:
        return "share"
    return "ratio" if place in sheet.ratios else "count"
