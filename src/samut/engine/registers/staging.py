"""Deciding over all rows of an import: what is taken in, what is known already, what is refused.

Batches of text become typed rows, put aside on disk as they come, and a table of problems; then keys
are compared within the files and with the lake, and households with members. No table is ever whole
in memory: what DuckDB keeps are the problems and the rows that are not taken in, which are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import geothai
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.areas import abolished_codes, all_areas, villages
from samut.engine.lake import Lake, parquet, quoted
from samut.engine.registers.checks import RAGGED, Asked, Check, checks_of, quote
from samut.engine.registers.profile import Profile, Table
from samut.engine.registers.values import PROBLEM, Reading, TableValues

CONFLICT = "IMPORT_040"
NO_MEMBERS = "IMPORT_041"
NO_HOUSEHOLD = "IMPORT_042"
HOUSEHOLD_REFUSED = "IMPORT_043"
MEMBERS_REFUSED = "IMPORT_044"
# What the put-aside rows have besides what the lake keeps: it tells whether a sealed identity changed.
MARK = "identity_mark"
RAGGED_PROBLEM = {"code": RAGGED, "column": "", "detail": "", "refused": True}


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one file."""

    rows: int
    accepted: int
    quarantined: int
    duplicates: int


class Staging:
    """The rows of one import between file and lake. `aside`: the folder that holds them meanwhile."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, profile: Profile, asked: Asked, aside: Path
    ) -> None:
        self.connection = connection
        self.profile = profile
        self.aside = aside
        self.parts: dict[str, int] = {}
        self.present: dict[str, bool] = {}
        self.checks: dict[str, list[Check]] = {each.id: checks_of(each, asked) for each in profile.tables}
        self.values: dict[str, TableValues] = {}
        connection.execute(
            'CREATE TABLE problem ("table" VARCHAR, source_order INTEGER, source_row INTEGER, '
            'code VARCHAR, "column" VARCHAR, detail VARCHAR, refused BOOLEAN)'
        )
        connection.execute(
            'CREATE TABLE verdict ("table" VARCHAR, source_order INTEGER, source_row INTEGER, '
            "verdict VARCHAR)"
        )

    def learn_areas(self, lake: Lake) -> None:
        """Bring the area codes in force, the abolished ones and the lake's villages into reach."""
        listed = sorted(villages(lake.workspace))
        gone = abolished_codes()
        self._code_table("live_province", [each.code for each in geothai.provinces()])
        self._code_table("live_amphoe", [code for code in all_areas() if len(code) == 4])
        self._code_table("live_tambon", [code for code in all_areas() if len(code) == 6])
        self._code_table("listed_village", listed)
        self._code_table("listed_tambon", sorted({code[:6] for code in listed}))
        successors = [each.replace(" ", ", ") or "?" for each in gone.values()]
        table = pa.table({"code": list(gone), "successors": successors})
        self._table_from("abolished", table)

    def learn_present(self, lake: Lake, edition: int) -> None:
        """Bring the keys the lake already has into reach: present_<table>."""
        for table in self.profile.tables:
            name = quoted(f"present_{table.id}")
            key = _columns(table.key)
            self.present[table.id] = lake.has_table(self.profile.register, table.stored_id, edition)
            if not self.present[table.id]:
                empty = ", ".join(f"'' AS {quoted(each)}" for each in table.key)
                query = f"SELECT {empty}, 0::BIGINT AS content_hash WHERE false"
            else:
                view = lake.view(self.profile.register, table.stored_id, edition)
                part = f"WHERE part = {quote(table.id)}" if table.melted_into else ""
                query = f"SELECT DISTINCT {key}, content_hash FROM {view} {part}"
            self.connection.execute(f"CREATE TABLE {name} AS {query}")

    def add(self, table: Table, source_order: int, batch: pa.Table) -> None:
        """Take in a batch: source_row, ragged, x_<fact> cleaned cells and the sealed columns."""
        if table.id not in self.values:
            self.values[table.id] = TableValues(self.connection, table, self.checks[table.id])
        readings = self.values[table.id].read(batch)
        self._put_aside(table, source_order, batch, readings)
        self._note_problems(table, source_order, batch, readings)

    def _put_aside(
        self, table: Table, source_order: int, batch: pa.Table, readings: Sequence[Reading]
    ) -> None:
        """Write the batch's facts, in order, beside what is sealed already."""
        content = sum((each.content for each in readings), np.zeros(len(batch), np.int64))
        columns: dict[str, pa.Array] = {}
        for reading in readings:
            columns.update(reading.facts)
        for name in ("household_id", "identity", MARK):
            if name in batch.column_names:
                columns[name] = batch[name]
        if MARK in batch.column_names:
            content = content + _as_numbers(batch[MARK])
        columns["source_order"] = pa.array(np.full(len(batch), source_order, np.int32))
        columns["source_row"] = batch["source_row"]
        columns["content_hash"] = pa.array(content)
        folder = self.aside / table.id
        folder.mkdir(parents=True, exist_ok=True)
        self.parts[table.id] = self.parts.get(table.id, 0) + 1
        pq.write_table(pa.table(columns), folder / f"{self.parts[table.id]:06d}.parquet", compression="lz4")

    def _note_problems(
        self, table: Table, source_order: int, batch: pa.Table, readings: Sequence[Reading]
    ) -> None:
        rows = batch["source_row"].combine_chunks()
        ragged = np.flatnonzero(batch["ragged"].to_numpy())
        found = [_problem_rows(rows, ragged, pa.array([RAGGED_PROBLEM] * len(ragged), PROBLEM))]
        found += [_problem_rows(rows, each.faulty, each.problems) for each in readings if len(each.faulty)]
        problems = pa.concat_tables(found)
        if len(problems) == 0:
            return
        self.connection.register("batch", problems)
        self.connection.execute(
            f"INSERT INTO problem SELECT {quote(table.id)}, {source_order}, source_row, code, "
            '"column", detail, refused FROM batch ORDER BY source_row'
        )
        self.connection.unregister("batch")

    def staged(self, table: Table) -> str:
        """SQL of the rows put aside, in the order of the files. A later file may lack a column."""
        files = ", ".join(
            quote(str(self.aside / table.id / f"{part + 1:06d}.parquet"))
            for part in range(self.parts[table.id])
        )
        return f"read_parquet([{files}], union_by_name = true)"

    def has_staged(self, table: Table) -> bool:
        return table.id in self.parts

    def decide(self) -> None:
        """Give every row that is not taken in its verdict: duplicate or quarantined."""
        staged = [each for each in self.profile.tables if self.has_staged(each)]
        for table in staged:
            self._compare_keys(table)
        for table in self.profile.tables:
            if table.belongs_to is not None:
                self._match_members(self.profile.table(table.belongs_to), table)
        self.connection.execute(
            'CREATE OR REPLACE TEMP TABLE refused AS SELECT DISTINCT "table", source_order, source_row '
            "FROM problem WHERE refused"
        )
        self.connection.execute(
            'DELETE FROM verdict WHERE ("table", source_order, source_row) IN '
            '(SELECT ("table", source_order, source_row) FROM refused)'
        )
        self.connection.execute("INSERT INTO verdict SELECT *, 'quarantined' FROM refused")

    def counts(self, table: Table, source_order: int) -> Counts:
        """What became of a file's rows. The three add up to the rows, or the import stops."""
        if not self.has_staged(table):
            return Counts(0, 0, 0, 0)
        rows = self._number(f"SELECT count(*) FROM {self.staged(table)} WHERE source_order = {source_order}")
        found = dict(
            self.connection.execute(
                'SELECT verdict, count(*) FROM verdict WHERE "table" = ? AND source_order = ? GROUP BY ALL',
                [table.id, source_order],
            ).fetchall()
        )
        quarantined, duplicates = found.pop("quarantined", 0), found.pop("duplicate", 0)
        if found or rows < quarantined + duplicates:
            raise AssertionError(f"{table.id}: {rows} rows, {quarantined}, {duplicates}, {found}")
        return Counts(rows, rows - quarantined - duplicates, quarantined, duplicates)

    def accepted(self, table: Table) -> str:
        """SQL of the accepted rows of a table, in the order of the files."""
        return (
            f"SELECT s.* {self._besides(table)} FROM {self.staged(table)} s ANTI JOIN "
            f'(SELECT source_order, source_row FROM verdict WHERE "table" = {quote(table.id)}) v '
            "ON s.source_order = v.source_order AND s.source_row = v.source_row"
        )

    def accepted_rows(self, table: Table) -> int:
        """How many rows of a table are taken in."""
        if not self.has_staged(table):
            return 0
        others = self._number(f'SELECT count(*) FROM verdict WHERE "table" = {quote(table.id)}')
        return self.staged_rows(table) - others

    def staged_rows(self, table: Table) -> int:
        return self._number(f"SELECT count(*) FROM {self.staged(table)}")

    def refused_rows(self, table: Table) -> int:
        return self._number(f'SELECT count(*) FROM refused WHERE "table" = {quote(table.id)}')

    def one_row_per_key(self, table: Table) -> str:
        """SQL of what an edition made of these rows alone would say: of each key the row that counts.

        Within a file that is the first, among files the last. Refused rows are none.
        """
        key = _columns(table.key)
        rows = (
            f"SELECT * FROM {self.staged(table)} ANTI JOIN (SELECT source_order, source_row FROM refused "
            f'WHERE "table" = {quote(table.id)}) USING (source_order, source_row)'
        )
        if not self._number(f"SELECT count(*) - count(DISTINCT hash({key})) FROM ({rows})"):
            return rows
        return (
            f"SELECT * FROM ({rows}) QUALIFY row_number() OVER (PARTITION BY {key} "
            "ORDER BY source_order DESC, source_row) = 1"
        )

    def problems_by_code(self) -> dict[str, int]:
        rows = self.connection.execute(
            "SELECT code, count(*) FROM problem GROUP BY code ORDER BY code"
        ).fetchall()
        return dict(rows)

    def problem_columns(self) -> list[tuple[str, str, str, int]]:
        """(table, code, column, how often), the most frequent first."""
        return self.connection.execute(
            'SELECT "table", code, "column", count(*) FROM problem GROUP BY ALL ORDER BY 4 DESC, 1, 2, 3'
        ).fetchall()

    def quarantined_rows(self, source_order: int) -> list[int]:
        return [
            row
            for (row,) in self.connection.execute(
                "SELECT source_row FROM verdict WHERE verdict = 'quarantined' AND source_order = ? "
                "ORDER BY source_row",
                [source_order],
            ).fetchall()
        ]

    def reasons(self) -> str:
        """SQL of each quarantined row's reasons, those that refused it first."""
        return (
            "SELECT \"table\", source_order, source_row, list({'code': code, 'column': \"column\", "
            "'detail': detail} ORDER BY refused DESC, code, \"column\") AS reasons "
            "FROM problem SEMI JOIN (SELECT * FROM verdict WHERE verdict = 'quarantined') USING "
            '("table", source_order, source_row) GROUP BY "table", source_order, source_row'
        )

    def warnings(self) -> str:
        """SQL of what was made unknown in rows that were taken in."""
        return (
            'SELECT "table", source_order, source_row, code, "column", detail FROM problem ANTI JOIN '
            'verdict USING ("table", source_order, source_row) '
            "ORDER BY ALL"
        )

    def _compare_keys(self, table: Table) -> None:
        """Find rows that say again what another row, or the lake, says, and rows that contradict one."""
        key, name = _columns(table.key), quote(table.id)
        self.connection.execute(
            f"CREATE TABLE {quoted(f'unsound_{table.id}')} AS SELECT DISTINCT source_order, source_row "
            f'FROM problem WHERE refused AND "table" = {name}'
        )
        # Equal keys have equal hashes: where no hash occurs twice, no key does, and that is the rule.
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT hash({key}) AS key_hash "
            f"FROM {self._sound(table)} GROUP BY key_hash HAVING count(*) > 1"
        )
        if self._number("SELECT count(*) FROM repeated"):
            self._compare_repeated(table)
        else:
            self._compare_with_lake(table, self._sound(table))

    def _compare_repeated(self, table: Table) -> None:
        """The rows whose key may occur again are looked at in their order, the others need not be."""
        key, name = _columns(table.key), quote(table.id)
        self.connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE placed AS
            SELECT {key}, source_order, source_row, content_hash,
              row_number() OVER w AS place, first_value(content_hash) OVER w AS first_hash
            FROM {self._sound(table)} WHERE hash({key}) IN (SELECT key_hash FROM repeated)
            WINDOW w AS (PARTITION BY {key}, source_order ORDER BY source_row)
            """
        )
        self.connection.execute(
            f"INSERT INTO problem SELECT {name}, source_order, source_row, {quote(CONFLICT)}, "
            f"{quote(table.key[0])}, '', true FROM placed WHERE place > 1 AND content_hash <> first_hash"
        )
        self.connection.execute(
            f"INSERT INTO verdict SELECT {name}, source_order, source_row, 'duplicate' FROM placed "
            "WHERE place > 1 AND content_hash = first_hash"
        )
        # Of each file the first row of a key is compared with the file before it, else with the lake.
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE firsts AS SELECT {key}, source_order, source_row, content_hash, "
            f"lag(content_hash) OVER (PARTITION BY {key} ORDER BY source_order) AS earlier "
            "FROM placed WHERE place = 1"
        )
        self.connection.execute(
            f"INSERT INTO verdict SELECT {name}, source_order, source_row, 'duplicate' FROM firsts "
            "WHERE earlier = content_hash"
        )
        self._compare_with_lake(table, "(SELECT * FROM firsts WHERE earlier IS NULL)")
        self._compare_with_lake(
            table,
            f"(SELECT * FROM {self._sound(table)} WHERE hash({key}) NOT IN (SELECT key_hash FROM repeated))",
        )

    def _compare_with_lake(self, table: Table, rows: str) -> None:
        if self.present[table.id]:
            self.connection.execute(
                f"INSERT INTO verdict SELECT {quote(table.id)}, source_order, source_row, 'duplicate' "
                f"FROM {rows} came JOIN {quoted(f'present_{table.id}')} present "
                f"USING ({_columns(table.key)}) "
                "WHERE came.content_hash = present.content_hash"
            )

    def _sound(self, table: Table) -> str:
        """SQL of the keys of the rows that no check of their own cells refused."""
        return (
            f"(SELECT {_columns(table.key)}, source_order, source_row, content_hash "
            f"FROM {self.staged(table)} ANTI JOIN {quoted(f'unsound_{table.id}')} "
            "USING (source_order, source_row))"
        )

    def _match_members(self, parent: Table, child: Table) -> None:
        """Refuse members without their household, and households without members."""
        self._refuse_lonely(child, parent, parent.key, NO_HOUSEHOLD, HOUSEHOLD_REFUSED)
        self._refuse_lonely(parent, child, parent.key, NO_MEMBERS, MEMBERS_REFUSED)

    def _refuse_lonely(
        self, table: Table, other: Table, key: tuple[str, ...], missing: str, refused: str
    ) -> None:
        if not self.has_staged(table):
            return
        columns = _columns(key)
        there = f"SELECT {columns} FROM {quoted(f'present_{other.id}')}"
        came = f"SELECT {columns} FROM {quoted(f'present_{other.id}')} WHERE false"
        if self.has_staged(other):
            there += f" UNION ALL SELECT {columns} FROM {self._sound(other)}"
            came = f"SELECT DISTINCT {columns} FROM {self.staged(other)}"
        self.connection.execute(
            f"INSERT INTO problem SELECT {quote(table.id)}, source_order, source_row, "
            f"CASE WHEN came.{quoted(key[0])} IS NULL THEN {quote(missing)} ELSE {quote(refused)} END, "
            f"{quote(key[0])}, '', true "
            f"FROM (SELECT * FROM {self._sound(table)} "
            f"ANTI JOIN ({there}) USING ({columns})) lonely "
            f"LEFT JOIN ({came}) came USING ({columns})"
        )

    def _code_table(self, name: str, codes: list[str]) -> None:
        self._table_from(name, pa.table({"code": pa.array(codes, pa.string())}))

    def _table_from(self, name: str, rows: pa.Table) -> None:
        self.connection.register("incoming_codes", rows)
        self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming_codes")
        self.connection.unregister("incoming_codes")

    def _besides(self, table: Table) -> str:
        """SQL that leaves out what only the staging needs."""
        return f"EXCLUDE ({MARK})" if table.sealed else ""

    def _number(self, query: str) -> int:
        # All of it: an answer half read keeps what it was asked of in use.
        rows = self.connection.execute(query).fetchall()
        return int(rows[0][0])


def melted(table: Table, accepted: str) -> str:
    """SQL of wide rows as (key, figure, value) with their provenance; unknown figures have no row."""
    kept = (*table.key, "source_file", "source_row", "source_order", "content_hash")
    excluded = _columns(kept)
    return (
        f"SELECT {_columns(table.key)}, figure, value, {quote(table.id)} AS part, source_file, source_row, "
        f"source_order, content_hash FROM (UNPIVOT ({accepted}) ON COLUMNS(* EXCLUDE ({excluded})) "
        "INTO NAME figure VALUE value)"
    )


def unique_in(connection: duckdb.DuckDBPyConnection, path: object, key: Iterable[str]) -> bool:
    """Whether no key occurs twice in a Parquet file."""
    row = connection.execute(
        f"SELECT count(*) = count(DISTINCT ({_columns(key)})) FROM {parquet(path)}"  # type: ignore[arg-type]
    ).fetchone()
    return bool(row and row[0])


def _columns(names: Iterable[str]) -> str:
    return ", ".join(quoted(each) for each in names)


def _problem_rows(rows: pa.Array, places: npt.NDArray[np.int64], problems: pa.Array) -> pa.Table:
    """Problems with the number of the row that has each."""
    return pa.table([rows.take(pa.array(places)), *problems.flatten()], names=["source_row", *PROBLEM.names])


def _as_numbers(marks: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """The marks of sealed identities, eight bytes each, as numbers."""
    return np.frombuffer(b"".join(marks.to_pylist()), np.int64)
