"""The pieces of work that make bench-national and make bench-growth time, each a process of its own.

python bench/national_tasks.py TASK [HOUSEHOLDS]
"""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import measured
import national_rivals as rivals
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from measured import Told, Work
from national_data import HOUSEHOLDS, INDICATORS, Country, country
from national_rules import CUTOFF, DIMENSIONS, INDICATOR_SET, ON, WEIGHTS

from samut.engine.cube import swar, with_numba
from samut.engine.cube.cells import CellEngine, Cells, Question
from samut.engine.cube.whole import VILLAGE, village_cells, write_cube
from samut.engine.words import words_sql

QUESTION = Question.of(INDICATOR_SET, WEIGHTS, CUTOFF, DIMENSIONS)
PERSONS_IN_A_PART = 2_000_000
# The rivals' cells are held against ours in every tenth province.
EVERY = 10
ROLL_UPS = (6, 4, 2, 0)
TWO_GIGABYTES = 2_000_000_000


def connected(memory: str = "1200MB") -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2, "memory_limit": memory})


def from_files(files: list[Path]) -> str:
    named = ", ".join(f"'{file}'" for file in files)
    return f"read_parquet([{named}])"


def parts(of: Country) -> list[str]:
    """The words of everybody: whole provinces together, up to two million persons where that can be."""
    found: list[list[Path]] = []
    held = PERSONS_IN_A_PART
    for file in of.files("person_words"):
        rows = pq.read_metadata(file).num_rows
        if held + rows > PERSONS_IN_A_PART:
            found.append([])
            held = 0
        found[-1].append(file)
        held += rows
    return [from_files(files) for files in found]


def warmed(connection: duckdb.DuckDBPyConnection, relations: list[str], engine: CellEngine) -> None:
    """Make the cube of two parts first: the process has loaded, compiled and got its memory then."""
    with tempfile.TemporaryDirectory() as folder:
        write_cube(QUESTION, connection, relations[:2], Path(folder), engine)


def scan(of: Country) -> Work:
    """Every answer of everybody is read, and nothing done with it."""
    connection, people = connected(), from_files(of.files("persons"))
    counts = ", ".join(f"count(answer_{place})" for place in range(INDICATORS))

    def work() -> Told:
        connection.execute(f"SELECT {counts} FROM {people}").fetchall()
        return {}

    return work


def words(sql: Callable[[str], str]) -> Callable[[Country], Work]:
    """Everybody's words from all answers, by one or another way to write them."""

    def task(of: Country) -> Work:
        connection = connected()

        def work() -> Told:
            found = sql(from_files(of.files("persons")))
            xor = "bit_xor(deprived), bit_xor(known), bit_xor(applies)"
            (row,) = connection.execute(f"SELECT {xor} FROM ({found})").fetchall()
            return dict(zip(("deprived", "known", "applies"), row, strict=True))

        return work

    return task


def by_rules(relation: str) -> str:
    return words_sql(INDICATOR_SET, ON, relation, keep=())


def words_scan(of: Country) -> Work:
    """Everybody's words are read within the engine, and nothing done with them."""
    connection, people = connected(), from_files(of.files("person_words"))
    columns = "max(sex), max(age_group), bit_xor(deprived), bit_xor(known), bit_xor(applies)"

    def work() -> Told:
        connection.execute(f"SELECT count(village_code), {columns} FROM {people}").fetchall()
        return {}

    return work


def words_read(of: Country) -> Work:
    """Everybody's words are read into memory, part by part."""

    def read(question: Question, connection: duckdb.DuckDBPyConnection, relation: str) -> Cells:
        table = connection.sql(f"FROM {relation}").to_arrow_table()
        for column in table.columns[1:]:
            column.to_numpy()
        return Cells(np.array([], np.str_), (), np.zeros((0, 0, 0), np.int64))

    connection, relations = connected(), parts(of)
    read(QUESTION, connection, relations[0])

    def work() -> Told:
        village_cells(QUESTION, connection, relations, lambda _, cells: cells, read)
        return {}

    return work


def base(engine: CellEngine) -> Callable[[Country], Work]:
    """The villages' cells alone, from files of words into memory."""

    def task(of: Country) -> Work:
        connection, relations = connected(), parts(of)
        warmed(connection, relations, engine)

        def work() -> Told:
            kept = village_cells(QUESTION, connection, relations, lambda _, cells: cells, engine)
            return {"cells": sum(int(np.count_nonzero(each.counts[:1])) for each in kept)}

        return work

    return task


def cube(engine: CellEngine, limited: bool = False) -> Callable[[Country], Work]:
    """The whole cube, from files of words to files of cells. `limited`: in two gigabytes for everything."""

    def task(of: Country) -> Work:
        connection, relations = connected("700MB" if limited else "1200MB"), parts(of)
        warmed(connection, relations, engine)
        folder = of.folder / "cube"
        shutil.rmtree(folder, ignore_errors=True)
        if limited:
            resource.setrlimit(resource.RLIMIT_DATA, (TWO_GIGABYTES, TWO_GIGABYTES))

        def work() -> Told:
            above = write_cube(QUESTION, connection, relations, folder, engine)
            poor = above["country"].counts[QUESTION.statistics.index("poor")].sum()
            return {"poor": int(poor)}

        return work

    return task


def count_if(of: Country) -> Work:
    """The rival: the whole cube by DuckDB with count_if over the answers, into memory."""
    connection = connected("12GB")

    def work() -> Told:
        cells = rivals.cells_by_count_if(from_files(of.files("persons")))
        connection.execute(f"CREATE TEMP TABLE cells_8 AS {cells}")
        below = 8
        for digits in ROLL_UPS:
            rolled = rivals.rolled_up_sql(f"cells_{below}", digits)
            connection.execute(f"CREATE TEMP TABLE cells_{digits} AS {rolled}")
            below = digits
        ((poor,),) = connection.execute("SELECT sum(poor) FROM cells_0").fetchall()
        return {"poor": int(poor)}

    return work


def polars(of: Country) -> Work:
    """The rival: the whole cube by Polars, streaming over the answers, into memory."""

    def work() -> Told:
        cells = rivals.cells_by_polars(of.files("persons")).collect(engine="streaming")
        found = [cells]
        for digits in ROLL_UPS:
            found.append(rivals.rolled_up_by_polars(found[-1], digits))
        return {"poor": int(found[-1]["poor"].sum())}

    return work


def differing(of: Country) -> Work:
    """How many rows of the villages' cells differ: SQL against Numba, and both against the rivals."""

    def work() -> Told:
        connection = connected("4GB")
        by_sql = village_cells(QUESTION, connection, parts(of), lambda _, cells: cells, swar.cells)
        by_numba = village_cells(QUESTION, connection, parts(of), lambda _, cells: cells, with_numba.cells)
        between = sum(rows_between(*both) for both in zip(by_sql, by_numba, strict=True))
        chosen = of.files("persons")[::EVERY]
        ours = with_numba.cells(QUESTION, connection, from_files(of.files("person_words")[::EVERY]))
        connection.register("ours", ours.table(QUESTION, VILLAGE))
        connection.register(
            "by_polars", rivals.cells_by_polars(chosen).collect(engine="streaming").to_arrow()
        )
        connection.execute(f"CREATE TEMP TABLE by_count_if AS {rivals.cells_by_count_if(from_files(chosen))}")
        return {
            "compared": sum(int(np.count_nonzero(each.counts[0])) for each in by_sql),
            "sql_numba": between,
            "compared_with_rivals": int(np.count_nonzero(ours.counts[0])),
            **{name: rows_missing(connection, name) for name in ("by_count_if", "by_polars")},
        }

    return work


def rows_between(left: Cells, right: Cells) -> int:
    """How many cells of the two are not the same."""
    if left.groups != right.groups or not np.array_equal(left.codes, right.codes):
        return max(left.counts[0].size, right.counts[0].size)
    return int(np.count_nonzero((left.counts != right.counts).any(axis=0)))


def rows_missing(connection: duckdb.DuckDBPyConnection, rival: str) -> int:
    """How many rows one of the two tables has and the other has not."""
    counts = ", ".join(f"{name}::BIGINT" for name in QUESTION.statistics)
    ours = f"SELECT area_code::VARCHAR, sex, age_group, {counts} FROM ours"
    theirs = f"SELECT village_code::VARCHAR, sex, age_group, {counts} FROM {rival}"
    both = f"(({ours}) EXCEPT ALL ({theirs})) UNION ALL (({theirs}) EXCEPT ALL ({ours}))"
    ((rows,),) = connection.execute(f"SELECT count(*) FROM ({both})").fetchall()
    return int(rows)


def floor(of: Country) -> Work:
    """One pass over as many 64-bit numbers as there are persons, lying in memory."""
    numbers = np.arange(of.persons, dtype=np.int64)

    def work() -> Told:
        times = []
        for _ in range(9):
            started = time.perf_counter()
            np.bitwise_or.reduce(numbers)
            times.append(time.perf_counter() - started)
        return {"pass_seconds": float(np.median(times))}

    return work


TASKS: dict[str, Callable[[Country], Work]] = {
    "scan": scan,
    "words": words(by_rules),
    "words_by_hand": words(rivals.words_by_hand),
    "words_by_hand_in_lanes": words(rivals.words_by_hand_in_lanes),
    "words_scan": words_scan,
    "words_read": words_read,
    "base_cells_sql": base(swar.cells),
    "base_cells_numba": base(with_numba.cells),
    "cube_sql": cube(swar.cells),
    "cube_numba": cube(with_numba.cells),
    "cube_sql_in_2_gb": cube(swar.cells, limited=True),
    "cube_count_if": count_if,
    "cube_polars": polars,
    "differing": differing,
    "floor": floor,
}


if __name__ == "__main__":
    # Threads that ours start must not find a library that is not loaded yet.
    pa.set_cpu_count(2)
    measured.perform(
        {name: lambda size=HOUSEHOLDS, task=task: task(country(int(size))) for name, task in TASKS.items()}
    )
