"""The sheets of the workbook of `samut missed`: definitions, villages, errors, registers, recapture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samut.engine.missed import Missed
from samut.engine.missed.counting import GROUPS
from samut.engine.missed.coverage import AreaCoverage
from samut.reports.missed_book import Sheet, SheetCell
from samut.rules.coverage import Coverage
from samut.rules.errors import Text
from samut.rules.targeting_errors import Band, IncomeRank, Reached

Errors = Sequence[tuple[Text, Callable[[Reached], Band]]]
COUNTS = (
    Text("ครัวเรือน", "Households"),
    Text("คน", "Persons"),
    Text("ไม่ทราบ (ครัวเรือน)", "Unknown (households)"),
    Text("ไม่ทราบ (คน)", "Unknown (persons)"),
)
GROUP, VILLAGE = Text("กลุ่ม", "Group"), Text("รหัสหมู่บ้าน", "Village code")
NO_COUNT = Text(
    "ไม่ทราบความครอบคลุม: ยังไม่ได้นำเข้าจำนวนบ้านของกรมการปกครอง (dopa-households หรือ villages)",
    "Coverage unknown: no count of houses by DOPA was imported (dopa-households or villages)",
)
COUNTED = Text(
    "บ้านในทะเบียนรวมบ้านที่ไม่มีคนอยู่ และ จปฐ. นับคนที่อยู่จริง ส่วนต่างจึงไม่ใช่ผู้ตกสำรวจทั้งหมด",
    "houses counted include empty ones and the census asks who lives there: not all the rest was left out",
)
OVER = Text(
    "สำรวจมากกว่าจำนวนนับ: ตรวจปีของข้อมูลและเขตหมู่บ้าน ตัวเลขนี้ไม่ได้ตัดให้เหลือ 100%",
    "More surveyed than counted: check the years and the villages' bounds; the figure is not cut to 100%",
)
NOT_COUNTED = Text("บางหมู่บ้านไม่มีจำนวนนับ จึงไม่ทราบ", "Some village has no count, so it is not known")
HOMELESS = Text("ครัวเรือนไม่ทราบหมู่บ้าน ไม่อยู่ในตาราง", "households of no known village, not in the table")
EVERYBODY = Text("ทุกคน: ถือบัตรเอง", "Everybody: own card")
HOUSEHOLDS = Text("ครัวเรือน: มีสมาชิกถือบัตร", "Households: a member holds a card")


def sheets_of(
    found: Missed,
    errors: Errors,
    incomes: Sequence[IncomeRank],
    reached: AreaCoverage,
    recapture: tuple[Sheet, ...],
) -> tuple[Sheet, ...]:
    """All sheets of one area. Rows: one per village and group; one per table and error."""
    counted = list(zip(GROUPS, found.groups(), strict=True))
    summary = [
        (each.label, each.meaning, n.households, n.persons, n.unknown_households, n.unknown_persons)
        for each, n in counted
    ]
    villages = [
        (code, each.label, n.households, n.persons, n.unknown_households, n.unknown_persons)
        for code, counts in found.by_village()
        for each, n in zip(GROUPS, counts, strict=True)
    ]
    registers = [(each.register, each.persons, each.in_no_household) for each in found.register_only]
    unknown = [(found.members, found.without_number)]
    return (
        Sheet(Text("สรุป", "summary"), (GROUP, Text("ความหมาย", "Meaning"), *COUNTS), summary),
        Sheet(Text("หมู่บ้าน", "villages"), (VILLAGE, GROUP, *COUNTS), villages),
        _errors(found, errors),
        _incomes(incomes),
        _coverage(reached),
        Sheet(
            Text("ทะเบียน", "registers"),
            (Text("ทะเบียน", "Register"), COUNTS[1], Text("ไม่อยู่ในครัวเรือนที่สำรวจ", "In no surveyed household")),
            registers,
        ),
        *recapture,
        Sheet(
            Text("ไม่ทราบ", "unknown"),
            (Text("สมาชิกทั้งหมด", "Members"), Text("ไม่มีเลขที่ใช้ได้", "Without a usable number")),
            unknown,
        ),
    )


def _errors(found: Missed, errors: Errors) -> Sheet:
    tables = [(HOUSEHOLDS, found.reached_households()), (EVERYBODY, found.reached_persons())]
    tables += [(label, found.reached_persons(group)) for group, label in found.life_cycle_labels]
    rows: list[tuple[SheetCell, ...]] = []
    for of, reached in tables:
        for label, error in errors:
            band = error(reached)
            shares = (band.known, band.lowest, band.highest)
            told = (None if each is None else float(each) for each in shares)
            rows.append((of, label, reached.poor, reached.reached, reached.unknown, reached.everybody, *told))
    headings = (
        Text("ของ", "Of"),
        Text("ตัวชี้วัด", "Figure"),
        Text("ยากจน", "Poor"),
        Text("เข้าถึง", "Reached"),
        Text("ไม่ทราบ", "Unknown"),
        Text("ทั้งหมด", "All"),
        Text("ที่ทราบ", "Known"),
        Text("ต่ำสุด", "Lowest"),
        Text("สูงสุด", "Highest"),
    )
    return Sheet(Text("ความคลาดเคลื่อน", "errors"), headings, rows, frozenset({6, 7, 8}))


def _incomes(ranks: Sequence[IncomeRank]) -> Sheet:
    rows: list[tuple[SheetCell, ...]] = []
    for each in ranks:
        bands = (each.share(), each.ratio())
        told = (
            None if value is None else float(value)
            for band in bands
            for value in (band.known, band.lowest, band.highest)
        )
        counts = (each.everybody, each.poorest, each.reached, each.reached_poorest)
        unsure = (each.unsure, each.unsure_poorest, each.unknown_income, each.unknown_income_reached)
        rows.append((each.of, each.percent, *counts, *unsure, *told))
    headings = (
        Text("ของ", "Of"),
        Text("จนสุดร้อยละ", "Poorest percent"),
        Text("ทั้งหมดที่ทราบรายได้", "All of known income"),
        Text("จนสุด (รวมรายได้เท่ากัน)", "Poorest (ties in)"),
        Text("เข้าถึง", "Reached"),
        Text("เข้าถึงและจนสุด", "Reached poorest"),
        Text("ไม่ทราบว่าเข้าถึง", "Unknown whether reached"),
        Text("ในจำนวนนี้ จนสุด", "Of them poorest"),
        Text("ไม่ทราบรายได้", "Unknown income"),
        Text("ในจำนวนนี้ เข้าถึง", "Of them reached"),
        *(
            Text(f"{name.th}: {end.th}", f"{name.en}: {end.en}")
            for name in (
                Text("ส่วนของผู้เข้าถึงที่จนสุด", "Share of the reached who are poorest"),
                Text("อัตราส่วน CGH", "CGH ratio"),
            )
            for end in (Text("ที่ทราบ", "known"), Text("ต่ำสุด", "lowest"), Text("สูงสุด", "highest"))
        ),
    )
    return Sheet(Text("รายได้", "incomes"), headings, rows, frozenset({10, 11, 12}), frozenset({13, 14, 15}))


def _coverage(found: AreaCoverage) -> Sheet:
    rows: list[tuple[SheetCell, ...]] = []
    for each in found.areas:
        cells: list[SheetCell] = []
        for reach in (each.households, each.persons):
            share = None if reach.share is None else float(reach.share)
            cells += [reach.counted, reach.surveyed, reach.left_out, share]
        rows.append((each.area_code, *cells, each.villages, each.not_surveyed, each.not_counted, _note(each)))
    told = (
        Text("นับ", "counted"),
        Text("สำรวจ", "surveyed"),
        Text("นับแต่ไม่ได้สำรวจ", "counted, not surveyed"),
        Text("ร้อยละ", "share"),
    )
    headings = (
        Text("รหัสพื้นที่", "Area code"),
        *(
            Text(f"{of.th}: {each.th}", f"{of.en}: {each.en}")
            for of in (Text("ครัวเรือน", "Households"), Text("คน", "Persons"))
            for each in told
        ),
        Text("หมู่บ้าน", "Villages"),
        Text("หมู่บ้านที่ไม่มีผู้ถูกสำรวจ", "Villages nobody was surveyed in"),
        Text("หมู่บ้านที่ไม่มีจำนวนนับ", "Villages without a count"),
        Text("หมายเหตุ", "Note"),
    )
    source = f"{found.register} {found.edition}: " if found.register else ""
    said = COUNTED if found.register else NO_COUNT
    note = Text(source + said.th, source + said.en)
    return Sheet(Text("ครอบคลุม", "coverage"), headings, rows, frozenset({4, 8}), note=note)


def _note(area: Coverage) -> SheetCell:
    if area.not_counted:
        return NOT_COUNTED
    return OVER if area.households.over or area.persons.over else "—"
