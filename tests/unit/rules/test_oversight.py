"""Unusual patterns of looking: what each rule shows and what it leaves alone."""

from __future__ import annotations

from datetime import date

import pytest

from samut.rules.oversight import (
    AGAIN,
    LABELS,
    PATTERNS,
    DayCounts,
    HouseholdCounts,
    one_household_again_and_again,
    patterns_of,
    why,
    why_again,
)
from samut.rules.oversight_policy import Limits, load_oversight_policy
from samut.rules.purposes import PURPOSES

LIMITS = Limits(
    night_from=22,
    night_to=5,
    least_night=3,
    least_holiday=20,
    least_many=60,
    times_colleagues=5,
    least_colleagues=3,
    households_an_hour=40,
    villages_an_hour=8,
    days_of_one_household=5,
    days_before_end=7,
    working_from=8,
    working_to=18,
    least_before_end=5,
    exports_an_hour=3,
    least_misfits=3,
    period_days=30,
)

# what is counted, and the patterns it shows
DAYS = (
    (DayCounts(), ()),
    (DayCounts(looks=500), ()),  # nobody to compare with
    (DayCounts(night=2), ()),
    (DayCounts(night=3), ("night",)),
    (DayCounts(holiday=19), ()),
    (DayCounts(holiday=20), ("holiday",)),
    (DayCounts(looks=59, colleagues_median=1), ()),
    (DayCounts(looks=60, colleagues_median=13), ()),
    (DayCounts(looks=60, colleagues_median=12), ("many",)),
    (DayCounts(looks=60, colleagues_median=0), ("many",)),
    (DayCounts(households_in_hour=40, villages_in_hour=7), ()),
    (DayCounts(households_in_hour=39, villages_in_hour=8), ()),
    (DayCounts(households_in_hour=40, villages_in_hour=8), ("villages",)),
    (DayCounts(exports_in_hour=2), ()),
    (DayCounts(exports_in_hour=3), ("exports",)),
    (DayCounts(misfits=2), ()),
    (DayCounts(misfits=3), ("misfit",)),
    (DayCounts(before_end=4), ()),
    (DayCounts(before_end=5), ("end",)),
    (DayCounts(night=9, misfits=9), ("night", "misfit")),
)


@pytest.mark.parametrize(("counts", "shown"), DAYS)
def test_a_day_shows_its_patterns(counts: DayCounts, shown: tuple[str, ...]) -> None:
    assert tuple(each.id for each in patterns_of(counts, LIMITS)) == shown


@pytest.mark.parametrize(
    ("days", "visits", "shown"), [(4, 0, False), (5, 0, True), (5, 1, False), (30, 0, True)]
)
def test_one_household_again_and_again(days: int, visits: int, shown: bool) -> None:
    assert one_household_again_and_again(HouseholdCounts(days, visits), LIMITS) is shown


def test_each_reason_tells_its_counts_in_both_languages() -> None:
    counts = DayCounts(101, 102, 103, 104, 105, 106, 107, 108, 109)
    told = {each.id: why(each, counts, LIMITS) for each in PATTERNS}
    named = {"night": "102", "holiday": "103", "many": "104", "villages": "106", "exports": "107"}
    for pattern, count in (named | {"misfit": "108", "end": "109"}).items():
        assert count in told[pattern].th and count in told[pattern].en
    again = why_again(HouseholdCounts(31, 0), LIMITS)
    assert "31" in again.th and "31" in again.en
    assert not any("{" in text for each in (*told.values(), again) for text in (each.th, each.en))
    assert set(LABELS) == {*told, AGAIN}


def test_hours_of_night_and_of_work() -> None:
    assert [hour for hour in range(24) if LIMITS.is_night(hour)] == [0, 1, 2, 3, 4, 22, 23]
    assert [hour for hour in range(24) if LIMITS.is_working_hour(hour)] == list(range(8, 18))


def test_the_policy_is_read_whole() -> None:
    policy = load_oversight_policy()
    assert all(value > 0 for value in vars(policy.limits).values())
    assert policy.misfit("request", "export") and not policy.misfit("check", "quarantine")
    assert {purpose for purpose, _ in policy.misfits} <= set(PURPOSES)
    assert "export" in policy.exports
    assert [policy.is_day_off(date(2026, 11, day)) for day in (25, 28, 29)] == [False, True, True]
    assert policy.is_day_off(date(2026, 4, 14)) and not policy.is_day_off(date(2026, 4, 16))
