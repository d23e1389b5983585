"""Invented households, many facts of them not told: both engines say the same, for every indicator set."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawn_households import day_of
from samut.rules.policy import IndicatorSet, indicator_set_ids, load_indicator_set
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import decide, statuses, words
from samut.rules.status import Status, Words
from two_engines import words_by_duckdb, words_by_reference

SETS = {set_id: load_indicator_set(set_id) for set_id in indicator_set_ids()}
EVERY_SET = pytest.mark.parametrize("indicator_set", SETS.values(), ids=SETS)
# Here a household of which every fact is told is never unknown.
CENSUS = ("bmn-2560", "bmn-2566")
# A household has up to ninety facts, which Hypothesis finds a lot to draw.
invented = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def facts_read(indicator_set: IndicatorSet) -> list[str]:
    return sorted({name for indicator in indicator_set.indicators for name in indicator.facts})


def values_of(name: str, indicator_set: IndicatorSet) -> st.SearchStrategy[Fact]:
    """Any value the fact can have; of numbers often one that stands in an example, or one beside it."""
    shown = {
        example.facts[name]
        for indicator in indicator_set.indicators
        for example in indicator.examples
        if example.facts.get(name) is not None
    }
    if shown and all(isinstance(value, bool) for value in shown):
        return st.booleans()
    whole = [value for value in shown if isinstance(value, int)]
    edges = sorted({value + step for value in whole for step in (-1, 0, 1) if value + step >= 0})
    usual = st.integers(-1000, 400_000) if name.endswith("_baht") else st.integers(0, 4)
    return usual | st.sampled_from(edges) if edges else usual


def told_households(indicator_set: IndicatorSet) -> st.SearchStrategy[Facts]:
    return st.fixed_dictionaries({name: values_of(name, indicator_set) for name in facts_read(indicator_set)})


@st.composite
def households(draw: st.DrawFn, indicator_set: IndicatorSet) -> Facts:
    """A household with every fact, of which some (none, few or most) are then taken away."""
    facts = draw(TOLD[indicator_set.id])
    untold = draw(st.just(set()) | st.sets(st.sampled_from(list(facts))))
    return {name: None if name in untold else value for name, value in facts.items()}


TOLD = {set_id: told_households(each) for set_id, each in SETS.items()}
SOME = {set_id: households(each) for set_id, each in SETS.items()}


@EVERY_SET
@invented
@given(st.data())
def test_the_engines_agree_on_every_word(indicator_set: IndicatorSet, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(SOME[indicator_set.id], min_size=1, max_size=8))
    on = day_of(indicator_set)
    assert words_by_duckdb(indicator_set, on, drawn) == words_by_reference(indicator_set, on, drawn)


@EVERY_SET
@invented
@given(st.data())
def test_words_keep_every_status(indicator_set: IndicatorSet, data: st.DataObject) -> None:
    household, on = data.draw(SOME[indicator_set.id]), day_of(indicator_set)
    said = {each.id: decide(each, household, on).status for each in indicator_set.indicators}
    found = words(said, indicator_set)
    assert statuses(found, indicator_set) == said
    assert found.deprived & ~found.known == 0
    assert ~found.applies & found.deprived == 0
    assert ~found.applies & ~found.known & indicator_set.mask == 0


@EVERY_SET
@invented
@given(st.data())
def test_what_is_known_stays_when_more_is_told(indicator_set: IndicatorSet, data: st.DataObject) -> None:
    """An answer that was yes or no with some facts unknown is the same whatever they turn out to be."""
    household, rest = data.draw(SOME[indicator_set.id]), data.draw(TOLD[indicator_set.id])
    told = {name: rest[name] if value is None else value for name, value in household.items()}
    on = day_of(indicator_set)
    for indicator in indicator_set.indicators:
        before = decide(indicator, household, on).status
        assert before in (Status.UNKNOWN, decide(indicator, told, on).status)


@EVERY_SET
@invented
@given(st.data())
def test_the_facts_that_decided_suffice(indicator_set: IndicatorSet, data: st.DataObject) -> None:
    """An unknown names the facts it lacks; where all are told and say too little, it names them all."""
    household, on = data.draw(SOME[indicator_set.id]), day_of(indicator_set)
    for indicator in indicator_set.indicators:
        decision = decide(indicator, household, on)
        if decision.status is Status.UNKNOWN:
            read: Facts = {name: household[name] for name in indicator.facts}
            lacking: Facts = {name: value for name, value in read.items() if value is None}
            assert dict(decision.facts) == (lacking or read)
            assert lacking or indicator_set.id not in CENSUS
        else:
            assert decide(indicator, dict(decision.facts), on).status is decision.status


@EVERY_SET
def test_words_are_signed_64_bit_numbers(indicator_set: IndicatorSet) -> None:
    (empty,) = words_by_duckdb(indicator_set, day_of(indicator_set), [{}])
    assert empty == Words(0, 0, indicator_set.mask)
    assert indicator_set.mask < 2**63
