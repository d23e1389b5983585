"""The examples that stand in the policy files are true, on both engines."""

from __future__ import annotations

from functools import cache

import pytest

from samut.rules.policy import Indicator, IndicatorSet, indicator_set_ids, load_indicator_set
from samut.rules.programmes import Programme, eligibility, load_programme, programme_ids
from samut.rules.reference import statuses
from samut.rules.status import Answer, Status
from two_engines import ENGINES

SETS = {set_id: load_indicator_set(set_id) for set_id in indicator_set_ids()}
# Every indicator of every set, with its set.
INDICATORS = [
    pytest.param(each, indicator, id=f"{each.id}-{indicator.id}")
    for each in SETS.values()
    for indicator in each.indicators
]
PROGRAMMES = [load_programme(name) for name in programme_ids()]


def by_id(value: Programme) -> str:
    return value.id


@cache
def said_by(engine: str, set_id: str) -> dict[tuple[str, str], Status]:
    """What an engine says of every example of a set, asked about those of one day at once."""
    chosen = SETS[set_id]
    examples = [(indicator.id, each) for indicator in chosen.indicators for each in indicator.examples]
    said: dict[tuple[str, str], Status] = {}
    for on in {each.on for _, each in examples}:
        asked = [(name, each) for name, each in examples if each.on == on]
        found = ENGINES[engine](chosen, on, [each.facts for _, each in asked])
        for (name, each), household in zip(asked, found, strict=True):
            said[name, each.say] = statuses(household, chosen)[name]
    return said


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("indicator_set", "indicator"), INDICATORS)
def test_every_example_of_an_indicator_holds(
    indicator_set: IndicatorSet, indicator: Indicator, engine: str
) -> None:
    found = said_by(engine, indicator_set.id)
    said = {each.say: found[indicator.id, each.say] for each in indicator.examples}
    assert said == {each.say: each.expected for each in indicator.examples}
    assert len(said) == len(indicator.examples)


@pytest.mark.parametrize(("indicator_set", "indicator"), INDICATORS)
def test_every_indicator_has_an_example_of_each_answer(
    indicator_set: IndicatorSet, indicator: Indicator
) -> None:
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
    census = SETS["bmn-2560"].indicators
    assert [indicator.number for indicator in census] == list(range(1, 32))
    assert [indicator.bit for indicator in census] == list(range(31))


def test_of_the_38_the_one_nobody_knows_is_left_out_with_its_bit() -> None:
    census = SETS["bmn-2566"].indicators
    assert [indicator.number for indicator in census] == [*range(1, 37), 38]
    assert [indicator.bit for indicator in census] == [indicator.number - 1 for indicator in census]
    assert {indicator.rule_status for indicator in census} == {"unverified"}


def test_a_fact_of_both_generations_has_one_name_and_one_label() -> None:
    older, newer = SETS["bmn-2560"].fact_labels, SETS["bmn-2566"].fact_labels
    both = set(older) & set(newer)
    assert len(both) > 50
    assert {name: newer[name] for name in both} == {name: older[name] for name in both}


def test_every_fact_a_set_names_itself_is_read_by_a_rule() -> None:
    census = SETS["bmn-2566"]
    read = {name for indicator in census.indicators for name in indicator.facts}
    assert set(census.fact_labels) == read
