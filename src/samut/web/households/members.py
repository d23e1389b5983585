"""How the page of a household tells its members: who each is, and what each register says of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samut.engine.household import Identity, MemberRecord
from samut.engine.register_rows import Lookup, RegisterEntry, RegisterRow
from samut.rules.errors.entry import Text
from samut.rules.fact_words import RELATIONS
from samut.rules.status import Answer
from samut.web.households.masking import COVERED, Shown, name_as_shown
from samut.web.households.presenting import (
    REGISTER_LABELS,
    SEXES,
    UNKNOWN,
    SourceLine,
    ages,
    birth_words,
    edition_words,
    imported_words,
    masked,
    source_line,
    spaced,
    value_words,
)

# A sign and a word for each outcome: whoever misses one of the two still has the other.
LOOKUPS = {
    Lookup.THERE: ("✓", Text("อยู่ในทะเบียน", "in the register")),
    Lookup.NOT_THERE: ("–", Text("ไม่อยู่ในทะเบียน", "not in the register")),
    Lookup.NO_NUMBER: (
        "?",
        Text("ค้นไม่ได้: ไม่มีเลขประจำตัวที่ถูกต้อง", "no valid number: cannot be looked up"),
    ),
    Lookup.SHARED_NUMBER: (
        "?",
        Text(
            "ค้นไม่ได้: เลขประจำตัวนี้มีมากกว่าหนึ่งคนใน จปฐ.",
            "more than one person of the census has this number: cannot be looked up",
        ),
    ),
    Lookup.NOT_LINKED: (
        "?",
        Text(
            "ยังไม่ได้ค้น: จปฐ. เปลี่ยนหลังการเชื่อมโยงครั้งล่าสุด",
            "not looked up yet: the census changed after the registers were linked",
        ),
    ),
    Lookup.NO_REGISTER: ("?", Text("ยังไม่มีทะเบียนนี้ในระบบ", "this register has not been imported")),
}
NAME_DIFFERS = Text("ชื่อในสองทะเบียนไม่ตรงกัน", "The two registers name this person differently")
BIRTH_DIFFERS = Text("วันเกิดในสองทะเบียนไม่ตรงกัน", "The two registers tell different birth dates")
CARD_DIFFERS = Text("คำตอบใน จปฐ. ไม่ตรงกับทะเบียน", "The census's answer differs from the register")
SAYS_CARD = Text("ตอบว่ามีบัตร", "says: has a card")
SAYS_NO_CARD = Text("ตอบว่าไม่มีบัตร", "says: has no card")
HAS_CARD = Text("ผ่านการตรวจสอบ", "verified")
NOT_VERIFIED = Text("ไม่ผ่านการตรวจสอบ", "not verified")
# Under the heading of a register, its edition is enough.
EDITION = Text("รุ่นปี", "edition")


@dataclass(frozen=True)
class Side:
    """What one register says where two differ. File and day stand with the row itself, beside it."""

    value: Text
    source: Text


@dataclass(frozen=True)
class Difference:
    """Something that two registers tell differently. Nobody has decided between them."""

    title: Text
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class ValueLine:
    """One value of a register."""

    label: Text
    value: Text
    sensitive: bool


@dataclass(frozen=True)
class RegisterLine:
    """One register of a member: in it with these values, not in it, or cannot be looked up."""

    label: Text
    lookup: Lookup
    sign: str
    word: Text
    values: tuple[ValueLine, ...]
    source: SourceLine | None
    census: Side | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class MemberLine:
    """One member on the page. `invalid_number`: a number is written, and it is none."""

    member_no: int
    name: str
    number: str
    number_shown: bool
    invalid_number: bool
    age: Text
    birth: Text
    sex: Text
    relation: Text
    registers: tuple[RegisterLine, ...]
    target: Answer
    source: SourceLine


def member_line(
    member: MemberRecord, registers: tuple[RegisterEntry, ...], on: dt.date, shown: Shown = COVERED
) -> MemberLine:
    """`shown`: what of the household's members is in the clear; the caller has logged it."""
    number_shown = member.member_no in shown.numbers
    return MemberLine(
        member_no=member.member_no,
        name=name_as_shown(member.identity, shown),
        number=spaced(member.identity.number) if number_shown else masked(member.identity.number),
        number_shown=number_shown,
        invalid_number=bool(member.identity.number) and member.person_key is None,
        age=ages(member.birth, on),
        birth=birth_words(member.birth),
        sex=SEXES.get(member.sex or "", UNKNOWN),
        relation=RELATIONS.get(member.relation or "", UNKNOWN),
        registers=tuple(register_line(member, entry, shown) for entry in registers),
        target=member.target,
        source=source_line(member.source),
    )


def register_line(member: MemberRecord, entry: RegisterEntry, shown: Shown = COVERED) -> RegisterLine:
    sign, word = LOOKUPS[entry.lookup]
    facts = entry.row.facts if entry.row else ()
    # Where nothing can be looked up, the census's own answer is all there is.
    told_alone = entry.census_says is not None and not entry.lookup.known
    return RegisterLine(
        label=entry.label,
        lookup=entry.lookup,
        sign=sign,
        word=word,
        values=tuple(ValueLine(each.label, value_words(each.value), each.sensitive) for each in facts),
        source=_source(entry),
        census=_census_side(member) if told_alone else None,
        differences=_differences(member, entry, shown),
    )


def _source(entry: RegisterEntry) -> SourceLine | None:
    """Where the row stands; of somebody not in the register, what was looked through."""
    if entry.row is not None:
        return source_line(entry.row.source, EDITION)
    if entry.edition is None or not entry.lookup.known:
        return None
    return SourceLine(edition_words(EDITION, entry.edition), imported_words(entry.imported_at))


def _differences(member: MemberRecord, entry: RegisterEntry, shown: Shown) -> tuple[Difference, ...]:
    if entry.edition is None:
        return ()
    found = []
    register, census = _short(entry.label, entry.edition, entry.row), _census(member)
    if entry.census_differs:
        found.append(Difference(CARD_DIFFERS, (_census_side(member), Side(_card_words(entry), register))))
    if entry.row is not None and entry.name_differs:
        here, there = _name(member.identity, shown), _name(entry.row.identity, shown)
        found.append(Difference(NAME_DIFFERS, (Side(here, census), Side(there, register))))
    if entry.row is not None and entry.birth_differs:
        born, registered = birth_words(member.birth), birth_words(entry.row.birth)
        found.append(Difference(BIRTH_DIFFERS, (Side(born, census), Side(registered, register))))
    return tuple(found)


def _short(register: Text, edition: int, row: RegisterRow | MemberRecord | None) -> Text:
    """A register, its edition and the row in it."""
    named = edition_words(register, edition)
    if row is None:
        return named
    return Text(f"{named.th} แถว {row.source.row}", f"{named.en} row {row.source.row}")


def _census(member: MemberRecord) -> Text:
    return _short(REGISTER_LABELS[member.source.register], member.source.edition, member)


def _census_side(member: MemberRecord) -> Side:
    return Side(SAYS_CARD if member.says_has_card else SAYS_NO_CARD, _census(member))


def _card_words(entry: RegisterEntry) -> Text:
    if entry.lookup is Lookup.NOT_THERE:
        return LOOKUPS[Lookup.NOT_THERE][1]
    # They differ, so the register says the other.
    return NOT_VERIFIED if entry.census_says else HAS_CARD


def _name(identity: Identity, shown: Shown) -> Text:
    name = name_as_shown(identity, shown)
    return Text(name, name) if name else UNKNOWN
