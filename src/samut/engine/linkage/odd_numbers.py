"""Odd numbers that nobody is asked about: held by two members of the census, or odd and answered.

They are only told: what is wrong stands in a register, and is put right there.
"""

from __future__ import annotations

from dataclasses import dataclass

from samut.engine.lake import Lake
from samut.engine.linkage.asking import Ranges, pairs_with_places
from samut.engine.linkage.results import CENSUS, HOUSEHOLD, MEMBER
from samut.engine.workspace import Workspace
from samut.rules.linkage import Band, Conflict, Method


@dataclass(frozen=True)
class Holder:
    """A member who holds a number that another one holds as well."""

    household_id: str
    member_no: int
    area_code: str


@dataclass(frozen=True)
class SharedNumber:
    """One number of two or more members. `elsewhere`: how many of them live outside what was asked for."""

    holders: tuple[Holder, ...]
    elsewhere: int


@dataclass(frozen=True)
class OddPair:
    """A pair whose numbers are odd and that is linked all the same, by what method."""

    pair: str
    register: str
    conflict: Conflict
    method: Method
    household_id: str
    area_code: str


def shared_numbers(workspace: Workspace, edition: int, within: Ranges) -> tuple[SharedNumber, ...]:
    """Numbers that two or more members hold, at least one of whom lives within the areas."""
    lake = Lake(workspace)
    members = lake.view(CENSUS, MEMBER, edition)
    households = lake.view(CENSUS, HOUSEHOLD, edition)
    with lake.read() as connection:
        rows = connection.execute(
            "SELECT person_key, household_id, member_no, coalesce(village_code, '') AS area_code "
            f"FROM (SELECT person_key, household_id, member_no FROM {members} WHERE person_key IS NOT NULL "
            "QUALIFY count(*) OVER (PARTITION BY person_key) > 1) "
            f"LEFT JOIN (SELECT household_id, village_code FROM {households}) USING (household_id) "
            "ORDER BY person_key, area_code, household_id, member_no"
        ).fetchall()
    held: dict[str, list[Holder]] = {}
    for person_key, *holder in rows:
        held.setdefault(person_key, []).append(Holder(*holder))
    found = []
    for holders in held.values():
        near = tuple(each for each in holders if _lies_in(each.area_code, within))
        if near:
            found.append(SharedNumber(near, len(holders) - len(near)))
    return tuple(sorted(found, key=lambda each: each.holders[0].area_code))


def odd_pairs(workspace: Workspace, edition: int, within: Ranges) -> tuple[OddPair, ...]:
    """Pairs linked although their numbers are odd: a person has said so. Raises: LINK_003."""
    lake = Lake(workspace)
    with lake.read() as connection:
        rows = connection.execute(
            "SELECT pair, register, conflict, method, household_id, area_code, register_area "
            f"FROM ({pairs_with_places(lake, edition)}) "
            f"WHERE conflict <> '' AND band = '{Band.SAME.value}' ORDER BY area_code, pair"
        ).fetchall()
    return tuple(
        OddPair(pair, register, Conflict(conflict), Method(method), household_id, area_code)
        for pair, register, conflict, method, household_id, area_code, register_area in rows
        if _lies_in(area_code, within) and _lies_in(register_area, within)
    )


def _lies_in(area_code: str, within: Ranges) -> bool:
    return any(low <= area_code < high for low, high in within)
