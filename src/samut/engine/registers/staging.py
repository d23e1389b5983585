"""Deciding over all rows of an import: what is taken in, what is known already, what is refused.

Everything happens in one in-memory DuckDB: batches of text become typed rows and a table of
problems; then keys are compared within the file and with the lake, and households with members.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb
import geothai
import pyarrow as pa

from samut.engine.areas import abolished_codes, all_areas, villages
from samut.engine.lake import Lake, parquet, quoted
from samut.engine.registers.checks import (
    Check,
    any_problem,
    checks_of,
    problem_list,
    quote,
    value_columns,
)
from samut.engine.registers.profile import Profile, Table

CONFLICT = "IMPORT_040"
NO_MEMBERS = "IMPORT_041"
NO_HOUSEHOLD = "IMPORT_042"
HOUSEHOLD_REFUSED = "IMPORT_043"
MEMBERS_REFUSED = "IMPORT_044"


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one file."""

    rows: int
    accepted: int
    quarantined: int
    duplicates: int


class Staging:
    """The rows of one import between file and lake."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, profile: Profile, today: date) -> None:
        self.connection = connection
        self.profile = profile
        self.checks: dict[str, list[Check]] = {each.id: checks_of(each, today) for each in profile.tables}
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
            if not lake.has_table(self.profile.register, table.stored_id, edition):
                empty = ", ".join(f"'' AS {quoted(each)}" for each in table.key)
                query = f"SELECT {empty}, 0::BIGINT AS content_hash WHERE false"
            else:
                view = lake.view(self.profile.register, table.stored_id, edition)
                part = f"WHERE part = {quote(table.id)}" if table.melted_into else ""
                query = f"SELECT DISTINCT {key}, content_hash FROM {view} {part}"
            self.connection.execute(f"CREATE TABLE {name} AS {query}")

    def add(self, table: Table, source_order: int, batch: pa.Table) -> None:
        """Take in a batch: source_row, ragged, x_<fact> cleaned cells and the sealed columns."""
        checks = self.checks[table.id]
        self.connection.register("batch", batch)
        try:
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE typed AS {_typed(checks, batch.column_names)}"
            )
        finally:
            self.connection.unregister("batch")
        self.connection.execute(
            f"INSERT INTO problem SELECT {quote(table.id)}, {source_order}, source_row, p.code, p.column, "
            f"p.detail, p.refused FROM (SELECT source_row, unnest({problem_list(table, checks)}) AS p "
            f"FROM typed WHERE {any_problem(table, checks)})"
        )
        facts = value_columns(checks)
        kept = [each for each in ("household_id", "identity") if each in batch.column_names]
        mark = ["identity_mark"] if "identity_mark" in batch.column_names else []
        select = f"SELECT {_columns([*facts, *kept])}, {source_order}::INTEGER AS source_order, source_row, "
        select += f"{_content_hash(facts, mark)} AS content_hash FROM typed"
        name = quoted(f"stage_{table.id}")
        # A later file of the same table may lack a column that only some files have.
        if self._exists(f"stage_{table.id}"):
            self.connection.execute(f"INSERT INTO {name} BY NAME {select}")
        else:
            self.connection.execute(f"CREATE TABLE {name} AS {select}")

    def decide(self) -> None:
        """Give every staged row its verdict: accepted, duplicate or quarantined."""
        staged = [each for each in self.profile.tables if self._exists(f"stage_{each.id}")]
        for table in staged:
            self._compare_keys(table)
        for table in self.profile.tables:
            if table.belongs_to is not None:
                self._match_members(self.profile.table(table.belongs_to), table)
        self.connection.execute(
            "UPDATE verdict SET verdict = 'quarantined' WHERE EXISTS (SELECT 1 FROM problem p "
            'WHERE p.refused AND p."table" = verdict."table" AND p.source_order = verdict.source_order '
            "AND p.source_row = verdict.source_row)"
        )

    def counts(self, table: Table, source_order: int) -> Counts:
        """What became of a file's rows. The three add up to the rows, or the import stops."""
        if not self._exists(f"stage_{table.id}"):
            return Counts(0, 0, 0, 0)
        rows = self._number(
            f"SELECT count(*) FROM {quoted(f'stage_{table.id}')} WHERE source_order = {source_order}"
        )
        found = dict(
            self.connection.execute(
                'SELECT verdict, count(*) FROM verdict WHERE "table" = ? AND source_order = ? GROUP BY ALL',
                [table.id, source_order],
            ).fetchall()
        )
        counts = Counts(
            rows,
            accepted=found.pop("accepted", 0),
            quarantined=found.pop("quarantined", 0),
            duplicates=found.pop("duplicate", 0),
        )
        if found or rows != counts.accepted + counts.quarantined + counts.duplicates:
            raise AssertionError(f"{table.id}: rows do not add up: {counts} {found}")
        return counts

    def accepted(self, table: Table) -> str:
        """SQL of the accepted rows of a table, in the order of the files."""
        return (
            f"SELECT s.* FROM {quoted(f'stage_{table.id}')} s SEMI JOIN (SELECT source_order, source_row "
            f"FROM verdict WHERE verdict = 'accepted' AND \"table\" = {quote(table.id)}) v "
            "ON s.source_order = v.source_order AND s.source_row = v.source_row"
        )

    def has_rows(self, table: Table) -> bool:
        if not self._exists(f"stage_{table.id}"):
            return False
        return self._number(f"SELECT count(*) FROM ({self.accepted(table)})") > 0

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
            'SELECT "table", source_order, source_row, code, "column", detail FROM problem SEMI JOIN '
            "(SELECT * FROM verdict WHERE verdict = 'accepted') USING (\"table\", source_order, source_row) "
            "ORDER BY ALL"
        )

    def _compare_keys(self, table: Table) -> None:
        stage, present = quoted(f"stage_{table.id}"), quoted(f"present_{table.id}")
        key = _columns(table.key)
        self.connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE sound AS
            SELECT {key}, source_order, source_row, content_hash,
              row_number() OVER w AS place, first_value(content_hash) OVER w AS first_hash
            FROM {stage} ANTI JOIN (SELECT source_order, source_row FROM problem
              WHERE refused AND "table" = {quote(table.id)}) USING (source_order, source_row)
            WINDOW w AS (PARTITION BY {key}, source_order ORDER BY source_row)
            """
        )
        self.connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE compared AS
            WITH firsts AS (SELECT source_order, source_row,
                lag(content_hash) OVER (PARTITION BY {key} ORDER BY source_order) AS earlier
              FROM sound WHERE place = 1)
            SELECT sound.source_order, sound.source_row, CASE
                WHEN place > 1 AND sound.content_hash = first_hash THEN 'duplicate'
                WHEN place > 1 THEN 'conflict'
                WHEN coalesce(firsts.earlier, present.content_hash) = sound.content_hash THEN 'duplicate'
                ELSE 'accepted' END AS verdict
            FROM sound LEFT JOIN firsts USING (source_order, source_row)
            LEFT JOIN {present} present USING ({key})
            """
        )
        self.connection.execute(
            f"INSERT INTO problem SELECT {quote(table.id)}, source_order, source_row, {quote(CONFLICT)}, "
            f"{quote(table.key[0])}, '', true FROM compared WHERE verdict = 'conflict'"
        )
        self.connection.execute(
            f"INSERT INTO verdict SELECT {quote(table.id)}, source_order, source_row, "
            f"coalesce(compared.verdict, 'quarantined') FROM {stage} "
            "LEFT JOIN compared USING (source_order, source_row)"
        )
        self.connection.execute(f"CREATE TABLE {quoted(f'sound_{table.id}')} AS SELECT * FROM sound")

    def _match_members(self, parent: Table, child: Table) -> None:
        """Refuse members without their household, and households without members."""
        self._refuse_lonely(child, parent, parent.key, NO_HOUSEHOLD, HOUSEHOLD_REFUSED)
        self._refuse_lonely(parent, child, parent.key, NO_MEMBERS, MEMBERS_REFUSED)

    def _refuse_lonely(
        self, table: Table, other: Table, key: tuple[str, ...], missing: str, refused: str
    ) -> None:
        if not self._exists(f"sound_{table.id}"):
            return
        columns = _columns(key)
        there = f"SELECT {columns} FROM {quoted(f'present_{other.id}')}"
        came = f"SELECT {columns} FROM {quoted(f'present_{other.id}')} WHERE false"
        if self._exists(f"stage_{other.id}"):
            there += f" UNION SELECT {columns} FROM {quoted(f'sound_{other.id}')}"
            came = f"SELECT DISTINCT {columns} FROM {quoted(f'stage_{other.id}')}"
        self.connection.execute(
            f"INSERT INTO problem SELECT {quote(table.id)}, source_order, source_row, "
            f"CASE WHEN came.{quoted(key[0])} IS NULL THEN {quote(missing)} ELSE {quote(refused)} END, "
            f"{quote(key[0])}, '', true "
            f"FROM (SELECT * FROM {quoted(f'sound_{table.id}')} "
            f"ANTI JOIN ({there}) USING ({columns})) lonely "
            f"LEFT JOIN ({came}) came USING ({columns})"
        )

    def _code_table(self, name: str, codes: list[str]) -> None:
        self._table_from(name, pa.table({"code": pa.array(codes, pa.string())}))

    def _table_from(self, name: str, rows: pa.Table) -> None:
        self.connection.register("incoming_codes", rows)
        self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming_codes")
        self.connection.unregister("incoming_codes")

    def _exists(self, name: str) -> bool:
        return self._number(f"SELECT count(*) FROM duckdb_tables() WHERE table_name = {quote(name)}") > 0

    def _number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0


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


def _typed(checks: list[Check], given: list[str]) -> str:
    """SQL of a batch with its facts and the steps between. A column the file lacks is unknown."""
    names = [f"x_{check.column.name}" for check in checks]
    lacking = [f"NULL::VARCHAR AS {quoted(each)}" for each in names if each not in given]
    query = f"SELECT {', '.join(['*', *lacking])} FROM batch"
    for level in range(max((len(check.steps) for check in checks), default=0)):
        steps = [step for check in checks for step in check.steps[level : level + 1]]
        made = ", ".join(f"{sql} AS {quoted(name)}" for step in steps for name, sql in step.items())
        query = f"SELECT *, {made} FROM ({query})"
    facts = ", ".join(f"{sql} AS {quoted(name)}" for check in checks for name, sql in check.values.items())
    return f"SELECT *, {facts} FROM ({query})"


def _content_hash(facts: list[str], marks: list[str]) -> str:
    """SQL of a number that is equal for rows that say the same. 60 bits: compared within one key only."""
    parts = [f"coalesce(CAST({quoted(each)} AS VARCHAR), chr(26))" for each in facts]
    parts += [f"hex({quoted(each)})" for each in marks]
    return f"CAST('0x' || left(md5(concat_ws(chr(31), {', '.join(parts)})), 15) AS BIGINT)"
