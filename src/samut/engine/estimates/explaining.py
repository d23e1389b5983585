"""A row of a data file explained: found by its id, and put to the rules as a household of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlglot import exp

from samut.engine.data_files import CsvFile, data_at
from samut.engine.estimates.checking import HEADER_ROWS, check_data
from samut.engine.estimates.tally import (
    NUMBERED,
    Survey,
    column,
    fact_value,
    key_text,
    needed_facts,
    used_set,
)
from samut.engine.explaining import Explanation, explain_facts, explain_words, no_household
from samut.engine.sql_engines import DUCKDB, SqlEngine, open_engine
from samut.engine.words import WORDS
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.status import Words

ROW = "row_number"


@dataclass(frozen=True)
class ExplainedRow:
    """One row of the file with that id. `row` is its number there: 1 is the header of a CSV file."""

    row: int
    explanation: Explanation


def explain_rows(
    data: Path, measure: AlkireFoster, id_column: str, household: str, on: date
) -> tuple[ExplainedRow, ...]:
    """Every row of a file whose id column says so, in their order.

    Raises: MEASURE_020 when there is none, MEASURE_… with every problem of the data, ENGINE_… for
    data that cannot be read.
    """
    with open_engine(DUCKDB) as engine:
        check_data(engine, data, measure, Survey(), (id_column,))
        columns = engine.columns(data)
        facts = needed_facts(measure, used_set(measure), columns, data)
        rows = engine.table(_sql(engine, data, measure, facts, (id_column, household))).to_pylist()
    if not rows:
        raise no_household(household)
    return tuple(ExplainedRow(row[ROW], _explanation(row, measure, facts, on)) for row in rows)


def _sql(
    engine: SqlEngine,
    data: Path,
    measure: AlkireFoster,
    facts: tuple[str, ...] | None,
    asked: tuple[str, str],
) -> str:
    """The rows of that id, each fact as the rules read it, with its number in the file."""
    columns = engine.columns(data)
    id_column, household = asked
    above = HEADER_ROWS if isinstance(data_at(data), CsvFile) else 0
    numbered = f"(SELECT *, row_number() OVER () + {above} AS {ROW} FROM {engine.relation(data)})"
    chosen: list[exp.Expression] = [column(ROW)]
    for name in WORDS if facts is None else facts:
        as_number = facts is None or measure.on_columns or name.endswith(NUMBERED)
        value = fact_value(name, columns[name], numbered=as_number)
        chosen.append(exp.alias_(value, name, quoted=True))
    is_it = key_text(id_column, columns[id_column]).eq(exp.Literal.string(household))
    selected = exp.select(*chosen).sql(engine.dialect)
    return f"{selected} FROM {numbered} AS numbered WHERE {is_it.sql(engine.dialect)} ORDER BY {ROW}"


def _explanation(
    row: Mapping[str, Any], measure: AlkireFoster, facts: tuple[str, ...] | None, on: date
) -> Explanation:
    if facts is None:
        deprived, known, applies = (int(row[name]) for name in WORDS)
        return explain_words(measure, Words(deprived, known, applies), on)
    return explain_facts(measure, {name: _plain(row[name]) for name in facts}, on)


def _plain(value: Any) -> Any:
    """A whole number as a person writes it: 3, not 3.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
