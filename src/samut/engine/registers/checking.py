"""A table that is in Parquet already, checked as an import checks it: which row has which problems.

Its columns are those of a file, found by their headers, and its cells are text. Answers repeat: each
different value of a column is checked once, by the same SQL as in an import, and rows are asked only
which value they have. Nothing is written and no number or name comes into the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samut.engine.lake import SPILL, Lake, quoted, whole_folder
from samut.engine.registers.cells import clean_column
from samut.engine.registers.checks import Check, problem_list, typed
from samut.engine.registers.personal import bare_numbers, number_status
from samut.engine.registers.profile import Profile, Table
from samut.engine.registers.reading import normal_header
from samut.engine.registers.staging import CONFLICT, Staging
from samut.engine.workspace import Workspace

# A column with more values than this in a group of rows is looked through anew in each.
MOST_REMEMBERED = 20_000
_FOUND = pa.schema(
    [
        ("row", pa.int64()),
        ("code", pa.string()),
        ("column", pa.string()),
        ("detail", pa.string()),
        ("refused", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class CheckReport:
    """What is wrong in a table, row by row.

    Rows: `problems` has one for each problem: row (from 1), code, column, detail, refused.
    """

    rows: int
    faulty_rows: int
    problems_by_code: dict[str, int] = field(hash=False)
    problems: pa.Table


def check_table(
    workspace: Workspace, profile: Profile, table: Table, path: Path, *, today: date
) -> CheckReport:
    """Every problem of every row of a Parquet file of text, and keys that occur again."""
    lake = Lake(workspace)
    with (
        whole_folder(lake.root, lake.root / "checked") as draft,
        lake.connect(draft / SPILL) as connection,
    ):
        staging = Staging(connection, profile, today, draft / SPILL)
        staging.learn_areas(lake)
        connection.execute("CREATE TABLE key (row BIGINT, key_hash UBIGINT)")
        columns = [_Column(connection, table, each) for each in staging.checks[table.id]]
        found = list(_problems(connection, path, table, columns))
        problems = pa.concat_tables([_FOUND.empty_table(), *found])
        problems = pa.concat_tables([problems, _repeated(connection, table, problems)])
        return _report(problems, pq.read_metadata(path).num_rows)


class _Column:
    """One column and what is known of its values so far: which are wrong, and how."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, check: Check) -> None:
        self.connection = connection
        self.table = table
        self.check = check
        self.known = pa.array([], pa.string())
        self.wrong = _FOUND.empty_table().append_column("value", pa.array([], pa.string()))

    def problems(self, cells: pa.DictionaryArray, first_row: int) -> pa.Table | None:
        """The problems of these rows."""
        wrong = self._wrong_of(cells.dictionary)
        if len(wrong) == 0:
            return None
        # Which of the wrong values each value is, then which each row has.
        of_value = pc.index_in(cells.dictionary, wrong["value"].combine_chunks())
        of_row = of_value.take(cells.indices)
        rows = np.flatnonzero(of_row.is_valid().to_numpy(zero_copy_only=False))
        if cells.null_count and self.check.column.name in self.table.key:
            rows = np.union1d(rows, np.flatnonzero(cells.is_null().to_numpy(zero_copy_only=False)))
        told = wrong.take(of_row.take(pa.array(rows)))
        return told.set_column(0, "row", pa.array(rows + first_row)).select(_FOUND.names)

    def _wrong_of(self, values: pa.Array) -> pa.Table:
        if len(values) > MOST_REMEMBERED:
            return self._checked(values)
        unseen = values.filter(pc.invert(pc.is_in(values, self.known)))
        if len(unseen):
            self.known = pa.concat_arrays([self.known, unseen])
            self.wrong = pa.concat_tables([self.wrong, self._checked(unseen)]).combine_chunks()
        return self.wrong

    def _checked(self, values: pa.Array) -> pa.Table:
        """The problems of these values, as an import would find them."""
        name = self.check.column.name
        places = pa.array(np.arange(len(values), dtype=np.int64))
        batch: dict[str, pa.Array] = {"place": places, "ragged": pa.array(np.zeros(len(values), bool))}
        if self.check.column.kind == "thai_id":
            batch[f"x_{name}"] = number_status(bare_numbers(values))
            batch[f"k_{name}"] = pa.nulls(len(values), pa.string())
        else:
            batch[f"x_{name}"] = clean_column(values)
        self.connection.register("batch", pa.table(batch))
        found = self.connection.execute(
            f"SELECT place AS row, p.code, p.column, p.detail, p.refused FROM (SELECT place, "
            f"unnest({problem_list(self.table, [self.check])}) AS p "
            f"FROM ({typed([self.check], list(batch))}))"
        ).to_arrow_table()
        self.connection.unregister("batch")
        found = found.cast(_FOUND)
        return found.append_column("value", values.take(found["row"].combine_chunks()))


def _problems(
    connection: duckdb.DuckDBPyConnection, path: Path, table: Table, columns: list[_Column]
) -> Iterator[pa.Table]:
    """The problems of one group of rows after the other."""
    stored = {normal_header(name): name for name in pq.read_schema(path).names}
    named = {
        each.name: next(
            (stored[found] for found in map(normal_header, each.headers) if found in stored), None
        )
        for each in table.columns
    }
    wanted = [header for header in named.values() if header is not None]
    file = pq.ParquetFile(path, read_dictionary=wanted)
    first_row = 1
    for group in range(file.metadata.num_row_groups):
        rows = file.read_row_group(group, columns=wanted)
        for column in columns:
            header = named[column.check.column.name]
            if header is None:
                continue
            cells = rows[header].combine_chunks()
            cells = cells.chunk(0) if isinstance(cells, pa.ChunkedArray) else cells
            found = column.problems(cells, first_row)
            if found is not None and len(found):
                yield found
        _keep_keys(
            connection, table, {name: rows[header] for name, header in named.items() if header}, first_row
        )
        first_row += len(rows)


def _keep_keys(
    connection: duckdb.DuckDBPyConnection, table: Table, cells: dict[str, pa.ChunkedArray], first_row: int
) -> None:
    keys: dict[str, pa.Array] = {}
    for name in table.key:
        texts = cells[name].combine_chunks().dictionary_decode()
        keys[name] = bare_numbers(texts) if table.column(name).kind == "thai_id" else clean_column(texts)
    count = len(next(iter(keys.values())))
    rows = pa.table({"row": pa.array(np.arange(first_row, first_row + count)), **keys})
    connection.register("batch", rows)
    hashed = ", ".join(map(quoted, table.key))
    connection.execute(f'INSERT INTO key SELECT "row", hash({hashed}) FROM batch')
    connection.unregister("batch")


def _repeated(connection: duckdb.DuckDBPyConnection, table: Table, problems: pa.Table) -> pa.Table:
    """Rows whose key an earlier sound row has. By 64 bits of hash: two keys in 10¹² rows may collide."""
    connection.register("refused_rows", problems.filter(problems["refused"]).select(["row"]))
    found = connection.execute(
        'SELECT "row", place FROM (SELECT "row", row_number() OVER '
        '(PARTITION BY key_hash ORDER BY "row") AS place '
        'FROM (SELECT * FROM key ANTI JOIN refused_rows USING ("row")) WHERE key_hash IN '
        "(SELECT key_hash FROM key GROUP BY key_hash HAVING count(*) > 1)) WHERE place > 1"
    ).to_arrow_table()
    again = len(found)
    return pa.table(
        [found["row"], [CONFLICT] * again, [table.key[0]] * again, [""] * again, [True] * again],
        schema=_FOUND,
    )


def _report(problems: pa.Table, rows: int) -> CheckReport:
    ordered = problems.sort_by([("row", "ascending"), ("code", "ascending"), ("column", "ascending")])
    counted = {each["values"]: each["counts"] for each in pc.value_counts(ordered["code"]).to_pylist()}
    return CheckReport(rows, len(pc.unique(ordered["row"])), dict(sorted(counted.items())), ordered)
