"""Robustness against slow, obvious versions: pairs counted one by one, errors cluster by cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr, t

from samut.engine.estimates.choices import choices, half_for_each
from samut.engine.estimates.design import Design, variance
from samut.engine.estimates.ranks import dense_ranks, inversions, kendall_tau_b, spearman
from samut.engine.estimates.robustness import robustness
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.measure_files import load_alkire_foster

MEASURE = """
id = "drawn"
label = { th = "ดัชนีวาด", en = "Drawn" }
kind = "alkire_foster"
cutoff = ["1/3", "1/2", "3/4"]
unknown = "drop_household"
[[dimension]]
id = "health"
label = { th = "สุขภาพ", en = "Health" }
weight = "1/2"
indicator = [{ id = "a", column = "a" }, { id = "b", column = "b" }]
[[dimension]]
id = "living"
label = { th = "ความเป็นอยู่", en = "Living" }
weight = "1/2"
indicator = [{ id = "c", column = "c" }]
[[scheme]]
id = "living-first"
dimension = { health = "1/4", living = "3/4" }
"""
INDICATORS = ("a", "b", "c")
CUTOFFS = (Fraction(1, 3), Fraction(1, 2), Fraction(3, 4))
SCHEMES = (
    {"a": Fraction(1, 4), "b": Fraction(1, 4), "c": Fraction(1, 2)},
    {"a": Fraction(1, 8), "b": Fraction(1, 8), "c": Fraction(3, 4)},
)
LEVEL = 95


@pytest.fixture(scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> AlkireFoster:
    path = tmp_path_factory.mktemp("measure") / "drawn.toml"
    path.write_text(MEASURE, "utf-8")
    return load_alkire_foster(path)


def values(least: int = 0, most: int = 25) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 9), min_size=least, max_size=most)


@st.composite
def two_rankings(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    first = draw(values())
    return first, draw(st.lists(st.integers(0, 9), min_size=len(first), max_size=len(first)))


def ranks(numbers: Sequence[float]) -> np.ndarray:
    return dense_ranks(np.array(numbers, np.float64))


def slow_tau_b(first: Sequence[float], second: Sequence[float]) -> float:
    same = opposite = tied_first = tied_second = 0
    pairs = list(combinations(range(len(first)), 2))
    for one, other in pairs:
        x, y = first[one] - first[other], second[one] - second[other]
        tied_first += x == 0
        tied_second += y == 0
        same += x * y > 0
        opposite += x * y < 0
    apart = (len(pairs) - tied_first) * (len(pairs) - tied_second)
    return (same - opposite) / sqrt(apart) if apart else float("nan")


@given(two_rankings())
def test_tau_b_is_what_counting_pairs_gives(two: tuple[list[int], list[int]]) -> None:
    found = kendall_tau_b(ranks(two[0]), ranks(two[1]))
    expected = slow_tau_b(*two)
    assert found == pytest.approx(expected, nan_ok=True)
    if not isnan(expected):
        assert found == pytest.approx(float(kendalltau(*two).statistic))


@given(two_rankings())
def test_spearman_is_the_correlation_of_mean_ranks(two: tuple[list[int], list[int]]) -> None:
    found = spearman(ranks(two[0]), ranks(two[1]))
    if min(len(set(each)) for each in two) < 2:
        assert isnan(found)
        return
    mean_ranks = [
        [sum(other < value for other in each) + (each.count(value) + 1) / 2 for value in each] for each in two
    ]
    assert found == pytest.approx(float(np.corrcoef(np.array(mean_ranks))[0, 1]))
    assert found == pytest.approx(float(spearmanr(*two).statistic))


@given(values())
def test_inversions_are_the_pairs_the_wrong_way_round(numbers: list[int]) -> None:
    expected = sum(one > other for one, other in combinations(numbers, 2))
    assert inversions(np.array(numbers, np.int64)) == expected


@given(values(least=2).filter(lambda each: len(set(each)) > 1), st.randoms())
def test_the_same_order_is_one_and_the_opposite_minus_one(numbers: list[int], random: object) -> None:
    own, opposite = ranks(numbers), ranks([-each for each in numbers])
    for correlation in (spearman, kendall_tau_b):
        assert correlation(own, own) == pytest.approx(1)
        assert correlation(own, opposite) == pytest.approx(-1)


@given(two_rankings(), st.data())
def test_the_order_of_the_groups_changes_nothing(
    two: tuple[list[int], list[int]], data: st.DataObject
) -> None:
    mixed = list(zip(*data.draw(st.permutations(list(zip(*two, strict=True)))), strict=True)) or [(), ()]
    for correlation in (spearman, kendall_tau_b):
        before = correlation(ranks(two[0]), ranks(two[1]))
        assert correlation(ranks(mixed[0]), ranks(mixed[1])) == pytest.approx(before, nan_ok=True)


@dataclass(frozen=True)
class Survey:
    """Rows of a small survey; a cluster lies in one stratum, groups share clusters."""

    rows: list[dict[str, int | float | None]]

    def table(self, names: Sequence[str] = ("p0", "p1", "p2", "p3")) -> pa.Table:
        named = [
            {**row, "group": None if row["group"] is None else names[int(row["group"])]} for row in self.rows
        ]
        integers = dict.fromkeys((*INDICATORS, "cluster", "stratum"), pa.int64())
        schema = pa.schema([*integers.items(), ("weight", pa.float64()), ("group", pa.string())])
        return pa.Table.from_pylist(named, schema)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    strata = draw(st.integers(1, 2))
    said = st.none() | st.integers(0, 1) | st.integers(0, 1) | st.integers(0, 1)
    row = st.fixed_dictionaries(
        {
            **dict.fromkeys(INDICATORS, said),
            "group": st.integers(0, 3),
            "cluster": st.integers(0, 5),
            "weight": st.integers(1, 4).map(float),
        }
    )
    rows = draw(st.lists(row, min_size=6, max_size=24))
    # Two whole rows in each cluster, so that no stratum is without two of them.
    for cluster in range(6):
        whole = {**dict.fromkeys(INDICATORS, cluster % 2), "group": cluster % 4, "weight": 1.0}
        rows.append({**whole, "cluster": cluster})
    return Survey([{**each, "stratum": int(each["cluster"] or 0) % strata} for each in rows])


def complete(survey: Survey) -> list[dict[str, float]]:
    return [row for row in survey.rows if all(row[name] is not None for name in INDICATORS)]  # type: ignore[misc]


def slow_value(row: dict[str, float], of: str, weights: dict[str, Fraction], cutoff: Fraction) -> Fraction:
    score = sum((weights[name] for name in INDICATORS if row[name] == 1), Fraction(0))
    poor = score >= cutoff
    return Fraction(poor) if of == "H" else score * poor


def slow_figures(survey: Survey, of: str) -> list[list[Fraction]]:
    """Each choice's figure of each group, the own choice first."""
    rows = complete(survey)
    found = []
    for weights in SCHEMES:
        for cutoff in CUTOFFS:
            figures = []
            for group in range(4):
                own = [row for row in rows if row["group"] == group]
                total = sum((Fraction(row["weight"]) for row in own), Fraction(0))
                poor = [Fraction(row["weight"]) * slow_value(row, of, weights, cutoff) for row in own]
                figures.append(sum(poor, Fraction(0)) / total)
            found.append(figures)
    return found


def slow_error(survey: Survey, of: str, one: int, other: int) -> float:
    """The error of the difference of two groups under the own choice: both influences, by cluster."""
    rows = complete(survey)
    influence = np.zeros(6)
    for group, sign in ((one, 1), (other, -1)):
        own = [row for row in rows if row["group"] == group]
        total = sum(row["weight"] for row in own)
        mean = float(slow_figures(survey, of)[0][group])
        for row in own:
            value = float(slow_value(row, of, SCHEMES[0], CUTOFFS[0]))
            influence[int(row["cluster"])] += sign * row["weight"] * (value - mean) / total
    strata = 1 + max(int(row["stratum"]) for row in rows)
    return float(np.sqrt(variance(Design(np.arange(6) % strata), influence)))


def slow_comparisons(survey: Survey, of: str) -> dict[str, tuple[int, int]]:
    figures = slow_figures(survey, of)
    strata = 1 + max(int(row["stratum"]) for row in survey.rows)  # type: ignore[arg-type]
    quantile = float(t.ppf((1 + LEVEL / 100) / 2, 6 - strata))
    counts = dict.fromkeys(("robust", "tied", "significant", "robust_of_significant"), 0)
    for one, other in combinations(range(4), 2):
        signs = {(each[one] > each[other]) - (each[one] < each[other]) for each in figures}
        difference = figures[0][one] - figures[0][other]
        robust = len(signs) == 1 and difference != 0
        reach = quantile * slow_error(survey, of, one, other)
        significant = abs(float(difference)) > reach
        counts["robust"] += robust
        counts["tied"] += difference == 0
        counts["significant"] += significant
        counts["robust_of_significant"] += robust and significant
    return {name: (count, 6) for name, count in counts.items()} | {
        "robust_of_significant": (counts["robust_of_significant"], counts["significant"])
    }


def asked(measure: AlkireFoster, table: pa.Table) -> list[dict[str, object]]:
    found = robustness(measure, table, by=["group"], weight="weight", psu="cluster", strata="stratum")
    rows: list[dict[str, object]] = found.to_pylist()
    return rows


@settings(max_examples=25, deadline=None)
@given(survey=surveys())
def test_pairs_are_robust_and_significant_as_counted_one_by_one(
    measure: AlkireFoster, survey: Survey
) -> None:
    rows = [row for row in asked(measure, survey.table()) if row["analysis"] == "comparisons"]
    for of in ("H", "M0"):
        found = {row["statistic"]: (row["count"], row["n"]) for row in rows if row["of"] == of}
        assert found == slow_comparisons(survey, of)


@settings(max_examples=15, deadline=None)
@given(survey=surveys())
def test_ranks_are_those_of_exact_figures(measure: AlkireFoster, survey: Survey) -> None:
    rows = [row for row in asked(measure, survey.table()) if row["statistic"] == "kendall_tau_b"]
    for of in ("H", "M0"):
        found = [row["estimate"] for row in rows if row["of"] == of]
        figures = slow_figures(survey, of)
        expected = [slow_tau_b(one, other) for one, other in combinations(figures, 2)]  # type: ignore[arg-type]
        assert [float("nan") if each is None else each for each in found] == pytest.approx(
            expected, nan_ok=True
        )


@settings(max_examples=10, deadline=None)
@given(survey=surveys())
def test_what_groups_are_called_and_the_order_of_rows_change_nothing(
    measure: AlkireFoster, survey: Survey
) -> None:
    before = asked(measure, survey.table())
    renamed = Survey(list(reversed(survey.rows))).table(names=("z", "m", "a", "k"))
    for one, other in zip(before, asked(measure, renamed), strict=True):
        estimates = one.pop("estimate"), other.pop("estimate")
        assert one == other
        assert estimates[0] == (None if estimates[1] is None else pytest.approx(estimates[1]))


weights = st.integers(1, 9)


@given(st.lists(st.lists(weights, min_size=1, max_size=3), min_size=1, max_size=4), st.integers(0, 2))
@settings(max_examples=40, deadline=None)
def test_half_of_the_weight_goes_to_each_dimension_in_turn(
    tmp_path_factory: pytest.TempPathFactory, dimensions: list[list[int]], unweighed: int
) -> None:
    """Exactly, and within and among the others the proportions stay."""
    lines = ['kind = "alkire_foster"', 'cutoff = "1/2"']
    if len(dimensions) > unweighed:
        dimensions = [[0] * len(each) if place < unweighed else each for place, each in enumerate(dimensions)]
    total = sum(map(sum, dimensions))
    for place, indicators in enumerate(dimensions):
        lines += ["[[dimension]]", f'id = "d{place}"', f'weight = "{sum(indicators)}/{total}"']
        for number, weight in enumerate(indicators):
            lines += ["[[dimension.indicator]]", f'column = "c{place}{number}"']
            lines += [f'weight = "{weight}/{total}"'] if sum(indicators) else []
    path: Path = tmp_path_factory.mktemp("half") / "half.toml"
    path.write_text("\n".join(lines), "utf-8")
    loaded = load_alkire_foster(path)
    own = [Fraction(weight, total) for indicators in dimensions for weight in indicators]
    shares = [Fraction(sum(indicators), total) for indicators in dimensions]
    raised = [place for place, share in enumerate(shares) if share not in (0, Fraction(1, 2), 1)]
    schemes = half_for_each(loaded)
    assert [each.id for each in schemes] == [f"half-d{place}" for place in raised]
    owners = [place for place, indicators in enumerate(dimensions) for _ in indicators]
    for place, scheme in zip(raised, schemes, strict=True):
        found = [scheme.share(number) for number in range(len(own))]
        assert sum(found) == 1
        for owner, before, after in zip(owners, own, found, strict=True):
            rest = shares[place] if owner == place else 1 - shares[place]
            assert after == before / rest / 2


def test_the_own_choice_comes_first_and_no_cutoff_twice(measure: AlkireFoster) -> None:
    found = choices(measure, ["0.5", "2/5"])
    assert [(each.scheme.id, each.cutoff.text) for each in found] == [
        (scheme, cutoff) for scheme in ("own", "living-first") for cutoff in ("1/3", "1/2", "3/4", "2/5")
    ]
