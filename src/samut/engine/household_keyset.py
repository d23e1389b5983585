"""The households of an area by village and id, a page after any place: for whoever reads them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from samut.engine.histogram import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.policy import load_measure
from samut.rules.status import Answer, Words
from samut.rules.union import deprived_in, poor

ALL = "11111"
COUNTS = ("member_count", "registered_count", "target_count", "target_unknown_count")


@dataclass(frozen=True)
class KeyedHousehold:
    """One household with what the measure says of it. Unknown: None, or the answer unknown.

    `dimensions`: yes, no or unknown of each dimension of the measure, in its order.
    """

    household_id: str
    village_code: str
    house_no: str | None
    latitude: float | None
    longitude: float | None
    surveyed_on: date | None
    member_count: int
    registered_persons: int
    target_persons: int
    target_unknown_persons: int
    poor: Answer
    dimensions: Mapping[str, Answer]

    @property
    def place(self) -> tuple[str, str]:
        """What the next page comes after."""
        return self.village_code, self.household_id


def households_after(
    workspace: Workspace,
    result: MeasureResult,
    area_code: str,
    *,
    after: tuple[str, str] | None = None,
    limit: int,
) -> tuple[KeyedHousehold, ...]:
    """The next households of an area; the first where nothing is named. Rows: at most `limit`."""
    lake, measure = Lake(workspace), load_measure(result.measure)
    low, end = ("", ":") if area_code == COUNTRY else (area_code, area_code + ":")
    village, household = after or ("", "")
    with lake.read() as connection:
        rows = connection.execute(
            f"""
            SELECT household_id, village_code, latitude, longitude,
                   {", ".join(COUNTS)}, deprived, known, applies
            FROM {parquet(result.households_file)}
            WHERE village_code >= ? AND village_code < ?
              AND (village_code > ? OR (village_code = ? AND household_id > ?))
            ORDER BY village_code, household_id LIMIT ?
            """,
            [low, end, village, village, household, limit],
        ).fetchall()
        only = "household_id IN (SELECT unnest($ids::VARCHAR[]))"
        told = connection.execute(
            f"SELECT household_id, house_no, surveyed_on "
            f"FROM {lake.view(REGISTER, HOUSEHOLDS, result.edition, only=only)}",
            {"ids": [row[0] for row in rows]},
        ).fetchall()
    registered = {each[0]: each[1:] for each in told}
    found = []
    for household_id, village_code, latitude, longitude, *numbers in rows:
        house_no, surveyed_on = registered.get(household_id, (None, None))
        members, cards, targets, unknown, *bits = numbers
        words = Words(*bits)
        dimensions = {each.id: deprived_in(words, measure, each) for each in measure.dimensions}
        found.append(
            KeyedHousehold(
                household_id,
                village_code,
                house_no,
                latitude,
                longitude,
                surveyed_on,
                members,
                cards,
                targets,
                unknown,
                poor(words, measure, ALL),
                dimensions,
            )
        )
    return tuple(found)
