"""Folding: households that answered anew become part of a result, without measuring everybody again.

The folded result bears the name that measuring everybody anew would give it, for the same went into
it, and must hold the same rows: `differences` measures anew and counts what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from samut.engine.histogram import LINE_COUNTS
from samut.engine.lake import MANIFEST, Lake, parquet, whole_folder
from samut.engine.live.reassessed import Told, overlaid, told_of
from samut.engine.measures import histogram_sql, households_sql, person_count_sql
from samut.engine.results import (
    HOUSEHOLDS,
    REGISTER,
    MeasureResult,
    assessed_on,
    manifest_text,
    open_result,
    result_id_of,
)
from samut.engine.words import WORDS
from samut.engine.workspace import Workspace
from samut.rules.policy import load_measure, load_target
from samut.rules.status import Words

LINE_KEYS = ", ".join(("village_code", *WORDS))


def fold(workspace: Workspace, result: MeasureResult, told: Told, anew: Mapping[str, Words]) -> MeasureResult:
    """A result with the words of the households that answered anew; at once when it is there already.

    `anew` holds the words by household id; `told` the answers they came from, which a measurement
    from now on reads as well. Raises: WORK_004, WORK_005 when it cannot be written.
    """
    lake = Lake(workspace)
    named = replace(result, told_id=told.id, told_to=told.last)
    folder = result.folder.parent / result_id_of(named)
    if (folder / MANIFEST).is_file():
        return replace(open_result(folder), already_there=True)
    folded = replace(
        named,
        result_id=folder.name,
        folder=folder,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        already_there=False,
    )
    with whole_folder(lake.root, folder) as draft, lake.connect(spill=draft / "spill") as connection:
        _take_in(connection, anew)
        _write(connection, _households_sql(result), draft / "household.parquet", "ROW_GROUP_SIZE 8192")
        _write(connection, _histogram_sql(result, draft), draft / "histogram.parquet")
        (draft / MANIFEST).write_text(manifest_text(folded), encoding="utf-8")
    return folded


def differences(workspace: Workspace, result: MeasureResult) -> int:
    """How many rows of a result differ from measuring everybody anew. Nought is the only good answer.

    Raises: WORK_015 when the lake no longer holds what went into it.
    """
    lake, rule = Lake(workspace), load_target(result.target).rule_for(result.edition)
    told = told_of(lake, result.edition, result.told_id)
    among = [each for each in lake.snapshots(REGISTER, result.edition) if each.id in result.snapshots]
    view = overlaid(lake.view(REGISTER, HOUSEHOLDS, result.edition, among=among), told)
    persons = lake.root / "links" / str(result.edition) / result.link_id / "person.parquet"
    indicator_set = load_measure(result.measure).indicator_set
    counted = f"({person_count_sql(persons, rule)})"
    with lake.connect() as connection:
        households = households_sql(view, counted, indicator_set, assessed_on(result.edition))
        connection.execute(f"CREATE TEMP TABLE measured AS {households}")
        return _differing(connection, "SELECT * FROM measured", result.households_file) + _differing(
            connection, histogram_sql("measured"), result.histogram_file
        )


def _take_in(connection: duckdb.DuckDBPyConnection, anew: Mapping[str, Words]) -> None:
    """The new words as a table called anew."""
    columns = {"household_id": pa.array(list(anew), pa.string())}
    columns |= {name: pa.array([getattr(each, name) for each in anew.values()], pa.int64()) for name in WORDS}
    connection.register("anew", pa.table(columns))


def _households_sql(result: MeasureResult) -> str:
    words = ", ".join(f"coalesce(anew.{name}, household.{name}) AS {name}" for name in WORDS)
    return f"""
        SELECT household.* REPLACE ({words})
        FROM {parquet(result.households_file)} AS household LEFT JOIN anew USING (household_id)
        ORDER BY village_code, household_id
    """


def _histogram_sql(result: MeasureResult, draft: Path) -> str:
    """The lines as they were, without what the households gave before, with what they give now."""
    counts = ", ".join(LINE_COUNTS)
    taken_away = ", ".join(f"-{name} AS {name}" for name in LINE_COUNTS)
    summed = ", ".join(f"sum({name})::BIGINT AS {name}" for name in LINE_COUNTS)
    theirs = "household_id IN (SELECT household_id FROM anew)"
    was = f"(SELECT * FROM {parquet(result.households_file)} WHERE {theirs})"
    now = f"(SELECT * FROM {parquet(draft / 'household.parquet')} WHERE {theirs})"
    return f"""
        SELECT {LINE_KEYS}, {summed} FROM (
            SELECT {LINE_KEYS}, {counts} FROM {parquet(result.histogram_file)}
            UNION ALL SELECT {LINE_KEYS}, {taken_away} FROM ({histogram_sql(was)})
            UNION ALL SELECT {LINE_KEYS}, {counts} FROM ({histogram_sql(now)})
        ) GROUP BY {LINE_KEYS} HAVING sum(households) <> 0 ORDER BY {LINE_KEYS}
    """


def _write(connection: duckdb.DuckDBPyConnection, sql: str, path: Path, *options: str) -> None:
    said = ", ".join(["FORMAT parquet", "COMPRESSION zstd", *options])
    place = str(path).replace("'", "''")
    connection.execute(f"COPY ({sql}) TO '{place}' ({said})")


def _differing(connection: duckdb.DuckDBPyConnection, measured: str, file: Path) -> int:
    """The rows that are in one of the two and not in the other."""
    written = f"SELECT * FROM {parquet(file)}"
    (row,) = connection.execute(
        f"SELECT (SELECT count(*) FROM (({measured}) EXCEPT ALL ({written}))) "
        f"+ (SELECT count(*) FROM (({written}) EXCEPT ALL ({measured})))"
    ).fetchall()
    return int(row[0])
