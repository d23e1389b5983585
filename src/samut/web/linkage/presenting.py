"""How the page of a pair says things: both records part by part, with a sign and a word for each."""

from __future__ import annotations

import calendar
import difflib
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from samut.engine.linkage import comparing
from samut.engine.linkage.comparing import Agreement, ComparedPart
from samut.engine.linkage.review import PairDetails, PersonSide
from samut.rules.errors import Text
from samut.rules.fact_words import UNKNOWN
from samut.rules.linkage import CONFLICTS, Answer, Conflict, load_link_policy
from samut.rules.thai_dates import MONTHS_TH, to_be
from samut.rules.thai_id import valid
from samut.web.areas.queries import trail
from samut.web.households.presenting import DAY_UNKNOWN, SEXES, masked
from samut.web.linkage.queries import PLAIN

PART_LABELS = {
    comparing.NUMBER: Text("เลขประจำตัวประชาชน", "13-digit number"),
    comparing.FIRST_NAME: Text("ชื่อ", "First name"),
    comparing.LAST_NAME: Text("นามสกุล", "Last name"),
    comparing.BIRTH_YEAR: Text("ปีเกิด", "Year of birth"),
    comparing.BIRTH_DAY: Text("วันและเดือนเกิด", "Day and month of birth"),
    comparing.SEX: Text("เพศ", "Sex"),
    comparing.PLACE: Text("ที่อยู่", "Place"),
    comparing.HOUSE: Text("บ้านเลขที่", "House number"),
}
# A sign and a word for each: whoever misses the colour still has two.
AGREEMENTS = {
    Agreement.SAME: ("✓", Text("ตรงกัน", "the same")),
    Agreement.NEAR: ("≈", Text("ใกล้เคียง", "nearly the same")),
    Agreement.DIFFERENT: ("≠", Text("ต่างกัน", "different")),
    Agreement.UNKNOWN: ("?", Text("เทียบไม่ได้", "cannot be compared")),
}
ANSWERS = {
    Answer.SAME: Text("คนเดียวกัน", "One person"),
    Answer.DIFFERENT: Text("คนละคน", "Two persons"),
    Answer.WITHDRAWN: Text("ถอนคำตอบ", "Answer withdrawn"),
}
# By the names they have in addresses.
CONFLICT_LABELS = {
    PLAIN: Text("เลขไม่ขัดแย้ง", "Numbers not in conflict"),
    **{each.value: label for each, label in CONFLICTS.items()},
}
CONFLICT_NOTES = {
    Conflict.TWO_NUMBERS: Text(
        "ทั้งสองรายการมีเลขที่ถูกต้อง แต่เป็นคนละเลข อาจบันทึกเลขของผู้อื่น หรือเป็นคนละคนที่ชื่อและวันเกิดพ้องกัน",
        "Both records have a valid number, and they differ: somebody else's number was written down, "
        "or these are two persons with one name and birth.",
    ),
    Conflict.SHARED_NUMBER: Text(
        "เลขที่เกี่ยวข้องมีผู้ใช้มากกว่าหนึ่งคนในการสำรวจ จึงบอกไม่ได้ว่าเป็นของใคร ให้ดูชื่อ วันเกิด และที่อยู่",
        "A number here is held by more than one member of the census, so it does not tell whose it is: "
        "look at name, birth and place.",
    ),
    Conflict.OTHER_PERSON: Text(
        "เลขเดียวกัน แต่ชื่อและปีเกิดเป็นของคนละคน ฝั่งหนึ่งน่าจะบันทึกเลขผิด ดัชนียังนับตามเลขจนกว่าจะแก้ที่ทะเบียน",
        "One number, but the names and years of birth of two persons: one side probably wrote it wrong. "
        "The measure counts by the number until a register is put right.",
    ),
}
SEX_WORDS = {"m": SEXES["male"], "f": SEXES["female"]}
WRONG_NUMBER = Text("เลขไม่ถูกต้อง", "not a valid number")
FIRST_OF_JANUARY = Text("1 มกราคม มักใช้แทนวันที่ไม่ทราบ", "1 January often stands for a day not known")
IN_A_HUNDRED = 100
# A place is told from its amphoe down: both records lie in the reader's own areas.
PROVINCES = 2
LEVELS_TH = {"amphoe": "อ.", "tambon": "ต."}


@dataclass(frozen=True)
class Piece:
    """A piece of a name, and whether the other name has something else there."""

    text: str
    differs: bool


@dataclass(frozen=True)
class PartLine:
    """One part of both records on the page."""

    name: str
    label: Text
    census: tuple[Piece, ...] | Text
    register: tuple[Piece, ...] | Text
    agreement: Agreement
    sign: str
    word: Text
    note: Text | None


def part_lines(details: PairDetails, parts: tuple[ComparedPart, ...]) -> list[PartLine]:
    """Every part of a pair, in the order in which an officer reads a card."""
    lines = []
    for part in parts:
        census, register = _values(part.name, details.census, details.register)
        sign, word = AGREEMENTS[part.agreement]
        note = _note(part, details.census, details.register)
        lines.append(
            PartLine(part.name, PART_LABELS[part.name], census, register, part.agreement, sign, word, note)
        )
    return lines


def chance_words(probability: float | None) -> Text | None:
    """How likely one person is, out of a hundred; never a hundred."""
    if probability is None:
        return None
    of_hundred = min(math.floor(probability * IN_A_HUNDRED), IN_A_HUNDRED - 1)
    if probability > 1 - 1 / IN_A_HUNDRED:
        return Text("มากกว่า 99 ใน 100 คู่ที่คล้ายกันแบบนี้", "more than 99 of 100 pairs that agree like this")
    return Text(
        f"ราว {of_hundred} ใน 100 คู่ที่คล้ายกันแบบนี้", f"about {of_hundred} of 100 pairs that agree like this"
    )


def pieces(one: str, other: str) -> tuple[Piece, ...]:
    """The first name in pieces, those that the other does not have marked. Letters keep their marks."""
    mine, theirs = _letters(one), _letters(other)
    found = []
    for kind, begin, end, _, _ in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if begin < end:
            found.append(Piece("".join(mine[begin:end]), kind != "equal"))
    return tuple(found)


def digits_apart(one: str | None, other: str | None) -> Text | None:
    """By how much two numbers of 13 digits differ, in words that show neither. None: not two such."""
    if not one or not other or len(one) != len(other) or one == other:
        return None
    places = [place for place, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    if len(places) == 2 and places[1] == places[0] + 1 and sorted(one) == sorted(other):
        return Text("สลับกันหนึ่งคู่หลักที่ติดกัน", "two neighbouring digits change places")
    return Text(f"{len(places)} จาก {len(one)} หลัก", f"{len(places)} of {len(one)} digits")


def _values(
    name: str, one: PersonSide, other: PersonSide
) -> tuple[tuple[Piece, ...] | Text, tuple[Piece, ...] | Text]:
    if name == comparing.FIRST_NAME:
        return _names(one, other, lambda side: side.identity.first_name, with_title=True)
    if name == comparing.LAST_NAME:
        return _names(one, other, lambda side: side.identity.last_name)
    say = {
        comparing.NUMBER: _number,
        comparing.BIRTH_YEAR: _birth_year,
        comparing.BIRTH_DAY: _birth_day,
        comparing.SEX: _sex,
        comparing.PLACE: _place,
        comparing.HOUSE: _house,
    }[name]
    return say(one), say(other)


def _names(
    one: PersonSide,
    other: PersonSide,
    read: Callable[[PersonSide], str | None],
    *,
    with_title: bool = False,
) -> tuple[tuple[Piece, ...] | Text, tuple[Piece, ...] | Text]:
    here, there = read(one), read(other)
    found: list[tuple[Piece, ...] | Text] = []
    for side, mine, theirs in ((one, here, there), (other, there, here)):
        if not mine:
            found.append(UNKNOWN)
            continue
        title = (Piece(side.identity.title, False),) if with_title and side.identity.title else ()
        found.append((*title, *(pieces(mine, theirs) if theirs else (Piece(mine, False),))))
    return found[0], found[1]


def _number(side: PersonSide) -> Text:
    number = side.identity.number
    if not number:
        return UNKNOWN
    hidden = masked(number)
    if valid(number):
        return Text(hidden, hidden)
    return Text(f"{hidden} ({WRONG_NUMBER.th})", f"{hidden} ({WRONG_NUMBER.en})")


def _birth_year(side: PersonSide) -> Text:
    if side.birth is None:
        return UNKNOWN
    return Text(f"พ.ศ. {to_be(side.birth.year)}", str(side.birth.year))


def _birth_day(side: PersonSide) -> Text:
    birth = side.birth
    if birth is None or birth.month is None:
        return UNKNOWN
    th, en = MONTHS_TH[birth.month - 1], calendar.month_name[birth.month]
    if birth.day is None:
        return Text(f"{th} ({DAY_UNKNOWN.th})", f"{en} ({DAY_UNKNOWN.en})")
    return Text(f"{birth.day} {th}", f"{birth.day} {en}")


def _sex(side: PersonSide) -> Text:
    sex = comparing.sex_of(side, load_link_policy())
    if sex is None:
        return UNKNOWN
    word = SEX_WORDS[sex]
    if side.sex:
        return word
    return Text(f"{word.th} (จากคำนำหน้า)", f"{word.en} (told by the title)")


def _place(side: PersonSide) -> Text:
    code = side.village_code or side.tambon_code
    if not code:
        return UNKNOWN
    steps = trail(code)[PROVINCES:]
    inward = (each.name_en or each.name_th for each in reversed(steps))
    return Text(" ".join(LEVELS_TH.get(each.level, "") + each.name_th for each in steps), ", ".join(inward))


def _house(side: PersonSide) -> Text:
    return Text(side.house_no, side.house_no) if side.house_no else UNKNOWN


def _note(part: ComparedPart, one: PersonSide, other: PersonSide) -> Text | None:
    """What more there is to say of a part that does not simply agree."""
    if part.name == comparing.NUMBER:
        return digits_apart(one.identity.number, other.identity.number)
    if part.name == comparing.BIRTH_YEAR and part.agreement is not Agreement.SAME:
        if one.birth is None or other.birth is None:
            return None
        apart = abs(one.birth.year - other.birth.year)
        return Text(f"ห่างกัน {apart} ปี", f"{apart} years apart")
    if part.name == comparing.BIRTH_DAY and part.agreement is Agreement.UNKNOWN:
        january = any(each.birth and (each.birth.month, each.birth.day) == (1, 1) for each in (one, other))
        return FIRST_OF_JANUARY if january else None
    if part.name == comparing.PLACE and part.agreement is Agreement.NEAR:
        return Text("อำเภอเดียวกัน คนละตำบล", "one district, two subdistricts")
    return None


def _letters(text: str) -> list[str]:
    """Letters with the vowels and tones that stand above and below them."""
    found: list[str] = []
    for letter in text:
        if found and unicodedata.category(letter) == "Mn":
            found[-1] += letter
        else:
            found.append(letter)
    return found
