"""The same households put to the reference engine and to DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.words import words_sql
from samut.rules.policy import IndicatorSet
from samut.rules.policy_files import Facts
from samut.rules.reference import assess, words
from samut.rules.status import Words


def arrow_table(indicator_set: IndicatorSet, households: Sequence[Facts]) -> pa.Table:
    """The households as the lake would hold them: a column for each fact, typed by its kind."""
    columns = {}
    for name in indicator_set.fact_labels:
        values = [household.get(name) for household in households]
        columns[name] = pa.array(values, type=column_type(name, values))
    columns["household_no"] = pa.array(range(len(households)), type=pa.int64())
    return pa.table(columns)


def column_type(name: str, values: Sequence[object]) -> pa.DataType:
    if name.endswith("_baht") or name == "member_count":
        return pa.int64()
    if name.endswith(("_count", "_score")):
        return pa.int32()
    if any(isinstance(value, bool) for value in values):
        return pa.bool_()
    return pa.bool_() if all(value is None for value in values) else pa.infer_type(values)


def words_by_duckdb(indicator_set: IndicatorSet, on: date, households: Sequence[Facts]) -> list[Words]:
    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        connection.register("facts_of_test", arrow_table(indicator_set, households))
        sql = words_sql(indicator_set, on, "facts_of_test", keep=("household_no",))
        rows = connection.execute(f"SELECT deprived, known, applies FROM ({sql}) ORDER BY household_no")
        assert [kind[1] for kind in rows.description] == ["BIGINT"] * 3
        return [Words(*row) for row in rows.fetchall()]


def words_by_reference(indicator_set: IndicatorSet, on: date, households: Sequence[Facts]) -> list[Words]:
    return [words(assess(household, indicator_set, on), indicator_set) for household in households]


ENGINES = {"reference": words_by_reference, "duckdb": words_by_duckdb}


# A CSV file with all that is awkward in one, and the rows every engine must read in it.
AWKWARD_CSV = '\ufeff"เลขที่","a ""b"" \'c\'",,d\r\n007,"มี, ""คำ""\nใหม่",,1\r\n,""," x ",NaN\r\n'.encode()
AWKWARD_ROWS = [
    {"เลขที่": "007", "a \"b\" 'c'": 'มี, "คำ"\nใหม่', "column2": None, "d": "1"},
    {"เลขที่": None, "a \"b\" 'c'": None, "column2": " x ", "d": "NaN"},
]

# A table in a folder by province, as the lake writes such.
_TYPED = [(2**62, True, 3, 0.5, "01"), (2**62 + 1, None, None, None, "90")]
TYPED_ROWS = [
    {"เลขที่": number, "yes": yes, "few": few, "weight": weight, "day": date(2018, 1, 1), "province": province}
    for number, yes, few, weight, province in _TYPED
]
TYPES = {
    "เลขที่": "bigint",
    "yes": "boolean",
    "few": "int",
    "weight": "double",
    "day": "date",
    "province": "text",
}


def write_typed(folder: Path) -> None:
    kinds = [pa.int64(), pa.bool_(), pa.int32(), pa.float64(), pa.date32()]
    schema = pa.schema(list(zip(list(TYPES)[:-1], kinds, strict=True)))
    for row in TYPED_ROWS:
        part = folder / f"province={row['province']}"
        part.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist([row], schema=schema), part / "part.parquet")
