"""Reading each text once gives what reading every row by itself gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from samut.engine.registers.checks import Asked, checks_of, problem_list, typed
from samut.engine.registers.profile import Column, Table
from samut.engine.registers.values import MOST_REMEMBERED, TableValues
from samut.rules.errors import Text

ASKED = Asked(date(2026, 1, 1), 2018)
NAME = Text("คอลัมน์", "Column")
TABLE = Table(
    "person",
    NAME,
    ("key",),
    (
        Column("key", ("k",), "text", NAME),
        Column("income", ("i",), "baht", NAME),
        Column("works", ("w",), "yes_no", NAME, blank_refused=True),
        Column("born", ("b",), "birth_be", NAME, bad_is_unknown=True),
        Column("number", ("n",), "thai_id", NAME, personal=True),
    ),
)
# More rows than one thread of the engine takes at once: they come back in any order.
ROWS = 12_000


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "2"}) as connection:
        yield connection


def drawn(seed: int, texts: int) -> pa.Table:
    """Cells of which some are wrong; the key column has so many different texts."""
    rng = random.Random(seed)  # noqa: S311
    dates = [f"{day}/{month}/25{year}" for day in range(1, 32) for month in range(1, 13) for year in (1, 40)]
    status = [rng.choice((0, 1, 1, 2)) for _ in range(ROWS)]
    return pa.table(
        {
            "x_key": [f"{row % texts}" if row % 97 else None for row in range(ROWS)],
            "x_income": [rng.choice(("1", "2,500", "x", "-1", "๙", None)) for _ in range(ROWS)],
            "x_works": [rng.choice(("1", "0", "0", "9", None)) for _ in range(ROWS)],
            "x_born": [rng.choice((*dates, "31/2/2540", "0/0/2490", None)) for _ in range(ROWS)],
            "x_number": pa.array(status, pa.int8()),
            "k_number": [f"{row:032x}" if status[row] == 1 else None for row in range(ROWS)],
        }
    )


def row_by_row(
    connection: duckdb.DuckDBPyConnection, batch: pa.Table, table: Table = TABLE
) -> list[tuple[object, ...]]:
    """Each row's facts and problems, by the SQL over all columns and rows at once."""
    checks = checks_of(table, ASKED)
    facts = ", ".join(f'"{name}"' for check in checks for name in check.values)
    for name, kind in (("x_number", pa.int8()), ("k_number", pa.string())):
        if name not in batch.column_names:
            batch = batch.append_column(name, pa.nulls(len(batch), kind))
    connection.register("numbered", batch.append_column("place", pa.array(range(len(batch)))))
    rows = typed(checks, batch.column_names, "numbered")
    found = connection.execute(
        f"SELECT {facts}, {problem_list(table, checks)} FROM ({rows}) ORDER BY place"
    ).fetchall()
    return [(*row[:-1], sorted(map(repr, row[-1]))) for row in found]


def read(values: TableValues, batch: pa.Table) -> list[tuple[object, ...]]:
    readings = values.read(batch)
    problems: list[list[str]] = [[] for _ in range(len(batch))]
    for reading in readings:
        for place, problem in zip(reading.faulty, reading.problems.to_pylist(), strict=True):
            problems[place].append(repr(problem))
    facts = [column.to_pylist() for reading in readings for column in reading.facts.values()]
    return [(*row, sorted(told)) for *row, told in zip(*facts, problems, strict=True)]


@pytest.mark.parametrize("texts", [40, 5_000, ROWS])
def test_each_text_read_once_is_every_row_read_by_itself(
    connection: duckdb.DuckDBPyConnection, texts: int
) -> None:
    values = TableValues(connection, TABLE, checks_of(TABLE, ASKED))
    for seed in range(3):
        batch = drawn(seed, texts)
        assert read(values, batch) == row_by_row(connection, batch)


def test_more_texts_than_are_remembered_are_read_anew(connection: duckdb.DuckDBPyConnection) -> None:
    values = TableValues(connection, TABLE, checks_of(TABLE, ASKED))
    for first in range(0, 5 * MOST_REMEMBERED, 7_000):
        batch = pa.table(
            {"x_works": ["1"] * ROWS, "x_income": [f"{first + row % 7_000}" for row in range(ROWS)]}
        )
        assert read(values, batch) == row_by_row(connection, batch)
        assert len(values.texts["income"]) <= MOST_REMEMBERED


def test_rows_that_say_the_same_have_one_number_and_others_have_not(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    values = TableValues(connection, TABLE, checks_of(TABLE, ASKED))
    batch = drawn(1, 40)
    rows = read(values, batch)
    content = np.sum([reading.content for reading in values.read(batch)], axis=0)
    numbers: dict[tuple[object, ...], set[int]] = {}
    for row, number in zip(rows, content.tolist(), strict=True):
        numbers.setdefault(tuple(row[:-1]), set()).add(number)
    assert all(len(each) == 1 for each in numbers.values())
    assert len({number for each in numbers.values() for number in each}) == len(numbers)


def test_a_column_the_file_lacks_is_unknown_in_every_row(connection: duckdb.DuckDBPyConnection) -> None:
    values = TableValues(connection, TABLE, checks_of(TABLE, ASKED))
    batch = pa.table({"x_key": ["1", "2"]})
    assert read(values, batch) == row_by_row(connection, batch)


class Backwards:
    """An engine that hands over its rows in another order, as two threads may."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.register, self.unregister = connection.register, connection.unregister
        self.connection = connection

    def sql(self, query: str) -> Backwards:
        self.found = self.connection.sql(query).to_arrow_table()
        return self

    def to_arrow_table(self) -> pa.Table:
        return self.found.take(list(reversed(range(len(self.found)))))


@pytest.mark.parametrize("texts", [40, ROWS])
def test_rows_that_come_back_in_another_order_keep_their_places(
    connection: duckdb.DuckDBPyConnection, texts: int
) -> None:
    values = TableValues(Backwards(connection), TABLE, checks_of(TABLE, ASKED))
    batch = drawn(1, texts)
    assert read(values, batch) == row_by_row(connection, batch)
