"""Everything wrong with a measure's file at once, so that it is mended in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
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

MEASURE_KEYS = ("id", "label", "kind", "cutoff", "indicator_set", "unknown", "source", "status", "dimension")
DIMENSION_KEYS = ("id", "label", "weight", "indicator", "indicators")
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
        tried(lambda value=value: cutoff(value, table.where))  # type: ignore[misc]
    for weighed in _weighed(table):
        tried(lambda weighed=weighed: _exact_weight(weighed))  # type: ignore[misc]
    for bare in (_bare(table, one) for one in _listed(table.values.get("dimension", []))):
        tried(lambda bare=bare: alkire_foster_in(bare))  # type: ignore[misc]
    tried(lambda: alkire_foster_in(_changed(_unweighed(_usable(table)), cutoff=[1])))
    tried(lambda: alkire_foster_in(_changed(_usable(table), cutoff=[1])))
    tried(lambda: alkire_foster_in(table))
    try:
        measure = alkire_foster_in(_changed(_unweighed(_usable(table)), cutoff=[1]) if problems else table)
    except SamutError:
        return Examined(None, tuple(problems), ())
    return Examined(measure, tuple(problems), () if problems else _rounded(table))


def _usable(table: Table) -> Table:
    """The file with only the keys that mean something, so that one slip does not hide the others.

    A column under a misspelt key is still looked for in the data.
    """
    columns = "indicator_set" not in table.values
    dimensions = []
    for dimension in _listed(table.values.get("dimension", [])):
        kept = {key: value for key, value in dimension.items() if key in DIMENSION_KEYS}
        if isinstance(kept.get("indicator"), list):
            kept["indicator"] = [
                each
                for each in (_usable_indicator(entry) for entry in kept["indicator"])
                if not columns or "column" in each
            ]
        dimensions.append(kept)
    values = {key: value for key, value in table.values.items() if key in MEASURE_KEYS}
    return Table({**values, "dimension": dimensions}, table.where)


def _usable_indicator(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if key in INDICATOR_KEYS}
    if "column" not in kept and "id" not in kept:
        return kept
    misspelt = [value for key, value in entry.items() if key not in INDICATOR_KEYS and isinstance(value, str)]
    return {"column": misspelt[0], **kept} if misspelt and "column" not in kept else kept


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _weighed(table: Table) -> list[Table]:
    """The tables of the file that may carry a weight."""
    dimensions = [Table(each, table.where) for each in _listed(table.values.get("dimension", []))]
    return dimensions + [each for dimension in dimensions for each in dimension.tables("indicator")]


def _exact_weight(table: Table) -> None:
    if "weight" in table.values:
        exact(table.values["weight"], str(table.values.get("id", "weight")), table.where)


def _changed(table: Table, **values: object) -> Table:
    return Table({**table.values, **values}, table.where)


def _bare(table: Table, dimension: Mapping[str, Any]) -> Table:
    """The file as if this dimension, without weights, were all of it."""
    kept = {key: value for key, value in table.values.items() if key not in ("scheme", "example")}
    return _unweighed(Table({**kept, "dimension": [dimension], "cutoff": [1]}, table.where))


def _unweighed(table: Table) -> Table:
    """The file without a weight in it."""

    def without(dimension: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in dimension.items() if key != "weight"}
        if isinstance(kept.get("indicator"), list):
            kept["indicator"] = [
                {key: value for key, value in each.items() if key != "weight"} for each in kept["indicator"]
            ]
        return kept

    values = {key: value for key, value in table.values.items() if key != "scheme"}
    if isinstance(values.get("dimension"), list):
        values["dimension"] = [without(each) for each in values["dimension"]]
    return Table(values, table.where)


def _rounded(table: Table) -> tuple[Problem, ...]:
    """A note where the weights of the dimensions add up to nearly 1."""
    weights = [exact(each["weight"], "weight") for each in table.values["dimension"] if "weight" in each]
    total = sum(weights, Fraction(0))
    if not weights or total == 1 or all(weight.denominator == 1 for weight in weights):
        return ()
    shown = f"{float(total):.6g}"
    return (SamutError("MEASURE_018", table.where, group="dimension", total=shown).problem,)
