"""What is wrong with data before anything is computed from them: all of it, with the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from samut.engine.data_files import CsvFile, data_at
from samut.engine.estimates.tally import (
    UNKNOWN_CELLS,
    Survey,
    column,
    fact_value,
    needed_facts,
    no_column,
    used_set,
)
from samut.engine.sql_engines import DUCKDB, SqlEngine, as_number, is_nan, open_engine
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import Problem, ProblemsFound, SamutError, Where

ROWS_NAMED = 5
HEADER_ROWS = 1
SHOWN_WHOLE, SHOWN_OF_LONGER = 6, 3
# A name no column of anybody's has.
ROW = "samut_row_of_the_file"
LARGEST_WEIGHT = 1e300
WHOLE_NUMBERS = ("tinyint", "smallint", "int", "integer", "bigint")


def check_data(
    engine: SqlEngine, data: Path, measure: AlkireFoster, survey: Survey, groups: Sequence[str]
) -> None:
    """Look the data through. Raises: ProblemsFound with every problem there is."""
    problems = data_problems(engine, data, measure, survey, groups)
    if problems:
        raise ProblemsFound(problems)


def data_problems(
    engine: SqlEngine, data: Path, measure: AlkireFoster, survey: Survey, groups: Sequence[str]
) -> tuple[Problem, ...]:
    """Unknown columns; values other than 0, 1 and nothing; indicators nobody answered; bad weights.

    Rows in messages are those of the file: 1 is the header of a CSV file.
    """
    columns = engine.columns(data)
    missing = _missing_columns(data, measure, survey, groups, columns)
    bad = _conditions(measure, survey, columns)
    told = _told(measure, columns)
    counts = _counted(engine, data, columns, bad, told)
    problems = list(missing)
    rows = counts.pop("rows")
    for name in bad:
        if counts[name]:
            problems.append(_bad_values(data, name, measure, bad[name], counts[name]))
    for term in measure.terms:
        if not (measure.on_columns and rows):
            break
        (name,) = measure.indicator_set.indicator(term.id).facts[-1:]
        if name in told and not counts[f"told {name}"]:
            where = Where(file=data.name, column=name)
            problems.append(SamutError("MEASURE_010", where, name=term.id, column=name).problem)
    return tuple(problems)


def _missing_columns(
    data: Path, measure: AlkireFoster, survey: Survey, groups: Sequence[str], columns: Mapping[str, str]
) -> list[Problem]:
    used = used_set(measure)
    try:
        needed_facts(measure, used, columns, data)
        read: list[str] = []
    except SamutError:
        read = [name for indicator in used.indicators for name in indicator.facts]
    asked = [*read, *survey.columns, *groups]
    return [
        no_column(name, columns, data).problem
        for name in dict.fromkeys(asked)
        if name and name not in columns
    ]


def _conditions(
    measure: AlkireFoster, survey: Survey, columns: Mapping[str, str]
) -> dict[str, exp.Expression]:
    """For each column that is used: when a cell of it is wrong."""
    found: dict[str, exp.Expression] = {}
    if measure.on_columns:
        for name in measure.indicator_set.fact_labels:
            if name in columns and columns[name] != "boolean":
                found[name] = _no_answer(name, columns[name])
    if survey.weight in columns:
        weight = as_number(column(survey.weight), columns[survey.weight])
        sound = exp.and_(weight >= 0, weight.copy() <= LARGEST_WEIGHT, exp.not_(is_nan(weight.copy())))
        found[survey.weight] = exp.not_(exp.func("coalesce", sound, exp.false()))
    for name in survey.keys:
        if name in columns:
            empty = exp.func("trim", exp.cast(column(name), "TEXT")).eq("")
            found[name] = exp.func("coalesce", empty, exp.true())
    return found


def _no_answer(name: str, kind: str) -> exp.Expression:
    """The cell says something, and it is neither 0 nor 1."""
    if kind == "text":
        said = exp.func("lower", exp.func("trim", column(name)))
        unknown = exp.In(this=said, expressions=[exp.Literal.string(each) for each in UNKNOWN_CELLS])
        number = as_number(column(name), kind)
        sound = exp.or_(unknown, number.isin(0, 1))
        # NULL is an empty cell, which is allowed; a text that is no number is not.
        wrong = exp.not_(exp.func("coalesce", sound, exp.false()))
        plain = exp.or_(column(name).is_(exp.null()), column(name).isin("0", "1"))
        return exp.case().when(plain, exp.false()).else_(wrong)
    value = fact_value(name, kind)
    return exp.func("coalesce", exp.not_(value.isin(0, 1)), exp.false())


def _told(measure: AlkireFoster, columns: Mapping[str, str]) -> dict[str, exp.Expression]:
    """For each column of a deprivation: when a cell of it tells anything."""
    if not measure.on_columns:
        return {}
    return {
        name: exp.not_(fact_value(name, columns[name]).is_(exp.null()))
        for name in measure.indicator_set.fact_labels
        if name in columns
    }


def _counted(
    engine: SqlEngine,
    data: Path,
    columns: Mapping[str, str],
    bad: Mapping[str, exp.Expression],
    told: Mapping[str, exp.Expression],
) -> dict[str, int]:
    """How many rows there are, how many are wrong by column, and how many tell anything by column."""
    # Of whole numbers the least and the greatest show at once whether any is wrong.
    quick = {name for name in bad if name in told and columns[name] in WHOLE_NUMBERS}
    sums = {"rows": exp.Count(this=exp.Star())}
    sums |= {name: _outside(name) if name in quick else _how_many(each) for name, each in bad.items()}
    sums |= {f"told {name}": _how_many(each) for name, each in told.items() if name not in quick}
    sums |= {f"told {name}": exp.Count(this=column(name)) for name in quick}
    counts = _one_pass(engine, data, sums)
    suspicious = {name: _how_many(bad[name]) for name in quick if counts[name]}
    return counts | (_one_pass(engine, data, suspicious) if suspicious else {})


def _how_many(condition: exp.Expression) -> exp.Expression:
    return exp.Sum(this=exp.case().when(condition, exp.Literal.number(1)).else_(exp.Literal.number(0)))


def _outside(name: str) -> exp.Expression:
    outside = exp.or_(exp.Min(this=column(name)) < 0, exp.Max(this=column(name)) > 1)
    return exp.case().when(outside, exp.Literal.number(1)).else_(exp.Literal.number(0))


def _one_pass(engine: SqlEngine, data: Path, sums: Mapping[str, exp.Expression]) -> dict[str, int]:
    chosen = [exp.alias_(exp.cast(each, "BIGINT"), f"c_{place}") for place, each in enumerate(sums.values())]
    table = engine.table(f"{exp.select(*chosen).sql(engine.dialect)} FROM {engine.relation(data)}")
    values = (int(table.column(place)[0].as_py() or 0) for place in range(table.num_columns))
    return dict(zip(sums, values, strict=True))


def _bad_values(
    data: Path, name: str, measure: AlkireFoster, condition: exp.Expression, count: int
) -> Problem:
    """The problem with the first rows that have it. DuckDB looks for them, for it keeps a file's order."""
    rows = _first_rows(data, name, condition)
    numbers = ", ".join(str(each) for each in rows.column(ROW).to_pylist())
    where = Where(file=data.name, column=name, row=rows.column(ROW)[0].as_py())
    if name in measure.indicator_set.fact_labels and measure.on_columns:
        values = ", ".join(dict.fromkeys(_hinted(str(each)) for each in rows.column("value").to_pylist()))
        return SamutError(
            "MEASURE_002", where, name=name, found=values, count=f"{count:,}", rows=numbers
        ).problem
    return SamutError("MEASURE_012", where, name=name, count=f"{count:,}", rows=numbers).problem


def _hinted(value: str) -> str:
    """A wrong value, its beginning alone where it is long: the column named may be one of names or IDs."""
    return value if len(value) <= SHOWN_WHOLE else f"{value[:SHOWN_OF_LONGER]}..."


def _first_rows(data: Path, name: str, condition: exp.Expression) -> pa.Table:
    above = HEADER_ROWS if isinstance(data_at(data), CsvFile) else 0
    with open_engine(DUCKDB) as engine:
        numbered = f"SELECT *, row_number() OVER () + {above} AS {ROW} FROM {engine.relation(data)}"
        chosen = exp.select(
            exp.alias_(column(name), "value"),
            exp.alias_(exp.cast(column(ROW), "BIGINT"), ROW),
        ).sql(DUCKDB)
        where = condition.sql(DUCKDB)
        return engine.table(f"{chosen} FROM ({numbered}) WHERE {where} ORDER BY {ROW} LIMIT {ROWS_NAMED}")
