"""Everything wrong with a measure's file at once, so that it is mended in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import Problem, SamutError
from samut.rules.measure_files import (
    KIND,
    alkire_foster_in,
    load_weighted,
    measure_path,
    read_measure_table,
)
from samut.rules.policy_files import Table
from samut.rules.weighting import cutoff, exact

PLAIN_KEYS = ("id", "label", "kind", "cutoff", "indicator_set", "unknown", "source", "status", "dimension")
MEASURE_KEYS = (*PLAIN_KEYS, "scheme", "example")
DIMENSION_KEYS = ("id", "label", "weight", "indicator")
INDICATOR_KEYS = ("id", "label", "weight", "column", "applies")


@dataclass(frozen=True)
class Examined:
    """What a look at the file found.

    `measure` is None where the file is too far off to know which columns it means. With problems of
    weights or cutoffs alone it stands without them: good enough to look through the data.
    """

    measure: AlkireFoster | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def examine(name: str | Path) -> Examined:
    """Look a measure's file through. Never raises a SamutError: they are what it returns."""
    try:
        table = read_measure_table(measure_path(name))
        if table.values.get("kind") != KIND:
            return Examined(load_weighted(name), (), ())
    except SamutError as error:
        return Examined(None, (error.problem,), ())
    problems: list[Problem] = []

    def tried(piece: Callable[[], object]) -> None:
        try:
            piece()
        except SamutError as error:
            if error.problem not in problems:
                problems.append(error.problem)

    for value in _listed(table.values.get("cutoff", [])):
        tried(partial(cutoff, value, table.where))
    for weighed in _weighed(table):
        tried(partial(_exact_weight, weighed))
    for entry, keys in _spelt(table):
        for key in entry:
            tried(partial(Table({key: None}, table.where).only, *keys))
    known = _known(table)
    for bare in _pieces(known):
        tried(partial(alkire_foster_in, bare))
    usable = _changed(_usable(known), cutoff=[1])
    tried(partial(alkire_foster_in, _unweighed(usable)))
    if _indicator_count(usable) == _indicator_count(table):
        tried(partial(alkire_foster_in, usable))
    tried(partial(alkire_foster_in, table))
    try:
        measure = alkire_foster_in(_unweighed(usable) if problems else table)
    except SamutError:
        return Examined(None, tuple(problems), ())
    return Examined(measure, tuple(problems), () if problems else _rounded(table))


def _spelt(table: Table) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    """Each table of the file, and the keys that mean something in it."""
    named = "indicator_set" in table.values
    yield table.values, MEASURE_KEYS
    for dimension in _entries(table.values, "dimension"):
        yield dimension, (*DIMENSION_KEYS, "indicators") if named else DIMENSION_KEYS
        for indicator in _entries(dimension, "indicator"):
            yield indicator, INDICATOR_KEYS[:3] if named else INDICATOR_KEYS


def _known(table: Table) -> Table:
    """The file with only the keys that mean something, so that one slip does not hide the others.

    A column under a misspelt key is still looked for in the data.
    """
    dimensions = []
    for dimension in _entries(table.values, "dimension"):
        kept = {key: value for key, value in dimension.items() if key in (*DIMENSION_KEYS, "indicators")}
        if found := _entries(dimension, "indicator"):
            kept["indicator"] = [_known_indicator(each) for each in found]
        dimensions.append(kept)
    values = {key: value for key, value in table.values.items() if key in PLAIN_KEYS}
    return Table({**values, "dimension": dimensions}, table.where)


def _usable(known: Table) -> Table:
    """The same without what has no column, and without a dimension that is left with nothing."""
    if "indicator_set" in known.values:
        return known
    dimensions = []
    for dimension in _entries(known.values, "dimension"):
        found = _entries(dimension, "indicator")
        kept = [each for each in found if "column" in each]
        if kept or not found:
            dimensions.append({**dimension, "indicator": kept} if found else dimension)
    return _changed(known, dimension=dimensions)


def _known_indicator(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if key in INDICATOR_KEYS}
    misspelt = [value for key, value in entry.items() if key not in INDICATOR_KEYS and isinstance(value, str)]
    return {"column": misspelt[0], **kept} if misspelt and "column" not in kept else kept


def _indicator_count(table: Table) -> int:
    return sum(len(_entries(each, "indicator")) for each in _entries(table.values, "dimension"))


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _entries(values: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The tables of a list; what is no table there is told of elsewhere."""
    return [each for each in _listed(values.get(key, [])) if isinstance(each, dict)]


def _weighed(table: Table) -> list[Table]:
    """The tables of the file that may carry a weight."""
    dimensions = _entries(table.values, "dimension")
    indicators = [each for dimension in dimensions for each in _entries(dimension, "indicator")]
    return [Table(each, table.where) for each in (*dimensions, *indicators)]


def _exact_weight(table: Table) -> None:
    if "weight" in table.values:
        exact(table.values["weight"], str(table.values.get("id", "weight")), table.where)


def _changed(table: Table, **values: object) -> Table:
    return Table({**table.values, **values}, table.where)


def _pieces(known: Table) -> Iterator[Table]:
    """The file as if one dimension, and in it one indicator, were all of it; without weights."""
    for dimension in _entries(known.values, "dimension"):
        yield _unweighed(_changed(known, dimension=[dimension], cutoff=[1]))
        for entry in _entries(dimension, "indicator"):
            alone = {**dimension, "indicator": [entry]}
            yield _unweighed(_changed(known, dimension=[alone], cutoff=[1]))


def _unweighed(table: Table) -> Table:
    """The file without a weight in it."""

    def without(entry: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in entry.items() if key != "weight"}
        found = _entries(entry, "indicator")
        return {**kept, "indicator": [without(each) for each in found]} if found else kept

    values = {key: value for key, value in table.values.items() if key != "scheme"}
    return Table(
        {**values, "dimension": [without(each) for each in _entries(values, "dimension")]}, table.where
    )


def _rounded(table: Table) -> tuple[Problem, ...]:
    """A note where the weights of the dimensions add up to nearly 1."""
    weights = [exact(each["weight"], "weight") for each in table.values["dimension"] if "weight" in each]
    total = sum(weights, Fraction(0))
    if not weights or total == 1 or all(weight.denominator == 1 for weight in weights):
        return ()
    shown = f"{float(total):.6g}"
    return (SamutError("MEASURE_018", table.where, group="dimension", total=shown).problem,)
