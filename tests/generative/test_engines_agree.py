"""Invented households, many facts of them not told: both engines say the same of every indicator."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samut.rules.policy import load_indicator_set
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import decide, statuses, words
from samut.rules.status import Status, Words
from two_engines import words_by_duckdb, words_by_reference

SET = load_indicator_set("bmn-2560")
ON = date(2018, 1, 1)
# A household has some ninety facts, which Hypothesis finds a lot to draw.
TOLERATED = [HealthCheck.too_slow, HealthCheck.data_too_large]
READ = sorted({name for indicator in SET.indicators for name in indicator.facts})


def values_of(name: str) -> st.SearchStrategy[Fact]:
    if name == "income_year_baht":
        return st.one_of(st.integers(-1000, 400_000), st.sampled_from([37_999, 38_000, 76_000, 75_999]))
    if name.endswith("_baht"):
        return st.integers(0, 50_000)
    if name.endswith("_count"):
        return st.integers(0, 4)
    return st.booleans()


told_household: st.SearchStrategy[Facts] = st.fixed_dictionaries({name: values_of(name) for name in READ})


@st.composite
def households(draw: st.DrawFn) -> Facts:
    """A household with every fact, of which some (none, few or most) are then taken away."""
    facts = draw(told_household)
    untold = draw(st.one_of(st.just(set()), st.sets(st.sampled_from(READ))))
    return {name: None if name in untold else value for name, value in facts.items()}


@settings(max_examples=25, deadline=None, suppress_health_check=TOLERATED)
@given(st.lists(households(), min_size=1, max_size=8))
def test_the_engines_agree_on_every_word(invented: list[Facts]) -> None:
    assert words_by_duckdb(SET, ON, invented) == words_by_reference(SET, ON, invented)


@settings(max_examples=25, deadline=None, suppress_health_check=TOLERATED)
@given(households())
def test_words_keep_every_status(household: Facts) -> None:
    said = {indicator.id: decide(indicator, household, ON).status for indicator in SET.indicators}
    found = words(said, SET)
    assert statuses(found, SET) == said
    assert found.deprived & ~found.known == 0
    assert ~found.applies & found.deprived == 0
    assert ~found.applies & ~found.known & SET.mask == 0


@settings(max_examples=25, deadline=None, suppress_health_check=TOLERATED)
@given(households(), told_household)
def test_what_is_known_stays_when_more_is_told(household: Facts, rest: Facts) -> None:
    """An answer that was yes or no with some facts unknown is the same whatever they turn out to be."""
    told = {name: rest[name] if value is None else value for name, value in household.items()}
    for indicator in SET.indicators:
        before = decide(indicator, household, ON).status
        assert before in (Status.UNKNOWN, decide(indicator, told, ON).status)


@settings(max_examples=25, deadline=None, suppress_health_check=TOLERATED)
@given(households())
def test_the_facts_that_decided_suffice(household: Facts) -> None:
    for indicator in SET.indicators:
        decision = decide(indicator, household, ON)
        if decision.status is Status.UNKNOWN:
            assert decision.facts
            assert all(value is None for _, value in decision.facts)
        else:
            assert decide(indicator, dict(decision.facts), ON).status is decision.status


def test_words_are_signed_64_bit_numbers() -> None:
    (empty,) = words_by_duckdb(SET, ON, [{}])
    assert empty == Words(0, 0, SET.mask)
    assert SET.mask < 2**63
