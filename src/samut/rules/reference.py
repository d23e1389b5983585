"""The reference engine: what the rules say for one household, slowly and obviously.

The site uses it for one household, the tests as the oracle for every other engine. Unknown is a
third value from the first fact to the last answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from samut.rules.deciding import deciding_facts
from samut.rules.indicators import Indicator, IndicatorSet, parameters_on
from samut.rules.kleene import Subject
from samut.rules.policy_files import Fact, Facts
from samut.rules.status import Status, Words


@dataclass(frozen=True)
class Decision:
    """What an indicator says of a household, and the facts that made it say so.

    For an unknown status these are the facts that are missing (their value is None). Where none is
    missing they are all that the rule read: they say that too little is known (one child of three).
    """

    indicator: Indicator
    status: Status
    facts: tuple[tuple[str, Fact], ...]


def assess(facts: Facts, indicator_set: IndicatorSet, on: date) -> dict[str, Status]:
    """The status of every indicator of the set for one household on one day.

    Unknown: a fact that is None or not there.
    """
    return {indicator.id: status_of(indicator, facts, on) for indicator in indicator_set.indicators}


def status_of(indicator: Indicator, facts: Facts, on: date) -> Status:
    """What one indicator says. Facts the rule does not read are passed over."""
    household = Subject({name: facts.get(name) for name in indicator.facts}, indicator.facts)
    values = parameters_on(indicator, on)
    if indicator.rule.applies is not None:
        applies = indicator.rule.applies(household, values).content
        if applies is None:
            return Status.UNKNOWN
        if not applies:
            return Status.NOT_APPLICABLE
    deprived = indicator.rule.deprived(household, values).content
    if deprived is None:
        return Status.UNKNOWN
    return Status.DEPRIVED if deprived else Status.NOT_DEPRIVED


def decide(indicator: Indicator, facts: Facts, on: date) -> Decision:
    """The status together with the facts that decided it."""
    status = status_of(indicator, facts, on)
    told = {name: facts[name] for name in indicator.facts if facts.get(name) is not None}
    if status is Status.UNKNOWN:
        names = [name for name in indicator.facts if name not in told] or list(told)
    else:
        names = list(deciding_facts(lambda some: status_of(indicator, some, on), told, status))
    return Decision(indicator, status, tuple((name, facts.get(name)) for name in names))


def words(statuses: Mapping[str, Status], indicator_set: IndicatorSet) -> Words:
    """The statuses of a household as its three words."""
    deprived = known = applies = 0
    for indicator in indicator_set.indicators:
        status = statuses[indicator.id]
        if status is Status.DEPRIVED:
            deprived |= indicator.mask
        if status is not Status.UNKNOWN:
            known |= indicator.mask
        if status is not Status.NOT_APPLICABLE:
            applies |= indicator.mask
    return Words(deprived, known, applies)


def statuses(household: Words, indicator_set: IndicatorSet) -> dict[str, Status]:
    """The words of a household read back as the statuses they stand for."""
    return {indicator.id: _status_in(household, indicator.mask) for indicator in indicator_set.indicators}


def _status_in(household: Words, mask: int) -> Status:
    if not household.known & mask:
        return Status.UNKNOWN
    if not household.applies & mask:
        return Status.NOT_APPLICABLE
    return Status.DEPRIVED if household.deprived & mask else Status.NOT_DEPRIVED
