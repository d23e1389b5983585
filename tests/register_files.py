"""Small register files, drawn by the tests that import them.

Every 13-digit number lies in the range kept for tests (digits 2 to 5 are 9999).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from samut.engine.registers.profile import Column, choose_profile
from samut.engine.workspace import Workspace
from samut.rules import thai_id

VILLAGE = "22050602"
PROFILE = choose_profile("bmn", 2561)
PLAIN = {
    "house_code": "99990000001",
    "village_code": VILLAGE,
    "text": "1",
    "date_be": "15/01/2561",
    "yes_no": "1",
    "asked_count": "1,1",
    "failing_count": "1",
    "count": "0",
    "baht": "120000",
    "score": "8",
    "latitude": "12.75",
    "longitude": "102.2",
}
MEMBER = {
    "house_id": "99990000001",
    "member_no": "1",
    "person_key": "",
    "title": "นาง",
    "first_name": "สมหญิง",
    "last_name": "ทดสอบ",
    "sex": "2",
    "birth": "00/05/2520",
    "relation": "1",
    "occupation_code": "0210",
    "health": "0",
    "can_help_self": "1",
    "says_has_welfare_card": "0",
}


def number(place: int) -> str:
    """The number of that place in the test range."""
    first = f"3{thai_id.TEST_OFFICE}{place:07d}"
    return first + thai_id.check_digit(first)


def house(place: int) -> str:
    return f"9999{place:07d}"


def household(place: int, **cells: str) -> dict[str, str]:
    """A household's row by fact name; `cells` differ from a household without any problem."""
    row = {column.name: PLAIN[column.kind] for column in PROFILE.table("household").columns}
    return {**row, "house_id": house(place), **cells}


def member(place: int, person: int = 1, **cells: str) -> dict[str, str]:
    named = {"house_id": house(place), "member_no": str(person)}
    return {**MEMBER, **named, "person_key": number(place * 10 + person), **cells}


def household_csv(rows: Sequence[Mapping[str, str]], *, without: Sequence[str] = ()) -> str:
    return as_csv(PROFILE.table("household").columns, rows, without)


def member_csv(rows: Sequence[Mapping[str, str]], *, without: Sequence[str] = ()) -> str:
    return as_csv(PROFILE.table("member").columns, rows, without)


def as_csv(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, str]],
    without: Sequence[str] = (),
    delimiter: str = ",",
) -> str:
    kept = [column for column in columns if column.name not in without]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([column.headers[0] for column in kept])
    writer.writerows([[row[column.name] for column in kept] for row in rows])
    return text.getvalue()


def write(workspace: Workspace, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = workspace.incoming / name
    path.write_bytes(text.encode(encoding))
    return path


def card_csv(rows: Sequence[tuple[str, ...]], header: str = "") -> str:
    """A welfare-card file: number, title, first name, last name, birth, tambon, registered, validated."""
    head = header or "pid,คำนำหน้า,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล,ลงทะเบียน,ผ่านการตรวจสอบ"
    return "\n".join([head, *(",".join(row) for row in rows)]) + "\n"


def card(
    place: int, *, tambon: str = "220506", registered: str = "1", validated: str = "1"
) -> tuple[str, ...]:
    return (number(place), "นาย", "สมชาย", "ทดสอบ", "01/02/2500", tambon, registered, validated)
