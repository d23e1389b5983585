"""The examples of the measures that answer for a household by itself are true, on both engines."""

from __future__ import annotations

import pytest

from household_by_sql import ENGINES, Said
from samut.rules.household_levels import HouseholdLevels, LevelExample
from samut.rules.household_measures import HouseholdMeasure, household_measure_ids, load_household_measure
from samut.rules.household_rules import RULES
from samut.rules.household_tests import AnswerExample, HouseholdTest
from samut.rules.scorecards import ScoreExample

MEASURES = [load_household_measure(name) for name in household_measure_ids()]
ANY_EDITION = 2566
Example = AnswerExample | LevelExample | ScoreExample


def by_id(value: HouseholdMeasure) -> str:
    return value.id


def edition_of(example: Example) -> int:
    return ANY_EDITION if isinstance(example, ScoreExample) else example.edition


def expected(example: Example) -> Said:
    if isinstance(example, AnswerExample):
        return (example.expected.value,)
    if isinstance(example, LevelExample):
        return (example.expected,)
    known = float(example.least) if example.least == example.most else None
    return (example.points, known, float(example.least), float(example.most))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("measure", MEASURES, ids=by_id)
def test_every_example_holds(measure: HouseholdMeasure, engine: str) -> None:
    for edition in {edition_of(example) for example in measure.examples}:
        examples = [example for example in measure.examples if edition_of(example) == edition]
        found = ENGINES[engine](measure, edition, [example.facts for example in examples])
        for example, said in zip(examples, found, strict=True):
            wanted = expected(example)
            assert said[: len(wanted)] == wanted, example.say


@pytest.mark.parametrize("measure", MEASURES, ids=by_id)
def test_every_measure_shows_each_answer_it_can_give(measure: HouseholdMeasure) -> None:
    if isinstance(measure, HouseholdTest):
        for edition in measure.editions:
            shown = {each.expected.value for each in measure.examples if edition.covers(each.edition)}
            assert shown == {"yes", "no", "unknown"}
    elif isinstance(measure, HouseholdLevels):
        assert {each.expected for each in measure.examples} == {*measure.names, "unknown"}
    else:
        assert {each.points is None for each in measure.examples} == {True, False}
        assert len(measure.questions) == 10


def test_every_rule_is_used_and_says_what_it_is() -> None:
    used = set()
    for measure in MEASURES:
        if isinstance(measure, HouseholdTest):
            used |= {each.bound.name for each in measure.editions}
            assert all(each.bound.in_words for each in measure.editions)
        elif isinstance(measure, HouseholdLevels):
            used |= {each.bound.name for each in measure.levels}
    assert used == set(RULES)


def test_what_is_not_a_thai_scorecard_says_so() -> None:
    example = load_household_measure("scorecard-example")
    assert "invented" in example.label.en
    assert "none was found" in example.source
    assert example.status == "proposed"
