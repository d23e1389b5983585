"""How what was found is told: who, where, how old, and how well it fits what was typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samut.engine.areas import Area
from samut.engine.search import Hit, Kind, Match
from samut.rules.errors import Text
from samut.web.households.presenting import UNKNOWN, ages
from samut.web.search.queries import Found

KINDS = {
    Kind.NAME: Text("ชื่อ", "A name"),
    Kind.NUMBER: Text("เลขประจำตัวประชาชน", "A 13-digit number"),
    Kind.PHONE: Text("เบอร์โทรศัพท์", "A telephone number"),
    Kind.HOUSE: Text("บ้านเลขที่", "A house number"),
}
# A sign and a word for each: whoever misses one of the two still has the other.
FITS = {
    Match.EXACT: ("=", Text("ตรงกันทุกตัวอักษร", "letter for letter")),
    Match.SOUND: ("≈", Text("เสียงเดียวกัน สะกดต่างกัน", "sounds the same, spelt otherwise")),
    Match.PART: ("⊃", Text("มีส่วนที่พิมพ์", "holds what you typed")),
    Match.NEAR: ("~", Text("คล้ายกัน ต่างบางตัวอักษร", "alike, some letters differ")),
    Match.OTHER_NAME: (
        "½",
        Text("ตรงเพียงชื่อเดียวในสองชื่อ", "only one of the two names fits"),
    ),
}
FITS_OF_NUMBERS = ("=", Text("เลขตรงกัน", "the number fits"))
FITS_OF_LONGER_HOUSES = ("⊃", Text("ขึ้นต้นด้วยเลขนี้", "begins with this number"))


@dataclass(frozen=True)
class Line:
    """One hit as the list shows it. `number`: covered but for its last three digits."""

    hit: Hit
    village: Area
    tambon: Area | None
    age: Text
    number: str
    sign: str
    fits: Text


def lines(found: Found, on: dt.date) -> tuple[Line, ...]:
    hits = found.answer.hits if found.answer is not None else ()
    return tuple(_line(hit, found, on) for hit in hits)


def _line(hit: Hit, found: Found, on: dt.date) -> Line:
    tail = hit.number_tail
    sign, fits = _fits(hit, found.asked.kind)
    return Line(
        hit=hit,
        village=found.villages[hit.village_code],
        tambon=found.tambons.get(hit.village_code),
        age=ages(hit.birth, on) if hit.birth else UNKNOWN,
        number=f"x-xxxx-xxxxx-{tail[:2]}-{tail[2:]}" if tail else "",
        sign=sign,
        fits=fits,
    )


def _fits(hit: Hit, kind: Kind) -> tuple[str, Text]:
    if kind is Kind.NAME:
        return FITS[hit.match]
    return FITS_OF_LONGER_HOUSES if hit.match is Match.PART else FITS_OF_NUMBERS
