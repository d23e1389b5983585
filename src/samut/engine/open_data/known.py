"""What everybody knows of the published figures without having seen one: which is a part of which.

Whoever wants to work out a hidden figure starts from these. `relations_of` are told to the rules of
disclosure, `unions_of` to the attacker that is let loose on what the rules leave (`narrowing`).
"""

from __future__ import annotations

from collections.abc import Iterator

from samut.engine.open_data.columns import (
    CONCERNED,
    FAILING,
    HOUSEHOLDS,
    PERSONS,
    POOR,
    POOR_HOUSEHOLDS,
    POOR_PERSONS,
    REGISTERED,
    TARGET,
    TARGETS,
    UNKNOWN,
    UNKNOWN_HOUSEHOLDS,
    UNKNOWN_PERSONS,
    UNKNOWN_TARGET,
    of_dimension,
    of_indicator,
    told_indicators,
)
from samut.rules.disclosure_tree import Relation
from samut.rules.policy import Dimension, Indicator, Measure

OF_AREAS = (
    Relation((POOR_PERSONS, UNKNOWN_PERSONS), (PERSONS,), rest_tells=True),
    Relation((POOR_HOUSEHOLDS, UNKNOWN_HOUSEHOLDS), (HOUSEHOLDS,), rest_tells=True),
    Relation((HOUSEHOLDS,), (PERSONS,)),
    Relation((POOR_HOUSEHOLDS,), (POOR_PERSONS,)),
    Relation((UNKNOWN_HOUSEHOLDS,), (UNKNOWN_PERSONS,)),
    Relation((REGISTERED, UNKNOWN_TARGET), (POOR_PERSONS,)),
    Relation((TARGET, UNKNOWN_TARGET), (POOR_PERSONS,)),
    Relation((TARGET,), (REGISTERED,)),
)


def relations_of(measure: Measure) -> tuple[Relation, ...]:
    """Every relation between the figures of a measure."""
    return (
        *OF_AREAS,
        *(each for dimension in measure.dimensions for each in _of_dimension(dimension)),
        *(each for one in told_indicators(measure) for each in _of_indicator(one, measure)),
    )


def _of_dimension(dimension: Dimension) -> Iterator[Relation]:
    poor, target, unknown = (of_dimension(part, dimension.id) for part in (POOR, TARGETS, UNKNOWN))
    yield Relation((poor, unknown), (PERSONS,))
    yield Relation((poor,), (POOR_PERSONS,))
    yield Relation((target,), (poor,))
    yield Relation((target,), (TARGET,))


def _of_indicator(indicator: Indicator, measure: Measure) -> Iterator[Relation]:
    concerned, failing, target = (
        of_indicator(part, indicator.number) for part in (CONCERNED, FAILING, TARGETS)
    )
    # Who is left over is not concerned or did not answer: that says nothing of their poverty.
    yield Relation((concerned,), (PERSONS,))
    yield Relation((failing,), (concerned,))
    yield Relation((target,), (failing,))
    within = [each for each in measure.dimensions if indicator.id in each.indicators]
    if not within:
        yield Relation((target,), (TARGET,))
    for dimension in within:
        yield Relation((failing,), (of_dimension(POOR, dimension.id),))
        yield Relation((target,), (of_dimension(TARGETS, dimension.id),))


def unions_of(measure: Measure) -> tuple[Relation, ...]:
    """Poor is who is deprived in some dimension; deprived in one, who fails some of its indicators."""
    numbers = {each.id: each.number for each in told_indicators(measure)}
    wholes = ((POOR_PERSONS, POOR), (TARGET, TARGETS), (UNKNOWN_PERSONS, UNKNOWN))
    found = [
        Relation((whole,), tuple(of_dimension(part, each.id) for each in measure.dimensions))
        for whole, part in wholes
    ]
    for dimension in measure.dimensions:
        within = [numbers[each] for each in dimension.indicators if each in numbers]
        if within:
            found += [
                Relation(
                    (of_dimension(whole, dimension.id),), tuple(of_indicator(part, each) for each in within)
                )
                for whole, part in ((POOR, FAILING), (TARGETS, TARGETS))
            ]
    return tuple(found)
