"""A table as a file: the same rows the screen shows, asked for by the same function, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils import timezone

from samut.reports.table_file import Heading, TableFile, Value, write_csv, write_xlsx
from samut.reports.workbook import MEDIA_TYPE
from samut.rules.errors import SamutError, Text
from samut.rules.purposes import PURPOSES
from samut.rules.thai_dates import format_date
from samut.web.accounts.models import User
from samut.web.areas import queries as areas
from samut.web.tables.declaring import Asked, Column, Found, Kind, Question, Row, TableDefinition
from samut.web.tables.saying import BETWEEN_TEXTS, file_value
from samut.web.tables.showing import filter_words

ROWS_A_PART = 1_000
MOST_ROWS = 200_000
MEDIA_TYPES = {"xlsx": MEDIA_TYPE, "csv": "text/csv; charset=utf-8"}
WIDTHS = {Kind.TEXT: 28, Kind.CODE: 20}
# Called with each part that is written, before it is: where looks are logged and progress is told.
OnPart = Callable[[Sequence[Row], int, int], None]


@dataclass(frozen=True)
class Wanted:
    """A file that somebody asked for."""

    definition: TableDefinition
    area_code: str
    asked: Asked
    ending: str
    language: str
    purpose: str
    user_id: int

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.definition.shown(self.asked)

    def question(self, offset: int = 0) -> Question:
        # Read anew for each part: what a role may see ends when the role does.
        user = User.objects.get(pk=self.user_id)
        self.definition.check(user, self.area_code)
        return Question(user, self.area_code, self.asked, ROWS_A_PART, offset)


def parts(wanted: Wanted) -> Iterator[Found]:
    """The rows part by part; at least one, which may be empty.

    Raises: what the table raises for whoever may not see it, TABLE_003 for more rows than a file holds,
    TABLE_004 when what the figures rest on changes between two parts.
    """
    first: Found | None = None
    offset = 0
    while True:
        found = wanted.definition.rows(wanted.question(offset))
        first = first or found
        if found.total > MOST_ROWS:
            raise SamutError("TABLE_003", rows=f"{found.total:,}", limit=f"{MOST_ROWS:,}")
        offset += len(found.rows)
        ended = offset >= found.total
        if (found.total, found.source) != (first.total, first.source) or not (found.rows or ended):
            raise SamutError("TABLE_004")
        yield found
        if ended:
            return


def write(wanted: Wanted, target: BinaryIO, on_part: OnPart, *, folder: str | None = None) -> int:
    """Write the file; how many rows it has. Raises: what `parts` raises."""
    coming = parts(wanted)
    first = next(coming)
    table = table_file(wanted, first)
    written = 0

    def rows() -> Iterator[list[Value]]:
        nonlocal written
        for found in _again(first, coming):
            on_part(found.rows, written, found.total)
            for row in found.rows:
                yield [file_value(each, row[each.id], wanted.language) for each in wanted.columns]
            written += len(found.rows)

    if wanted.ending == "csv":
        write_csv(table, rows(), target)
    else:
        write_xlsx(table, rows(), target, folder=folder)
    return written


def _again(first: Found, others: Iterator[Found]) -> Iterator[Found]:
    yield first
    yield from others


def table_file(wanted: Wanted, found: Found) -> TableFile:
    """What the file says of itself."""
    language, user = wanted.language, User.objects.get(pk=wanted.user_id)
    area = areas.area(wanted.area_code)
    named = Text(area.name_th, area.name_en or area.name_th).in_language(language)
    now = timezone.localtime()
    who = f"{user.get_full_name()} ({user.username})" if user.get_full_name() else user.username
    moment = f"{format_date(now.date(), language)} {now:%H:%M}"
    title = f"{wanted.definition.title.in_language(language)} {named}"
    said = [
        (Text("ตาราง", "Table"), title),
        (Text("ผู้ดาวน์โหลด", "Taken by"), who),
        (Text("เมื่อ", "When"), moment),
        (Text("พื้นที่", "Area"), f"{named} ({wanted.area_code})"),
        (Text("วัตถุประสงค์", "Purpose"), _purpose(wanted)),
        (Text("กรองด้วย", "Filtered by"), _filters(wanted)),
        (Text("เรียงตาม", "Ordered by"), _order(wanted)),
        (Text("จำนวนแถว", "Rows"), f"{found.total:,}"),
        (
            Text("ที่มา", "Source"),
            BETWEEN_TEXTS.join(each.in_language(language) for each in found.source) or "–",
        ),
        (Text("คำที่ใช้", "Words"), _words(found, language)),
    ]
    return TableFile(
        title=title,
        headings=tuple(
            Heading(each.label.in_language(language), each.kind, _width(each)) for each in wanted.columns
        ),
        watermark=Text(
            f"ดาวน์โหลดโดย {who} เมื่อ {moment} น. ({named})", f"Taken by {who} on {moment} ({named})"
        ).in_language(language),
        about=tuple((name.in_language(language), words) for name, words in said),
        language=language,
        demo=areas.workspace().config.demo,
    )


def _width(column: Column) -> int:
    return WIDTHS.get(column.kind, 16)


def _purpose(wanted: Wanted) -> str:
    if not wanted.purpose:
        return Text("ไม่มีข้อมูลบุคคล", "no data of persons").in_language(wanted.language)
    said = PURPOSES.get(wanted.purpose)
    return said.in_language(wanted.language) if said else wanted.purpose


def _filters(wanted: Wanted) -> str:
    said = []
    for each in wanted.asked.filters:
        column = wanted.definition.by_id[each.column]
        words = filter_words(column, each, wanted.area_code, wanted.language)
        said.append(f"{column.label.in_language(wanted.language)}: {words}")
    told = wanted.definition.also_words
    if told is None:
        said += [f"{name}: {value}" for name, value in wanted.asked.also]
    else:
        said += [each.in_language(wanted.language) for each in told(wanted.asked)]
    return "; ".join(said) or Text("ไม่ได้กรอง", "nothing").in_language(wanted.language)


def _order(wanted: Wanted) -> str:
    column = wanted.definition.by_id[wanted.asked.sort]
    way = Text("จากมากไปน้อย", "descending") if wanted.asked.descending else Text("จากน้อยไปมาก", "ascending")
    return f"{column.label.in_language(wanted.language)}, {way.in_language(wanted.language)}"


def _words(found: Found, language: str) -> str:
    said = Text(
        "“ไม่ทราบ” คือไม่มีข้อมูล ไม่ใช่ศูนย์และไม่ใช่คำตอบว่าไม่",
        "“not known” is neither nought nor no: nobody knows",
    ).in_language(language)
    if not found.hides:
        return said
    hidden = Text(
        "“น้อยกว่า 5” และ “ไม่แสดง” คือจำนวนที่ปิดไว้เพื่อไม่ให้รู้ตัวบุคคล",
        "“fewer than 5” and “not shown” are counts hidden so that nobody is recognised",
    ).in_language(language)
    return f"{said}; {hidden}"


def file_name(wanted: Wanted, on: dt.date) -> str:
    """A name that tells the table, the area and the day; nothing else."""
    return f"{wanted.definition.id}-{wanted.area_code}-{on:%Y%m%d}.{wanted.ending}"
