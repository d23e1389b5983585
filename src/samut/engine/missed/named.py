"""Who is missed, by name: the households of each group, why they are in it, and who lives there.

Which households they are is found first and without names, so that every look can be logged before a
name is opened.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import duckdb

from samut.engine.areas import COUNTRY
from samut.engine.census_facts import card_sql
from samut.engine.household import Identity, birth_of, identity_of, rows_of
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import LinkResult, read_link
from samut.engine.missed.cells import HouseholdCell, Known
from samut.engine.missed.counting import GROUPS, VULNERABLE, households_sql, link_columns
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER, MeasureResult, assessed_on
from samut.engine.target_lists.telling import because
from samut.engine.target_lists.units import ask
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.rules.life_cycle import Ages, possible_ages
from samut.rules.missed_policy import load_missed_policy
from samut.rules.policy import load_measure
from samut.rules.status import Answer
from samut.rules.target_groups import target_group

KNOWN: tuple[Known, ...] = (True, False, None)
ALL_GROUPS = tuple(group.id for group in GROUPS)


@dataclass(frozen=True)
class ListedHousehold:
    """A household that belongs to `groups` for certain, and the facts of it that say so; no names.

    `failing`: the indicators it fails. `vulnerable`: label and value of each fact that decided, of a
    vulnerable household. `card`: whether a member holds one.
    """

    household_id: str
    village: str
    house_no: str | None
    groups: tuple[str, ...]
    failing: tuple[Text, ...]
    vulnerable: tuple[tuple[Text, Text], ...]
    card: Known
    persons: int


@dataclass(frozen=True)
class NamedMember:
    """One who lives there, in the clear. `card`: whether they hold one themselves; None: not known."""

    member_no: int
    identity: Identity
    ages: Ages
    relation: str | None
    card: Known


def listed_households(
    workspace: Workspace,
    result: MeasureResult,
    area_code: str = COUNTRY,
    groups: Collection[str] = ALL_GROUPS,
) -> tuple[ListedHousehold, ...]:
    """The households of an area that belong to one of the groups for certain. Rows: by village and id.

    Raises: MISSED_010 when they are of more persons than one list may hold; WORK_009.
    """
    lake = Lake(workspace)
    linked = _linked(lake, result)
    with lake.connect() as connection:
        columns = link_columns(connection, linked.path)
        within = households_sql(lake, result, columns, area_code)
        worded = f"SELECT household_id, deprived FROM {parquet(result.households_file)}"
        told_of = f"SELECT household_id, house_no FROM {lake.view(REGISTER, HOUSEHOLDS, result.edition)}"
        rows = connection.execute(
            "SELECT household_id, coalesce(village_code, ''), poor, vulnerable, card, persons, deprived, "
            f"house_no FROM {within} AS household JOIN ({worded}) AS worded USING (household_id) "
            f"LEFT JOIN ({told_of}) AS told_of USING (household_id) "
            f"WHERE {_in_groups(groups)} ORDER BY village_code, household_id"
        ).fetchall()
        told: Mapping[str, tuple[tuple[Text, Text], ...]] = {}
        if any(row[3] for row in rows):
            told = _why_vulnerable(connection, lake, result, area_code, [row[0] for row in rows if row[3]])
    _check_size(sum(row[5] for row in rows))
    return tuple(
        ListedHousehold(
            household_id,
            village,
            house_no,
            _groups_of(poor, vulnerable, card, groups),
            _failing(result, deprived),
            told.get(household_id, ()),
            card,
            persons,
        )
        for household_id, village, poor, vulnerable, card, persons, deprived, house_no in rows
    )


def members_of(
    workspace: Workspace, result: MeasureResult, households: Sequence[ListedHousehold]
) -> dict[str, tuple[NamedMember, ...]]:
    """Who lives in the households, by household. Reads persons in the clear: the caller has asked for a
    purpose and logged the look. A household without members is not there."""
    lake = Lake(workspace)
    linked, on = _linked(lake, result), assessed_on(result.edition)
    found: dict[str, list[NamedMember]] = {}
    with lake.read() as connection:
        card = card_sql(link_columns(connection, linked.path), "linked.")
        rows = connection.execute(
            "SELECT member.household_id, member.member_no, identity, birth_year, birth_month, birth_day, "
            f"relation, {card} AS card FROM {lake.view(REGISTER, MEMBERS, result.edition)} AS member "
            f"LEFT JOIN {parquet(linked.path / 'person.parquet')} AS linked "
            "ON linked.household_id = member.household_id AND linked.member_no = member.member_no "
            "WHERE member.household_id IN (SELECT unnest(?)) ORDER BY member.household_id, member.member_no",
            [[each.household_id for each in households]],
        )
        for row in rows_of(rows):
            ages = possible_ages(birth_of(row), on)
            member = NamedMember(
                row["member_no"], identity_of(row, lake.keys), ages, row["relation"], row["card"]
            )
            found.setdefault(row["household_id"], []).append(member)
    return {household_id: tuple(members) for household_id, members in found.items()}


def _linked(lake: Lake, result: MeasureResult) -> LinkResult:
    return read_link(lake.root / "links" / str(result.edition) / result.link_id)


def _groups_of(poor: Known, vulnerable: Known, card: Known, wanted: Collection[str]) -> tuple[str, ...]:
    cell = HouseholdCell("", poor, vulnerable, card, 1, 1)
    return tuple(each.id for each in GROUPS if each.id in wanted and each.belongs(cell) is True)


def _in_groups(wanted: Collection[str]) -> str:
    """SQL of whether a household belongs to one of the groups: the ways to be poor, vulnerable, with a
    card that the groups themselves say belong."""
    ways = [way for way in product(KNOWN, KNOWN, KNOWN) if _groups_of(way[0], way[1], way[2], wanted)]
    said = [
        " AND ".join(
            f"{name} IS {'NULL' if value is None else str(value).upper()}"
            for name, value in zip(("poor", "vulnerable", "card"), way, strict=True)
        )
        for way in ways
    ]
    return "(" + " OR ".join(f"({each})" for each in said or ["false"]) + ")"


def _failing(result: MeasureResult, deprived: int) -> tuple[Text, ...]:
    measure = load_measure(result.measure)
    indicators = [
        measure.indicator_set.indicator(name)
        for dimension in measure.dimensions
        for name in dimension.indicators
    ]
    return tuple(each.label for each in indicators if deprived & each.mask)


def _why_vulnerable(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    result: MeasureResult,
    area_code: str,
    households: list[str],
) -> dict[str, tuple[tuple[Text, Text], ...]]:
    group = target_group(VULNERABLE)
    rows = connection.execute(
        f"SELECT household_id, facts FROM {ask(lake, result, group, area_code).sql} AS asked "
        "WHERE household_id IN (SELECT unnest(?))",
        [households],
    ).fetchall()
    said = Answer.YES.value
    return {
        household_id: because(group, result.edition, result.measure, facts, said)
        for household_id, facts in rows
    }


def _check_size(persons: int) -> None:
    most = load_missed_policy().most_named
    if persons > most:
        raise SamutError("MISSED_010", persons=f"{persons:,}", most=f"{most:,}")
