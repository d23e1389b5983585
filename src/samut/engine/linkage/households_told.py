"""What became of households, told: counts by area, and who of them, for whoever logged the look."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from samut.engine.areas import area
from samut.engine.lake import Lake, parquet
from samut.engine.linkage.households import HouseholdChanges
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.household_events import Event

# How many digits the areas have that lie next below one of so many.
NEXT_BELOW = {0: 4, 2: 4, 4: 6, 6: 8, 8: 8}


@dataclass(frozen=True)
class AreaCount:
    """How often an event happened in an area; `persons`: those of them who are followed, with `by_name`.

    `by_house_code`: how many of the rows have a house code in both editions.
    """

    area_code: str
    event: Event
    rows: int
    persons: int
    by_name: int
    by_house_code: int


def check_area(code: str, workspace: Workspace) -> None:
    """Raises: LINK_022 for a code of no area; nothing means everywhere."""
    if code and (len(code) not in NEXT_BELOW or area(code, workspace) is None):
        raise SamutError("LINK_022", area=code)


def events_by_area(
    workspace: Workspace, changes: HouseholdChanges, within: str = ""
) -> tuple[AreaCount, ...]:
    """The events counted by the areas next below `within`, by amphoe where that is nothing.

    The area is that of the older edition, of who is only in the newer one that edition's.
    """
    with Lake(workspace).read() as connection:
        rows = connection.execute(
            "SELECT coalesce(left(area_code, $digits), '') AS area, event, count(*), sum(persons)::BIGINT, "
            "sum(by_name)::BIGINT, count(*) FILTER (by_house_code) "
            f"FROM {parquet(changes.events_file)} WHERE starts_with(coalesce(area_code, ''), $within) "
            "GROUP BY area, event ORDER BY area = '', area",
            {"digits": NEXT_BELOW[len(within)], "within": within},
        ).fetchall()
    order = list(Event)
    counts = [AreaCount(row[0], Event(row[1]), *row[2:]) for row in rows]
    return tuple(
        sorted(counts, key=lambda each: (not each.area_code, each.area_code, order.index(each.event)))
    )


def persons_of_events(workspace: Workspace, changes: HouseholdChanges, within: str = "") -> pa.Table:
    """The events of an area with each person followed in them: opaque households and member numbers.

    Rows: one for each event and person; an event that nobody tells has one with no person. About
    persons: the caller has checked who asks, and logged the look.
    """
    with Lake(workspace).read() as connection:
        found: pa.Table = connection.sql(
            "SELECT event, array_to_string(from_households, ' ') AS from_households, "
            "array_to_string(to_households, ' ') AS to_households, from_edition, to_edition, area_code, "
            "same_village, by_house_code, from_household, from_member_no, to_household, to_member_no, "
            f"evidence, probability FROM {parquet(changes.events_file)} AS event "
            f"LEFT JOIN {parquet(changes.persons_file)} AS person "
            "ON list_contains(from_households, from_household) "
            "AND list_contains(to_households, to_household) "
            "WHERE starts_with(coalesce(area_code, ''), $within) ORDER BY ALL",
            params={"within": within},
        ).to_arrow_table()
    return found
