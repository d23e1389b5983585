"""The census against the count of the Department of Provincial Administration, village by village.

Two files may hold the count: houses and persons by village of a year (dopa-households), or the points
of villages with their counts (villages). The first is taken where the lake has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.coverage import Coverage, VillageCount, coverage

COUNTS = ("dopa-households", "villages")
VILLAGE, HOUSES, PERSONS = "village", "house_count", "person_count"
# Digits of a code: province, district, tambon, village.
LEVELS = (2, 4, 6, 8)


@dataclass(frozen=True)
class AreaCoverage:
    """The coverage of an area and of all below it, sorted by code, itself first.

    `register` and `edition` of the count; "" and None: the lake holds none. `without_village`:
    surveyed households of no known village, which are in no area.
    """

    areas: tuple[Coverage, ...]
    register: str
    edition: int | None
    without_village: int

    def below(self) -> tuple[Coverage, ...]:
        """The area and those one level below."""
        nearest = min((len(each.area_code) for each in self.areas[1:]), default=0)
        return tuple(each for each in self.areas if each is self.areas[0] or len(each.area_code) == nearest)


def coverage_of(workspace: Workspace, result: MeasureResult, area_code: str = COUNTRY) -> AreaCoverage:
    """The coverage of an area by every level down to the village.

    Villages of a province where nobody at all was surveyed are not there: that no census of them was
    taken in does not say that nobody was asked. Unknown: no count, no share.
    """
    lake = Lake(workspace)
    with lake.connect() as connection:
        surveyed = {
            code: (households, persons)
            for code, households, persons in connection.execute(
                "SELECT coalesce(village_code, ''), count(*)::BIGINT, coalesce(sum(member_count), 0)::BIGINT "
                f"FROM {parquet(result.households_file)} GROUP BY village_code"
            ).fetchall()
        }
        register, edition, counted = _counts(connection, lake, result.edition)
    without, _ = surveyed.pop("", (0, 0))
    provinces = {code[:2] for code in surveyed}
    prefix = "" if area_code == COUNTRY else area_code
    known = {code for code in counted if code[:2] in provinces} | set(surveyed)
    villages = [
        VillageCount(code, *counted.get(code, (None, None)), *surveyed.get(code, (0, 0)))
        for code in sorted(known)
        if code.startswith(prefix)
    ]
    return AreaCoverage(_by_area(area_code, villages), register, edition, without)


def _by_area(area_code: str, villages: list[VillageCount]) -> tuple[Coverage, ...]:
    grouped: dict[str, list[VillageCount]] = {}
    own = 0 if area_code == COUNTRY else len(area_code)
    for each in villages:
        for digits in LEVELS:
            if digits > own:
                grouped.setdefault(each.village[:digits], []).append(each)
    below = tuple(coverage(code, grouped[code]) for code in sorted(grouped))
    return (coverage(area_code, villages), *below)


def _counts(
    connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int
) -> tuple[str, int | None, dict[str, tuple[int | None, int | None]]]:
    """The count by village of the edition, else of the newest; a register that counts nothing is passed."""
    for register in COUNTS:
        for year in dict.fromkeys((edition, lake.newest_edition(register))):
            if year is None or not lake.has_table(register, VILLAGE, year):
                continue
            view = lake.view(register, VILLAGE, year)
            described = connection.execute(f"DESCRIBE SELECT * FROM {view}").fetchall()
            if {HOUSES, PERSONS} <= {row[0] for row in described}:
                return register, year, _by_village(connection, view)
    return "", None, {}


def _by_village(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, tuple[int | None, int | None]]:
    # A village of two registration offices has two rows; one of them unknown leaves the sum unknown.
    sums = ", ".join(
        f"CASE WHEN count({name}) = count(*) THEN sum({name})::BIGINT END" for name in (HOUSES, PERSONS)
    )
    rows = connection.execute(f"SELECT village_code, {sums} FROM {view} GROUP BY village_code").fetchall()
    return {code: (houses, persons) for code, houses, persons in rows}
