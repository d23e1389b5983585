"""A data file as persons with an income: what poverty in money and inequality are reckoned from.

Why it exists: registers and surveys hold the income of a household; poverty and inequality are of
persons. Here a household's income is divided by its members and its weight multiplied by them, once,
so that every figure after this counts people. A row whose income (or number of members) nobody knows
stays in, as unknown, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlglot import exp

from samut.engine.estimates.design import Design, Floats, Ints, SingleCluster
from samut.engine.estimates.levels import PATH, UNKNOWN_GROUP
from samut.engine.estimates.tally import UNKNOWN_CELLS, Key, Survey, column, key_text, natural, no_column
from samut.engine.sql_engines import SqlEngine, as_number, is_nan
from samut.rules.errors import SamutError, Where
from samut.rules.lines import PERIODS

Bools = npt.NDArray[np.bool_]

ROWS_NAMED = 5
HEADER_ROW = 1


@dataclass(frozen=True)
class MoneyColumns:
    """Which columns hold what.

    `members` divides the income and multiplies the weight. With `per_person` the income is divided
    already (then `members`, if named, multiplies the weight alone). `per` is what the income is of.
    `score` and `poor` (1, 0) are the deprivation score and who is poor by it. Each entry of `by` is a
    column, or a hierarchy of columns of which every level is told.
    """

    income: str
    members: str = ""
    per_person: bool = False
    per: str = "year"
    survey: Survey = field(default_factory=Survey)
    by: tuple[tuple[str, ...], ...] = ()
    score: str = ""
    poor: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        named = (self.income, self.members, self.survey.weight, self.score, self.poor)
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def names(self) -> tuple[str, ...]:
        named = (self.survey.stratum, self.survey.cluster, *(name for path in self.by for name in path))
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True)
class Scores:
    """The deprivation score of each row, and whether it is poor by it (1, 0). NaN where unknown."""

    score: Floats
    poor: Floats


@dataclass(frozen=True)
class People:
    """Rows that stand for persons. Shape: one number a row.

    `income`: baht per person and year, NaN where unknown. `weight`: persons it stands for. `counted`:
    rows of the sample (their survey weight is above nought). `scores`: where they were asked for.
    """

    income: Floats
    weight: Floats
    counted: Bools
    cluster: Ints
    design: Design
    keys: Mapping[str, Key] = field(repr=False)
    scores: Scores | None = None

    @cached_property
    def known(self) -> Bools:
        """The rows whose income and number of persons are known."""
        return self.counted & (self.weight > 0) & ~np.isnan(self.income)


def read_people(
    engine: SqlEngine,
    data: Path,
    columns: MoneyColumns,
    single_cluster: SingleCluster = SingleCluster.MISSING,
) -> People:
    """The persons of a CSV or Parquet file, a household or person a row.

    Raises: MEASURE_001 for a column there is not, MEASURE_002, MEASURE_012, MEASURE_014 (single clusters
    refused), MEASURE_015 without rows, MONEY_003 to MONEY_006, ENGINE_… for data that cannot be read.
    """
    if not (columns.members or columns.per_person):
        raise SamutError("MONEY_003")
    if bool(columns.score) != bool(columns.poor):
        given, lacking = ("--score", "--poor") if columns.score else ("--poor", "--score")
        raise SamutError("MONEY_006", given=given, lacking=lacking)
    kinds = engine.columns(data)
    for name in (*columns.numbers, *columns.names):
        if name not in kinds:
            raise no_column(name, kinds, data)
    table = engine.table(_select(engine, data, columns, kinds))
    if not len(table):
        raise SamutError("MEASURE_015", Where(file=data.name))
    return _people(table, data, columns, single_cluster)


def _select(engine: SqlEngine, data: Path, columns: MoneyColumns, kinds: Mapping[str, str]) -> str:
    """The query for the columns: numbers as numbers, and whether a cell is none; names as text."""
    chosen: list[exp.Expression] = []
    for place, name in enumerate(columns.numbers):
        number: exp.Expression = as_number(column(name), kinds[name])
        unknown: exp.Expression = exp.Is(this=column(name), expression=exp.null())
        if kinds[name] == "text":
            blank = exp.In(
                this=exp.func("lower", exp.func("trim", column(name))),
                expressions=[exp.Literal.string(each) for each in UNKNOWN_CELLS],
            )
            unknown = exp.Or(this=unknown, expression=blank)
            number = exp.case().when(unknown.copy(), exp.null()).else_(number)
        if kinds[name] in ("double", "float"):
            unknown = exp.Or(this=unknown, expression=is_nan(column(name)))
        chosen += [exp.alias_(number, f"number_{place}"), exp.alias_(unknown, f"unknown_{place}")]
    chosen += [
        exp.alias_(key_text(name, kinds[name]), f"key_{place}") for place, name in enumerate(columns.names)
    ]
    return f"{exp.select(*chosen).sql(engine.dialect)} FROM {engine.relation(data)}"


def _people(table: pa.Table, data: Path, columns: MoneyColumns, single_cluster: SingleCluster) -> People:
    numbers = {name: _number(table, place, name, data) for place, name in enumerate(columns.numbers)}
    keys = {name: _key(table.column(f"key_{place}")) for place, name in enumerate(columns.names)}
    survey_weight = _survey_weight(numbers, len(table), columns.survey, data)
    for name in (columns.survey.stratum, columns.survey.cluster):
        if name:
            _refuse("MEASURE_012", keys[name].codes < 0, name, data)
    income, weight = _per_person(numbers, columns, survey_weight)
    cluster, design = _design(keys, columns.survey, len(table), single_cluster)
    groups = _levels({name: _with_unknown(key) for name, key in keys.items()}, columns.by)
    scores = _scores(numbers, columns, data) if columns.score else None
    return People(income, weight, survey_weight > 0, cluster, design, groups, scores)


def _scores(numbers: Mapping[str, Floats], columns: MoneyColumns, data: Path) -> Scores:
    score, poor = numbers[columns.score], numbers[columns.poor]
    _refuse("MONEY_005", (score < 0) | (score > 1), columns.score, data)
    odd = ~(np.isnan(poor) | (poor == 0) | (poor == 1))
    found = f"{poor[odd][0]:g}" if odd.any() else ""
    _refuse("MEASURE_002", odd, columns.poor, data, found=found)
    return Scores(score, poor)


def _per_person(
    numbers: Mapping[str, Floats], columns: MoneyColumns, survey_weight: Floats
) -> tuple[Floats, Floats]:
    """Income per person and year, and the persons a row stands for."""
    income, weight = numbers[columns.income] * PERIODS[columns.per], survey_weight
    if columns.members:
        members = numbers[columns.members]
        lived_in = members > 0
        if not columns.per_person:
            income = np.divide(income, members, out=np.full_like(income, np.nan), where=lived_in)
        weight = np.where(lived_in, weight * np.nan_to_num(members), 0.0)
    return income, weight


def _number(table: pa.Table, place: int, name: str, data: Path) -> Floats:
    values = table.column(f"number_{place}").to_numpy().astype(np.float64)
    unknown = table.column(f"unknown_{place}").to_numpy().astype(np.bool_)
    _refuse("MONEY_004", (np.isnan(values) & ~unknown) | np.isinf(values), name, data)
    found: Floats = values
    return found


def _survey_weight(numbers: Mapping[str, Floats], rows: int, survey: Survey, data: Path) -> Floats:
    if not survey.weight:
        return np.ones(rows)
    weight = numbers[survey.weight]
    _refuse("MEASURE_012", ~(weight >= 0), survey.weight, data)
    return weight


def _refuse(code: str, wrong: Bools, name: str, data: Path, **values: object) -> None:
    """Raise the code with the first rows that are wrong; none: nothing happens."""
    if wrong.any():
        places = np.flatnonzero(wrong)
        rows = ", ".join(str(place + 1 + HEADER_ROW) for place in places[:ROWS_NAMED])
        where = Where(file=data.name, column=name)
        raise SamutError(code, where, name=name, count=len(places), rows=rows, **values)


def _key(values: pa.ChunkedArray) -> Key:
    encoded = values.combine_chunks().dictionary_encode()
    labels = [str(label) for label in encoded.dictionary.to_pylist()]
    order = sorted(range(len(labels)), key=lambda place: natural(labels[place]))
    rank = np.full(len(labels) + 1, -1, np.int64)
    rank[order] = np.arange(len(labels))
    codes = encoded.indices.fill_null(len(labels)).to_numpy(zero_copy_only=False).astype(np.int64)
    return Key(tuple(labels[place] for place in order), rank[codes])


def _with_unknown(key: Key) -> Key:
    """Rows without a name of a group are a group of their own, the last, or the parts would not add up."""
    if not (key.codes < 0).any():
        return key
    codes = np.where(key.codes < 0, len(key.labels), key.codes)
    return Key((*key.labels, UNKNOWN_GROUP), codes)


def _levels(keys: Mapping[str, Key], hierarchies: Sequence[Sequence[str]]) -> dict[str, Key]:
    """Every level of every hierarchy, by the name results give it.

    A level is called by its own column where each of its values lies in one value above, and by the
    path of columns otherwise; then its groups are paths of names too.
    """
    found: dict[str, Key] = {}
    for hierarchy in hierarchies:
        for depth in range(1, len(hierarchy) + 1):
            path = hierarchy[:depth]
            codes = np.stack([keys[name].codes for name in path])
            distinct, group = np.unique(codes, axis=1, return_inverse=True)
            if distinct.shape[1] == len(np.unique(codes[-1])):
                found[path[-1]] = keys[path[-1]]
                continue
            labels = [
                [keys[name].labels[code] for name, code in zip(path, each, strict=True)]
                for each in distinct.T
            ]
            names = tuple(PATH.join(each) for each in labels)
            found[PATH.join(path)] = Key(names, group.reshape(-1).astype(np.int64))
    return found


def _design(
    keys: Mapping[str, Key], survey: Survey, rows: int, single_cluster: SingleCluster
) -> tuple[Ints, Design]:
    """Each row's cluster, and the design. One name in two strata is two clusters.

    Raises: MEASURE_014 where single clusters are refused.
    """
    stratum = keys[survey.stratum].codes if survey.stratum else np.zeros(rows, np.int64)
    own = keys[survey.cluster].codes if survey.cluster else np.arange(rows)
    _, first, cluster = np.unique(
        stratum * (int(own.max(initial=0)) + 1) + own, return_index=True, return_inverse=True
    )
    _, strata = np.unique(stratum[first], return_inverse=True)
    design = Design(strata.astype(np.int64), single_cluster)
    if single_cluster is SingleCluster.REFUSE and len(design.single_strata):
        labels = keys[survey.stratum].labels if survey.stratum else ("",)
        named = ", ".join(labels[place] for place in design.single_strata[:ROWS_NAMED])
        raise SamutError("MEASURE_014", strata=named)
    return cluster.astype(np.int64), design
