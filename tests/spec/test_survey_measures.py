"""The measures made for surveys: OPHI's rules for what is missing, and the examples of their files.

The rules of the global MPI are held against the same thing written out slowly, household by household.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.rules.alkire_foster import AlkireFoster, poor
from samut.rules.measure_files import load_alkire_foster
from samut.rules.policy import load_indicator_set
from samut.rules.policy_files import Facts
from samut.rules.reference import assess, statuses, words
from samut.rules.status import Status
from two_engines import words_by_duckdb

GLOBAL = load_indicator_set("global-mpi")
ON = GLOBAL.indicators[0].examples[0].on
MEASURES = [load_alkire_foster(name) for name in ("global-mpi", "thailand-mpi", "child-mpi-thailand")]
EVERY_MEASURE = pytest.mark.parametrize("measure", MEASURES, ids=[each.id for each in MEASURES])


@st.composite
def surveyed(draw: st.DrawFn) -> Facts:
    """A household counted up from its members, of whom some were not asked or not measured."""
    years = draw(st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=5))
    attends = draw(st.lists(st.one_of(st.none(), st.booleans()), max_size=4))
    fed = draw(st.lists(st.one_of(st.none(), st.booleans()), max_size=3))
    known = [year for year in years if year is not None]
    return {
        "schooling_eligible_count": len(years),
        "schooling_known_count": len(known),
        "most_schooling_year_count": max(known, default=None),
        "school_age_child_count": len(attends),
        "attendance_known_count": len(attends) - attends.count(None),
        "child_not_attending_count": attends.count(False),
        "nutrition_eligible_count": len(fed),
        "nutrition_measured_count": len(fed) - fed.count(None),
        "undernourished_count": fed.count(False),
    }


def slowly(known_deprived: int, known_well: int, eligible: int, *, one_is_enough: bool) -> Status:
    """Deprivation that one member shows, with at least two thirds (or one) of the eligible known of."""
    known = known_deprived + known_well
    if eligible == 0:
        return Status.NOT_APPLICABLE
    if known_deprived:
        return Status.DEPRIVED
    enough = known >= 1 if one_is_enough else known / eligible >= 2 / 3 - 1e-9
    return Status.NOT_DEPRIVED if enough else Status.UNKNOWN


@settings(max_examples=200, deadline=None)
@given(surveyed())
def test_missing_answers_count_as_ophi_counts_them(household: Facts) -> None:
    said = assess(household, GLOBAL, ON)

    def of(name: str) -> int:
        return int(household[name] or 0)  # type: ignore[arg-type]

    away, answered = of("child_not_attending_count"), of("attendance_known_count")
    children = of("school_age_child_count")
    assert said["school_attendance"] == slowly(away, answered - away, children, one_is_enough=False)
    thin, measured = of("undernourished_count"), of("nutrition_measured_count")
    to_measure = of("nutrition_eligible_count")
    assert said["nutrition"] == slowly(thin, measured - thin, to_measure, one_is_enough=True)
    eligible, known = of("schooling_eligible_count"), of("schooling_known_count")
    if eligible == 0:
        expected = Status.NOT_APPLICABLE
    elif of("most_schooling_year_count") >= 6:
        expected = Status.NOT_DEPRIVED
    else:
        expected = Status.DEPRIVED if 3 * known >= 2 * eligible else Status.UNKNOWN
    assert said["years_of_schooling"] == expected


@settings(max_examples=25, deadline=None)
@given(st.lists(surveyed(), min_size=1, max_size=20))
def test_the_table_engine_counts_them_the_same(households: list[Facts]) -> None:
    found = words_by_duckdb(GLOBAL, ON, households)
    for household, each in zip(households, found, strict=True):
        assert statuses(each, GLOBAL) == assess(household, GLOBAL, ON)


@EVERY_MEASURE
def test_every_example_of_the_measure_holds(measure: AlkireFoster) -> None:
    for example in measure.examples:
        said = {each.id: example.status_of(each.id) for each in measure.indicator_set.indicators}
        assert poor(words(said, measure.indicator_set), measure) == example.poor, example.say
    assert {example.poor.value for example in measure.examples} == {"yes", "no", "unknown"}


@EVERY_MEASURE
def test_every_indicator_of_the_set_is_in_the_measure_once(measure: AlkireFoster) -> None:
    assert sorted(term.id for term in measure.terms) == sorted(
        each.id for each in measure.indicator_set.indicators
    )


def test_weights_and_cutoffs_are_exact() -> None:
    world, thailand, _ = MEASURES
    assert world.schemes[0].total == 18
    assert [each.smallest_poor_score(18) for each in world.cutoffs] == [6, 4, 9]
    # 3 of 12 are 25 %, so the cutoff of 26 % asks for a fourth.
    assert (thailand.schemes[0].total, thailand.cutoffs[0].smallest_poor_score(12)) == (12, 4)


def test_what_is_not_known_says_so() -> None:
    children = load_indicator_set("child-mpi-thailand")
    assert all(each.rule_status == "proposed" for each in children.indicators)
    assert all("proposed" in each.label.en for each in children.indicators)
    assert MEASURES[2].status == "unverified"
