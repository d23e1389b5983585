"""The suggested order of villages, against a slow and obvious version."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samut.planning.areas import VillageCounts, suggest
from samut.planning.workload import Workload, load_workload
from samut.rules.errors import SamutError

# 6 visits a day: (420 - 60) minutes in the village, 60 minutes for a visit with its way.
SIX_A_DAY = Workload(50, 10, 60, 420, 100)


def village(code: str, households: int = 100, targets: int | None = 0, unknown: int = 0) -> VillageCounts:
    return VillageCounts(code, households, targets, unknown)


def test_the_village_with_most_finds_per_team_day_comes_first() -> None:
    seven = village("22070401", targets=7)  # 7 visits need 2 days: 3.5 a day
    six = village("22070402", targets=6)  # 6 visits in 1 day: 6 a day
    suggestions = suggest([seven, six], SIX_A_DAY)
    assert [s.village for s in suggestions] == [six, seven]
    assert [s.finds_per_team_day for s in suggestions] == [Fraction(6), Fraction(7, 2)]
    assert [s.running_team_days for s in suggestions] == [1, 3]
    assert [s.running_households for s in suggestions] == [6, 13]


def test_unknown_households_are_no_finds_and_cost_days_of_their_own() -> None:
    (only,) = suggest([village("22070401", targets=6, unknown=13)], SIX_A_DAY)
    assert only.expected_finds == 6
    assert (only.team_days, only.unknown_team_days) == (1, 3)
    assert only.running_unknown_households == 13
    assert "13" in only.why.th and "ยังไม่ทราบสถานะ" in only.why.th
    assert "not counted as target" in only.why.en


def test_targets_not_known_is_said_and_is_not_zero_targets() -> None:
    not_known, none = village("22070401", targets=None), village("22070402", targets=0)
    first, second = suggest([not_known, none], SIX_A_DAY)
    assert first.finds_per_team_day is None and second.finds_per_team_day is None
    assert "not known" in first.why.en and "No target household" in second.why.en


def test_a_limit_of_team_days_marks_what_fits() -> None:
    villages = [village(f"2207040{i}", targets=6) for i in range(1, 5)] + [village("22070409", targets=0)]
    assert [s.within for s in suggest(villages, SIX_A_DAY, team_days=3)] == [True, True, True, False, False]
    assert {s.within for s in suggest(villages, SIX_A_DAY)} == {None}


counts = st.builds(
    VillageCounts,
    village_code=st.from_regex(r"22[0-9]{6}", fullmatch=True),
    households=st.integers(0, 500),
    target_households=st.none() | st.integers(0, 200),
    unknown_households=st.integers(0, 200),
)
workloads = st.builds(
    Workload,
    minutes_per_visit=st.integers(10, 90),
    minutes_between_households=st.integers(0, 30),
    minutes_to_village_and_back=st.integers(0, 180),
    minutes_per_team_day=st.integers(300, 600),
    confirmed_percent=st.integers(1, 100),
)


def slow_days(visits: int, workload: Workload) -> int:
    """Walk through the days minute by minute of the clock."""
    days, left = 0, visits
    while left:
        days += 1
        clock = workload.minutes_to_village_and_back
        while left and clock + workload.minutes_of_one_visit <= workload.minutes_per_team_day:
            clock += workload.minutes_of_one_visit
            left -= 1
    return days


@given(st.lists(counts, max_size=12, unique_by=lambda v: v.village_code), workloads)
def test_the_order_is_that_of_the_slow_obvious_version(villages: list[VillageCounts], load: Workload) -> None:
    suggestions = suggest(villages, load)
    assert sorted(s.village.village_code for s in suggestions) == sorted(v.village_code for v in villages)
    total_days = total_households = 0
    best = None
    for suggestion in suggestions:
        targets = suggestion.village.target_households or 0
        days = slow_days(targets, load)
        assert suggestion.team_days == days
        assert suggestion.unknown_team_days == slow_days(suggestion.village.unknown_households, load)
        finds = Fraction(targets * load.confirmed_percent, 100 * days) if days else Fraction(0)
        assert best is None or finds <= best
        best = finds
        total_days, total_households = total_days + days, total_households + targets
        assert (suggestion.running_team_days, suggestion.running_households) == (total_days, total_households)


@given(st.lists(counts, max_size=8, unique_by=lambda v: v.village_code), st.randoms())
def test_the_order_does_not_depend_on_the_order_given(villages: list[VillageCounts], random: Random) -> None:
    shuffled = list(villages)
    random.shuffle(shuffled)
    assert suggest(shuffled, SIX_A_DAY) == suggest(villages, SIX_A_DAY)


def test_the_shipped_assumptions_load_and_say_that_they_are_assumptions() -> None:
    load = load_workload(date(2018, 6, 1))
    assert load.status == "assumption"
    assert load.visits_per_team_day == 6


def test_before_the_first_date_there_is_no_assumption() -> None:
    with pytest.raises(SamutError, match="POLICY_005"):
        load_workload(date(2010, 1, 1))


def test_a_day_too_short_for_one_visit_is_refused() -> None:
    with pytest.raises(SamutError, match="PLAN_001"):
        Workload(50, 10, 60, 100, 100)
