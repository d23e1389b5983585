"""The errors of targeting against every way the unknown could turn out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from samut.rules.errors import Text
from samut.rules.targeting_errors import (
    Band,
    IncomeRank,
    Reached,
    coady_grosh_hoddinott,
    coverage,
    exclusion_error,
    inclusion_error,
    poverty_rate,
    targeting_differential,
    type_one,
    type_two,
)

ANSWERS = (True, False, None)
OF = Text("ครัวเรือน", "Households")
PLACES: tuple[tuple[bool | None, bool | None], ...] = tuple(product(ANSWERS, ANSWERS))
people = st.lists(st.sampled_from(PLACES), max_size=6)


def table(everybody: list[tuple[bool | None, bool | None]]) -> Reached:
    return Reached({place: everybody.count(place) for place in PLACES})


def completed(everybody: list[tuple[bool | None, bool | None]]) -> Iterator[list[tuple[bool, bool]]]:
    """Every way in which all becomes known."""
    ways = [
        [(p, r) for p in ((True, False) if poor is None else (poor,)) for r in _ways(reached)]
        for poor, reached in everybody
    ]
    for chosen in product(*ways):
        yield list(chosen)


def _ways(answer: bool | None) -> tuple[bool, ...]:
    return (True, False) if answer is None else (answer,)


def share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


SLOW = {
    exclusion_error: lambda all_: share(all_.count((True, False)), sum(p for p, _ in all_)),
    inclusion_error: lambda all_: share(all_.count((False, True)), sum(r for _, r in all_)),
    poverty_rate: lambda all_: share(sum(p for p, _ in all_), len(all_)),
    coverage: lambda all_: share(sum(r for _, r in all_), len(all_)),
    type_one: lambda all_: share(all_.count((True, False)), len(all_)),
    type_two: lambda all_: share(all_.count((False, True)), len(all_)),
}


@given(people)
@settings(max_examples=60, deadline=None)
def test_the_band_is_the_lowest_and_highest_of_every_way_the_unknown_can_turn_out(everybody) -> None:
    for fast, slow in SLOW.items():
        values = [value for each in completed(everybody) if (value := slow(each)) is not None]
        found = fast(table(everybody))
        assert (found.lowest, found.highest) == ((min(values), max(values)) if values else (None, None)), (
            fast.__name__
        )


@given(people)
@settings(max_examples=60, deadline=None)
def test_the_band_of_the_differential_holds_every_possible_value(everybody) -> None:
    found = targeting_differential(table(everybody))
    for each in completed(everybody):
        poor = [reached for is_poor, reached in each if is_poor]
        others = [reached for is_poor, reached in each if not is_poor]
        if poor and others:
            value = Fraction(sum(poor), len(poor)) - Fraction(sum(others), len(others))
            assert found.lowest is not None and found.highest is not None
            assert found.lowest <= value <= found.highest


def test_both_denominators_are_told_and_nobody_is_dropped() -> None:
    counts: dict[tuple[bool | None, bool | None], int] = {
        (True, True): 30,
        (True, False): 10,
        (False, True): 60,
        (False, False): 100,
        (None, True): 5,
    }
    found = Reached(counts)
    assert (found.poor, found.reached, found.unknown, found.everybody) == (40, 90, 5, 205)
    assert exclusion_error(found) == Band(Fraction(1, 4), Fraction(10, 45), Fraction(1, 4))
    assert inclusion_error(found).known == Fraction(2, 3)


def test_the_ratio_is_one_by_lot_and_nothing_where_nobody_is_reached() -> None:
    assert coady_grosh_hoddinott(20, 100, 200, 1000) == 1
    assert coady_grosh_hoddinott(40, 100, 200, 1000) == 2
    assert coady_grosh_hoddinott(0, 0, 200, 1000) is None
    assert coady_grosh_hoddinott(0, 10, 0, 1000) is None


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ANSWERS)), max_size=7))
@settings(max_examples=80, deadline=None)
def test_the_ratio_lies_between_the_ends_of_every_way_the_unsure_can_turn_out(everybody) -> None:
    """Each is among the poorest or not, and reached, not reached, or not known."""
    found = rank(everybody)
    ratios = [
        (reached_poorest / reached) / found_people
        for cards in product(*(_ways(reached) for _, reached in everybody))
        for reached in [Fraction(sum(cards))]
        for reached_poorest in [sum(card for (poor, _), card in zip(everybody, cards, strict=True) if poor)]
        for found_people in [share(found.poorest, found.everybody)]
        if reached and found_people
    ]
    band = found.ratio()
    assert (band.lowest, band.highest) == ((min(ratios), max(ratios)) if ratios else (None, None))
    certain = [each for each in everybody if each[1] is not None]
    poorest = [reached for poor, reached in certain if poor]
    assert band.known == coady_grosh_hoddinott(
        poorest.count(True), sum(bool(reached) for _, reached in certain), len(poorest), len(certain)
    )


def rank(everybody: list[tuple[bool, bool | None]]) -> IncomeRank:
    poorest = [reached for poor, reached in everybody if poor]
    reached = [reached for _, reached in everybody]
    return IncomeRank(
        OF,
        20,
        *(len(everybody), len(poorest)),
        *(reached.count(True), poorest.count(True)),
        *(reached.count(None), poorest.count(None)),
        *(3, 1),
    )


def test_unknown_incomes_are_in_no_other_count() -> None:
    found = rank([(True, True), (False, True), (False, False), (False, False)])
    assert found.share() == Band(Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
    assert found.ratio().known == 2
    assert (found.everybody, found.unknown_income) == (4, 3)
