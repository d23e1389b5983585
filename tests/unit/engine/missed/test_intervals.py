"""Profile likelihood against R, and drawn lists against drawing persons one by one."""

from __future__ import annotations

import csv
import math
import random
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from samut.engine.missed.intervals import bootstrap_of_models, bootstrap_of_two, profile_interval
from samut.engine.missed.log_linear import History, fit_all
from samut.rules.capture_recapture import PeopleList, TwoLists, chapman, true_overlap
from samut.rules.errors import Text

FROM_R = Path(__file__).parents[3] / "data" / "recapture" / "models.csv"
# Diabetes in Casale Monferrato, four lists: Bruno et al. 1994.
COUNTS = (58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10)
DIABETES = dict(zip(product((1, 0), repeat=4), COUNTS, strict=False))
FEW: dict[History, int] = {
    (1, 0, 0): 40,
    (0, 1, 0): 30,
    (0, 0, 1): 50,
    (1, 1, 0): 12,
    (1, 0, 1): 15,
    (0, 1, 1): 9,
    (1, 1, 1): 5,
}


def test_the_profile_of_every_model_is_that_of_r() -> None:
    with FROM_R.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    # One in seven, and the last two: each takes a while.
    for row in [*rows[::7], *rows[-2:]]:
        named = tuple(
            tuple("abcd".index(each) for each in of.split(":")) for of in row["interactions"].split()
        )
        found = profile_interval(DIABETES, named)
        assert found is not None
        assert (found.lowest, found.highest) == pytest.approx(
            (float(row["low"]), float(row["high"])), rel=1e-4
        ), row["interactions"]


def test_counts_that_bound_nothing_have_no_upper_end_and_what_does_not_settle_no_interval() -> None:
    counts = FEW | {(1, 1, 1): 0}
    assert profile_interval(counts, ((0, 1), (0, 2), (1, 2))) is not None
    assert profile_interval(FEW | {(1, 1, 0): 0, (1, 1, 1): 0}, ((0, 1),)) is None
    alone: dict[History, int] = {(1, 0, 0): 9, (0, 1, 0): 9, (0, 0, 1): 9}
    found = profile_interval(alone, ())
    assert found is not None and math.isinf(found.highest)


def test_the_bootstrap_of_models_is_the_same_for_a_seed_and_holds_the_mean() -> None:
    found = fit_all(FEW)
    one = bootstrap_of_models(FEW, found, 7, 100)
    assert one == bootstrap_of_models(FEW, found, 7, 100)
    assert one != bootstrap_of_models(FEW, found, 8, 100)
    assert one.lowest < found.mean_by_aicc.persons < one.highest
    assert one.rounds == 100


def lists(one: int, other: int, overlap: int, sensitivity: float = 1.0, precision: float = 1.0) -> TwoLists:
    first, second = (
        PeopleList(name, Text("บัญชี", name), "disabled", size, 2561)
        for name, size in (("one", one), ("other", other))
    )
    return TwoLists(first, second, overlap, None, sensitivity, precision)


def slow_draws(of: TwoLists, persons: int, rounds: int) -> list[float]:
    """Every person stands or does not stand in each list, and every link is found or missed, one by one."""
    draw, found = random.Random(1), []  # noqa: S311
    assert of.sensitivity is not None
    for _ in range(rounds):
        one = other = linked = 0
        for _ in range(persons):
            in_one = draw.random() < of.one.persons / persons
            in_other = draw.random() < of.other.persons / persons
            one, other = one + in_one, other + in_other
            linked += in_one and in_other and draw.random() < of.sensitivity
        found.append(chapman(one, other, true_overlap(linked, of.sensitivity, 1.0, min(one, other))).persons)
    return found


def test_drawn_lists_are_as_wide_as_persons_drawn_one_by_one() -> None:
    of = lists(200, 150, 45, sensitivity=0.9)
    fast = bootstrap_of_two(of, 1, 2000)
    slow = slow_draws(of, 600, 400)
    low, high = np.percentile(slow, [2.5, 97.5])
    assert fast.lowest == pytest.approx(low, rel=0.06)
    assert fast.highest == pytest.approx(high, rel=0.09)


def test_links_that_are_missed_or_wrong_widen_the_interval() -> None:
    def width(of: TwoLists) -> float:
        found = bootstrap_of_two(of, 3, 2000)
        return found.highest - found.lowest

    sure = width(lists(2000, 1500, 500))
    assert width(lists(2000, 1500, 400, sensitivity=0.8)) > sure
    assert width(lists(2000, 1500, 625, precision=0.8)) > sure
    assert bootstrap_of_two(lists(10, 10, 10), 1, 50).highest == 10
