"""The households of an area as a list: whichever are asked for, in any order, a page of them.

One query does it all, so that the page of a tambon and the file of a province come from the same place.
What is compared is always a value handed to the query; columns are named here alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from samut.engine.histogram import COUNTRY
from samut.engine.household import rows_of
from samut.engine.lake import Lake, Snapshot, parquet, quoted
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult, open_result
from samut.engine.tambon_rows import TAMBON_DIGITS, TAMBONS_HELD
from samut.engine.workspace import Workspace
from samut.rules.policy import Measure, load_measure
from samut.rules.status import Answer, Words
from samut.rules.union import Dimension, deprived_in, poor

YES, NO, UNKNOWN = (each.value for each in (Answer.YES, Answer.NO, Answer.UNKNOWN))
# Whom a list holds: poor households with somebody of the target group, all poor ones, those of which
# it is not known, or everybody.
TARGET, POOR, OPEN, ALL = "target", "poor", "unknown", "all"
# What the rows of a tambon are called in a query.
HELD = "rows_of_tambon"
KINDS = (TARGET, POOR, OPEN, ALL)
_OF_KIND = {
    TARGET: "poor = 'yes' AND target > 0",
    POOR: "poor = 'yes'",
    OPEN: "poor = 'unknown'",
    ALL: "true",
}
COLUMNS = (
    "house",
    "village",
    "members",
    "target",
    "target_unknown",
    "poor",
    "failing",
    "open",
    "surveyed_on",
    "told_on",
    "old",
)


@dataclass(frozen=True)
class Anew:
    """A household that was asked anew since the result: its words now, and the day."""

    words: Words
    told_on: date


@dataclass(frozen=True)
class Condition:
    """What is asked of one column: one of the texts (`holds`: a part of it), or a value between two."""

    column: str
    texts: tuple[str, ...] = ()
    holds: bool = False
    least: int | float | date | None = None
    most: int | float | date | None = None


@dataclass(frozen=True)
class ListQuestion:
    """Which households of an area, and in which order. `old_before`: asked before this day is old."""

    area_code: str
    kind: str
    sort: str
    descending: bool
    old_before: date
    conditions: tuple[Condition, ...] = ()
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class ListedHousehold:
    """One household of the list. Unknown: None, or the answer unknown.

    `dimensions`: yes, no or unknown of each dimension of the measure; `told_on`: asked anew on this day.
    """

    household_id: str
    village_code: str
    house_no: str | None
    member_count: int
    target_persons: int
    target_unknown_persons: int
    poor: Answer
    dimensions: Mapping[str, Answer]
    surveyed_on: date | None
    told_on: date | None
    is_old: bool | None


def listed_households(
    workspace: Workspace,
    result: MeasureResult,
    question: ListQuestion,
    anew: Mapping[str, Anew] | None = None,
) -> tuple[tuple[ListedHousehold, ...], int]:
    """The households asked for, and how many there are in all. `anew`: what came in since the result."""
    lake, measure = Lake(workspace), load_measure(result.measure)
    told = anew or {}
    values: dict[str, object] = {
        **dict(zip(("low", "end"), _range(question.area_code), strict=True)),
        "ids": list(told),
        "deprived": [each.words.deprived for each in told.values()],
        "known": [each.words.known for each in told.values()],
        "told_on": [each.told_on for each in told.values()],
        "old_before": question.old_before,
    }
    where = " AND ".join([_OF_KIND[question.kind], *_conditions(question.conditions, measure, values)])
    held = _held(lake, result, question.area_code)
    sql = (
        f"WITH {_listed(held if isinstance(held, str) else HELD, measure)} "
        f"SELECT *, count(*) OVER () AS total FROM listed WHERE {where} ORDER BY {_order(question, measure)}"
    )
    if question.limit is not None:
        sql += f" LIMIT {int(question.limit)} OFFSET {int(question.offset)}"
    with lake.read() as connection:
        if not isinstance(held, str):
            connection.register(HELD, held)
        rows = rows_of(connection.execute(sql, values))
    if not rows and question.offset:
        first = ListQuestion(**{**vars(question), "limit": 1, "offset": 0})
        return (), listed_households(workspace, result, first, anew)[1]
    return tuple(_household(row, measure) for row in rows), int(rows[0]["total"]) if rows else 0


def _range(area_code: str) -> tuple[str, str]:
    return ("", ":") if area_code == COUNTRY else (area_code, area_code + ":")


def _held(lake: Lake, result: MeasureResult, area_code: str) -> pa.Table | str:
    """What is listed before anything is asked: the rows of a tambon, read once; as SQL for more than one."""
    snapshots = lake.snapshots(REGISTER, result.edition)
    if len(area_code) < TAMBON_DIGITS:
        return f"({_joined(lake, result)})"
    paths = tuple(each.path for each in snapshots)
    return _tambon(lake.workspace, result.folder, area_code[:TAMBON_DIGITS], paths)


@lru_cache(maxsize=TAMBONS_HELD)
def _tambon(workspace: Workspace, folder: Path, tambon: str, paths: tuple[Path, ...]) -> pa.Table:
    lake = Lake(workspace)
    among = tuple(
        each for each in lake.snapshots(REGISTER, open_result(folder).edition) if each.path in paths
    )
    low, end = _range(tambon)
    sql = (
        f"{_joined(lake, open_result(folder), among)} WHERE r.village_code >= $low AND r.village_code < $end"
    )
    with lake.read() as connection:
        return connection.sql(sql, params={"low": low, "end": end}).to_arrow_table()


def _joined(lake: Lake, result: MeasureResult, among: Sequence[Snapshot] | None = None) -> str:
    """A row of the result with what the register says of its house."""
    register = lake.view(REGISTER, HOUSEHOLDS, result.edition, among=among)
    return f"""
        SELECT r.household_id, r.village_code AS village, h.house_no AS house, h.surveyed_on,
               r.member_count AS members, r.target_count AS target,
               r.target_unknown_count AS target_unknown, r.deprived, r.known
        FROM {parquet(result.households_file)} AS r LEFT JOIN {register} AS h USING (household_id)"""


def _listed(held: str, measure: Measure) -> str:
    """The households of the area with everything the list can be sorted and filtered by."""
    dimensions = ", ".join(f"{_answer(each.mask, measure)} AS {_named(each)}" for each in measure.dimensions)
    names = [_named(each) for each in measure.dimensions]
    mask = 0
    for each in measure.dimensions:
        mask |= each.mask
    failing, unknown = (
        " + ".join(f"({name} = '{answer}')::INTEGER" for name in names) for answer in (YES, UNKNOWN)
    )
    return f"""
        anew AS (SELECT unnest($ids::VARCHAR[]) AS household_id, unnest($deprived::BIGINT[]) AS deprived,
                        unnest($known::BIGINT[]) AS known, unnest($told_on::DATE[]) AS told_on),
        held AS (
            SELECT r.* EXCLUDE (deprived, known), a.told_on,
                   coalesce(a.deprived, r.deprived) AS deprived, coalesce(a.known, r.known) AS known
            FROM {held} AS r LEFT JOIN anew AS a USING (household_id)
            WHERE r.village >= $low AND r.village < $end),
        answered AS (
            SELECT *, {_answer(mask, measure)} AS poor, {dimensions},
                   coalesce(greatest(surveyed_on, told_on), told_on, surveyed_on) AS last_asked,
                   -- 12/3 before 100/1: houses in the order of their street, then as they are written
                   try_cast(regexp_extract(house, '^[0-9]+') AS BIGINT) AS house_order
            FROM held),
        listed AS (
            SELECT *, {failing} AS failing, {unknown} AS open,
                   CASE WHEN last_asked < $old_before THEN '{YES}' WHEN last_asked >= $old_before
                        THEN '{NO}' ELSE '{UNKNOWN}' END AS old
            FROM answered)"""


def _named(dimension: Dimension) -> str:
    return quoted(f"dimension_{dimension.id}")


def _answer(mask: int, measure: Measure) -> str:
    """What `union.deprived_in` says, as SQL over the words."""
    unknown = f"WHEN ({mask} & ~known) <> 0 THEN '{UNKNOWN}' " if measure.unknown == "report" else ""
    return f"CASE WHEN (deprived & {mask}) <> 0 THEN '{YES}' {unknown}ELSE '{NO}' END"


def _column(name: str, measure: Measure) -> str:
    """A column of the list as SQL. Only names that the list has come this far."""
    for each in measure.dimensions:
        if name == f"dimension_{each.id}":
            return _named(each)
    if name not in COLUMNS:
        raise ValueError(f"the list of households has no column {name}")
    return quoted(name)


def _conditions(conditions: Sequence[Condition], measure: Measure, values: dict[str, object]) -> list[str]:
    found = []
    for number, each in enumerate(conditions):
        column = _column(each.column, measure)
        if each.holds:
            values[f"text{number}"] = each.texts[0]
            found.append(f"contains({column}, $text{number})")
        elif each.column == "village":
            # Codes nest: the villages of an area are those that begin with its code.
            values[f"texts{number}"] = list(each.texts)
            found.append(
                f"len(list_filter($texts{number}::VARCHAR[], lambda x: starts_with(village, x))) > 0"
            )
        elif each.texts:
            values[f"texts{number}"] = list(each.texts)
            found.append(f"list_contains($texts{number}::VARCHAR[], {column})")
        for sign, end, bound in ((">=", "least", each.least), ("<=", "most", each.most)):
            if bound is not None:
                values[f"{end}{number}"] = bound
                found.append(f"{column} {sign} ${end}{number}")
    return found


def _order(question: ListQuestion, measure: Measure) -> str:
    """What is not known comes last in either order; the id makes the order one."""
    way = "DESC" if question.descending else "ASC"
    if question.sort == "house":
        return f"house_order {way} NULLS LAST, house {way} NULLS LAST, village, household_id"
    column = _column(question.sort, measure)
    if question.sort in ("poor", "old") or question.sort.startswith("dimension_"):
        column = f"nullif({column}, '{UNKNOWN}')"
    # Among equals: the most dimensions, then the most persons of the target group.
    return f"{column} {way} NULLS LAST, failing DESC, target DESC, household_id"


def _household(row: Mapping[str, object], measure: Measure) -> ListedHousehold:
    words = Words(int(str(row["deprived"])), int(str(row["known"])), 0)
    surveyed_on, told_on = row["surveyed_on"], row["told_on"]
    return ListedHousehold(
        household_id=str(row["household_id"]),
        village_code=str(row["village"]),
        house_no=None if row["house"] is None else str(row["house"]),
        member_count=int(str(row["members"])),
        target_persons=int(str(row["target"])),
        target_unknown_persons=int(str(row["target_unknown"])),
        poor=poor(words, measure, measure.whole_switch),
        dimensions={each.id: deprived_in(words, measure, each) for each in measure.dimensions},
        surveyed_on=surveyed_on if isinstance(surveyed_on, date) else None,
        told_on=told_on if isinstance(told_on, date) else None,
        is_old={YES: True, NO: False}.get(str(row["old"])),
    )
