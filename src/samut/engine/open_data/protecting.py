"""One result as anybody may have it: small counts of every published area hidden, the rest rounded.

All figures of all areas are decided together, from the country's down, so that nothing that is shown
tells what is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from samut.engine.areas import COUNTRY, LEVELS, all_areas
from samut.engine.histogram import Histogram
from samut.engine.open_data.columns import counts_of, figures_of
from samut.engine.open_data.known import relations_of, unions_of
from samut.engine.open_data.narrowing import Known, neighbours, too_narrow
from samut.rules.disclosure import rounded
from samut.rules.disclosure_policy import DisclosurePolicy, Limits
from samut.rules.disclosure_tree import hidden_counts
from samut.rules.policy import Measure

DIGITS = {level: digits for digits, level in LEVELS.items()}


@dataclass(frozen=True)
class ProtectedFigures:
    """Every figure of every published area, in the order of codes; None where it is hidden.

    Shape: one row an area, one column a figure of `names`.
    """

    areas: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[int | None, ...], ...]

    @property
    def hidden(self) -> int:
        """How many figures are hidden."""
        return sum(value is None for row in self.rows for value in row)


def protected(
    histogram: Histogram, policy: DisclosurePolicy, before: Mapping[str, Iterable[str]]
) -> ProtectedFigures:
    """The public figures of a result. `before`: what was hidden of this edition earlier and stays so."""
    areas = published_areas(histogram, policy.lowest_level)
    counts = {code: counts_of(histogram, code) for code in areas}
    names = tuple(figure.name for figure in figures_of(histogram.measure))
    hidden = _hidden(histogram.measure, areas, counts, policy.limits, before)
    base = policy.limits.rounding_base
    rows = tuple(
        tuple(None if code in hidden[name] else rounded(counts[code][name], base) for name in names)
        for code in sorted(areas)
    )
    return ProtectedFigures(tuple(sorted(areas)), names, rows)


def _hidden(
    measure: Measure,
    areas: Mapping[str, str | None],
    counts: Mapping[str, Mapping[str, int]],
    limits: Limits,
    before: Mapping[str, Iterable[str]],
) -> Mapping[str, Collection[str]]:
    """Where each figure is hidden: by the rules, and again for as long as an attacker narrows one down."""
    names = [figure.name for figure in figures_of(measure)]
    lowest = sorted(set(areas) - set(areas.values()))
    relations = relations_of(measure)
    numbers = {name: {code: counts[code][name] for code in lowest} for name in names}
    known = Known.of(names, areas, counts, (*relations, *unions_of(measure)))
    codes, hides = list(areas), before
    while True:
        hidden = hidden_counts(areas, numbers, relations, limits, hides)
        marks = np.array([[code in hidden[name] for code in codes] for name in names], bool)
        more = neighbours(known, marks, too_narrow(known, marks, limits))
        if not more.any():
            return hidden
        hides = {
            name: [*hidden[name], *(codes[place] for place in np.flatnonzero(row))]
            for name, row in zip(names, more, strict=True)
        }


def published_areas(histogram: Histogram, lowest_level: str) -> dict[str, str | None]:
    """Each published area with the one around it, None for a tree's top, and standing after it.

    The country is one of them only where every province has households: else its figures would be
    those of some provinces under the name of all.
    """
    provinces = list(histogram.children(COUNTRY))
    whole = set(provinces) >= {code for code, area in all_areas().items() if area.level == "province"}
    around: dict[str, str | None] = {COUNTRY: None} if whole else {}
    waiting: list[tuple[str, str | None]] = [(code, COUNTRY if whole else None) for code in provinces]
    while waiting:
        code, parent = waiting.pop()
        around[code] = parent
        if len(code) < DIGITS[lowest_level]:
            waiting += [(child, code) for child in histogram.children(code)]
    return around
