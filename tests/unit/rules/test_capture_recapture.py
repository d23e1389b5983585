"""How many are in no list: the formulas by hand and by simulation, and every reason to refuse."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

import pytest

from samut.rules.capture_recapture import (
    Limits,
    LinkRates,
    PeopleList,
    TwoLists,
    added_up,
    chao_lower_bound,
    chapman,
    estimate,
    profile_interval,
    reasons_against,
    true_overlap,
    with_interval,
)
from samut.rules.errors import SamutError, Text

LIMITS = Limits(least_overlap=7, most_years_apart=1)


def people(persons: int, construct: str = "disabled", year: int = 2561) -> PeopleList:
    return PeopleList(construct, Text(f"บัญชี {construct}", f"list {construct}"), construct, persons, year)


def two(one: PeopleList, other: PeopleList, overlap: int, **told: object) -> TwoLists:
    usual: dict[str, object] = {"frame": 100_000, "sensitivity": 1.0}
    return TwoLists(one, other, overlap, **(usual | told))  # type: ignore[arg-type]


def codes(lists: TwoLists) -> list[str]:
    return [each.code for each in reasons_against(lists, LIMITS)]


def test_chapman_by_hand() -> None:
    # (201 × 151 / 51) − 1 and 201·151·150·100 / (51²·52)
    found = chapman(200, 150, 50)
    assert found.persons == pytest.approx(594.1176, abs=1e-4)
    assert found.variance == pytest.approx(455_265_000 / 135_252)
    assert found.seen == 300
    assert found.missed == pytest.approx(294.1176, abs=1e-4)
    assert 300 < found.lowest < found.persons < found.highest


def test_lists_that_are_the_same_miss_nobody() -> None:
    assert chapman(10, 10, 10).highest == 10


@pytest.mark.parametrize(("one", "other", "overlap"), [(5, 9, 6), (5, 9, -1)])
def test_an_overlap_larger_than_a_list_is_refused(one: int, other: int, overlap: int) -> None:
    with pytest.raises(SamutError, match="MISSED_008"):
        chapman(one, other, overlap)


@pytest.mark.parametrize(("sensitivity", "precision"), [(0, 1), (1.1, 1), (0.9, 0), (0.9, 2)])
def test_a_rate_that_is_no_rate_is_refused(sensitivity: float, precision: float) -> None:
    with pytest.raises(SamutError, match="MISSED_008"):
        true_overlap(10, sensitivity, precision, 20)


def test_missed_links_are_corrected_and_never_beyond_the_smaller_list() -> None:
    assert true_overlap(94, 0.94, 1.0, 1000) == pytest.approx(100)
    assert true_overlap(94, 0.5, 1.0, 100) == 100
    naive = estimate(two(people(1000), people(1000), 94))
    right = estimate(two(people(1000), people(1000), 94, sensitivity=0.94))
    assert naive.persons / right.persons == pytest.approx(1 / 0.94, rel=0.01)


def test_strata_add_up_with_their_variances() -> None:
    one, other = chapman(200, 150, 50), chapman(80, 90, 30)
    both = added_up([one, other])
    assert both.persons == one.persons + other.persons
    assert both.variance == one.variance + other.variance
    assert both.seen == one.seen + other.seen


def test_the_lower_bound_of_chao() -> None:
    assert chao_lower_bound(10, 4, 14) == 14 + 90 / 10


def test_an_estimate_without_variance_is_a_point() -> None:
    assert with_interval(12, 0, 10).lowest == 12


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    draw, truth, rounds, held = random.Random(2561), 500, 400, 0  # noqa: S311
    for _ in range(rounds):
        seen = [(draw.random() < 0.5, draw.random() < 0.4) for _ in range(truth)]
        found = chapman(sum(a for a, _ in seen), sum(b for _, b in seen), sum(a and b for a, b in seen))
        held += found.lowest <= truth <= found.highest
    assert 0.92 <= held / rounds <= 0.98


def test_lists_that_fit_may_be_estimated() -> None:
    assert codes(two(people(200), people(150, year=2562), 50)) == []


def test_tpmaps_own_two_lists_are_refused_and_told_why() -> None:
    poor, card = people(3_400_000, "fails_any", 2565), people(11_400_000, "income_test", 2561)
    lists = two(poor, card, 1_026_000, frame=36_000_000, sensitivity=None)
    assert estimate(lists).persons == pytest.approx(37.8e6, rel=0.001)
    found = reasons_against(lists, LIMITS)
    assert [each.code for each in found] == ["MISSED_001", "MISSED_006", "MISSED_005", "MISSED_002"]
    assert "37,777" in found[-1].what("en") and "36,000,000" in found[-1].what("th")


def test_too_small_an_overlap_is_refused() -> None:
    assert codes(two(people(20), people(15), 0)) == ["MISSED_003"]
    assert codes(two(people(20), people(15), 6)) == ["MISSED_004"]
    assert codes(two(people(20), people(15), 7, frame=None)) == []


SAID = Text("ตามที่ระบุ", "as given")


def test_names_are_corrected_where_numbers_leave_and_nowhere_else() -> None:
    # 60 pairs by number stay. Of 40 by name 36 are true, and they are nine tenths of 40: 100 in all.
    links = LinkRates(60, 40, recall=0.9, precision=0.9, source=SAID)
    assert links.sensitivity == pytest.approx(96 / 100)
    assert links.true_share == pytest.approx(96 / 100)
    lists = two(people(1000), people(1000), 100).linked_by(links)
    assert estimate(lists).persons == pytest.approx(chapman(1000, 1000, 100).persons)
    assert lists.links == links


def test_pairs_that_are_lost_and_made_up_by_lot_leave_the_overlap_right() -> None:
    draw, truth = random.Random(2568), 20_000  # noqa: S311
    numbered = sum(draw.random() < 0.7 for _ in range(truth))
    by_name = sum(draw.random() < 0.8 for _ in range(truth - numbered))
    wrong = round(by_name / 0.95) - by_name
    links = LinkRates(numbered, by_name + wrong, recall=0.8, precision=0.95, source=SAID)
    assert links.sensitivity is not None
    found = true_overlap(numbered + by_name + wrong, links.sensitivity, links.true_share, math.inf)
    assert found == pytest.approx(truth, rel=0.01)


def test_links_of_nobody_miss_nobody() -> None:
    links = LinkRates(0, 0, recall=0.5, precision=0.5, source=SAID)
    assert (links.sensitivity, links.true_share) == (1.0, 1.0)


def test_what_somebody_says_stands_in_the_place_of_the_measured() -> None:
    assert LinkRates(1, 9, None, 1.0, SAID, given=0.7).sensitivity == 0.7
    assert LinkRates(1, 9, None, 1.0, SAID).sensitivity is None


def test_links_of_two_strata_are_added() -> None:
    one, other = LinkRates(1, 2, 0.5, 0.9, SAID), LinkRates(10, 20, 0.5, 0.9, SAID)
    assert one.plus(other) == LinkRates(11, 22, 0.5, 0.9, SAID)


def test_more_in_both_than_the_smaller_list_holds_says_that_the_rate_is_wrong() -> None:
    lists = two(people(1000), people(200), 190, sensitivity=0.5)
    assert codes(lists) == ["MISSED_011"]
    assert "380" in reasons_against(lists, LIMITS)[0].what("en")
    # One more than there are is within chance where a tenth is lost.
    assert codes(two(people(1000), people(200), 181, sensitivity=0.9)) == []


def test_counts_that_contradict_each_other_are_refused_before_any_reason() -> None:
    with pytest.raises(SamutError, match="MISSED_008"):
        reasons_against(two(people(20), people(15, "poor"), -1), LIMITS)


def test_the_profile_of_two_lists_is_that_of_r() -> None:
    path = Path(__file__).parents[2] / "data" / "recapture" / "two_lists.csv"
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = profile_interval(*(float(row[name]) for name in ("one", "other", "overlap")))
            assert found == pytest.approx((float(row["low"]), float(row["high"])), rel=1e-6)


def test_a_profile_ends_at_those_seen_and_without_an_overlap_nowhere() -> None:
    assert profile_interval(10, 10, 10)[0] == 10
    assert math.isinf(profile_interval(10, 10, 0)[1])
