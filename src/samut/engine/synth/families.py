"""Plausible Thai households, drawn one at a time: who lives together, how old, related how to the head.

The shares of the kinds of household are only a starting point: raking moves them to the margins.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, SIBLING, CHILD_IN_LAW, OTHER = range(1, 9)
MALE, FEMALE = 1, 2


@dataclass(frozen=True)
class Person:
    """One member of an invented household."""

    age: int
    sex: int
    relation: int
    married: bool = False


Family = tuple[Person, ...]


def _sex(draw: random.Random) -> int:
    return draw.choice((MALE, FEMALE))


def _elder_age(draw: random.Random, low: int = 60) -> int:
    return low + int(draw.betavariate(1.1, 3) * 36)


def _couple(draw: random.Random, wife_age: int) -> Family:
    husband_age = max(18, round(wife_age + draw.gauss(2.5, 3)))
    husband_leads = draw.random() < 0.72
    return (
        Person(husband_age, MALE, HEAD if husband_leads else SPOUSE, True),
        Person(wife_age, FEMALE, SPOUSE if husband_leads else HEAD, True),
    )


def _children(draw: random.Random, mother_age: int, relation: int, most: int, oldest: int = 30) -> Family:
    count = draw.choices(range(1, most + 1), weights=(55, 37, 8)[:most])[0]
    ages = {mother_age - draw.randint(18, min(38, mother_age)) for _ in range(count)}
    return tuple(Person(age, _sex(draw), relation) for age in sorted(ages, reverse=True) if age <= oldest)


def _single_adult(draw: random.Random) -> Family:
    return (Person(draw.randint(19, 59), _sex(draw), HEAD, draw.random() < 0.3),)


def _single_elder(draw: random.Random) -> Family:
    return (Person(_elder_age(draw), FEMALE if draw.random() < 0.65 else MALE, HEAD, True),)


def _childless_couple(draw: random.Random) -> Family:
    return _couple(draw, draw.randint(20, 59))


def _elder_couple(draw: random.Random) -> Family:
    return _couple(draw, _elder_age(draw, 57))


def _nuclear(draw: random.Random) -> Family:
    mother_age = draw.randint(20, 54)
    return _couple(draw, mother_age) + _children(draw, mother_age, CHILD, 3)


def _lone_parent(draw: random.Random) -> Family:
    age = draw.randint(22, 56)
    parent = Person(age, FEMALE if draw.random() < 0.78 else MALE, HEAD, True)
    return (parent, *_children(draw, age, CHILD, 2))


def _elders(draw: random.Random, low: int) -> Family:
    if draw.random() < 0.5:
        return _couple(draw, _elder_age(draw, low))
    return (Person(_elder_age(draw, low), FEMALE if draw.random() < 0.7 else MALE, HEAD, True),)


def _three_generations(draw: random.Random) -> Family:
    elders = _elders(draw, 55)
    middle_age = min(elder.age for elder in elders) - draw.randint(20, 32)
    middle_age = max(20, middle_age)
    daughter = Person(middle_age, FEMALE, CHILD, True)
    partner: Family = ()
    if draw.random() < 0.62:
        partner = (Person(max(19, middle_age + draw.randint(-2, 6)), MALE, CHILD_IN_LAW, True),)
    return (*elders, daughter, *partner, *_children(draw, middle_age, GRANDCHILD, 3, oldest=24))


def _skipped_generation(draw: random.Random) -> Family:
    elders = _elders(draw, 52)
    oldest = min(20, min(elder.age for elder in elders) - 36)
    count = draw.choices((1, 2), weights=(65, 35))[0]
    ages = sorted({draw.randint(0, oldest) for _ in range(count)}, reverse=True)
    return (*elders, *(Person(age, _sex(draw), GRANDCHILD) for age in ages))


def _elders_with_child(draw: random.Random) -> Family:
    elders = _elders(draw, 60)
    age = max(20, min(elder.age for elder in elders) - draw.randint(20, 38))
    return (*elders, Person(age, _sex(draw), CHILD, draw.random() < 0.3))


def _couple_with_parent(draw: random.Random) -> Family:
    wife_age = draw.randint(28, 55)
    parent = Person(min(97, wife_age + draw.randint(22, 36)), FEMALE, PARENT, True)
    return (*_couple(draw, wife_age), parent, *_children(draw, wife_age, CHILD, 2))


def _siblings(draw: random.Random) -> Family:
    age = draw.randint(22, 70)
    other = max(18, age + draw.randint(-9, 9))
    return (Person(age, _sex(draw), HEAD), Person(other, _sex(draw), draw.choice((SIBLING, SIBLING, OTHER))))


_KINDS: tuple[tuple[Callable[[random.Random], Family], int], ...] = (
    (_single_adult, 13),
    (_single_elder, 8),
    (_childless_couple, 12),
    (_elder_couple, 9),
    (_nuclear, 24),
    (_lone_parent, 8),
    (_three_generations, 10),
    (_skipped_generation, 5),
    (_elders_with_child, 7),
    (_couple_with_parent, 5),
    (_siblings, 3),
)


def draw_families(seed: int, count: int) -> list[Family]:
    """So many invented households, always the same for one seed."""
    draw = random.Random(seed)  # noqa: S311 - invents people, guards nothing
    kinds = draw.choices([kind for kind, _ in _KINDS], weights=[share for _, share in _KINDS], k=count)
    return [kind(draw) for kind in kinds]
