"""The real figures of a measure, of households drawn at random: what the public tables hide stays in doubt.

The attacker here knows more than the rules are told: that whoever is poor is deprived in some dimension,
and fails some indicator of it. That is held off by rounding, so there no figure may be pinned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from samut.engine.histogram import LINE_COUNTS, Histogram
from samut.engine.open_data.columns import counts_of
from samut.engine.open_data.known import relations_of, unions_of
from samut.engine.open_data.narrowing import Known, bounds_of, too_narrow
from samut.engine.open_data.protecting import ProtectedFigures, protected, published_areas
from samut.rules.disclosure_policy import load_disclosure_policy
from samut.rules.disclosure_tree import Relation
from samut.rules.policy import load_measure

MEASURE = load_measure("tpmap-2561")
POLICY = load_disclosure_policy()
BASE = POLICY.limits.rounding_base
TRIED = 6
SOLVED, WITHOUT_END = 0, 3


def drawn(seed: int) -> Histogram:
    """One to three amphoe of one to four tambon of up to sixty households, some failing, some not known."""
    dice = np.random.default_rng(seed)
    villages: list[str] = []
    lines: dict[str, list[int]] = {name: [] for name in ("deprived", "known", "applies", *LINE_COUNTS)}
    masks = [each.mask for each in MEASURE.indicator_set.indicators]
    for amphoe in range(1, dice.integers(2, 5)):
        for tambon in range(1, dice.integers(2, 6)):
            for _ in range(dice.integers(1, 60)):
                persons = int(dice.integers(1, 7))
                known = sum(mask for mask in masks if dice.random() > 0.01)
                deprived = sum(mask for mask in masks if dice.random() < 0.04) & known
                registered = int(dice.binomial(persons, 0.4))
                validated = int(dice.binomial(registered, 0.8))
                unlinked = int(dice.binomial(persons - registered, 0.05))
                counts = (
                    1,
                    persons,
                    registered,
                    validated,
                    unlinked,
                    validated,
                    unlinked,
                    int(validated > 0),
                )
                villages.append(f"22{amphoe:02d}{tambon:02d}01")
                for name, number in zip(lines, (deprived, known, sum(masks), *counts), strict=True):
                    lines[name].append(number)
    return Histogram(MEASURE, villages, {name: np.array(each, np.int64) for name, each in lines.items()})


@dataclass
class Lines:
    """The rows of a sparse matrix, and their right sides."""

    rows: list[dict[int, float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)

    def add(self, row: dict[int, float], right: float) -> None:
        self.rows.append(row)
        self.right.append(right)

    def matrix(self, width: int) -> csr_matrix:
        cells = [(row, column, value) for row, each in enumerate(self.rows) for column, value in each.items()]
        rows, columns, values = zip(*cells, strict=True)
        return csr_matrix((values, (rows, columns)), (len(self.rows), width))


class Attacker:
    """Knows the tables, the totals of the province exactly, and what everybody knows."""

    def __init__(
        self, histogram: Histogram, figures: ProtectedFigures, relations: tuple[Relation, ...], *, exact: bool
    ) -> None:
        self.figures = figures
        areas = published_areas(histogram, POLICY.lowest_level)
        self.lowest = sorted(set(areas) - set(areas.values()))
        keys = ((name, area) for name in figures.names for area in self.lowest)
        self.place = {key: place for place, key in enumerate(keys)}
        self.equal, self.at_most = Lines(), Lines()
        for relation in relations:
            for area in self.lowest:
                row = {self.place[name, area]: 1.0 for name in relation.lesser}
                self.at_most.add(row | {self.place[name, area]: -1.0 for name in relation.greater}, 0)
        for area, numbers in zip(figures.areas, figures.rows, strict=True):
            true = counts_of(histogram, area)
            for name, number in zip(figures.names, numbers, strict=True):
                if number is None:
                    continue
                if exact or not number or areas[area] is None:
                    self.equal.add(self.row(name, area), true[name])
                else:
                    self.at_most.add(self.row(name, area), number + BASE // 2)
                    self.at_most.add(self.row(name, area, -1), BASE // 2 - number)

    def row(self, name: str, area: str, sign: int = 1) -> dict[int, float]:
        return {self.place[name, each]: float(sign) for each in self.lowest if each.startswith(area)}

    def values(self, name: str, area: str) -> float:
        """How many numbers a figure can be."""
        ends = []
        width = len(self.place)
        for sign in (1, -1):
            aim = np.zeros(width)
            for place, value in self.row(name, area, sign).items():
                aim[place] = value
            solved = linprog(
                aim,
                A_ub=self.at_most.matrix(width),
                b_ub=self.at_most.right,
                A_eq=self.equal.matrix(width),
                b_eq=self.equal.right,
                method="highs",
            )
            assert solved.status in (SOLVED, WITHOUT_END)
            ends.append(sign * solved.fun if solved.status == SOLVED else math.inf)
        return math.inf if math.inf in ends else math.floor(ends[1] + 1e-6) - math.ceil(ends[0] - 1e-6) + 1


def tried(histogram: Histogram, figures: ProtectedFigures, seed: int) -> list[tuple[str, str]]:
    """Some of the hidden figures that are not nought."""
    hidden = [
        (name, area)
        for area, numbers in zip(figures.areas, figures.rows, strict=True)
        for name, number in zip(figures.names, numbers, strict=True)
        if number is None and counts_of(histogram, area)[name]
    ]
    dice = np.random.default_rng(seed)
    return [hidden[place] for place in dice.permutation(len(hidden))[:TRIED]]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_whoever_knows_what_is_shown_exactly_is_left_in_doubt(seed: int) -> None:
    histogram = drawn(seed)
    figures = protected(histogram, POLICY, {})
    attacker = Attacker(histogram, figures, relations_of(MEASURE), exact=True)
    for name, area in tried(histogram, figures, seed):
        assert attacker.values(name, area) >= POLICY.limits.fewest_values, (name, area)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_whoever_knows_more_has_no_figure_from_the_rounded_ones(seed: int) -> None:
    histogram = drawn(seed)
    figures = protected(histogram, POLICY, {})
    attacker = Attacker(histogram, figures, (*relations_of(MEASURE), *unions_of(MEASURE)), exact=False)
    for name, area in tried(histogram, figures, seed):
        assert attacker.values(name, area) > 1, (name, area)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_the_bounds_that_are_drawn_in_hold_the_figure_and_leave_none_narrow(seed: int) -> None:
    histogram = drawn(seed)
    areas = published_areas(histogram, POLICY.lowest_level)
    counts = {code: counts_of(histogram, code) for code in areas}
    figures = protected(histogram, POLICY, {})
    relations = (*relations_of(MEASURE), *unions_of(MEASURE))
    known = Known.of(figures.names, areas, counts, relations)
    rows = dict(zip(figures.areas, figures.rows, strict=True))
    hidden = np.array([[rows[code][place] is None for code in areas] for place in range(len(figures.names))])
    least, most = bounds_of(known, hidden, POLICY.limits)
    assert np.all(least <= known.numbers)
    assert np.all(known.numbers <= most)
    assert not too_narrow(known, hidden, POLICY.limits).any()
