"""Every value of a household that more than one source tells: all of them, and which one counts and why.

Sources are the census of the measured edition, other editions of it, what visits were told, and the
registers the members were found in. The order between them is policy (samut.rules.sources); here they
are only brought together.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samut.engine.household import (
    ITS_ROWS,
    HouseholdRecord,
    Identity,
    MemberRecord,
    SourceRow,
    Sources,
    birth_of,
    identity_of,
    rows_of,
)
from samut.engine.lake import Lake
from samut.engine.register_rows import THESE, WELFARE_CARD, Lookup, RegisterEntry
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER, MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.errors import Text
from samut.rules.policy_files import Facts
from samut.rules.sources import Said, Standing, load_sources_policy, standings

CENSUS, OTHER_CENSUS, VISIT = "census", "other_census", "visit"
HOUSE_NO = Text("บ้านเลขที่", "House number")
VILLAGE = Text("รหัสหมู่บ้าน", "Village code")
NAME = Text("ชื่อ", "Name")
BIRTH = Text("วันเกิด", "Birth date")
SEX = Text("เพศ", "Sex")
RELATION = Text("ความสัมพันธ์", "Relation")
CARD = Text("มีบัตรสวัสดิการแห่งรัฐ", "Has the state welfare card")


@dataclass(frozen=True)
class Visit:
    """The answers one visit was told after the census. `source` names the submission."""

    facts: Facts
    on: date
    source: str


@dataclass(frozen=True)
class Told:
    """One source's word on a value. `value` None: it does not know.

    `identity` where the value is a name (`value` is then only what names are compared by). `row` where
    it stands in a register; `visit` where it was told on one.
    """

    by: str
    value: Hashable
    on: date | None = None
    edition: int | None = None
    row: SourceRow | None = None
    visit: str = ""
    identity: Identity | None = None


@dataclass(frozen=True)
class SourcedValue:
    """One value with everybody who tells it. `member_no` None: of the household."""

    name: str
    label: Text
    subject: str
    member_no: int | None
    told: tuple[Told, ...]
    standings: tuple[Standing, ...]

    @property
    def chosen(self) -> Told | None:
        """The source that counts; None where none that may count knows."""
        pairs = zip(self.told, self.standings, strict=True)
        return next((told for told, standing in pairs if standing is Standing.COUNTS), None)

    @property
    def differs(self) -> bool:
        """Two sources that know say different things."""
        agreeing = (Standing.COUNTS, Standing.AGREES, Standing.LESS_PRECISE, Standing.SILENT)
        return any(each not in agreeing for each in self.standings)


@dataclass(frozen=True)
class _Census:
    """Another edition of the census: the same house in it, and the members by their number."""

    edition: int
    household: Mapping[str, Any] | None
    members: Mapping[str, Mapping[str, Any]]
    sources: Sources
    lake: Lake


def sourced_values(
    workspace: Workspace,
    result: MeasureResult,
    household: HouseholdRecord,
    registers: Mapping[int, Sequence[RegisterEntry]],
    visits: Sequence[Visit] = (),
) -> tuple[SourcedValue, ...]:
    """The values with more than one source: of the household, then of each member. `visits` newest first.

    Reads persons in the clear: the caller has checked who asks, and logs the look.
    """
    others = _other_editions(Lake(workspace), result, household)
    found = [*_answers(household, visits, others), *_place(household, others)]
    for member in household.members:
        entries = registers[member.member_no]
        found += _of_member(member, entries, others, household.surveyed_on)
    return tuple(each for each in found if len(each.told) > 1)


def _value(
    name: str, label: Text, subject: str, told: Sequence[Told], member_no: int | None = None
) -> SourcedValue:
    said = [Said(each.by, each.value, each.on) for each in told]
    order = load_sources_policy().subjects[subject]
    return SourcedValue(name, label, subject, member_no, tuple(told), standings(said, order))


def _answers(
    household: HouseholdRecord, visits: Sequence[Visit], others: Sequence[_Census]
) -> list[SourcedValue]:
    found = []
    for fact in household.facts:
        told = [Told(CENSUS, fact.registered, household.surveyed_on, household.edition, fact.source)]
        told += [
            Told(VISIT, each.facts[fact.name], each.on, visit=each.source)
            for each in visits
            if fact.name in each.facts
        ]
        told += [_of_house(each, fact.name) for each in others if fact.name in (each.household or {})]
        found.append(_value(fact.name, fact.label, "answer", told))
    return found


def _place(household: HouseholdRecord, others: Sequence[_Census]) -> list[SourcedValue]:
    found = []
    for name, label, value in (
        ("house_no", HOUSE_NO, household.house_no),
        ("village_code", VILLAGE, household.village_code),
    ):
        told = [Told(CENSUS, value, household.surveyed_on, household.edition, household.source)]
        told += [_of_house(each, name) for each in others if each.household]
        found.append(_value(name, label, "place", told))
    return found


def _of_house(census: _Census, name: str) -> Told:
    row = census.household or {}
    return Told(OTHER_CENSUS, row[name], row["surveyed_on"], census.edition, census.sources.of(row))


def _of_member(
    member: MemberRecord,
    entries: Sequence[RegisterEntry],
    others: Sequence[_Census],
    surveyed_on: date | None,
) -> list[SourcedValue]:
    here = Told(CENSUS, None, surveyed_on, member.source.edition, member.source)
    name, birth = [_named(here, member.identity)], [replace(here, value=member.birth)]
    sex, relation = [replace(here, value=member.sex)], [replace(here, value=member.relation)]
    for entry in entries:
        if entry.row is not None:
            there = Told(entry.register, entry.row.birth, None, entry.edition, entry.row.source)
            name.append(_named(there, entry.row.identity))
            birth.append(there)
    for census in others:
        row = census.members.get(member.person_key or "")
        if row is not None:
            there = Told(OTHER_CENSUS, birth_of(row), None, census.edition, census.sources.of(row))
            name.append(_named(there, identity_of(row, census.lake.keys)))
            birth.append(there)
            sex.append(replace(there, value=row["sex"]))
            relation.append(replace(there, value=row["relation"]))
    card = [replace(here, value=member.says_has_card)]
    card += [_in_card_register(member, each) for each in entries if each.register == WELFARE_CARD]
    return [
        _value("name", NAME, "name", name, member.member_no),
        _value("birth", BIRTH, "birth", birth, member.member_no),
        _value("sex", SEX, "person", sex, member.member_no),
        _value("relation", RELATION, "person", relation, member.member_no),
        _value("card", CARD, "card", card, member.member_no),
    ]


def _named(told: Told, identity: Identity) -> Told:
    return replace(told, value=_letters(identity), identity=identity)


def _in_card_register(member: MemberRecord, entry: RegisterEntry) -> Told:
    """What the card register says. Unknown where the member could not be looked up."""
    has_card = False if entry.lookup is Lookup.NOT_THERE else member.card_validated
    row = entry.row.source if entry.row is not None else None
    known = has_card if entry.lookup.known else None
    return Told(WELFARE_CARD, known, edition=entry.edition, row=row)


def _letters(identity: Identity) -> str | None:
    """What two names are compared by: without title and spaces, which offices set differently."""
    text = "".join(f"{identity.first_name or ''}{identity.last_name or ''}".split())
    return text or None


def _other_editions(lake: Lake, result: MeasureResult, household: HouseholdRecord) -> list[_Census]:
    """The other editions of the census that are held, newest first."""
    folder = lake.root / "registers" / REGISTER
    names = (each.name for each in folder.iterdir()) if folder.is_dir() else ()
    editions = sorted({int(each) for each in names if each.isdecimal()} - {result.edition}, reverse=True)
    return [_census(lake, edition, household) for edition in editions]


def _census(lake: Lake, edition: int, household: HouseholdRecord) -> _Census:
    keys = [each.person_key for each in household.members if each.person_key]
    snapshots = lake.snapshots(REGISTER, edition)
    with lake.read() as connection:
        house = rows_of(
            connection.execute(
                f"SELECT * FROM {lake.view(REGISTER, HOUSEHOLDS, edition, only=ITS_ROWS)}",
                {"household_id": household.household_id},
            )
        )
        persons = rows_of(
            connection.execute(
                f"SELECT * FROM {lake.view(REGISTER, MEMBERS, edition)} WHERE {THESE}", {"persons": keys}
            )
        )
    # A number that two rows hold says of neither who it is.
    found = [each["person_key"] for each in persons]
    once = {each["person_key"]: each for each in persons if found.count(each["person_key"]) == 1}
    return _Census(edition, house[0] if house else None, once, Sources(REGISTER, edition, snapshots), lake)
