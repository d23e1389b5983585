"""A household of which the indicators of a set say what is wished, put together from their examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from samut.rules.policy import Indicator, IndicatorSet
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import status_of
from samut.rules.status import Status


def day_of(indicator_set: IndicatorSet) -> date:
    """A day on which every example of the set holds."""
    return max(example.on for indicator in indicator_set.indicators for example in indicator.examples)


def household_where(indicator_set: IndicatorSet, wished: Mapping[str, Status]) -> Facts:
    """Facts that give each named indicator its status; the other indicators say whatever they say.

    Indicators that read a fact in common are solved together, by trying the values their examples
    give it. Raises: AssertionError when no such household can be found.
    """
    on, facts = day_of(indicator_set), dict[str, Fact]()
    for group in groups([indicator_set.indicator(name) for name in wished]):
        found = next(
            (
                tried
                for tried in candidates(group, wished)
                if all(status_of(each, tried, on) is wished[each.id] for each in group)
            ),
            None,
        )
        assert found is not None, f"no household is {[(each.id, wished[each.id].value) for each in group]}"
        facts |= found
    return facts


def groups(indicators: list[Indicator]) -> list[list[Indicator]]:
    """The indicators in groups that share no fact with another group."""
    apart: list[list[Indicator]] = []
    for indicator in indicators:
        joined = [group for group in apart if any(set(indicator.facts) & set(each.facts) for each in group)]
        apart = [group for group in apart if group not in joined]
        apart.append([indicator, *(each for group in joined for each in group)])
    return apart


def candidates(group: list[Indicator], wished: Mapping[str, Status]) -> Iterator[dict[str, Fact]]:
    """Each way to take one example of the wished status for each indicator, and one value for each fact."""
    examples = [
        [example.facts for example in indicator.examples if example.expected is wished[indicator.id]]
        for indicator in group
    ]
    for taken in product(*examples):
        values: dict[str, list[Fact]] = {}
        for indicator, facts in zip(group, taken, strict=True):
            for name in indicator.facts:
                values.setdefault(name, []).append(facts.get(name))
        for chosen in product(*(dict.fromkeys(each) for each in values.values())):
            yield dict(zip(values, chosen, strict=True))
