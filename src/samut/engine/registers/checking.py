"""A table that is in Parquet already, checked as an import checks it: which row has which problems.

Its columns are those of a file, found by their headers. Groups of rows are checked side by side, column
by column; rows whose key may occur again are then staged as an import stages them. Nothing of the table
is kept, and no number or name comes into the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samut.engine.lake import SPILL, THREADS, Lake, whole_folder
from samut.engine.registers.cells import clean_coded
from samut.engine.registers.checked_columns import PROBLEMS, CheckedColumn, cleaned
from samut.engine.registers.checks import Asked, Check
from samut.engine.registers.columns import Matched, match_columns
from samut.engine.registers.intake import as_columns
from samut.engine.registers.personal import bare_numbers
from samut.engine.registers.profile import Profile, Table
from samut.engine.registers.reading import RowBatch, SourceFile
from samut.engine.registers.reading.sheets import cell_text
from samut.engine.registers.reading.source import FileKind
from samut.engine.registers.spelling import derived_cells
from samut.engine.registers.staging import CONFLICT, Staging
from samut.engine.workspace import Workspace
from samut.rules.thai_dates import from_be

# Beyond so many bytes a row, the texts of a column are taken to differ from row to row.
BYTES_OF_REPEATING = 4
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class CheckReport:
    """What is wrong in a table, row by row. Wholly empty rows are none.

    Rows: `problems` has one for each problem: row (from 1), code, column, detail, refused.
    """

    rows: int
    faulty_rows: int
    problems_by_code: dict[str, int] = field(hash=False)
    problems: pa.Table


@dataclass(frozen=True)
class _Group:
    """What one group of rows says: problems, a hash of each row's key, and which rows are empty."""

    problems: pa.Table
    keys: npt.NDArray[np.uint64]
    empty: Numbers


def check_table(
    workspace: Workspace, profile: Profile, table: Table, path: Path, *, edition: int, today: date
) -> CheckReport:
    """Every problem of every row of a Parquet file of text, and keys that occur again.

    Raises: IMPORT_006 where a column is missing, IMPORT_017 where one is there twice.
    """
    lake = Lake(workspace)
    # Households without members, or the other way round, are found only where both are imported.
    alone = replace(profile, tables=(replace(table, belongs_to=None),))
    file = _Table(path, alone)
    with (
        whole_folder(lake.root, lake.root / "checked") as draft,
        lake.connect(draft / SPILL) as connection,
    ):
        staging = Staging(connection, alone, Asked(today, from_be(edition)), draft / SPILL / "rows")
        staging.learn_areas(lake)
        staging.present[table.id] = False
        groups = _checked_groups(connection, file, staging.checks[table.id])
        problems = pa.concat_tables([PROBLEMS.empty_table(), *(each.problems for each in groups)])
        refused = problems.filter(problems["refused"])["row"].to_numpy() - 1
        hashes = np.concatenate([each.keys for each in groups])
        again = _repeated(staging, lake, file, _occurring_again(hashes, refused))
        empty = sum(len(each.empty) for each in groups)
        return _report(pa.concat_tables([problems, again]), file.rows - empty)


class _Table:
    """A Parquet file, and which of its columns is which fact."""

    def __init__(self, path: Path, profile: Profile) -> None:
        self.path = path
        self.metadata = pq.read_metadata(path)
        names = tuple(self.metadata.schema.to_arrow_schema().names)
        source = SourceFile(path, "", FileKind.PARQUET, "", ",", names, 0, self.metadata.num_rows)
        self.names = names
        self.rows = self.metadata.num_rows
        self.matched: Matched = match_columns(source, profile)
        self.table = profile.tables[0]
        self.place_of = dict(self.matched.positions)
        starts = np.cumsum([0, *(self.metadata.row_group(each).num_rows for each in self.groups)])
        self.starts: Numbers = starts.astype(np.int64)

    @property
    def groups(self) -> range:
        return range(self.metadata.num_row_groups)

    def read(self, group: int, facts: Sequence[str]) -> dict[str, pa.Array]:
        """The cells of these facts: texts, coded where they repeat. Nothing written is ""."""
        stored = {name: self.names[self.place_of[name]] for name in facts}
        coded = [stored[name] for name in facts if self._repeats(group, name)]
        file = pq.ParquetFile(self.path, metadata=self.metadata, read_dictionary=coded)
        rows = file.read_row_group(group, columns=list(stored.values()), use_threads=False)
        return {name: _as_text(rows[stored[name]]) for name in facts}

    def rows_of(self, group: int) -> RowBatch:
        """All cells of a group, as reading hands them over."""
        file = pq.ParquetFile(self.path, metadata=self.metadata)
        rows = file.read_row_group(group, use_threads=False)
        numbers = pa.array(np.arange(len(rows), dtype=np.int64) + self.starts[group] + 1)
        cells = tuple(_as_text(rows.column(place)) for place in range(rows.num_columns))
        return RowBatch(numbers, cells, pa.array(np.zeros(len(rows), bool)))

    def _repeats(self, group: int, fact: str) -> bool:
        """Whether a column's texts repeat: written once each, they take few bytes a row."""
        column = self.metadata.row_group(group).column(self.place_of[fact])
        return bool(column.total_uncompressed_size <= BYTES_OF_REPEATING * column.num_values)


def _checked_groups(
    connection: duckdb.DuckDBPyConnection, file: _Table, checks: Sequence[Check]
) -> list[_Group]:
    columns = [CheckedColumn(file.table, each) for each in checks]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(partial(_checked_group, connection, file, columns), file.groups))


def _checked_group(
    connection: duckdb.DuckDBPyConnection, file: _Table, columns: Sequence[CheckedColumn], group: int
) -> _Group:
    sources = [source for each in file.table.derived for source in each.sources]
    names = [*(each.check.column.name for each in columns), *file.table.key, *sources]
    cells = file.read(group, [name for name in dict.fromkeys(names) if name in file.place_of])
    compared = _as_compared(file.table, cells)
    nothing = _nothing(file.metadata.row_group(group).num_rows)
    with connection.cursor() as own:
        found = [each.problems(compared.get(each.check.column.name, nothing), own) for each in columns]
        hashes = _key_hashes(own, [compared.get(name, nothing) for name in file.table.key])
    keys = [cells.get(name, nothing) for name in file.table.key]
    problems = pa.concat_tables([PROBLEMS.empty_table(), *found])
    empty = _empty_rows(file, group, keys)
    if len(empty):
        problems = problems.filter(pc.invert(pc.is_in(problems["row"], pa.array(empty))))
    rows = pc.add(problems["row"], int(file.starts[group]) + 1)
    return _Group(problems.set_column(0, "row", rows), hashes, empty)


def _as_compared(table: Table, cells: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """Persons' numbers as they are compared, and the columns that are made of others."""
    made = {
        name: bare_numbers(_plain(each))
        for name, each in cells.items()
        if table.column(name).kind == "thai_id"
    }
    if table.derived:
        sources = {name: clean_coded(_plain(each)) for name, each in cells.items() if name not in made}
        for name, derived in derived_cells(table, sources).items():
            texts = derived.dictionary.take(derived.indices).fill_null("")
            made[name] = texts.dictionary_encode()
    return {**cells, **made}


def _nothing(rows: int) -> pa.DictionaryArray:
    """The cells of a column that the file does not have."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([""]))


def _key_hashes(connection: duckdb.DuckDBPyConnection, key: Sequence[pa.Array]) -> npt.NDArray[np.uint64]:
    """A number of each row that is equal for equal keys."""
    columns = {f"key_{place}": cleaned(_plain(each)) for place, each in enumerate(key)}
    connection.register("key_batch", pa.table({"place": np.arange(len(key[0])), **columns}))
    names = ", ".join(columns)
    found = connection.sql(f"SELECT place, hash({names}) AS hash FROM key_batch").to_arrow_table()
    connection.unregister("key_batch")
    hashes = np.empty(len(found), np.uint64)
    hashes[found["place"].to_numpy()] = found["hash"].to_numpy()
    return hashes


def _empty_rows(file: _Table, group: int, key: Sequence[pa.Array]) -> Numbers:
    """The rows in which nothing at all is written: an import does not see them."""
    blank = np.ones(len(key[0]), bool)
    for cells in key:
        blank &= _is_blank(cells)
    if blank.any():
        for cells in file.rows_of(group).cells:
            blank &= _is_blank(cells)
    return np.flatnonzero(blank)


def _occurring_again(hashes: npt.NDArray[np.uint64], refused: Numbers) -> Numbers:
    """The rows, from 0, whose hash another row has that is not refused either."""
    sound = np.ones(len(hashes), bool)
    sound[refused] = False
    ordered = np.sort(hashes[sound])
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return np.flatnonzero(sound & np.isin(hashes, again)) if len(again) else np.empty(0, np.int64)


def _repeated(staging: Staging, lake: Lake, file: _Table, rows: Numbers) -> pa.Table:
    """Which of these rows contradict an earlier row of their key: they are staged as in an import."""
    if len(rows) == 0:
        return PROBLEMS.empty_table()
    for group in file.groups:
        first, end = file.starts[group], file.starts[group + 1]
        here = rows[(rows >= first) & (rows < end)] - first
        batch = file.rows_of(group).only(pa.array(here)) if len(here) else None
        if batch is not None:
            staging.add(file.table, 0, as_columns(batch, file.matched, lake.keys))
    staging.decide()
    return (
        staging.connection.sql(
            'SELECT source_row::BIGINT AS "row", code, "column", detail, refused FROM problem '
            f"WHERE code = '{CONFLICT}'"
        )
        .to_arrow_table()
        .cast(PROBLEMS)
    )


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, as text or as coded text."""
    whole = column.combine_chunks()
    cells = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    kind = cells.type.value_type if isinstance(cells, pa.DictionaryArray) else cells.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind)):
        return pa.array([cell_text(value) for value in cells.to_pylist()], pa.string())
    if pa.types.is_string(kind) and not cells.null_count:
        return cells
    return _plain(cells).cast(pa.string()).fill_null("")


def _plain(cells: pa.Array) -> pa.Array:
    return cells.dictionary_decode() if isinstance(cells, pa.DictionaryArray) else cells


def _is_blank(cells: pa.Array) -> npt.NDArray[np.bool_]:
    return pc.equal(_plain(cells), "").to_numpy(zero_copy_only=False)


def _report(problems: pa.Table, rows: int) -> CheckReport:
    ordered = problems.sort_by([("row", "ascending"), ("code", "ascending"), ("column", "ascending")])
    counted = {each["values"]: each["counts"] for each in pc.value_counts(ordered["code"]).to_pylist()}
    return CheckReport(rows, len(pc.unique(ordered["row"])), dict(sorted(counted.items())), ordered)
