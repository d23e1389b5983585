"""Weights and cutoffs are exact: a household exactly on the cutoff is poor, however they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from pytest import RaisesExc

from samut.rules.errors import SamutError, Text
from samut.rules.weighting import LARGEST_TOTAL, Number, WeightScheme, cutoff, exact, scheme

LABEL = Text(th="น้ำหนัก", en="weights")
Given = Mapping[str, Mapping[str, object] | Sequence[object]]


def weighed(indicators: Given, dimensions: Mapping[str, object] | None = None) -> WeightScheme:
    """A scheme from weights as a file would have them; None is no weight."""

    def read(value: object) -> Fraction | None:
        return None if value is None else exact(value, "weight")

    groups = {
        name: dict(each)
        if isinstance(each, Mapping)
        else {f"{name}{place}": value for place, value in enumerate(each)}
        for name, each in indicators.items()
    }
    return scheme(
        "own",
        LABEL,
        {name: read((dimensions or {}).get(name)) for name in groups},
        {name: {each: read(value) for each, value in group.items()} for name, group in groups.items()},
    )


def shares(found: WeightScheme) -> list[Fraction]:
    return [found.share(place) for place in range(len(found.numerators))]


def refused(code: str) -> RaisesExc[SamutError]:
    return pytest.raises(SamutError, check=lambda error: error.code == code)


@pytest.mark.parametrize(("value", "said"), [
    (1, Fraction(1)),
    ("1/3", Fraction(1, 3)),
    (" 1/3 ", Fraction(1, 3)),
    (Decimal("0.333333"), Fraction(333333, 1000000)),
    ("0.333333", Fraction(333333, 1000000)),
    (Fraction(1, 18), Fraction(1, 18)),
    (0.1, Fraction(1, 10)),
    (0.333333, Fraction(333333, 1000000)),
    ("25e-2", Fraction(1, 4)),
    (Decimal("1E-3"), Fraction(1, 1000)),
])  # fmt: skip
def test_a_number_is_what_it_says(value: object, said: Fraction) -> None:
    assert exact(value, "weight") == said


@pytest.mark.parametrize(
    "value", [True, None, [], "", "a third", "1/0", "1e", "1e999999999", Decimal("nan"), float("inf")]
)
def test_what_is_no_number_is_refused_by_name(value: object) -> None:
    with refused("MEASURE_006") as caught:
        exact(value, "health")
    assert "health" in caught.value.in_words("en")


@pytest.mark.parametrize(("value", "text", "share"), [
    ("1/3", "1/3", Fraction(1, 3)),
    (Decimal("0.333333"), "0.333333", Fraction(333333, 1000000)),
    (0.26, "0.26", Fraction(26, 100)),
    (1, "1", Fraction(1)),
])  # fmt: skip
def test_a_cutoff_is_printed_as_it_was_written(value: Number, text: str, share: Fraction) -> None:
    found = cutoff(value)
    assert (found.text, found.value) == (text, share)


@pytest.mark.parametrize("value", [0, -1, "-1/3", Decimal("1.000001"), 33, "4/3"])
def test_a_cutoff_out_of_range_is_refused(value: Number) -> None:
    with refused("MEASURE_004"):
        cutoff(value)


def test_the_smallest_poor_score_is_the_cutoff_or_the_next_whole_number() -> None:
    assert cutoff("1/3").smallest_poor_score(18) == 6
    assert cutoff("0.333333").smallest_poor_score(18) == 6
    assert cutoff("0.333334").smallest_poor_score(18) == 7
    assert cutoff("1/3").smallest_poor_score(10) == 4
    assert cutoff(1).smallest_poor_score(18) == 18
    assert cutoff("0.000001").smallest_poor_score(18) == 1


# Ways in which floating-point sums go astray: 0.1 + 0.2 is more than 0.3, ten tenths less than 1.
ON_THE_CUTOFF = [
    ({"a": ["0.1", "0.2", "0.7"]}, (0, 1), "0.3"),
    ({"a": ["0.1"] * 10}, range(10), "1"),
    ({"a": ["0.1"] * 10}, range(3), "0.3"),
    ({"a": ["0.1"] * 10}, range(6), "0.6"),
    ({"a": ["0.1"] * 10}, range(7), "0.7"),
    ({"a": ["0.15", "0.35", "0.5"]}, (0, 1), "0.5"),
    ({"a": ["1/18"] * 18}, range(6), "1/3"),
    ({"a": ["1/18"] * 18}, range(9), "1/2"),
    ({"a": [None] * 2, "b": [None] * 2, "c": [None] * 6}, range(4, 10), "1/3"),
    ({"a": [None] * 2, "b": [None] * 2, "c": [None] * 6}, (0, 1), "1/3"),
    ({"a": [None] * 2, "b": [None] * 2, "c": [None] * 6}, (0, 4, 5, 6), "1/3"),
    ({"a": [None] * 7}, (0,), "1/7"),
    ({"a": [None] * 49}, range(7), "1/7"),
    ({"a": [3, 2, 1]}, (1, 2), "1/2"),
]


@pytest.mark.parametrize(("indicators", "deprived", "at"), ON_THE_CUTOFF)
def test_a_household_exactly_on_the_cutoff_is_poor(
    indicators: Given, deprived: Iterable[int], at: str
) -> None:
    found = weighed(indicators)
    score = sum(found.numerators[place] for place in deprived)
    assert score == cutoff(at).smallest_poor_score(found.total)
    if score < found.total:
        a_hair_above = cutoff(exact(at, "cutoff") + Fraction(1, 10**12))
        assert score < a_hair_above.smallest_poor_score(found.total)


def test_whoever_is_poor_by_fractions_is_poor_by_whole_numbers() -> None:
    """All households of a scheme, at every cutoff some household lies on."""
    found = weighed({"a": ["0.15", "0.05", "0.1"], "b": ["0.3", "0.4"]})
    scores = [Fraction(0)]
    for count in range(1, 6):
        scores += [sum(map(found.share, chosen), Fraction(0)) for chosen in combinations(range(5), count)]
    for at in sorted(set(scores) - {0}):
        smallest = cutoff(at).smallest_poor_score(found.total)
        assert [score * found.total >= smallest for score in scores] == [score >= at for score in scores]


def test_dimensions_weigh_the_same_and_so_do_the_indicators_in_one() -> None:
    assert (
        shares(weighed({"health": [None] * 2, "living": [None] * 6}))
        == [Fraction(1, 4)] * 2 + [Fraction(1, 12)] * 6
    )


def test_a_third_written_with_six_decimals_three_times_is_a_third() -> None:
    given: dict[str, object] = dict.fromkeys("abc", "0.333333")
    found = weighed({"a": [None], "b": [None], "c": [None]}, given)
    assert shares(found) == [Fraction(1, 3)] * 3
    assert shares(weighed({"a": ["0.333333"] * 3})) == [Fraction(1, 3)] * 3


def test_rounded_weights_are_shares_of_their_sum() -> None:
    found = weighed({"a": ["0.167", "0.167", "0.333"], "b": ["0.333"]})
    assert shares(found) == [
        Fraction(167, 1000),
        Fraction(167, 1000),
        Fraction(333, 1000),
        Fraction(333, 1000),
    ]
    assert sum(shares(weighed({"a": [None], "b": [None]}, {"a": "0.3333", "b": "0.6666"}))) == 1


def test_whole_numbers_are_proportions() -> None:
    found = weighed({"a": [None], "b": [2, 1, 1]}, {"a": 1, "b": 3})
    assert shares(found) == [Fraction(1, 4), Fraction(3, 8), Fraction(3, 16), Fraction(3, 16)]
    assert shares(weighed({"a": [1, 2], "b": [3]})) == [Fraction(1, 6), Fraction(1, 3), Fraction(1, 2)]


def test_indicator_weights_are_shares_of_the_whole_or_of_their_dimension() -> None:
    of_dimension = weighed({"a": ["1/2", "1/2"], "b": ["1/4", "3/4"]}, {"a": "0.4", "b": "0.6"})
    of_whole = weighed({"a": ["0.2", "0.2"], "b": ["0.15", "0.45"]}, {"a": "0.4", "b": "0.6"})
    undivided = weighed({"a": ["0.2", "0.2"], "b": ["0.15", "0.45"]})
    assert of_dimension == of_whole == undivided
    assert shares(of_whole) == [Fraction(1, 5), Fraction(1, 5), Fraction(3, 20), Fraction(9, 20)]
    # Without weights of the dimensions, shares of each dimension leave the dimensions equal.
    assert shares(weighed({"a": ["1/2", "1/2"], "b": ["1/4", "3/4"]})) == [
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 8),
        Fraction(3, 8),
    ]


def test_one_dimension_may_weigh_its_indicators_and_another_leave_them_equal() -> None:
    found = weighed({"a": ["2/3", "1/3"], "b": [None, None]})
    assert shares(found) == [Fraction(1, 3), Fraction(1, 6), Fraction(1, 4), Fraction(1, 4)]


def test_an_indicator_of_no_weight_is_allowed() -> None:
    assert shares(weighed({"a": ["1", "0"], "b": [None]})) == [Fraction(1, 2), Fraction(0), Fraction(1, 2)]
    for nothing in ([0, 0], ["1/2", "1/2"], [None, None]):
        found = weighed({"a": nothing, "b": [None]}, {"a": 0, "b": 1})
        assert shares(found) == [Fraction(0), Fraction(0), Fraction(1)]


@pytest.mark.parametrize(("indicators", "dimensions", "code"), [
    ({"a": [None], "b": [None]}, {"a": "0.5", "b": "0.4"}, "MEASURE_003"),
    ({"a": ["0.5", "0.4"]}, {}, "MEASURE_003"),
    ({"a": ["0.5", "0.4"], "b": [None]}, {}, "MEASURE_003"),
    ({"a": ["0.9", "0.8"], "b": ["0.1"]}, {}, "MEASURE_003"),
    ({"a": [0, 0]}, {}, "MEASURE_003"),
    ({"a": ["0.2", "0.1"], "b": [None]}, {"a": "0.4", "b": "0.6"}, "MEASURE_003"),
    ({"a": [None], "b": [None]}, {"a": "0.5"}, "MEASURE_005"),
    ({"a": ["0.5", None]}, {}, "MEASURE_005"),
    ({"a": ["1.5", "-0.5"]}, {}, "MEASURE_007"),
    ({"a": [None], "b": [None]}, {"a": 2, "b": -1}, "MEASURE_007"),
    ({"a": ["0.123456789012", "0.876543210988"], "b": [None] * 3}, {}, "MEASURE_008"),
])  # fmt: skip
def test_weights_that_cannot_be_meant_are_refused(
    indicators: Given, dimensions: Mapping[str, object], code: str
) -> None:
    with refused(code):
        weighed(indicators, dimensions)


def test_the_refusal_names_the_group_and_its_sum() -> None:
    with refused("MEASURE_003") as caught:
        weighed({"health": ["0.5", "0.4"], "living": [None]})
    assert "The weights of health add up to 9/10" in caught.value.in_words("en")
    with refused("MEASURE_003") as caught:
        weighed({"health": [None], "living": ["0.333", "0.123456"]}, {"health": "0.5", "living": "0.5"})
    assert "น้ำหนักของ living รวมได้ 0.456456" in caught.value.in_words("th")
    with refused("MEASURE_005") as caught:
        weighed({"health": {"nutrition": "0.5", "mortality": None}})
    assert "mortality has none" in caught.value.in_words("en")


def test_the_total_stays_within_what_every_engine_adds_exactly() -> None:
    assert weighed({"a": [None] * 2, "b": [None] * 2, "c": [None] * 6}).total == 36 // 2
    assert LARGEST_TOTAL * 62 < 2**63
