"""Invented persons for the tests of linking: a census and a register that write them differently."""

from __future__ import annotations

import random

import pyarrow as pa

FIRST = ("สมชาย", "สมศรี", "ประเสริฐ", "มาลี", "วิชัย", "สุดา", "อนงค์", "ธนพล", "กานดา", "บุญมี", "ปราณี", "เกษม")
LAST = ("ใจดี", "แก้วมณี", "ทองสุข", "ศรีสวัสดิ์", "บุญเรือง", "พรหมมา", "สายทอง", "จันทร์เพ็ญ", "วงศ์ใหญ่", "คำแก้ว")
ENDINGS = ("", "ชัย", "พร", "กุล", "วัฒน์", "ศักดิ์", "รัตน์", "นนท์")
TAMBONS = ("220101", "220102", "220201", "220305")


def persons(count: int, seed: int) -> list[dict[str, object]]:
    """Persons with a name, a birth and a place each."""
    draw = random.Random(seed)  # noqa: S311  invented data
    return [
        {
            "unique_id": number,
            "title": draw.choice(("นาย", "นางสาว", None)),
            "first_name": draw.choice(FIRST) + draw.choice(ENDINGS),
            "last_name": draw.choice(LAST) + draw.choice(ENDINGS) + draw.choice(ENDINGS),
            "sex": None,
            "birth_year": draw.randint(1935, 2015),
            "birth_month": draw.randint(1, 12),
            "birth_day": draw.randint(2, 28),
            "tambon_code": draw.choice(TAMBONS),
            "village_code": None,
        }
        for number in range(count)
    ]


def written_otherwise(people: list[dict[str, object]], seed: int) -> list[dict[str, object]]:
    """The same persons as another office has them: slips in names and years, moved, day not known."""
    draw = random.Random(seed)  # noqa: S311  invented data
    written = []
    for person in people:
        other = dict(person)
        if draw.random() < 0.15:
            name = str(other["first_name"])
            place = draw.randrange(1, len(name))
            other["first_name"] = name[:place] + name[place + 1 :]
        if draw.random() < 0.05:
            other["birth_month"] = other["birth_day"] = 1
        if draw.random() < 0.03:
            other["birth_year"] = int(str(other["birth_year"])) + 1
        if draw.random() < 0.1:
            other["tambon_code"] = draw.choice(TAMBONS)
        written.append(other)
    return written


def table(people: list[dict[str, object]]) -> pa.Table:
    texts = ("title", "first_name", "last_name", "sex", "tambon_code", "village_code")
    numbers = ("birth_year", "birth_month", "birth_day")
    schema = pa.schema(
        [
            ("unique_id", pa.int64()),
            *((name, pa.string()) for name in texts),
            *((name, pa.int32()) for name in numbers),
        ]
    )
    return pa.Table.from_pylist(people, schema)
