"""Whether one household is poor by a weighted measure, with what its unknown answers leave open."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from samut.rules.alkire_foster import AlkireFoster, ScoreRange, on_the_cutoff, poor, score_range
from samut.rules.errors import Where
from samut.rules.measure_files import alkire_foster_in
from samut.rules.policy_files import Table
from samut.rules.status import Answer, Words
from samut.rules.weighting import cutoff


def measure_of(weights: list[object], at: str = "1/3", **more: object) -> AlkireFoster:
    """A measure on columns d0, d1, … of one dimension."""
    indicators = [{"column": f"d{place}", "weight": weight} for place, weight in enumerate(weights)]
    table = {"kind": "alkire_foster", "cutoff": [at], "dimension": [{"id": "all", "indicator": indicators}]}
    return alkire_foster_in(Table({**table, **more}, Where(file="drawn.toml")))


def household(answers: str) -> Words:
    """A household by its answers: 1 deprived, 0 not, ? unknown, - nobody is eligible."""
    bits = {mark: sum(1 << bit for bit, each in enumerate(answers) if each == mark) for mark in "10?-"}
    everything = (1 << len(answers)) - 1
    return Words(bits["1"], everything & ~bits["?"], everything & ~bits["-"])


FOUR = measure_of([1, 1, 1, 3], "1/2")


@pytest.mark.parametrize(("answers", "least", "most", "said"), [
    ("0000", 0, 0, "no"),
    ("1110", 3, 3, "yes"),
    ("0001", 3, 3, "yes"),
    ("1100", 2, 2, "no"),
    ("11?0", 2, 3, "unknown"),
    ("1??0", 1, 3, "unknown"),
    ("0??0", 0, 2, "no"),
    ("??01", 3, 5, "yes"),
    ("????", 0, 6, "unknown"),
    ("11-0", 2, 2, "no"),
    ("--?-", 0, 1, "no"),
    ("----", 0, 0, "no"),
])  # fmt: skip
def test_the_answer_holds_whatever_the_unknown_answers_are(
    answers: str, least: int, most: int, said: str
) -> None:
    assert score_range(household(answers), FOUR, FOUR.schemes[0]) == ScoreRange(least, most)
    assert poor(household(answers), FOUR) is Answer(said)


def test_the_answer_is_what_every_completion_says() -> None:
    """Every household of four answers: fill in its unknown ones in every way and look."""
    for answers in map("".join, product("10?-", repeat=4)):
        said = set()
        for filled in product("10", repeat=answers.count("?")):
            each = iter(filled)
            known = "".join(next(each) if mark == "?" else mark for mark in answers)
            score = sum(weight for weight, mark in zip((1, 1, 1, 3), known, strict=True) if mark == "1")
            said.add("yes" if Fraction(score, 6) >= Fraction(1, 2) else "no")
        assert poor(household(answers), FOUR) == (said.pop() if len(said) == 1 else "unknown")


def test_another_scheme_and_another_cutoff_may_be_asked_for() -> None:
    equal = measure_of([1, 1, 1, 1], "1/4").schemes[0]
    assert poor(household("0001"), FOUR) is Answer.YES
    assert poor(household("0001"), FOUR, equal) is Answer.NO
    assert poor(household("0001"), FOUR, equal, cutoff("1/4")) is Answer.YES
    assert poor(household("0001"), FOUR, cutoff=cutoff("0.500001")) is Answer.NO


@pytest.mark.parametrize("weights", [["0.1"] * 10, ["1/10"] * 10, [1] * 10, [None] * 10])
@pytest.mark.parametrize("count", range(1, 11))
def test_exactly_on_the_cutoff_is_poor(weights: list[object], count: int) -> None:
    """Sums of 0.1 in floating point fall short at 0.6, 0.7, 0.8, 0.9 and 1, and exceed 0.3."""
    indicators = [
        {"column": f"d{place}"} | ({"weight": each} if each else {}) for place, each in enumerate(weights)
    ]
    at = f"{count}/10"
    table = {"kind": "alkire_foster", "cutoff": at, "dimension": [{"id": "all", "indicator": indicators}]}
    measure = alkire_foster_in(Table(table, Where()))
    on_it, below = "1" * count + "0" * (10 - count), "1" * (count - 1) + "0" * (11 - count)
    assert poor(household(on_it), measure) is Answer.YES
    assert poor(household(below), measure) is Answer.NO
    assert on_the_cutoff(household(on_it), measure, measure.schemes[0], measure.cutoffs[0])
    assert not on_the_cutoff(household(below), measure, measure.schemes[0], measure.cutoffs[0])


def test_a_third_in_six_decimals_is_just_below_a_third() -> None:
    """So whoever has a third is poor by both, and exactly on the one only."""
    thirds = measure_of([1, 1, 1], "1/3")
    household_of_a_third = household("100")
    for at in ("1/3", "0.333333", "0.33"):
        assert poor(household_of_a_third, thirds, cutoff=cutoff(at)) is Answer.YES
    assert poor(household_of_a_third, thirds, cutoff=cutoff("0.333334")) is Answer.NO
    assert on_the_cutoff(household_of_a_third, thirds, thirds.schemes[0], cutoff("1/3"))
    assert not on_the_cutoff(household_of_a_third, thirds, thirds.schemes[0], cutoff("0.333333"))


def test_a_measure_knows_its_bits() -> None:
    assert [term.mask for term in FOUR.terms] == [1, 2, 4, 8]
    assert FOUR.mask == 15
