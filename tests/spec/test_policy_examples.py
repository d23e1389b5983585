"""The examples that stand in the policy files are true, on both engines."""

from __future__ import annotations

import pytest

from samut.rules.policy import Indicator, load_indicator_set
from samut.rules.programmes import Programme, eligibility, load_programme, programme_ids
from samut.rules.reference import statuses
from samut.rules.status import Answer, Status
from two_engines import ENGINES

SET = load_indicator_set("bmn-2560")
PROGRAMMES = [load_programme(name) for name in programme_ids()]


def by_id(value: Indicator | Programme) -> str:
    return value.id


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("indicator", SET.indicators, ids=by_id)
def test_every_example_of_an_indicator_holds(indicator: Indicator, engine: str) -> None:
    (on,) = {example.on for example in indicator.examples}
    found = ENGINES[engine](SET, on, [example.facts for example in indicator.examples])
    said = {
        example.say: statuses(each, SET)[indicator.id]
        for example, each in zip(indicator.examples, found, strict=True)
    }
    assert said == {example.say: example.expected for example in indicator.examples}


@pytest.mark.parametrize("indicator", SET.indicators, ids=by_id)
def test_every_indicator_has_an_example_of_each_answer(indicator: Indicator) -> None:
    shown = {example.expected for example in indicator.examples}
    possible = set(Status) if indicator.rule.applies else set(Status) - {Status.NOT_APPLICABLE}
    assert shown == possible
    assert indicator.rule.in_words


@pytest.mark.parametrize("programme", PROGRAMMES, ids=by_id)
def test_every_example_of_a_programme_holds(programme: Programme) -> None:
    assert {example.expected for example in programme.examples} == set(Answer)
    for example in programme.examples:
        found = eligibility(programme, example.facts, example.on)
        assert (found.answer, found.baht_month) == (example.expected, example.baht_month), example.say


def test_the_set_is_the_census_of_31() -> None:
    assert [indicator.number for indicator in SET.indicators] == list(range(1, 32))
    assert [indicator.bit for indicator in SET.indicators] == list(range(31))
