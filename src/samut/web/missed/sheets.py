"""The page of who is missed as the sheets of a workbook: nothing is in it that the page does not tell."""

from __future__ import annotations

from collections.abc import Sequence

from samut.reports.missed_book import Sheet, SheetCell
from samut.rules.errors import Text
from samut.web.missed.figures import AreaTold, ErrorTable, GroupLine
from samut.web.missed.queries import MissedPage, PairTold

HIDDEN = Text("ปกปิด", "hidden")
NOBODY = Text("ไม่มีฐานให้คำนวณ", "nobody to take a share of")
GROUP, AREA_CODE, AREA = Text("กลุ่ม", "Group"), Text("รหัสพื้นที่", "Area code"), Text("พื้นที่", "Area")
COUNTS = (
    Text("ครัวเรือน", "Households"),
    Text("คน", "Persons"),
    Text("ไม่ทราบ (ครัวเรือน)", "Unknown (households)"),
    Text("ไม่ทราบ (คน)", "Unknown (persons)"),
)
BAND = (Text("ที่ทราบ", "Known"), Text("ต่ำสุด", "Lowest"), Text("สูงสุด", "Highest"))
HOUSEHOLDS = Text("ครัวเรือน: มีสมาชิกถือบัตร", "Households: a member holds a card")
PERSONS = Text("บุคคล: ถือบัตรเอง", "Persons: own card")
Cells = tuple[SheetCell, ...]


def sheets_of(page: MissedPage, pairs: Sequence[PairTold]) -> tuple[Sheet, ...]:
    """All sheets of a page that has figures."""
    told = page.told
    if told is None:
        return ()
    return (
        _summary(told),
        _below(page),
        _errors(told),
        _life_cycle(told),
        _registers(told),
        _reach(told),
        _lists(pairs),
        Sheet(
            Text("ไม่ทราบ", "unknown"),
            (Text("สมาชิกทั้งหมด", "Members"), Text("ไม่มีเลขที่ใช้ได้", "Without a usable number")),
            [(_told(told.members), _told(told.without_number))],
        ),
    )


def _summary(told: AreaTold) -> Sheet:
    lines = (*told.groups, told.card_fails_nothing)
    rows = [(each.group.label, each.group.meaning, *_counts(each)) for each in lines]
    return Sheet(Text("สรุป", "summary"), (GROUP, Text("ความหมาย", "Meaning"), *COUNTS), rows)


def _below(page: MissedPage) -> Sheet:
    rows: list[Cells] = [
        (row.area.code, Text(row.area.name_th, row.area.name_en), line.group.label, *_counts(line))
        for row in page.rows
        for line in (*row.told.groups, row.told.card_fails_nothing)
    ]
    return Sheet(Text("พื้นที่ย่อย", "areas below"), (AREA_CODE, AREA, GROUP, *COUNTS), rows)


def _errors(told: AreaTold) -> Sheet:
    rows: list[Cells] = []
    for of, table in ((HOUSEHOLDS, told.households), (PERSONS, told.persons)):
        rows += _error_rows(of, table)
    headings = (
        Text("ของ", "Of"),
        Text("ตัวชี้วัด", "Figure"),
        Text("ความหมาย", "Meaning"),
        Text("ยากจน", "Poor"),
        Text("มีบัตร", "With a card"),
        Text("ไม่ทราบ", "Unknown"),
        Text("ทั้งหมด", "All"),
        *BAND,
    )
    return Sheet(Text("ความคลาดเคลื่อน", "errors"), headings, rows, frozenset({7, 8, 9}))


def _error_rows(of: Text, table: ErrorTable) -> list[Cells]:
    if table.hidden:
        return [(of, meaning.label, meaning.of_what, *[HIDDEN] * 7) for meaning, _ in table.lines]
    counts = (table.poor, table.reached, table.unknown, table.everybody)
    return [
        (of, meaning.label, meaning.of_what, *counts, *_band(share.known, share.lowest, share.highest))
        for meaning, share in table.lines
    ]


def _life_cycle(told: AreaTold) -> Sheet:
    rows: list[Cells] = [
        (
            each.label,
            each.poor,
            each.missed,
            each.unknown,
            *_band(each.exclusion.known, each.exclusion.lowest, each.exclusion.highest),
        )
        for each in told.life_cycle
    ]
    if told.life_cycle_hidden:
        rows = [(HIDDEN, *[HIDDEN] * 6)]
    headings = (
        Text("กลุ่มวัย", "Life-cycle group"),
        Text("ยากจน (คน)", "Poor (persons)"),
        Text("ไม่มีบัตรของตน", "Without a card of their own"),
        Text("ไม่ทราบ", "Unknown"),
        *BAND,
    )
    return Sheet(Text("กลุ่มวัย", "life cycle"), headings, rows, frozenset({4, 5, 6}))


def _registers(told: AreaTold) -> Sheet:
    rows: list[Cells] = [
        (each.label, _told(each.persons), _told(each.in_no_household))
        if each.known
        else (each.label, None, None)
        for each in told.registers
    ]
    headings = (
        Text("ทะเบียน", "Register"),
        COUNTS[1],
        Text("ไม่อยู่ในครัวเรือนที่สำรวจ", "In no surveyed household"),
    )
    return Sheet(Text("ทะเบียน", "registers"), headings, rows)


def _reach(told: AreaTold) -> Sheet:
    rows: list[Cells] = []
    if told.reach is not None:
        rows = [(each.label, each.surveyed, each.counted, each.share) for each in told.reach.lines]
        rows = rows or [(HIDDEN, HIDDEN, HIDDEN, HIDDEN)]
    headings = (
        Text("ของ", "Of"),
        Text("สำรวจ", "Surveyed"),
        Text("กรมการปกครองนับไว้", "Counted by the provincial administration"),
        Text("ความครอบคลุม", "Coverage"),
    )
    return Sheet(Text("สำรวจทั่วถึง", "reach of census"), headings, rows, frozenset({3}))


def _lists(pairs: Sequence[PairTold]) -> Sheet:
    rows: list[Cells] = []
    for each in pairs:
        lists, found = each.lists, each.estimate
        why = Text(*("; ".join(reason.what(way) for reason in each.reasons) or "—" for way in ("th", "en")))
        figures = (None,) * 4 if found is None else (found.persons, found.lowest, found.highest, found.missed)
        sizes = (lists.one.persons, lists.other.persons, lists.overlap)
        source = None if lists.links is None else lists.links.source
        rows.append((lists.one.label, lists.other.label, *sizes, *figures, why, lists.sensitivity, source))
    headings = (
        Text("บัญชีแรก", "First list"),
        Text("บัญชีที่สอง", "Second list"),
        Text("คนในบัญชีแรก", "In the first"),
        Text("คนในบัญชีที่สอง", "In the second"),
        Text("ซ้ำกัน", "In both"),
        Text("ทั้งหมดโดยประมาณ", "Estimate of all"),
        *BAND[1:],
        Text("ไม่อยู่ในบัญชีใด", "In neither"),
        Text("เหตุที่ไม่ประมาณ", "Why no estimate"),
        Text("การเชื่อมโยงพบคนเดียวกันได้", "Links find of the same persons"),
        Text("อัตรานี้มาจาก", "That rate is from"),
    )
    return Sheet(Text("ประมาณผู้ตกหล่น", "recapture"), headings, rows, frozenset({10}))


def _counts(line: GroupLine) -> Cells:
    counts = (line.households, line.persons, line.unknown_households, line.unknown_persons)
    return tuple(_told(each) for each in counts)


def _told(count: int | None) -> SheetCell:
    return HIDDEN if count is None else count


def _band(*ends: float | None) -> Cells:
    return tuple(NOBODY if each is None else each for each in ends)
