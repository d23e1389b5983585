"""The members of a list as they are shown and handed on: where they live, and the facts that put them there.

No name and no 13-digit number is in a list; house number and village are enough to find the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.areas import Area, all_areas
from samut.engine.lake import Lake
from samut.engine.results import open_result
from samut.engine.target_lists.telling import ListedUnit, because, house_numbers
from samut.engine.target_lists.units import ask
from samut.rules.target_groups import TargetGroup, target_group
from samut.web.areas.queries import TAMBON_DIGITS, village_areas, workspace


@dataclass(frozen=True)
class MemberLine:
    """One member of a list with its village and house number. Unknown: None."""

    unit: ListedUnit
    village: Area | None
    tambon: Area | None
    house_no: str | None


@lru_cache(maxsize=8)
def units_of(folder: Path, group_id: str, area_code: str) -> pa.Table:
    """Everybody a group was asked of in an area, by village, household and place in it.

    Asking takes a second or two and a result never changes, so the last few are held in memory.
    """
    lake, result = Lake(workspace()), open_result(folder)
    asked = ask(lake, result, target_group(group_id), area_code)
    with lake.read() as connection:
        return connection.sql(
            f"SELECT household_id, member_no, village_code, answer, facts FROM {asked.sql} AS units "
            "ORDER BY village_code, household_id, member_no"
        ).to_arrow_table()


def with_answer(units: pa.Table, answer: str) -> pa.Table:
    return units.filter(pc.field("answer") == answer)


def told(units: pa.Table, group: TargetGroup, edition: int, measure_id: str) -> tuple[ListedUnit, ...]:
    """The units of a table with the facts that decided, in words."""
    return tuple(
        ListedUnit(
            row["household_id"],
            row["member_no"],
            row["village_code"],
            row["answer"],
            because(group, edition, measure_id, dict(row["facts"]), row["answer"]),
        )
        for row in units.to_pylist()
    )


def lines(units: Sequence[ListedUnit], edition: int) -> tuple[MemberLine, ...]:
    """The units with the names of their villages and the numbers of their houses."""
    villages = villages_of(each.village_code for each in units)
    houses = house_numbers(Lake(workspace()), edition, {each.household_id for each in units})
    return tuple(
        MemberLine(
            each,
            villages.get(each.village_code),
            tambon_of(each.village_code),
            houses.get(each.household_id),
        )
        for each in units
    )


def villages_of(codes: Iterable[str | None]) -> dict[str, Area]:
    """The named villages; a household whose village is not known lies in none."""
    return {each.code: each for each in village_areas(tuple(sorted({code for code in codes if code})))}


def tambon_of(village_code: str | None) -> Area | None:
    return all_areas().get((village_code or "")[:TAMBON_DIGITS])
