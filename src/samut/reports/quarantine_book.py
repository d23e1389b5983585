"""The refused rows as the same spreadsheet the office sent, each with what is wrong and what to do.

Mended and sent back, the workbook is read like the first file: its last two columns are passed over,
and so is the sheet that explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook

from samut.reports.workbook import SYNTHETIC
from samut.rules.errors import Problem, Text

REASONS = Text("เหตุผลที่ยังไม่รับ", "Why it was not taken in")
ROW = Text("แถวในไฟล์เดิม", "Row in the file sent")
EXPLAINED = ("รหัส · code", "อะไรผิด · what is wrong", "เพราะอะไร · why", "ต้องทำอย่างไร · what to do")
SHEET, HELP_SHEET = "แก้ไข", "คำอธิบาย"
WIDE, NARROW = 60, 16


@dataclass(frozen=True)
class RefusedRow:
    """One row to mend. `marked`: the position of the cell of each problem, None for the whole row."""

    number: int
    cells: Sequence[str]
    problems: Sequence[Problem]
    marked: Sequence[int | None]


def quarantine_book(
    header: Sequence[str], rows: Sequence[RefusedRow], *, made_for: Text, demo: bool
) -> bytes:
    """The .xlsx file. `made_for` says who had it made and when; it stands on every printed page.

    Cells are text, so that a leading nought stays; what is wrong is coloured and has a note.
    """
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        page = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
        plain = book.add_format({"num_format": "@", "valign": "top"})
        wrong = book.add_format(
            {"num_format": "@", "valign": "top", "bg_color": "#FFE3B3", "border": 2, "bold": True}
        )
        reason = book.add_format({"text_wrap": True, "valign": "top"})
        headings = [*header, f"{REASONS.th} · {REASONS.en}", f"{ROW.th} · {ROW.en}"]
        for place, heading in enumerate(headings):
            page.write_string(0, place, heading, bold)
        page.set_column(0, len(header) - 1, NARROW, plain)
        page.set_column(len(header), len(header), WIDE)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(1, len(rows)), len(headings) - 1)
        for line, row in enumerate(rows, start=1):
            notes = _notes(row)
            for place in range(len(header)):
                cell = row.cells[place] if place < len(row.cells) else ""
                page.write_string(line, place, cell, wrong if place in notes else plain)
                if place in notes:
                    page.write_comment(line, place, notes[place], {"x_scale": 2, "y_scale": 1.5})
            page.write_string(line, len(header), _said(row.problems), reason)
            page.write_number(line, len(header) + 1, row.number)
        shown = SYNTHETIC.th if demo else ""
        page.set_footer(f"&L{made_for.th} · {made_for.en}&R{shown} &P/&N")
        _explain(book, rows, made_for)
    return target.getvalue()


def _notes(row: RefusedRow) -> dict[int, str]:
    notes: dict[int, list[str]] = {}
    for problem, place in zip(row.problems, row.marked, strict=True):
        if place is not None:
            notes.setdefault(place, []).append(_one(problem))
    return {place: "\n".join(said) for place, said in notes.items()}


def _one(problem: Problem) -> str:
    return (
        f"{problem.code}: {problem.what('th')} {problem.do('th')} · {problem.what('en')} {problem.do('en')}"
    )


def _said(problems: Sequence[Problem]) -> str:
    return "\n".join(_one(problem) for problem in problems)


def _explain(book: Workbook, rows: Sequence[RefusedRow], made_for: Text) -> None:
    """A sheet with each problem once. It has a header of its own, so it is not read as rows."""
    page = book.add_worksheet(HELP_SHEET)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, NARROW)
    page.set_column(1, 3, WIDE)
    page.write_row(0, 0, EXPLAINED, bold)
    seen = {problem.code: problem for row in rows for problem in row.problems}
    for line, (code, problem) in enumerate(sorted(seen.items()), start=1):
        entry = problem.entry
        page.write_string(line, 0, code, wrapped)
        for place, text in enumerate((entry.what, entry.why, entry.do), start=1):
            page.write_string(line, place, f"{text.th}\n{text.en}".replace("{detail}", "…"), wrapped)
    page.write_string(len(seen) + 2, 0, f"{made_for.th} · {made_for.en}")
