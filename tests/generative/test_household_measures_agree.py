"""Invented households, many facts of them not told: SQL and reference say the same; laws of the answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from household_by_sql import by_reference, by_sql
from samut.engine.household_answers import answer_for
from samut.rules.asked_facts import AnswerKind, AskedFact
from samut.rules.household_levels import HouseholdLevels, LevelAnswer, level_answer
from samut.rules.household_measures import HouseholdMeasure, household_measure_ids, load_household_measure
from samut.rules.household_tests import HouseholdAnswer, HouseholdTest
from samut.rules.policy_files import Fact, Facts
from samut.rules.scorecards import Scorecard, score
from samut.rules.status import Answer

MEASURES = [load_household_measure(name) for name in household_measure_ids()]
# Where a rule may turn: on the ceilings for one to four members, and just beside them.
EDGES = sorted(
    line * members + off for line in (3_000, 100_000) for members in (1, 2, 3, 4) for off in (-1, 0, 1)
)


def values_of(fact: AskedFact) -> st.SearchStrategy[Fact]:
    if fact.kind is AnswerKind.YES_NO:
        return st.booleans()
    if fact.kind is AnswerKind.CHOICE:
        return st.sampled_from(fact.choices)
    if fact.kind is AnswerKind.COUNT:
        return st.integers(0, 4)
    if fact.name.endswith("_rai"):
        return st.sampled_from([0.0, 0.5, 0.99, 1.0, 20.0])
    return st.one_of(st.sampled_from(EDGES), st.integers(-1_000, 500_000))


def told(measure: HouseholdMeasure) -> st.SearchStrategy[dict[str, Fact]]:
    return st.fixed_dictionaries({name: values_of(fact) for name, fact in measure.facts.items()})


def households(measure: HouseholdMeasure) -> st.SearchStrategy[dict[str, Fact]]:
    """Households with some facts (none, few or most) taken away."""
    names = sorted(measure.facts)
    gone = st.sets(st.sampled_from(names))
    return st.builds(
        lambda facts, lost: {name: None if name in lost else value for name, value in facts.items()},
        told(measure),
        gone,
    )


def editions(measure: HouseholdMeasure) -> list[int]:
    return [each.from_edition for each in measure.editions] if isinstance(measure, HouseholdTest) else [2566]


CASES = [(measure, edition) for measure in MEASURES for edition in editions(measure)]
cases = pytest.mark.parametrize(
    ("measure", "edition"), CASES, ids=[f"{measure.id}-{edition}" for measure, edition in CASES]
)


@cases
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_sql_and_reference_agree(measure: HouseholdMeasure, edition: int, data: st.DataObject) -> None:
    invented: list[Facts] = list(data.draw(st.lists(households(measure), min_size=1, max_size=8)))
    assert by_sql(measure, edition, invented) == by_reference(measure, edition, invented)


@cases
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_known_stays_when_more_is_told(
    measure: HouseholdMeasure, edition: int, data: st.DataObject
) -> None:
    """An answer encloses that of the same household with every fact told."""
    part, rest = data.draw(households(measure)), data.draw(told(measure))
    whole = {name: rest[name] if value is None else value for name, value in part.items()}
    before, after = answer_for(measure, part, edition), answer_for(measure, whole, edition)
    if isinstance(before, HouseholdAnswer) and isinstance(after, HouseholdAnswer):
        assert before.answer in (Answer.UNKNOWN, after.answer)
        assert after.answer is not Answer.UNKNOWN
    elif isinstance(before, LevelAnswer) and isinstance(measure, HouseholdLevels):
        order = measure.names
        level = level_answer(measure, whole, edition).level
        assert order.index(before.lowest) <= order.index(level) <= order.index(before.highest)
    elif isinstance(measure, Scorecard):
        open_score, closed = score(measure, part), score(measure, whole)
        assert closed.points is not None
        assert open_score.least <= closed.least <= open_score.most


@cases
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_facts_that_decided_suffice(measure: HouseholdMeasure, edition: int, data: st.DataObject) -> None:
    household = data.draw(households(measure))
    answer = answer_for(measure, household, edition)
    if any(value is None for _, value in answer.facts):
        assert all(value is None for _, value in answer.facts)
    else:
        again = answer_for(measure, dict(answer.facts), edition)
        assert again == answer


@settings(max_examples=50, deadline=None)
@given(points=st.integers(0, 100), more=st.integers(0, 100))
def test_more_points_are_never_likelier_poor(points: int, more: int) -> None:
    scorecard = load_household_measure("scorecard-example")
    assert isinstance(scorecard, Scorecard)
    low, high = sorted((points, more))
    assert scorecard.likelihood(high) <= scorecard.likelihood(low)
