"""The union of one household, the target group by edition, and which facts decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samut.rules.deciding import deciding_facts
from samut.rules.errors import SamutError
from samut.rules.policy import load_measure, load_target
from samut.rules.reference import decide
from samut.rules.status import Answer, Status, Words
from samut.rules.targeting import RULES, EditionRule, Target, is_target
from samut.rules.union import deprived_in, poor, selected, switch_mask

MEASURE = load_measure("tpmap-2561")
SET = MEASURE.indicator_set
ON = date(2018, 1, 1)
ALL = SET.mask


def bit(name: str) -> int:
    return SET.indicator(name).mask


def test_the_five_dimensions_hold_seventeen_indicators() -> None:
    numbers = {
        dimension.id: [SET.indicator(name).number for name in dimension.indicators]
        for dimension in MEASURE.dimensions
    }
    assert numbers == {
        "health": [1, 4, 5, 7],
        "living": [8, 9, 10, 11],
        "education": [15, 16, 17, 19],
        "income": [20, 21, 22],
        "accessibility": [27, 28],
    }
    assert MEASURE.whole_switch == "11111"
    assert switch_mask(MEASURE, "11111").bit_count() == 17


def test_any_failing_indicator_makes_poor_in_its_dimension_only() -> None:
    household = Words(bit("literacy"), ALL, ALL)
    assert poor(household, MEASURE, "11111") is Answer.YES
    assert poor(household, MEASURE, "11011") is Answer.NO
    said = {dimension.id: deprived_in(household, MEASURE, dimension) for dimension in MEASURE.dimensions}
    assert [name for name, answer in said.items() if answer is Answer.YES] == ["education"]


def test_an_indicator_outside_the_measure_does_not_count() -> None:
    assert poor(Words(bit("smoking"), ALL, ALL), MEASURE, "11111") is Answer.NO


def test_unknown_is_reported_unless_something_fails() -> None:
    untold = ALL & ~bit("drinking_water")
    assert poor(Words(0, untold, ALL), MEASURE, "11111") is Answer.UNKNOWN
    assert poor(Words(0, untold, ALL), MEASURE, "10111") is Answer.NO
    assert poor(Words(bit("literacy"), untold, ALL), MEASURE, "11111") is Answer.YES
    lenient = replace(MEASURE, unknown="not_deprived")
    assert poor(Words(0, untold, ALL), lenient, "11111") is Answer.NO


@pytest.mark.parametrize("switch", ["", "1111", "111111", "1111x", "22222"])
def test_a_switch_is_five_digits_nought_or_one(switch: str) -> None:
    with pytest.raises(SamutError, match="POLICY_008"):
        selected(MEASURE, switch)


@pytest.mark.parametrize(
    ("edition", "poor_household", "validated", "expected"),
    [
        (2561, True, True, Answer.YES),
        (2561, True, False, Answer.NO),
        (2561, False, True, Answer.NO),
        (2561, True, None, Answer.UNKNOWN),
        (2561, False, None, Answer.NO),
        (2561, None, True, Answer.UNKNOWN),
        (2561, None, False, Answer.NO),
        (2566, True, False, Answer.NO),
        (2567, True, False, Answer.YES),
        (2567, True, None, Answer.YES),
        (2600, False, True, Answer.NO),
    ],
)
def test_target_poor_by_edition(
    edition: int, poor_household: bool | None, validated: bool | None, expected: Answer
) -> None:
    rule = load_target("target-poor").rule_for(edition)
    assert is_target({"household_poor": poor_household, "card_validated": validated}, rule) is expected


def test_whether_the_card_decides() -> None:
    target = load_target("target-poor")
    assert target.rule_for(2561).needs_card
    assert not target.rule_for(2567).needs_card


def test_an_edition_without_rule_is_named() -> None:
    with pytest.raises(SamutError, match=r"POLICY_007.*2559"):
        load_target("target-poor").rule_for(2559)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_takes_in_a_person_of_a_household_that_is_not_poor(name: str) -> None:
    """The engine relies on it: it takes the household for poor, and asks the words afterwards."""
    rule = EditionRule(2560, None, name, RULES[name], "", "")
    for validated in (True, False, None):
        facts = {"household_poor": False, "card_registered": True, "card_validated": validated}
        assert is_target(facts, rule) is Answer.NO
    assert Target("t", MEASURE.label, (rule,)).rule_for(2561) is rule


def decided(name: str, **facts: bool | int | None) -> tuple[Status, tuple[tuple[str, object], ...]]:
    decision = decide(SET.indicator(name), facts, ON)
    return decision.status, decision.facts


def test_one_bad_answer_decides_alone() -> None:
    assert decided("secure_housing", tenure_secure=True, house_durable=False) == (
        Status.DEPRIVED,
        (("house_durable", False),),
    )


def test_two_bad_answers_are_both_named() -> None:
    assert decided("secure_housing", tenure_secure=False, house_durable=False) == (
        Status.DEPRIVED,
        (("tenure_secure", False), ("house_durable", False)),
    )


def test_all_good_answers_are_needed() -> None:
    status, facts = decided("secure_housing", tenure_secure=True, house_durable=True)
    assert (status, len(facts)) == (Status.NOT_DEPRIVED, 2)


def test_of_an_unknown_answer_what_is_missing_is_named() -> None:
    assert decided("average_income", member_count=2) == (Status.UNKNOWN, (("income_year_baht", None),))


def test_nobody_eligible_is_decided_by_the_count() -> None:
    assert decided("preschool", child_3_5_count=0, child_3_5_no_preschool_count=None) == (
        Status.NOT_APPLICABLE,
        (("child_3_5_count", 0),),
    )


def test_where_no_single_fact_suffices_all_are_named() -> None:
    def two_of_four(facts: object) -> bool:
        return len(facts) >= 2  # type: ignore[arg-type]

    assert deciding_facts(two_of_four, {"a": 1, "b": 1, "c": 1, "d": 1}, True) == ("a", "b", "c", "d")
