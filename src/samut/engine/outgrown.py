"""The lake measured by another engine than DuckDB, for when one machine is outgrown.

Why it exists: nothing is to be written twice. What the main job asks of the lake is written once, in
DuckDB's words over Parquet files; here the same text becomes a tree again, the files become relations
of the engine, and the tree is written in the engine's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import sqlglot
from sqlglot import exp

from samut.engine.cube import swar
from samut.engine.cube.cells import Cells, Question
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import LinkResult
from samut.engine.measures import TARGET, histogram_sql, households_sql, person_count_sql
from samut.engine.results import HOUSEHOLDS, REGISTER, assessed_on
from samut.engine.sql_engines import DUCKDB, SqlEngine
from samut.engine.workspace import Workspace
from samut.rules.policy import load_measure, load_target


def lake_households_sql(
    engine: SqlEngine, workspace: Workspace, measure_id: str, edition: int, link: LinkResult
) -> str:
    """What household.parquet of the measure's result holds, as SQL of the engine. Raises: WORK_015."""
    return rewritten(engine, _households(workspace, measure_id, edition, link))


def lake_histogram(
    engine: SqlEngine, workspace: Workspace, measure_id: str, edition: int, link: LinkResult
) -> pa.Table:
    """The lines of histogram.parquet, computed by the engine. Raises: WORK_015."""
    households = _households(workspace, measure_id, edition, link)
    return engine.table(rewritten(engine, histogram_sql(f"({households})")))


def village_cells(engine: SqlEngine, question: Question, words: Path) -> Cells:
    """The cells of all villages in a Parquet file (or a folder of such) of persons' words."""
    relation = engine.relation(words) if engine.dialect == DUCKDB else parquet(words)
    return swar.cells(question, _Connection(engine), relation)


@dataclass(frozen=True)
class _Connection:
    """What the cube asks of a connection to DuckDB, asked of the engine."""

    engine: SqlEngine

    def sql(self, query: str) -> _Answer:
        return _Answer(self.engine.table(rewritten(self.engine, query)))


@dataclass(frozen=True)
class _Answer:
    table: pa.Table

    def to_arrow_table(self) -> pa.Table:
        kinds = [(each.name, _without_sign(each.type)) for each in self.table.schema]
        return self.table.cast(pa.schema(kinds))


def _without_sign(kind: pa.DataType) -> pa.DataType:
    return pa.uint64() if pa.types.is_decimal(kind) else kind


def _households(workspace: Workspace, measure_id: str, edition: int, link: LinkResult) -> str:
    view = Lake(workspace).view(REGISTER, HOUSEHOLDS, edition)
    counts = person_count_sql(link.path / "person.parquet", load_target(TARGET).rule_for(edition))
    indicator_set = load_measure(measure_id).indicator_set
    return households_sql(view, f"({counts})", indicator_set, assessed_on(edition))


def rewritten(engine: SqlEngine, sql: str) -> str:
    """SQL of DuckDB over single Parquet files, in the engine's own words."""
    if engine.dialect == DUCKDB:
        return sql
    tree = sqlglot.parse_one(sql, read=DUCKDB)
    for union in list(tree.find_all(exp.Union)):
        if union.args.get("by_name"):
            _name_columns(engine, union)
    for table in list(tree.find_all(exp.Table)):
        if isinstance(table.this, exp.ReadParquet):
            relation = sqlglot.to_table(engine.relation(_file(table)), dialect=engine.dialect)
            table.replace(exp.alias_(relation, table.alias, table=True) if table.alias else relation)
    for kind in list(tree.find_all(exp.DataType)):
        if kind.is_type(exp.DataType.Type.UBIGINT):
            # Spark has no unsigned numbers.
            kind.replace(exp.DataType.build("DECIMAL(20, 0)"))
    return tree.sql(engine.dialect)


def _name_columns(engine: SqlEngine, union: exp.Union) -> None:
    """A union by name becomes one by place: every part names all columns, those it has not as NULL."""
    parts = [part for part in union.find_all(exp.Select) if part.find_ancestor(exp.Select, exp.Union)]
    held = [engine.columns(_file(part.find(exp.Table))) for part in parts]
    names = dict.fromkeys(name for columns in held for name in columns)
    for part, columns in zip(parts, held, strict=True):
        star = next((each for each in part.expressions if isinstance(each, exp.Star)), None)
        if star is not None:
            rest = [each for each in part.expressions if each is not star]
            named = [
                exp.column(name, quoted=True)
                if name in columns
                else exp.alias_(exp.null(), name, quoted=True)
                for name in names
            ]
            part.set("expressions", named + rest)
    for each in (union, *union.find_all(exp.Union)):
        each.set("by_name", False)


def _file(table: exp.Table) -> Path:
    return Path(table.this.expressions[0].name)
