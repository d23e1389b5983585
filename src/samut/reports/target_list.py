"""The list of target households of an area, as a table to hand to the people who go there.

It holds no name and no 13-digit number: house number and village are enough to find the door.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samut.reports.workbook import Column, Kind, Table
from samut.rules.errors import Text


@dataclass(frozen=True)
class TargetLine:
    """One target household. `dimensions` are the names of those it is deprived in."""

    household_id: str
    village_code: str
    village_name: str
    house_no: str | None
    member_count: int
    target_persons: int | None
    dimensions: tuple[Text, ...]


COLUMNS = (
    Column(
        Text("รหัสครัวเรือนในระบบ", "Household id"),
        Kind.CODE,
        Text("รหัสที่ระบบตั้งให้ ใช้เปิดหน้าครัวเรือน ไม่ใช่รหัสประจำบ้าน", "The site's own id; not the house code"),
        20,
    ),
    Column(
        Text("รหัสหมู่บ้าน", "Village code"), Kind.CODE, Text("รหัสกรมการปกครอง 8 หลัก", "DOPA code, 8 digits"), 12
    ),
    Column(Text("หมู่บ้าน", "Village"), Kind.TEXT, Text("ชื่อหมู่บ้านตามทะเบียน", "Name in the village register"), 22),
    Column(
        Text("บ้านเลขที่", "House number"), Kind.CODE, Text("ตามข้อมูล จปฐ.", "As in the basic-needs census"), 12
    ),
    Column(
        Text("สมาชิก (คน)", "Members"),
        Kind.COUNT,
        Text("จำนวนสมาชิกที่รับเข้าระบบ", "Members accepted at import"),
        10,
    ),
    Column(
        Text("คนจนเป้าหมาย (คน)", "Target persons"),
        Kind.COUNT,
        Text("สมาชิกที่เข้าเกณฑ์คนจนเป้าหมายของปีนั้น", "Members who meet the year's rule of target poor"),
        12,
    ),
    Column(
        Text("มิติที่ตกเกณฑ์", "Deprived dimensions"),
        Kind.TEXT,
        Text("มิติที่มีตัวชี้วัดตกเกณฑ์อย่างน้อยหนึ่งตัว", "Dimensions with at least one failed indicator"),
        36,
    ),
)


def target_table(area_name: Text, edition_be: int, lines: Iterable[TargetLine], *, source: Text) -> Table:
    """The table of an area's target households. `edition_be` is the Buddhist year of the census."""
    return Table(
        title=Text(
            f"ครัวเรือนเป้าหมาย {area_name.th} ปี {edition_be}",
            f"Target households, {area_name.en}, {edition_be} BE",
        ),
        columns=COLUMNS,
        rows=[
            (
                line.household_id,
                line.village_code,
                line.village_name,
                line.house_no,
                line.member_count,
                line.target_persons,
                " ".join(dimension.th for dimension in line.dimensions),
            )
            for line in lines
        ],
        notes=(source,),
    )
