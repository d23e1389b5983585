"""Members of a list of a target group, and who came in or dropped out, as tables to hand on; and as CSV.

They hold no name and no 13-digit number: house number and village are enough to find the door.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from samut.reports.workbook import Cell, Column, Kind, Table
from samut.rules.errors import Text

# What a spreadsheet would take for a formula when it opens a CSV.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class UnitLine:
    """One member (`member_no` None: a whole household), with the words that say why it is in the list."""

    household_id: str
    member_no: int | None
    village_code: str
    village_name: str
    house_no: str | None
    why: Text
    change: Text | None = None


WHERE = (
    Column(
        Text("รหัสครัวเรือนในระบบ", "Household id"),
        Kind.CODE,
        Text("รหัสที่ระบบตั้งให้ ใช้เปิดหน้าครัวเรือน ไม่ใช่รหัสประจำบ้าน", "The site's own id; not the house code"),
        20,
    ),
    Column(
        Text("สมาชิกคนที่", "Member"),
        Kind.CODE,
        Text("ลำดับในครัวเรือนตาม จปฐ. ว่างเมื่อเป็นทั้งครัวเรือน", "Place in the household; empty for a whole one"),
        10,
    ),
    Column(
        Text("รหัสหมู่บ้าน", "Village code"), Kind.CODE, Text("รหัสกรมการปกครอง 8 หลัก", "DOPA code, 8 digits"), 12
    ),
    Column(Text("หมู่บ้าน", "Village"), Kind.TEXT, Text("ชื่อหมู่บ้านตามทะเบียน", "Name in the village register"), 22),
    Column(
        Text("บ้านเลขที่", "House number"), Kind.CODE, Text("ตามข้อมูล จปฐ.", "As in the basic-needs census"), 12
    ),
)
WHY = (
    Column(
        Text("เหตุผล", "Why (Thai)"), Kind.TEXT, Text("ข้อเท็จจริงที่ทำให้อยู่ในรายชื่อ", "The facts that decided"), 48
    ),
    Column(Text("เหตุผล (อังกฤษ)", "Why"), Kind.TEXT, Text("เหมือนกัน เป็นภาษาอังกฤษ", "The same in English"), 48),
)
CHANGE = Column(
    Text("เปลี่ยนแปลง", "Change"),
    Kind.TEXT,
    Text("เข้ามาใหม่หรือหลุดออก", "Whether they came in or dropped out"),
    20,
)


def unit_table(title: Text, lines: Iterable[UnitLine], *, notes: tuple[Text, ...]) -> Table:
    """The members of a list."""
    rows = [(*_where(line), line.why.th, line.why.en) for line in lines]
    return Table(title, (*WHERE, *WHY), rows, notes)


def change_table(title: Text, lines: Iterable[UnitLine], *, notes: tuple[Text, ...]) -> Table:
    """Who came in and who dropped out between two lists."""
    rows = [(_change(line), *_where(line), line.why.th, line.why.en) for line in lines]
    return Table(title, (CHANGE, *WHERE, *WHY), rows, notes)


def csv_bytes(table: Table) -> bytes:
    """The table as CSV that spreadsheets open with its Thai whole; what would be a formula is text."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([f"{column.heading.th} · {column.heading.en}" for column in table.columns])
    writer.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _where(line: UnitLine) -> tuple[Cell, ...]:
    member = "" if line.member_no is None else str(line.member_no)
    return line.household_id, member, line.village_code, line.village_name, line.house_no


def _change(line: UnitLine) -> str:
    return "" if line.change is None else f"{line.change.th} · {line.change.en}"
