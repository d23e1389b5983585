"""The log of looks as a file, line by line: a million of them is no more at once than a page is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone

from samut.rules.errors.entry import Text
from samut.web.oversight.queries import Line, Wanted

HEADINGS = (
    Text("ลำดับในบันทึก", "Place in the log"),
    Text("เมื่อ", "When"),
    Text("ผู้ใช้", "User"),
    Text("หมายเลขผู้ใช้", "User number"),
    Text("จากที่อยู่", "From address"),
    Text("รหัสพื้นที่", "Area code"),
    Text("รหัสครัวเรือน", "Household id"),
    Text("หน้า", "Page"),
    Text("เพื่ออะไร", "What for"),
)
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """Hands back what is written, so that lines can be sent as they are made."""

    def write(self, text: str) -> str:
        return text


def csv_lines(lines: Iterable[Line], wanted: Wanted, by: str, language: str) -> Iterator[str]:
    """The file, with who took it, when and which looks in its first line."""
    write = csv.writer(_Echo()).writerow
    now = timezone.localtime()
    yield BYTE_ORDER_MARK + str(write([f"# Samut · {by} · {now:%Y-%m-%d %H:%M} · {scope_of(wanted)}"]))
    yield str(write([each.in_language(language) for each in HEADINGS]))
    for line in lines:
        yield str(write([_safe(each) for each in _cells(line, language)]))


def scope_of(wanted: Wanted) -> str:
    """Which looks, as ids and days."""
    said = {
        "household": wanted.household_id,
        "user": wanted.actor_name or ("" if wanted.actor_id is None else str(wanted.actor_id)),
        "from": wanted.since.isoformat() if wanted.since else "",
        "to": wanted.until.isoformat() if wanted.until else "",
    }
    return ", ".join(f"{name} {value}" for name, value in said.items() if value) or "all"


def _cells(line: Line, language: str) -> tuple[str, ...]:
    look = line.look
    at = timezone.localtime(look.at).isoformat(timespec="seconds")
    words = [
        each.in_language(language) if isinstance(each, Text) else each for each in (line.page, line.purpose)
    ]
    where = (look.from_address, look.area_code, look.household_id)
    return (str(look.position), at, look.actor_name, str(look.actor_id), *where, *words)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
