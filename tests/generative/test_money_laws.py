"""Money figures against slow, obvious versions on invented incomes, and the laws they must keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from math import isnan, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.estimates import decomposition, inequality
from samut.engine.estimates.linearised import Floats, Ints, Linearised
from samut.engine.estimates.money import gap
from samut.rules.errors import Text
from samut.rules.lines import Line

LINE = Line("38000", Text("เส้น", "line"), Decimal(38000))


@dataclass(frozen=True)
class Crowd:
    """Persons with incomes and deprivation scores, in groups."""

    income: Floats
    weight: Floats
    group: Ints
    score: Floats

    def __len__(self) -> int:
        return len(self.income)


@st.composite
def crowds(draw: st.DrawFn, least: int = 1) -> Crowd:
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(1, 30) | st.integers(31, 250_000),
                st.integers(1, 9) | st.floats(0.1, 50),
                st.integers(0, 3),
                st.integers(0, 18),
            ),
            min_size=least,
            max_size=14,
        )
    )
    income, weight, group, score = (np.array(column) for column in zip(*rows, strict=True))
    return Crowd(income.astype(float), weight.astype(float), group.astype(np.int64), score / 18)


def slow_mean(values: Floats, weight: Floats) -> float:
    return sum(w * v for v, w in zip(values, weight, strict=True)) / sum(weight)


def slow_gini(income: Floats, weight: Floats) -> float:
    """All pairs of persons."""
    apart = sum(w * v * abs(a - b) for (a, w), (b, v) in product(zip(income, weight, strict=True), repeat=2))
    return apart / (2 * sum(weight) ** 2 * slow_mean(income, weight))


def slow_theil_t(income: Floats, weight: Floats) -> float:
    middle = slow_mean(income, weight)
    return slow_mean(np.array([y / middle * log(y / middle) for y in income]), weight)


def slow_theil_l(income: Floats, weight: Floats) -> float:
    middle = slow_mean(income, weight)
    return slow_mean(np.array([log(middle / y) for y in income]), weight)


def slow_poorest(income: Floats, weight: Floats, part: float) -> float:
    """Take persons from the poorest upwards until the part is full; the last row is split."""
    left, taken = part * sum(weight), 0.0
    for y, w in sorted(zip(income, weight, strict=True)):
        taken += y * min(w, left)
        left -= min(w, left)
    return taken


def slow_among_poor(score: Floats, weight: Floats) -> float:
    middle = slow_mean(score, weight)
    return 4 * slow_mean(np.array([(c - middle) ** 2 for c in score]), weight)


def of_group(crowd: Crowd, number: int) -> Crowd:
    mine = crowd.group == number
    return Crowd(crowd.income[mine], crowd.weight[mine], crowd.group[mine], crowd.score[mine])


def groups(crowd: Crowd) -> list[Crowd]:
    return [of_group(crowd, number) for number in sorted(set(crowd.group.tolist()))]


def share_of_persons(part: Crowd, whole: Crowd) -> float:
    return float(sum(part.weight) / sum(whole.weight))


def share_of_income(part: Crowd, whole: Crowd) -> float:
    return float(sum(part.weight * part.income) / sum(whole.weight * whole.income))


def everybody_at_the_mean(crowd: Crowd) -> Floats:
    means = {number: slow_mean(each.income, each.weight) for number, each in numbered(crowd)}
    return np.array([means[number] for number in crowd.group.tolist()])


def numbered(crowd: Crowd) -> list[tuple[int, Crowd]]:
    return [(number, of_group(crowd, number)) for number in sorted(set(crowd.group.tolist()))]


@given(crowds())
def test_figures_agree_with_the_slow_ones(crowd: Crowd) -> None:
    income, weight = crowd.income, crowd.weight
    assert inequality.gini(income, weight).value == pytest.approx(slow_gini(income, weight), abs=1e-12)
    assert inequality.theil_t(income, weight).value == pytest.approx(slow_theil_t(income, weight), abs=1e-12)
    assert inequality.theil_l(income, weight).value == pytest.approx(slow_theil_l(income, weight), abs=1e-12)
    found = inequality.inequality_among_poor(crowd.score, weight).value
    assert found == pytest.approx(slow_among_poor(crowd.score, weight), abs=1e-12)


@given(crowds())
def test_shares_agree_with_taking_persons_one_by_one(crowd: Crowd) -> None:
    income, weight = crowd.income, crowd.weight
    found = inequality.shares(income, weight)
    whole = sum(income * weight)
    ends = [slow_poorest(income, weight, part) for part in (0, 0.2, 0.4, 0.6, 0.8)] + [whole]
    for place in range(5):
        expected = (ends[place + 1] - ends[place]) / whole
        assert found[f"quintile_share_{place + 1}"].value == pytest.approx(expected, abs=1e-12)
    top = whole - slow_poorest(income, weight, 0.9)
    assert found["palma"].value == pytest.approx(top / ends[2], rel=1e-9)
    assert found["s80_s20"].value == pytest.approx((whole - ends[4]) / ends[1], rel=1e-9)
    assert sum(found[f"quintile_share_{place}"].value for place in range(1, 6)) == pytest.approx(1, abs=1e-12)


@given(crowds(), st.integers(0, 2))
def test_gaps_are_counted_person_by_person(crowd: Crowd, alpha: int) -> None:
    expected = [((38000 - y) / 38000) ** alpha if y < 38000 else 0 for y in crowd.income]
    assert gap(crowd.income, LINE, alpha) == pytest.approx(expected, abs=1e-15)


def test_on_the_line_is_poor_only_where_the_line_says_so() -> None:
    exactly = np.array([38000.0, 37999.0, 38001.0])
    assert gap(exactly, LINE, 0).tolist() == [0, 1, 0]
    assert gap(exactly, replace(LINE, poor_on_it=True), 0).tolist() == [1, 1, 0]
    assert gap(exactly, replace(LINE, poor_on_it=True), 1)[0] == 0


@given(crowds())
def test_theil_parts_are_the_groups_own_and_add_up(crowd: Crowd) -> None:
    at_mean = everybody_at_the_mean(crowd)
    for parts_of, slow, share in (
        (decomposition.theil_t_parts, slow_theil_t, share_of_income),
        (decomposition.theil_l_parts, slow_theil_l, share_of_persons),
    ):
        parts = parts_of(crowd.income, crowd.weight, crowd.group)
        within = sum(share(each, crowd) * slow(each.income, each.weight) for each in groups(crowd))
        assert parts.components["between"].value == pytest.approx(slow(at_mean, crowd.weight), abs=1e-12)
        assert parts.components["within"].value == pytest.approx(within, abs=1e-12)
        check_adds_up(parts)


@given(crowds())
def test_gini_parts_are_means_pairs_and_overlap(crowd: Crowd) -> None:
    parts = decomposition.gini_parts(crowd.income, crowd.weight, crowd.group)
    between = slow_gini(everybody_at_the_mean(crowd), crowd.weight)
    within = sum(
        share_of_persons(each, crowd) * share_of_income(each, crowd) * slow_gini(each.income, each.weight)
        for each in groups(crowd)
    )
    assert parts.components["between"].value == pytest.approx(between, abs=1e-12)
    assert parts.components["within"].value == pytest.approx(within, abs=1e-12)
    assert parts.components["overlap"].value == pytest.approx(slow_overlap(crowd), abs=1e-12)
    check_adds_up(parts)


def slow_overlap(crowd: Crowd) -> float:
    """By how much people of the poorer of two groups have more than people of the richer, twice."""
    ordered = sorted(groups(crowd), key=lambda each: slow_mean(each.income, each.weight))
    excess = 0.0
    for place, poorer in enumerate(ordered):
        for richer in ordered[place + 1 :]:
            for y, w in zip(poorer.income, poorer.weight, strict=True):
                for z, v in zip(richer.income, richer.weight, strict=True):
                    excess += 2 * w * v * max(y - z, 0)
    return excess / (sum(crowd.weight) ** 2 * slow_mean(crowd.income, crowd.weight))


@given(crowds())
def test_inequality_among_the_poor_splits_into_means_and_around_them(crowd: Crowd) -> None:
    parts = decomposition.among_poor_parts(crowd.score, crowd.weight, crowd.group)
    within = sum(
        share_of_persons(each, crowd) * slow_among_poor(each.score, each.weight) for each in groups(crowd)
    )
    assert parts.components["within"].value == pytest.approx(within, abs=1e-12)
    assert 0 <= parts.whole.value <= 1
    check_adds_up(parts)


def check_adds_up(parts: decomposition.Parts) -> None:
    found = list(parts.components.values())
    assert sum(part.value for part in found) == pytest.approx(parts.whole.value, abs=1e-12)
    slopes = np.sum([part.slope for part in found], axis=0)
    scale = max(np.abs(part.slope).max() for part in found)
    assert slopes == pytest.approx(parts.whole.slope, abs=1e-11 * max(scale, 1))
    if parts.whole.value > 1e-9:
        assert sum(part.value for part in parts.percent().values()) == pytest.approx(100, abs=1e-6)


def all_figures(income: Floats, weight: Floats) -> dict[str, float]:
    found = {
        "gini": inequality.gini(income, weight),
        "theil_t": inequality.theil_t(income, weight),
        "theil_l": inequality.theil_l(income, weight),
        **inequality.shares(income, weight),
    }
    return {name: each.value for name, each in found.items()}


@given(crowds(), st.floats(0.01, 100), st.floats(0.01, 100))
def test_other_money_and_other_weights_of_all_change_nothing(
    crowd: Crowd, money: float, weight: float
) -> None:
    before = all_figures(crowd.income, crowd.weight)
    after = all_figures(crowd.income * money, crowd.weight * weight)
    assert after == pytest.approx(before, rel=1e-9, abs=1e-9)


@given(crowds(), st.integers(2, 4), st.randoms(use_true_random=False))
def test_the_same_people_several_times_and_in_any_order(crowd: Crowd, times: int, random: object) -> None:
    order = np.arange(len(crowd) * times)
    random.shuffle(order)  # type: ignore[attr-defined]
    again = all_figures(np.tile(crowd.income, times)[order], np.tile(crowd.weight, times)[order])
    assert again == pytest.approx(all_figures(crowd.income, crowd.weight), rel=1e-9, abs=1e-9)


@given(crowds(least=2), st.data())
def test_from_a_richer_to_a_poorer_lowers_inequality(crowd: Crowd, data: st.DataObject) -> None:
    weight = np.ones(len(crowd))
    poorer, richer = int(np.argmin(crowd.income)), int(np.argmax(crowd.income))
    difference = crowd.income[richer] - crowd.income[poorer]
    given_over = data.draw(st.floats(0, 0.5)) * difference
    after = crowd.income.copy()
    after[poorer] += given_over
    after[richer] -= given_over
    before, now = all_figures(crowd.income, weight), all_figures(after, weight)
    for name in ("gini", "theil_t", "theil_l"):
        assert now[name] <= before[name] + 1e-12
    assert now["share_bottom_40"] >= before["share_bottom_40"] - 1e-12


@settings(max_examples=40)
@given(crowds(least=3))
def test_slopes_are_what_a_little_more_weight_does(crowd: Crowd) -> None:
    """Against differences; figures that have a corner there (shares, between) are given two sides."""

    def check(figure: object, tolerance: float = 2e-5) -> None:
        found: Linearised = figure(crowd.weight)  # type: ignore[operator]
        for row in range(len(crowd)):
            step = 1e-5 * crowd.weight[row]
            moved = []
            for sign in (1, -1):
                weight = crowd.weight.copy()
                weight[row] += sign * step
                moved.append(sign * (figure(weight).value - found.value) / step)  # type: ignore[operator]
            slack = tolerance * max(1.0, np.abs(found.slope).max())
            assert min(moved) - slack <= found.slope[row] <= max(moved) + slack

    for name in ("gini", "theil_t", "theil_l"):
        check(lambda weight, name=name: getattr(inequality, name)(crowd.income, weight))
    check(lambda weight: inequality.inequality_among_poor(crowd.score, weight))
    check(lambda weight: inequality.shares(crowd.income, weight)["quintile_share_2"])
    check(lambda weight: inequality.shares(crowd.income, weight)["share_top_10"])
    for parts_of, amount in (
        (decomposition.gini_parts, crowd.income),
        (decomposition.theil_t_parts, crowd.income),
        (decomposition.theil_l_parts, crowd.income),
        (decomposition.among_poor_parts, crowd.score),
    ):
        for part in ("between", "within"):
            check(
                lambda weight, parts_of=parts_of, amount=amount, part=part: parts_of(
                    amount, weight, crowd.group
                ).components[part]
            )


def test_equal_incomes_are_no_inequality_and_one_who_has_all_is_the_most() -> None:
    weight = np.ones(1000)
    equal = all_figures(np.full(1000, 5.0), weight)
    assert equal["gini"] == pytest.approx(0, abs=1e-12)
    assert equal["palma"] == pytest.approx(0.25)
    assert equal["theil_t"] == equal["theil_l"] == 0
    one_has_all = np.zeros(1000)
    one_has_all[0] = 1.0
    assert inequality.gini(one_has_all, weight).value == pytest.approx(0.999)
    assert isnan(inequality.shares(one_has_all, weight)["palma"].value)


def test_where_nobody_has_anything_nothing_is_defined() -> None:
    nothing, weight = np.array([0.0, -5.0]), np.ones(2)
    assert isnan(inequality.gini(nothing, weight).value)
    assert all(isnan(each.value) for each in inequality.shares(nothing, weight).values())
    parts = decomposition.gini_parts(nothing, weight, np.array([0, 1]))
    assert all(isnan(part.value) for part in parts.components.values())
    nobody = np.empty(0)
    assert isnan(inequality.inequality_among_poor(nobody, nobody).value)
    assert isnan(decomposition.among_poor_parts(nobody, nobody, np.empty(0, np.int64)).whole.value)
