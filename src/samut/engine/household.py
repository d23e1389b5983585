"""One household up close: what each register says of it, where that stands, and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from samut.engine.lake import Lake, Snapshot, parquet
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER, MeasureResult, assessed_on
from samut.engine.seal import Keys
from samut.engine.tambon_rows import LINKS, TAMBON_DIGITS, rows_of_tambon
from samut.engine.workspace import Workspace
from samut.rules.errors import Text
from samut.rules.kleene import MEMBER_COUNT
from samut.rules.policy import Dimension, Measure, load_measure, load_target
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import Decision, decide, words
from samut.rules.status import Answer, Words
from samut.rules.targeting import is_target
from samut.rules.thai_dates import PartialDate
from samut.rules.union import deprived_in, poor

REGISTERS = ("welfare-card", "disability", "elderly-allowance")
ITS_ROWS = "household_id = $household_id"
IN_REGISTER = {name: f"in_{name.replace('-', '_')}" for name in REGISTERS}


@dataclass(frozen=True)
class SourceRow:
    """Where a value stands: the register's file and row, and when it was taken in."""

    register: str
    edition: int
    file: str
    row: int
    imported_at: str


@dataclass(frozen=True)
class ToldFact:
    """An answer that a visit was told after the census. `source` names the submission it came with."""

    value: Fact
    on: date
    source: str


@dataclass(frozen=True)
class FactRecord:
    """One fact of the household. `value` None: not known.

    `told`: it was asked anew, and `value` is that answer; `registered` and `source` are still what
    the register says, so that a difference stays visible.
    """

    name: str
    label: Text
    value: Fact
    source: SourceRow
    registered: Fact
    told: ToldFact | None = None


@dataclass(frozen=True)
class Identity:
    """Who a member is, in the clear. Only for those who may see persons."""

    number: str | None
    title: str | None
    first_name: str | None
    last_name: str | None

    @property
    def full_name(self) -> str:
        first = f"{self.title or ''}{self.first_name or ''}"
        return " ".join(part for part in (first, self.last_name) if part)


@dataclass(frozen=True)
class MemberRecord:
    """One member. `registers`: in it, not in it, or None where no valid number could be looked up.

    `person_key`: the keyed index of a valid number. `linked`: the registers were looked through for
    the number that the census has now. `says_has_card`: the census's own answer.
    """

    member_no: int
    person_key: str | None
    linked: bool
    identity: Identity
    birth: PartialDate | None
    sex: str | None
    relation: str | None
    registers: Mapping[str, bool | None]
    card_registered: bool | None
    card_validated: bool | None
    says_has_card: bool | None
    target: Answer
    source: SourceRow


@dataclass(frozen=True)
class DimensionRecord:
    """One dimension: what it says, and each of its indicators with the facts that decided."""

    dimension: Dimension
    answer: Answer
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class HouseholdRecord:
    """Everything the page of a household shows. `other_decisions` are of no dimension."""

    household_id: str
    house_id: str
    house_no: str | None
    village_code: str
    latitude: float | None
    longitude: float | None
    surveyed_on: date | None
    edition: int
    measure: Measure
    poor: Answer
    words: Words
    dimensions: tuple[DimensionRecord, ...]
    other_decisions: tuple[Decision, ...]
    facts: tuple[FactRecord, ...]
    members: tuple[MemberRecord, ...]
    source: SourceRow


def household_page(
    workspace: Workspace,
    result: MeasureResult,
    household_id: str,
    *,
    switch: str = "11111",
    anew: Mapping[str, ToldFact] | None = None,
    village_code: str = "",
) -> HouseholdRecord | None:
    """The household of that opaque id; None when the edition has no such household.

    `anew` are the answers told since the census: they decide in the place of the register's.
    `village_code`: the village the result has it in; with it the rows of its tambon are held for the next.
    Reads persons in the clear: the caller has checked who asks, and logs the look.
    """
    lake, measure = Lake(workspace), load_measure(result.measure)
    household, members, links = _its_rows(lake, result, household_id, village_code)
    if not household:
        return None
    (row,) = household
    sources = Sources(REGISTER, result.edition, lake.snapshots(REGISTER, result.edition))
    labels = measure.indicator_set.fact_labels
    registered: dict[str, Fact] = {name: row[name] for name in labels if name in row}
    registered[MEMBER_COUNT] = len(members)
    told = anew or {}
    facts = {**registered, **{name: each.value for name, each in told.items()}}
    decisions, found = _decided(facts, measure, result.edition)
    read = decisions_read(measure)
    in_dimensions = {name for dimension in measure.dimensions for name in dimension.indicators}
    answer = poor(found, measure, switch)
    return HouseholdRecord(
        household_id=household_id,
        house_id=row["house_id"],
        house_no=row["house_no"],
        village_code=row["village_code"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        surveyed_on=row["surveyed_on"],
        edition=result.edition,
        measure=measure,
        poor=answer,
        words=found,
        dimensions=tuple(
            DimensionRecord(
                dimension,
                deprived_in(found, measure, dimension),
                tuple(decisions[name] for name in dimension.indicators),
            )
            for dimension in measure.dimensions
        ),
        other_decisions=tuple(each for name, each in decisions.items() if name not in in_dimensions),
        facts=tuple(
            FactRecord(name, labels[name], value, sources.of(row), registered.get(name), told.get(name))
            for name, value in facts.items()
            if name in read
        ),
        members=_members(members, links, lake.keys, sources, result, answer),
        source=sources.of(row),
    )


def decisions_read(measure: Measure) -> frozenset[str]:
    """The names of the facts that some indicator of the set rests on."""
    return frozenset(name for indicator in measure.indicator_set.indicators for name in indicator.facts)


def _decided(facts: Facts, measure: Measure, edition: int) -> tuple[dict[str, Decision], Words]:
    on = assessed_on(edition)
    decisions = {each.id: decide(each, facts, on) for each in measure.indicator_set.indicators}
    statuses = {name: decision.status for name, decision in decisions.items()}
    return decisions, words(statuses, measure.indicator_set)


def _its_rows(
    lake: Lake, result: MeasureResult, household_id: str, village_code: str
) -> tuple[list[dict[str, Any]], ...]:
    """The rows of the household, of its members and of their links."""
    if village_code:
        held = rows_of_tambon(lake, result, village_code[:TAMBON_DIGITS])
        return tuple(held[name].rows(household_id) for name in (HOUSEHOLDS, MEMBERS, LINKS))
    relations = (
        _view(lake, HOUSEHOLDS, result),
        _view(lake, MEMBERS, result),
        f"{_links(lake, result)} WHERE {ITS_ROWS}",
    )
    with lake.read() as connection:
        return tuple(_rows(connection, each, household_id) for each in relations)


def _links(lake: Lake, result: MeasureResult) -> str:
    return parquet(lake.root / "links" / str(result.edition) / result.link_id / "person.parquet")


def _view(lake: Lake, table: str, result: MeasureResult) -> str:
    return lake.view(REGISTER, table, result.edition, only=ITS_ROWS)


def _rows(connection: duckdb.DuckDBPyConnection, relation: str, household_id: str) -> list[dict[str, Any]]:
    return rows_of(connection.execute(f"SELECT * FROM {relation}", {"household_id": household_id}))


def rows_of(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """What a question found, each row by the names of its columns."""
    names = [column[0] for column in found.description]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


class Sources:
    """The files the snapshots took in, by their hash, to say where a row stands."""

    def __init__(self, register: str, edition: int, snapshots: Iterable[Snapshot]) -> None:
        self._register, self._edition = register, edition
        self._files = {
            file.sha256: (file.name, snapshot.created_at) for snapshot in snapshots for file in snapshot.files
        }

    def of(self, row: Mapping[str, Any]) -> SourceRow:
        name, imported_at = self._files.get(row["source_file"], ("", ""))
        return SourceRow(self._register, self._edition, name, row["source_row"], imported_at)


def identity_of(row: Mapping[str, Any], keys: Keys) -> Identity:
    """Who a row is about: the seal opened."""
    said = json.loads(keys.unseal(row["identity"])) if row["identity"] is not None else {}
    return Identity(*(said.get(name) for name in ("number", "title", "first_name", "last_name")))


def birth_of(row: Mapping[str, Any]) -> PartialDate | None:
    """The birth date of a row as far as it is known."""
    year = row["birth_year"]
    return None if year is None else PartialDate(year, row["birth_month"], row["birth_day"])


def _members(
    rows: list[dict[str, Any]],
    links: list[dict[str, Any]],
    keys: Keys,
    sources: Sources,
    result: MeasureResult,
    household_poor: Answer,
) -> tuple[MemberRecord, ...]:
    linked = {link["member_no"]: link for link in links}
    members = (
        _member(row, linked.get(row["member_no"], {}), keys, sources, result, household_poor) for row in rows
    )
    return tuple(sorted(members, key=lambda member: member.member_no))


def _member(
    row: dict[str, Any],
    link: Mapping[str, Any],
    keys: Keys,
    sources: Sources,
    result: MeasureResult,
    household_poor: Answer,
) -> MemberRecord:
    # A link says nothing of a number that a later import of the census has changed.
    linked = bool(link) and link["person_key"] == row["person_key"]
    link = link if linked else {}
    person: Facts = {
        "household_poor": {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[household_poor],
        "card_registered": link.get("card_registered"),
        "card_validated": link.get("card_validated"),
    }
    return MemberRecord(
        member_no=row["member_no"],
        person_key=row["person_key"],
        linked=linked,
        identity=identity_of(row, keys),
        birth=birth_of(row),
        sex=row["sex"],
        relation=row["relation"],
        registers={name: link.get(column) for name, column in IN_REGISTER.items()},
        card_registered=link.get("card_registered"),
        card_validated=link.get("card_validated"),
        says_has_card=row.get("says_has_welfare_card"),
        target=is_target(person, load_target(result.target).rule_for(result.edition)),
        source=sources.of(row),
    )
