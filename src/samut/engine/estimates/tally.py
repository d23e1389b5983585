"""A data file as few numbers: how many rows of each cluster and group have which words.

The rules (or the user's columns) become SQL for DuckDB or Spark alike; what comes back is small
enough for NumPy, for rows of one cluster and group with the same words are one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlglot import exp

from samut.engine.estimates.arrays import numbered
from samut.engine.life_cycle import GroupColumn, LifeCycleFacts, life_cycle_columns
from samut.engine.sql_engines import SqlEngine, as_number, is_nan
from samut.engine.words import WORDS, words_sql
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import SamutError, Where
from samut.rules.indicators import IndicatorSet
from samut.rules.policy_files import unknown_name

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

WEIGHT = "survey_weight"
# What a facts table calls what is counted or measured; every other fact is yes or no.
NUMBERED = ("_count", "_baht", "_score", "_years", "_rai", "_percent", "_minutes", "_grams", "_kg")
YES = ("1", "1.0", "true", "t", "yes", "y")
NO = ("0", "0.0", "false", "f", "no", "n")
UNKNOWN_CELLS = ("", "na", "nan", "null", ".")


@dataclass(frozen=True)
class Survey:
    """The columns that say how the rows were sampled, and when. Empty: there is none.

    Without `cluster` each row is a cluster of its own; without `weight` each row weighs 1. `people`
    says how the life-cycle groups of persons are told; None: no such groups are asked for.
    """

    weight: str = ""
    cluster: str = ""
    stratum: str = ""
    time: str = ""
    people: LifeCycleFacts | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the survey names."""
        people = self.people.columns if self.people else ()
        return tuple(name for name in (self.weight, *self.keys, *people) if name)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(name for name in (self.stratum, self.cluster, self.time) if name)


@dataclass(frozen=True)
class Key:
    """A column of names, as numbers. `codes` gives each line's place in `labels`, -1 where it is empty."""

    labels: tuple[str, ...]
    codes: Ints


@dataclass(frozen=True)
class Tally:
    """Lines: rows with the same words in the same cluster and groups. Shape: one number a line.

    `pattern` is the place of a line's words in `deprived` and `known` (bits of the measure alone).
    `weight` and `weight_squared` are sums over the line's rows. `people` are the keys of life-cycle
    groups among `keys`, whose labels are true and false.
    """

    rows: Ints
    weight: Floats
    weight_squared: Floats
    pattern: Ints
    deprived: Ints
    known: Ints
    stratum: Ints
    cluster: Ints | None
    keys: Mapping[str, Key] = field(repr=False)
    people: tuple[GroupColumn, ...] = ()

    def only(self, kept: npt.NDArray[np.bool_]) -> Tally:
        """The lines that are kept, with the same patterns and keys."""
        if kept.all():
            return self
        return Tally(
            rows=self.rows[kept],
            weight=self.weight[kept],
            weight_squared=self.weight_squared[kept],
            pattern=self.pattern[kept],
            deprived=self.deprived,
            known=self.known,
            stratum=self.stratum[kept],
            cluster=None if self.cluster is None else self.cluster[kept],
            keys={name: Key(key.labels, key.codes[kept]) for name, key in self.keys.items()},
            people=self.people,
        )


def tally(
    engine: SqlEngine, data: Path, measure: AlkireFoster, survey: Survey, groups: Sequence[str], on: date
) -> Tally:
    """Count the rows of a file by their words, clusters and groups.

    `on` is the day whose dated numbers the rules take. Rows: a household or person each.
    Unknown: an empty answer; an empty group has the code -1.
    Raises: MEASURE_001 for a column there is not, ENGINE_… for data that cannot be read.
    """
    relation, columns = engine.relation(data), engine.columns(data)
    people: tuple[GroupColumn, ...] = ()
    if survey.people:
        _check_columns(survey.people.columns, columns, data)
        grouped = life_cycle_columns(relation, survey.people, engine.dialect)
        relation, people = grouped.sql, grouped.columns
        columns = {**columns, **{each.name: "boolean" for each in people}}
    names = list(dict.fromkeys([*survey.keys, *groups, *(each.name for each in people)]))
    _check_columns([*names, survey.weight], columns, data)
    used = used_set(measure)
    facts = needed_facts(measure, used, columns, data)
    own = measure.on_columns
    words = _words(engine.dialect, relation, columns, names, survey.weight, used, facts, own, on)
    table = engine.table(_counting(engine.dialect, words, len(names), bool(survey.weight), measure.mask))
    return tally_of(table, survey, names, people)


def _check_columns(names: Sequence[str], columns: Mapping[str, str], data: Path) -> None:
    for name in names:
        if name and name not in columns:
            raise no_column(name, columns, data)


def _words(
    dialect: str,
    relation: str,
    columns: Mapping[str, str],
    names: Sequence[str],
    weight: str,
    used: IndicatorSet,
    facts: tuple[str, ...] | None,
    deprivations: bool,
    on: date,
) -> str:
    """A query that gives the keys, the weight and the words of each row.

    `deprivations`: the facts are the user's own columns of 1 and 0, not answers.
    """
    chosen = [exp.alias_(key_text(name, columns[name]), f"key_{i}") for i, name in enumerate(names)]
    if weight:
        chosen.append(exp.alias_(as_number(column(weight), columns[weight]), WEIGHT))
    if facts is None:
        return f"{exp.select(*chosen, *(column(word) for word in WORDS)).sql(dialect)} FROM {relation}"
    for name in facts:
        value = fact_value(name, columns[name], numbered=deprivations or name.endswith(NUMBERED))
        chosen.append(exp.alias_(value, name, quoted=True))
    table = f"({exp.select(*chosen).sql(dialect)} FROM {relation})"
    kept = [f"key_{i}" for i in range(len(names))] + ([WEIGHT] if weight else [])
    return words_sql(used, on, table, keep=kept, dialect=dialect)


def _counting(dialect: str, words: str, keys: int, weighted: bool, mask: int) -> str:
    """The query that counts rows with the same keys and words."""
    by = [column(f"key_{i}") for i in range(keys)]
    bits = [
        exp.alias_(exp.BitwiseAnd(this=column(word), expression=_bigint(mask)), f"{word}_bits")
        for word in ("deprived", "known")
    ]
    weight: exp.Expression = column(WEIGHT) if weighted else exp.cast(exp.Literal.number(1), "DOUBLE")
    sums = [
        exp.alias_(exp.Count(this=exp.Star()), "line_rows"),
        exp.alias_(exp.Sum(this=weight), "line_weight"),
        exp.alias_(exp.Sum(this=weight.copy() * weight.copy()), "line_weight_squared"),
    ]
    selected = exp.select(*by, *bits, *sums).sql(dialect)
    grouped = ", ".join(each.sql(dialect) for each in [*by, *(bit.this for bit in bits)])
    return f"{selected} FROM ({words}) AS words_of_rows GROUP BY {grouped}"


def used_set(measure: AlkireFoster) -> IndicatorSet:
    """The set with the indicators that the measure weighs; the others are not asked."""
    used = {term.id for term in measure.terms}
    indicators = tuple(each for each in measure.indicator_set.indicators if each.id in used)
    return replace(measure.indicator_set, indicators=indicators)


def needed_facts(
    measure: AlkireFoster, used: IndicatorSet, columns: Mapping[str, str], data: Path
) -> tuple[str, ...] | None:
    """The columns the rules read; None where the data hold the words themselves.

    Raises: MEASURE_001 for one that is not there.
    """
    if not measure.on_columns and all(word in columns for word in WORDS):
        return None
    read = tuple(dict.fromkeys(name for indicator in used.indicators for name in indicator.facts))
    for name in read:
        if name not in columns:
            raise no_column(name, columns, data)
    return read


def no_column(name: str, columns: Mapping[str, str], data: Path) -> SamutError:
    """MEASURE_001 with the nearest name there is."""
    nearest = dict(unknown_name(name, columns).problem.values)["nearest"]
    return SamutError("MEASURE_001", Where(file=data.name), name=name, nearest=nearest)


def column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def key_text(name: str, kind: str) -> exp.Expression:
    """A column of names as text: whole numbers without a fraction, an empty cell as NULL."""
    cell = column(name)
    text = exp.cast(cell, "TEXT")
    if kind in ("double", "float") or kind.startswith("decimal"):
        is_whole = exp.EQ(this=cell.copy(), expression=exp.func("floor", cell.copy()))
        number = exp.TryCast(this=cell.copy(), to=exp.DataType.build("BIGINT"), safe=True)
        whole = exp.case().when(is_whole, exp.cast(number, "TEXT"))
        empty = exp.case().when(is_nan(cell.copy()), exp.null()).else_(text)
        return exp.func("coalesce", whole, empty)
    return exp.func("nullif", text, exp.Literal.string(""))


def fact_value(name: str, kind: str, *, numbered: bool = True) -> exp.Expression:
    """A cell as the rules read it: a number or yes/no; NULL where it says that nobody knows."""
    cell: exp.Expression = column(name)
    if kind == "boolean":
        return cell
    if kind == "text":
        said = exp.func("lower", exp.func("trim", cell))
        if not numbered:
            return exp.case().when(_one_of(said, YES), exp.true()).when(_one_of(said, NO), exp.false())
        # Most cells say 0 or 1 and need no closer look.
        plain = exp.case()
        for word in ("0", "1"):
            value = exp.cast(exp.Literal.number(word), "DOUBLE")
            plain = plain.when(cell.copy().eq(exp.Literal.string(word)), value)
        unknown = _one_of(said, UNKNOWN_CELLS)
        return plain.when(unknown, exp.null()).else_(as_number(cell.copy(), kind))
    if kind in ("double", "float"):
        # Most cells are nought or one, and their text need not be looked at.
        told: exp.Expression = cell if numbered else cell.neq(0)
        plain = exp.case().when(cell.copy().isin(0, 1), told)
        return plain.when(is_nan(cell.copy()), exp.null()).else_(told.copy())
    return cell if numbered else cell.neq(0)


def _one_of(said: exp.Expression, words: Sequence[str]) -> exp.Expression:
    return exp.In(this=said.copy(), expressions=[exp.Literal.string(word) for word in words])


def _bigint(value: int) -> exp.Expression:
    return exp.cast(exp.Literal.number(value), "BIGINT")


def tally_of(
    table: pa.Table, survey: Survey, names: Sequence[str], people: tuple[GroupColumn, ...] = ()
) -> Tally:
    """The lines of the query's answer; `names` are its keys in their order."""
    keys = {name: _key(table.column(f"key_{i}")) for i, name in enumerate(names)}
    count = len(table)
    pattern, deprived, known = _patterns(_ints(table, "deprived_bits"), _ints(table, "known_bits"))
    stratum = keys[survey.stratum].codes if survey.stratum else np.zeros(count, np.int64)
    cluster = _clusters(stratum, keys[survey.cluster].codes) if survey.cluster else None
    return Tally(
        rows=_ints(table, "line_rows"),
        weight=table.column("line_weight").to_numpy().astype(np.float64),
        weight_squared=table.column("line_weight_squared").to_numpy().astype(np.float64),
        pattern=pattern,
        deprived=deprived,
        known=known,
        stratum=stratum,
        cluster=cluster,
        keys=keys,
        people=people,
    )


def _ints(table: pa.Table, name: str) -> Ints:
    found: Ints = table.column(name).to_numpy().astype(np.int64)
    return found


def _key(values: pa.ChunkedArray) -> Key:
    encoded = values.combine_chunks().dictionary_encode()
    labels = encoded.dictionary.to_pylist()
    order = sorted(range(len(labels)), key=lambda place: natural(labels[place]))
    rank = np.empty(len(labels) + 1, np.int64)
    rank[order] = np.arange(len(labels))
    rank[-1] = -1
    places = encoded.indices.to_numpy(zero_copy_only=False)
    # An empty cell has no place; NumPy tells it as no number.
    codes = np.where(np.isnan(places), len(labels), places) if encoded.null_count else places
    return Key(tuple(labels[place] for place in order), rank[codes.astype(np.int64)])


def natural(label: str) -> tuple[int, float, str]:
    """Numbers in the order of their values, before other names in the order of the alphabet."""
    try:
        return 0, float(label), label
    except ValueError:
        return 1, 0.0, label


def _patterns(deprived: Ints, known: Ints) -> tuple[Ints, Ints, Ints]:
    """Each line's place among the distinct pairs of words, and the pairs."""
    first, deprived_place = numbered(deprived)
    second, known_place = numbered(known)
    width = max(len(second), 1)
    pairs, place = numbered(deprived_place * width + known_place)
    return place, first[pairs // width], second[pairs % width]


def _clusters(stratum: Ints, cluster: Ints) -> Ints:
    """Clusters as numbers; one name in two strata is two clusters."""
    return numbered(stratum * (int(cluster.max(initial=0)) + 1) + cluster)[1]
