"""A table as the lines of a file: the same cells as on the page, the same ones hidden, and what it is."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from samut.reports.missed_book import Sheet, SheetCell
from samut.rules.errors import Text
from samut.rules.thai_dates import format_date
from samut.web.analysis.pivoting import TOTAL, PivotPage, TableRow

HIDDEN = Text("ปกปิด", "hidden")
NOBODY = Text("ไม่มีฐานให้คำนวณ", "nobody to take a share of")
SMALL = Text(
    "จำนวนที่น้อยกว่า 5 และจำนวนที่จะเปิดเผยจำนวนนั้นถูกปกปิด",
    "Counts below 5, and those that would tell of one, are hidden",
)
EXACT = Text(
    "ตัวเลขจริงในพื้นที่ของผู้จัดทำ ห้ามเผยแพร่ต่อ", "Counts as they are, for the office alone: not for passing on"
)


def note_of(page: PivotPage) -> Text:
    """What the table counts, where, of which edition, under which filters, and what is hidden."""
    area = page.place.area
    filters = [
        (field.label, each.label)
        for name, of in page.asked.filters
        for group in page.fields
        for field in group.fields
        if field.id == name
        for each in field.classes
        if each.id == of
    ]
    rule = EXACT if page.exact else SMALL
    edition = Text("หลายรุ่นปี", "several editions")
    if not page.several_editions:
        edition = Text(f"รุ่นปี {page.place.edition}", f"edition {page.place.edition}")
    thai = [page.label.th, f"{area.name_th} ({area.code})", edition.th]
    english = [page.label.en, f"{area.name_en} ({area.code})", edition.en]
    thai += [f"เฉพาะ {field.th}: {of.th}" for field, of in filters] + [rule.th]
    english += [f"only {field.en}: {of.en}" for field, of in filters] + [rule.en]
    return Text(" · ".join(thai), " · ".join(english))


def _heads(page: PivotPage) -> tuple[Text, ...]:
    """One heading a column: those above each other joined."""
    levels = [[head.label for head in level for _ in range(head.span)] for level in page.heads]
    joined = [
        Text(" / ".join(part.th for part in parts), " / ".join(part.en for part in parts))
        for parts in zip(*levels, strict=True)
    ]
    return (*(page.row_heads or (TOTAL,)), *joined, TOTAL)


def _labels(page: PivotPage, row: TableRow) -> tuple[Text, ...]:
    """The row's headings; a total names itself once."""
    wanted = max(len(page.row_heads), 1)
    return (*row.heads, *(Text("", "") for _ in range(wanted - len(row.heads))))


def _cells(page: PivotPage, row: TableRow) -> Iterator[SheetCell]:
    # Without a field on the columns there is nothing beside the total.
    for cell, hidden in row.cells if page.heads else row.cells[-1:]:
        yield HIDDEN if hidden else NOBODY if cell is None else cell


def sheet_of(page: PivotPage) -> Sheet:
    """The table as a sheet."""
    labels = max(len(page.row_heads), 1)
    heads = _heads(page)
    shares = frozenset(range(labels, len(heads))) if page.is_share else frozenset[int]()
    rows = [(*_labels(page, row), *_cells(page, row)) for row in page.rows]
    return Sheet(Text("ตาราง", "table"), heads, rows, shares, note=note_of(page))


def lines_of(page: PivotPage, language: str, made_by: str) -> Iterator[list[str]]:
    """The table as rows of text, in one language; who made it when stands in the first."""
    sheet, today = sheet_of(page), format_date(timezone.localdate(), language)
    made = Text(f"จัดทำเมื่อ {today} โดย {made_by}", f"made on {today} by {made_by}")
    yield [f"{note_of(page).in_language(language)} · {made.in_language(language)}"]
    yield [each.in_language(language) for each in sheet.headings]
    for row in sheet.rows:
        yield [cell.in_language(language) if isinstance(cell, Text) else str(cell) for cell in row]
