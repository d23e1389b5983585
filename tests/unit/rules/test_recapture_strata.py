"""Two lists by stratum: small ones put together, sums that stay, and no sum where a stratum has none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samut.rules.capture_recapture import Limits, LinkRates, PeopleList, TwoLists, chapman, estimate
from samut.rules.errors import Text
from samut.rules.recapture_strata import REST, Stratified, Stratum, joined, stratified

LIMITS = Limits(least_overlap=7, most_years_apart=1)
SAID = Text("ตามที่ระบุ", "as given")


def two(
    one: int, other: int, overlap: int, *, frame: int | None = 100_000, kind: str = "disabled"
) -> TwoLists:
    sides = [
        PeopleList(each, Text(each, each), each, n, 2561) for each, n in (("disabled", one), (kind, other))
    ]
    return TwoLists(sides[0], sides[1], overlap, frame, 1.0)


def strata_of(*counts: tuple[int, int, int], frame: int | None = 100_000) -> list[Stratum]:
    return [
        Stratum(Text(f"ชั้น {n}", f"stratum {n}"), two(*each, frame=frame)) for n, each in enumerate(counts)
    ]


def whole_of(strata: list[Stratum], **told: object) -> TwoLists:
    sums = [
        sum(of(each.lists) for each in strata)
        for of in (lambda each: each.one.persons, lambda each: each.other.persons, lambda each: each.overlap)
    ]
    return two(*sums, **told)  # type: ignore[arg-type]


def codes(found: Stratified) -> list[str]:
    return [each.code for each in found.reasons]


def test_strata_of_unlike_people_find_those_whom_the_whole_overlooks() -> None:
    strata = strata_of((900, 900, 810), (100, 100, 10))
    found = stratified(whole_of(strata), strata, LIMITS)
    apart = chapman(900, 900, 810), chapman(100, 100, 10)
    assert found.total is not None and found.reasons == ()
    assert found.total.persons == pytest.approx(sum(each.persons for each in apart))
    assert found.total.variance == pytest.approx(sum(each.variance for each in apart))
    assert found.total.persons > estimate(whole_of(strata)).persons + 600


def test_lists_drawn_from_two_unlike_groups_are_told_right_by_strata_alone() -> None:
    draw, strata = random.Random(2561), []  # noqa: S311
    for share in (0.9, 0.3):
        seen = [(draw.random() < share, draw.random() < share) for _ in range(4000)]
        counts = (sum(a for a, _ in seen), sum(b for _, b in seen), sum(a and b for a, b in seen))
        strata += strata_of(counts)
    found, whole = stratified(whole_of(strata), strata, LIMITS), estimate(whole_of(strata))
    assert found.total is not None and found.total.lowest < 8000 < found.total.highest
    assert whole.highest < 8000


def test_strata_of_too_few_are_put_together() -> None:
    strata = strata_of((50, 60, 20), (9, 9, 4), (8, 8, 3))
    first, rest = joined(strata, LIMITS)
    assert first is strata[0] and rest.label == REST
    assert (rest.lists.one.persons, rest.lists.other.persons, rest.lists.overlap) == (17, 17, 7)
    assert rest.lists.frame == 200_000


def test_where_the_small_are_not_enough_the_next_larger_joins() -> None:
    first, rest = joined(strata_of((50, 60, 20), (30, 30, 8), (8, 8, 3)), LIMITS)
    assert (first.lists.overlap, rest.lists.overlap) == (20, 11)


def test_strata_large_enough_stay_as_they_are_and_one_small_keeps_its_name() -> None:
    strata = strata_of((50, 60, 20), (30, 30, 8))
    assert joined(strata, LIMITS) == tuple(strata)
    (alone,) = joined(strata_of((8, 8, 3)), LIMITS)
    assert alone.label.en == "stratum 0"


def test_a_frame_that_one_stratum_lacks_the_joined_one_lacks() -> None:
    known, unknown = strata_of((8, 8, 4)), strata_of((8, 8, 4), frame=None)
    assert joined([*known, *unknown], LIMITS)[0].lists.frame is None


def test_links_of_strata_are_added_before_their_rates_are_taken() -> None:
    links = [LinkRates(3, 1, 0.5, 1.0, SAID), LinkRates(4, 0, 0.5, 1.0, SAID)]
    strata = [
        Stratum(each.label, each.lists.linked_by(link))
        for each, link in zip(strata_of((8, 8, 4), (9, 9, 4)), links, strict=True)
    ]
    (rest,) = joined(strata, LIMITS)
    assert rest.lists.links == LinkRates(7, 1, 0.5, 1.0, SAID)
    assert rest.lists.sensitivity == pytest.approx(8 / 9)


def test_a_stratum_that_may_not_be_estimated_leaves_no_sum_and_is_named() -> None:
    strata = strata_of((50, 60, 20), (40, 40, 8))
    strata[1] = Stratum(strata[1].label, two(40, 40, 8, frame=90))
    found = stratified(whole_of(strata), strata, LIMITS)
    assert found.total is None and codes(found) == ["MISSED_009"]
    assert "stratum 1" in found.reasons[0].what("en") and "ชั้น 1" in found.reasons[0].what("th")
    assert [each.estimate is None for each in found.strata] == [False, True]


def test_what_speaks_against_the_whole_speaks_against_its_strata() -> None:
    strata = strata_of((50, 60, 20), (40, 40, 8))
    found = stratified(whole_of(strata, kind="poor"), strata, LIMITS)
    assert found.total is None and codes(found) == ["MISSED_001"]


def test_a_sum_of_more_than_there_are_is_refused() -> None:
    strata = strata_of((900, 900, 810), (100, 100, 10), frame=None)
    whole = whole_of(strata, frame=1300)
    assert estimate(whole).persons < 1300
    assert codes(stratified(whole, strata, LIMITS)) == ["MISSED_002"]


@pytest.mark.parametrize("strata", [strata_of(), strata_of((50, 60, 20)), strata_of((9, 9, 4), (9, 9, 4))])
def test_one_stratum_alone_or_none_is_no_sum_and_no_fault(strata: list[Stratum]) -> None:
    found = stratified(two(50, 60, 20), strata, LIMITS)
    assert (found.total, found.reasons) == (None, ())


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 30)), max_size=8))
def test_putting_together_loses_nobody_and_leaves_no_small_one_beside_others(
    drawn: list[tuple[int, int, int]],
) -> None:
    strata = strata_of(*((one + both, other + both, both) for one, other, both in drawn))
    put = joined(strata, LIMITS)
    before, after = whole_of(strata), whole_of(list(put))
    assert (before.one, before.other, before.overlap) == (after.one, after.other, after.overlap)
    assert len(put) <= 1 or all(each.lists.overlap >= LIMITS.least_overlap for each in put)
