"""Reading the measures that answer for a household by itself: what is refused, and which edition is meant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from samut.rules.asked_facts import AnswerKind
from samut.rules.errors import SamutError
from samut.rules.household_levels import HouseholdLevels, level_answer
from samut.rules.household_measures import household_measure_ids, load_household_measure, newest_edition
from samut.rules.household_tests import HouseholdTest, household_answer
from samut.rules.scorecards import Scorecard, score
from samut.rules.status import Answer


def test_each_edition_has_its_own_rule() -> None:
    measure = vulnerable()
    assert measure.of_edition(2565).bound.name != measure.of_edition(2566).bound.name
    assert measure.of_edition(2565).years == "2560-2565"
    assert measure.facts_read(2566) == ("dependent_count", "income_year_baht", "member_count")
    assert measure.facts["member_count"].kind is AnswerKind.COUNT


def test_an_edition_without_a_rule_is_refused_with_those_there_are() -> None:
    with pytest.raises(SamutError) as refused:
        household_answer(vulnerable(), {}, 2550)
    assert refused.value.code == "ASSESS_004"
    assert "2560-2565, 2566-" in refused.value.in_words("en")


def test_where_no_edition_is_named_it_is_this_year_or_the_last_with_a_rule(policy_copy: Path) -> None:
    assert newest_edition(load_household_measure("vulnerable-levels"), date(2026, 5, 1)) == 2569
    assert newest_edition(load_household_measure("vulnerable-household"), date(2026, 5, 1)) == 2569
    assert newest_edition(load_household_measure("vulnerable-household"), date(2020, 5, 1)) == 2563
    spoil(policy_copy, "child-grant-2016", "from = 2559\n", "from = 2559\nto = 2561\n")
    assert newest_edition(load_household_measure("child-grant-2016"), date(2026, 5, 1)) == 2561


def test_unknown_names_the_facts_that_are_missing() -> None:
    said = household_answer(vulnerable(), {"dependent_count": 0, "member_count": 2}, 2566)
    assert (said.answer, said.facts) == (Answer.UNKNOWN, (("income_year_baht", None),))


def test_a_level_is_open_between_two() -> None:
    measure = load_household_measure("vulnerable-levels")
    assert isinstance(measure, HouseholdLevels)
    said = level_answer(measure, {"income_year_baht": 1, "member_count": 1, "dependent_count": 3}, 2566)
    assert (said.level, said.lowest, said.highest) == ("unknown", "2", "3")
    assert said.facts == (("housing_problem", None),)


def test_an_answer_that_is_none_of_a_question_is_refused() -> None:
    with pytest.raises(SamutError) as refused:
        score(scorecard(), {"vehicle": "elephant"})
    assert refused.value.code == "POLICY_009"
    assert "elephant" not in refused.value.in_words("en")


def test_a_scorecard_reads_its_table_from_the_points_down() -> None:
    assert [scorecard().likelihood(points) for points in (0, 9, 10, 100)] == [
        Fraction(905, 1000),
        Fraction(905, 1000),
        Fraction(812, 1000),
        Fraction(4, 1000),
    ]


def test_a_file_of_ones_own_is_read_like_policy(tmp_path: Path, policy_copy: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text((policy_copy / "measures/vulnerable-levels.toml").read_text("utf-8"), "utf-8")
    assert load_household_measure(str(own)) == load_household_measure("vulnerable-levels")


def test_other_kinds_and_other_names_are_refused() -> None:
    with pytest.raises(SamutError) as other:
        load_household_measure("global-mpi")
    assert other.value.code == "ASSESS_003"
    with pytest.raises(SamutError) as misspelt:
        load_household_measure("vulnerable-levls")
    assert misspelt.value.code == "POLICY_002"
    assert "vulnerable-levels" in misspelt.value.in_words("en")
    assert "tpmap-2561" not in household_measure_ids()


@pytest.mark.parametrize(
    ("measure", "before", "after", "code"),
    [
        ("vulnerable-levels", 'kind = "levels"', 'kind = "stairs"', "ASSESS_003"),
        ("vulnerable-levels", 'rule = "low_income"', 'rule = "low_incom"', "POLICY_009"),
        ("vulnerable-levels", "[[few_dependents]]", "[[fewer_dependents]]", "POLICY_003"),
        ("vulnerable-levels", 'level = "0"', 'level = "7"', "POLICY_009"),
        ("vulnerable-levels", "housing_problem = {", "house_problem = {", "POLICY_001"),
        (
            "vulnerable-household",
            "welfare_card_count = {",
            'extra = { th = "-", en = "-", kind = "count" }\nwelfare_card_count = {',
            "ASSESS_008",
        ),
        ("vulnerable-household", 'kind = "yes_no"', 'kind = "maybe"', "POLICY_009"),
        ("vulnerable-household", 'years_status = "unverified"\n', "", "POLICY_003"),
        (
            "vulnerable-household",
            "household = { dependent_count = 1 }",
            "household = { dependents = 1 }",
            "POLICY_001",
        ),
        (
            "vulnerable-household",
            'status = "verified"\n\n[fact]',
            'state = "verified"\n\n[fact]',
            "POLICY_009",
        ),
        ("scorecard-example", "points = 16", "points = 17", "POLICY_009"),
        ("scorecard-example", "points = 16", "points = -1", "POLICY_009"),
        ("scorecard-example", "from_points = 0\n", "from_points = 1\n", "POLICY_009"),
        ("scorecard-example", 'percent = "81.2"', 'percent = "95"', "POLICY_009"),
        ("scorecard-example", "from_points = 20\n", "from_points = 10\n", "POLICY_009"),
        ("scorecard-example", 'vehicle = "none"', 'vehicle = "boat"', "POLICY_009"),
        ("scorecard-example", "[[question]]", "[[questions]]", "POLICY_001"),
        ("scorecard-example", 'percent = "81.2"', 'percent = "many"', "MEASURE_006"),
    ],
)
def test_a_spoilt_file_is_refused(
    policy_copy: Path, measure: str, before: str, after: str, code: str
) -> None:
    spoil(policy_copy, measure, before, after)
    with pytest.raises(SamutError) as refused:
        load_household_measure(measure)
    assert refused.value.code == code


def vulnerable() -> HouseholdTest:
    measure = load_household_measure("vulnerable-household")
    assert isinstance(measure, HouseholdTest)
    return measure


def scorecard() -> Scorecard:
    measure = load_household_measure("scorecard-example")
    assert isinstance(measure, Scorecard)
    return measure


def spoil(policy: Path, measure: str, before: str, after: str) -> None:
    path = policy / "measures" / f"{measure}.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
