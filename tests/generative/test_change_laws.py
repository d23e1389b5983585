"""Changes between times: what they say, and errors that keep what the times have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from math import isclose, sqrt
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import samut
from estimates_by_hand import ByHand, Drawn, Row, Sampled, Statistic, data_of, every_statistic, kept
from samut.rules.errors import SamutError

DRAWN = Drawn(((2, 1), (3,)), ("1/3", "1/2"), ((1, 1, 1),))
# The one indicator of these has a change alone.
ONE = Drawn(((1,),), ("1",))
YEARS = ("2560", "2562", "2564")
STEP = 1e-6

Changes = dict[tuple[str, ...], dict[str, Any]]


def changed(rows: Sequence[Row], drawn: Drawn, sampled: Sampled, **more: Any) -> Changes:
    """The changes by statistic, weights, cutoff, group, indicator, times and kind."""
    measure = drawn.measure(more.pop("unknown", "drop_household"))
    table = samut.change(measure, data_of(rows, drawn), time="t", **sampled.options, **more)
    found = {
        (
            *(str(row.get(name, "")) for name in ("statistic", "weights", "cutoff", "group", "indicator")),
            *(str(row[name]) for name in ("time_from", "time_to", "change")),
        ): row
        for row in table.to_pylist()
    }
    assert len(found) == table.num_rows
    return found


def told(years: float) -> dict[str, Callable[[float, float], float]]:
    """Each kind of change of a statistic that was `before` and is `after`."""
    return {
        "absolute": lambda before, after: after - before,
        "relative": lambda before, after: 100 * (after / before - 1),
        "absolute_annual": lambda before, after: (after - before) / years,
        "relative_annual": lambda before, after: 100 * ((after / before) ** (1 / years) - 1),
    }


def slope(function: Callable[[float, float], float], before: float, after: float) -> tuple[float, float]:
    """The derivatives by each, numerically."""
    one, two = STEP * max(before, STEP), STEP * max(after, STEP)
    return (
        (function(before + one, after) - function(before - one, after)) / (2 * one),
        (function(before, after + two) - function(before, after - two)) / (2 * two),
    )


class Two:
    """A statistic at two times in a group, with the covariance of the two, by hand."""

    def __init__(self, sample: ByHand, each: Statistic, group: str | None, times: tuple[str, str]) -> None:
        here = [group is None or row.group == group for row in sample.rows]
        inside = [
            [is_in and row.time == time for is_in, row in zip(here, sample.rows, strict=True)]
            for time in times
        ]
        found = [sample.ratio(is_in, each.parts)[0] for is_in in inside]
        self.known = None not in found
        if not self.known:
            return
        self.before, self.after = (value for value in found if value is not None)
        both = [one or two for one, two in zip(*inside, strict=True)]
        influences = [sample.influence(is_in, each.parts) for is_in in inside]

        def error(first: float, second: float) -> float | None:
            added = [first * a + second * b for a, b in zip(*influences, strict=True)]
            return sample.error(both, added)

        self.error = error


@st.composite
def rounds(draw: st.DrawFn, drawn: Drawn = DRAWN, times: Sequence[str] = YEARS[:2]) -> list[Row]:
    row = st.builds(
        Row,
        marks=st.tuples(*[st.sampled_from("1100?")] * drawn.count).map("".join),
        weight=st.sampled_from([1.0, 2.5, 0.4]),
        cluster=st.sampled_from(["c1", "c2", "c3"]),
        stratum=st.sampled_from(["s1", "s2"]),
        group=st.sampled_from(["g1", "g2"]),
        time=st.sampled_from(times),
    )
    rows = draw(st.lists(row, min_size=6, max_size=24))
    assume({row.time for row in rows} == set(times))
    assume(all(any(row.marks[place] in "01" for row in rows) for place in range(drawn.count)))
    return rows


samples = st.builds(Sampled, clusters=st.booleans(), strata=st.booleans(), rule=st.just("certainty"))


@settings(max_examples=10, deadline=None)
@given(rounds(), samples, st.sampled_from(["drop_household", "not_deprived", "deprived"]))
def test_every_change_and_its_error_is_that_by_hand(rows: list[Row], sampled: Sampled, unknown: str) -> None:
    assume(kept(rows, unknown))
    found = changed(rows, DRAWN, sampled, unknown=unknown, by="g")
    sample = ByHand(kept(rows, unknown), sampled)
    quantile = NormalDist().inv_cdf(0.975)
    for each in every_statistic(DRAWN, unknown):
        for group in (None, *sorted({row.group for row in rows})):
            two = Two(sample, each, group, ("2560", "2562"))
            for kind, function in told(2).items():
                key = (each.name, each.scheme, each.cutoff, group or "", each.indicator, "2560", "2562", kind)
                row = found[key]
                if not two.known or (two.before == 0 and kind.startswith("relative")):
                    assert row["estimate"] is None, key
                    continue
                unit = each.unit if kind.startswith("absolute") else 1
                assert isclose(row["estimate"], unit * function(two.before, two.after), abs_tol=1e-10), key
                if kind.startswith("relative") and two.after == 0:
                    continue
                by_before, by_after = slope(function, two.before, two.after)
                error = two.error(by_before, by_after)
                assert error is not None
                assert isclose(row["se"], unit * error, rel_tol=1e-5, abs_tol=1e-6 * unit), (key, row, error)
                assert isclose(row["lower"], row["estimate"] - quantile * row["se"], abs_tol=1e-9)
                assert isclose(row["upper"], row["estimate"] + quantile * row["se"], abs_tol=1e-9)


@settings(max_examples=5, deadline=None)
@given(rounds())
def test_a_change_is_the_difference_of_the_levels(rows: list[Row]) -> None:
    assume(kept(rows, "drop_household"))
    sampled = Sampled(rule="certainty")
    levels = samut.measure(DRAWN.measure(), data_of(rows, DRAWN), time="t", by="g", **sampled.options)
    of: dict[tuple[str, ...], Any] = {
        (
            *(str(row[name]) for name in ("statistic", "weights", "cutoff", "group", "indicator")),
            row["time"],
        ): row
        for row in levels.to_pylist()
    }
    for key, row in changed(rows, DRAWN, sampled, by="g").items():
        if key[-1] == "absolute" and row["estimate"] is not None:
            levels_then = [of[(*key[:5], time)]["estimate"] for time in key[5:7]]
            assert isclose(row["estimate"], levels_then[1] - levels_then[0], abs_tol=1e-10)
            counted = [of[(*key[:5], time)] for time in key[5:7]]
            assert row["n"] == sum(each["n"] for each in counted)
            assert row["unknown"] == sum(each["unknown"] for each in counted)


@settings(max_examples=5, deadline=None)
@given(rounds())
def test_rounds_in_strata_of_their_own_have_the_sum_of_the_variances(rows: list[Row]) -> None:
    """Nothing is shared: the variance of the difference is the sum of both."""
    assume(kept(rows, "drop_household"))
    apart = [replace(row, stratum=f"{row.stratum} {row.time}") for row in rows]
    sampled = Sampled(rule="certainty")
    levels = samut.measure(DRAWN.measure(), data_of(apart, DRAWN), time="t", **sampled.options).to_pylist()
    of: dict[tuple[str, ...], Any] = {
        (row["statistic"], row["weights"], row["cutoff"], row["indicator"], row["time"]): row
        for row in levels
    }
    for key, row in changed(apart, DRAWN, sampled).items():
        if key[-1] == "absolute" and row["se"] is not None:
            errors = [of[(*key[:3], key[4], time)]["se"] for time in key[5:7]]
            assert isclose(row["se"], sqrt(sum(error**2 for error in errors)), rel_tol=1e-9, abs_tol=1e-12)


def test_the_same_households_again_change_by_nothing_and_surely() -> None:
    """Everybody answers as before: the covariance of shared clusters takes all of the error away."""
    first = [
        Row(marks, cluster=cluster, time="2560")
        for marks, cluster in zip("110100101", ["c1"] * 3 + ["c2"] * 3 + ["c3"] * 3, strict=True)
    ]
    rows = [*first, *(replace(row, time="2562") for row in first)]
    sampled = Sampled(strata=False)
    shared = changed(rows, ONE, sampled)["H", "", "1", "", "", "2560", "2562", "absolute"]
    assert (shared["estimate"], shared["se"]) == (0, 0)
    others = [*first, *(replace(row, time="2562", cluster=f"{row.cluster} new") for row in first)]
    independent = changed(others, ONE, sampled)["H", "", "1", "", "", "2560", "2562", "absolute"]
    assert independent["estimate"] == 0
    assert independent["se"] > 0.05


def test_three_rounds_give_every_pair_and_only_years_a_yearly_change() -> None:
    marks = "1101001011"
    for times, kinds in ((YEARS, 4), (("before", "between", "later"), 2), (("1", "2", "3"), 2)):
        rows = [
            Row(mark, cluster=f"c{place % 3}", time=times[(place * 7) % 3])
            for place, mark in enumerate(marks * 3)
        ]
        found = changed(rows, ONE, Sampled(strata=False))
        pairs = {key[5:7] for key in found}
        assert pairs == set(combinations(sorted(times), 2))
        assert {key[-1] for key in found} == {
            "absolute",
            "relative",
            *(["absolute_annual", "relative_annual"] if kinds == 4 else []),
        }
        assert len(found) == len(pairs) * kinds * len(list(every_statistic(ONE, "drop_household")))
        for first, last in pairs:
            row = found["H", "", "1", "", "", first, last, "absolute"]
            assert row["time"] == f"{first}-{last}"
    numbers = [
        Row(mark, cluster=f"c{place % 3}", time=time) for time in YEARS for place, mark in enumerate(marks)
    ]
    falling = [
        replace(row, marks="0") if row.time == "2564" and row.cluster == "c0" else row for row in numbers
    ]
    found = changed(falling, ONE, Sampled(strata=False))
    of = {kind: found["H", "", "1", "", "", "2560", "2564", kind]["estimate"] for kind in told(4)}
    assert of["absolute"] < 0
    assert isclose(of["absolute_annual"], of["absolute"] / 4)
    assert isclose((1 + of["relative_annual"] / 100) ** 4, 1 + of["relative"] / 100)


def test_times_are_in_the_order_of_their_numbers() -> None:
    rows = [
        Row(mark, cluster=f"c{place}", time=time) for time in ("9", "10") for place, mark in enumerate("110")
    ]
    assert {key[5:7] for key in changed(rows, ONE, Sampled(strata=False))} == {("9", "10")}


def test_a_group_that_is_there_once_has_no_change() -> None:
    rows = [
        Row("1", cluster="c1", group="g1", time="2560"),
        Row("0", cluster="c2", group="g2", time="2560"),
        Row("1", cluster="c2", group="g1", time="2562"),
    ]
    found = changed(rows, ONE, Sampled(strata=False), by="g")
    row = found["H", "", "1", "g2", "", "2560", "2562", "absolute"]
    assert row["estimate"] is row["se"] is row["lower"] is row["upper"] is None
    assert found["H", "", "1", "g1", "", "2560", "2562", "absolute"]["estimate"] == 0


@pytest.mark.parametrize("times", [("2560",), ("2560", "2560")])
def test_one_time_alone_has_no_change(times: tuple[str, ...]) -> None:
    rows = [Row("1", cluster=f"c{place}", time=time) for place, time in enumerate(times)]
    with pytest.raises(SamutError, match="MEASURE_016"):
        changed(rows, ONE, Sampled())
