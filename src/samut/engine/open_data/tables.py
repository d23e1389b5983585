"""The protected figures as the tables that are given away: wide by area, by indicator, and long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from samut.engine.areas import Area
from samut.engine.open_data.columns import Figure, Kind, figures_of, told_indicators
from samut.engine.open_data.dictionary import (
    AREAS,
    FIGURES,
    INDICATORS,
    PERCENTS,
    PROTECTED,
    WITHHELD,
    columns_of,
    wide_figures,
)
from samut.engine.open_data.protecting import ProtectedFigures
from samut.rules.policy import Measure

TYPES = {"text": pa.string(), "whole number": pa.int64(), "number": pa.float64()}
DECIMALS = 2
Values = Mapping[str, int | None]
Columns = dict[str, list[Any]]
AreaOf = Callable[[str], Area]


def tables_of(
    figures: ProtectedFigures, measure: Measure, edition: int, area_of: AreaOf
) -> dict[str, pa.Table]:
    """Every table by its name. Unknown: an empty value is protected, as the column `withheld` says."""
    areas = [area_of(code) for code in figures.areas]
    values = [dict(zip(figures.names, row, strict=True)) for row in figures.rows]
    found = {
        AREAS: _which(areas, measure, edition) | _wide(areas, values, measure),
        INDICATORS: _which(areas, measure, edition, times=len(told_indicators(measure)))
        | _by_indicator(values, measure),
        FIGURES: _which(areas, measure, edition, times=len(figures.names)) | _long(values, measure),
    }
    return {name: _table(name, columns, measure) for name, columns in found.items()}


def percent(values: Values, part: str) -> float | None:
    """A part of the persons surveyed, in percent; None where one is hidden or nobody was surveyed."""
    some, whole = values.get(part), values.get("persons_surveyed")
    return None if some is None or not whole else round(100 * some / whole, DECIMALS)


def _which(areas: Sequence[Area], measure: Measure, edition: int, times: int = 1) -> Columns:
    """The columns that say of which area a row is, each area so many times."""
    repeated = [area for area in areas for _ in range(times)]
    return {
        "edition": [edition] * len(repeated),
        "measure": [measure.id] * len(repeated),
        "area_code": [area.code for area in repeated],
        "area_level": [area.level for area in repeated],
        "area_name_th": [area.name_th for area in repeated],
        "area_name_en": [area.name_en for area in repeated],
    }


def _wide(areas: Sequence[Area], values: Sequence[Values], measure: Measure) -> Columns:
    names = [figure.name for figure in wide_figures(measure)]
    found: Columns = {"parent_code": [area.parent or "" for area in areas]}
    found |= {name: [each[name] for each in values] for name in names}
    found |= {name: [percent(each, part) for each in values] for name, part, _ in PERCENTS}
    return found | {WITHHELD: [_withheld((name, each[name]) for name in names) for each in values]}


def _by_indicator(values: Sequence[Values], measure: Measure) -> Columns:
    indicators = told_indicators(measure)
    parts: dict[str, dict[str, str]] = {}
    for figure in figures_of(measure):
        if figure.kind is Kind.INDICATOR:
            parts.setdefault(figure.part, {})[figure.of] = figure.name
    found: Columns = {
        "indicator": [each.number for _ in values for each in indicators],
        "indicator_name_th": [each.label.th for _ in values for each in indicators],
        "indicator_name_en": [each.label.en for _ in values for each in indicators],
    }
    for part, names in parts.items():
        found[part] = [each[names[str(one.number)]] for each in values for one in indicators]
    rows = zip(*(found[part] for part in parts), strict=True)
    return found | {WITHHELD: [_withheld(zip(parts, row, strict=True)) for row in rows]}


def _long(values: Sequence[Values], measure: Measure) -> Columns:
    figures: tuple[Figure, ...] = figures_of(measure)
    numbers = [each[figure.name] for each in values for figure in figures]
    return {
        "figure": [figure.name for _ in values for figure in figures],
        "unit": [str(figure.unit) for _ in values for figure in figures],
        "value": numbers,
        WITHHELD: [PROTECTED if number is None else "" for number in numbers],
    }


def _withheld(told: Iterable[tuple[str, int | None]]) -> str:
    return " ".join(name for name, value in told if value is None)


def _table(name: str, columns: Columns, measure: Measure) -> pa.Table:
    schema = pa.schema(
        [pa.field(each.name, TYPES[each.kind]) for each in columns_of(measure) if each.table == name]
    )
    return pa.Table.from_pydict(columns, schema=schema)
