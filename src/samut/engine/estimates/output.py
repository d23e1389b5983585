"""Estimates as a long table: one row an estimate, with what it is of and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from samut.engine.estimates.design import Floats
from samut.engine.estimates.levels import Found
from samut.engine.estimates.ratios import STATISTICS
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import Text

COLUMNS = (
    "statistic",
    "cutoff",
    "by",
    "group",
    "time",
    "dimension",
    "indicator",
    "estimate",
    "se",
    "lower",
    "upper",
    "n",
    "unknown",
)
LANGUAGES = ("th", "en")


def long_table(found: Sequence[Found], measure: AlkireFoster) -> pa.Table:
    """The estimates as rows, in the columns of COLUMNS.

    `weights` follows where several schemes were asked for, `bound_lower` and `bound_upper` where the
    measure reports what unknown answers could make of an estimate. Proportions are 0 to 1, percent
    contributions 0 to 100. Null: there is no such number (A where nobody is poor, an error that the
    design does not give, an interval at 0 or 1).
    """
    columns = contract_columns(found)
    if len(measure.schemes) > 1:
        columns["weights"] = repeated(found, [each.name.scheme for each in found])
    if any(each.bound_lower is not None for each in found):
        columns["bound_lower"] = numbers([_or_nan(each.bound_lower, each) for each in found])
        columns["bound_upper"] = numbers([_or_nan(each.bound_upper, each) for each in found])
    return pa.table(columns)


def contract_columns(found: Sequence[Found]) -> dict[str, pa.Array]:
    """The columns of COLUMNS, in their order."""
    return {
        "statistic": repeated(found, [each.name.statistic for each in found]),
        "cutoff": repeated(found, [each.name.cutoff for each in found]),
        "by": repeated(found, [each.grouping.by for each in found]),
        "group": pa.array([name for each in found for name in each.grouping.names], pa.string()),
        "time": pa.array([time for each in found for time in each.grouping.times], pa.string()),
        "dimension": repeated(found, [each.name.dimension for each in found]),
        "indicator": repeated(found, [each.name.indicator for each in found]),
        "estimate": numbers([each.estimate for each in found]),
        "se": numbers([each.se for each in found]),
        "lower": numbers([each.lower for each in found]),
        "upper": numbers([each.upper for each in found]),
        "n": pa.array(np.concatenate([each.rows for each in found]), pa.int64()),
        "unknown": pa.array(np.concatenate([each.unknown for each in found]), pa.int64()),
    }


def repeated(found: Sequence[Found], values: Sequence[str]) -> pa.Array:
    """A word of each estimate, for each of its groups."""
    counts = [each.grouping.count for each in found]
    return pa.array(np.repeat(np.array(values, dtype=object), counts), pa.string())


def _or_nan(values: Floats | None, found: Found) -> Floats:
    return np.full(found.grouping.count, np.nan) if values is None else values


def numbers(parts: Sequence[Floats]) -> pa.Array:
    """Numbers one after another; what is no number is null."""
    together = np.concatenate(parts)
    return pa.array(together, pa.float64(), mask=~np.isfinite(together))


def without_errors(table: pa.Table) -> pa.Table:
    """The table with no error and no interval: of data that are no sample."""
    for name in ("se", "lower", "upper"):
        nothing = pa.nulls(table.num_rows, pa.float64())
        table = table.set_column(table.column_names.index(name), name, nothing)
    return table


def with_labels(table: pa.Table, labels: Mapping[str, Mapping[str, Text]]) -> pa.Table:
    """The table with a column in each language after it for every column that has labels.

    What has no label of its own stands as it is.
    """
    for name, known in labels.items():
        values = table.column(name).to_pylist()
        for language in LANGUAGES:
            said = [known[each].in_language(language) if each in known else each for each in values]
            table = table.append_column(f"{name}_{language}", pa.array(said, pa.string()))
    return table


def labels_of(measure: AlkireFoster) -> dict[str, dict[str, Text]]:
    """What the statistics, dimensions and indicators of a measure are called."""
    return {
        "statistic": STATISTICS,
        "dimension": {each.id: each.label for each in measure.dimensions},
        "indicator": {term.id: term.label for term in measure.terms},
    }
