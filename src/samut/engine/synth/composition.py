"""Who lives in the synthetic province: households put together so that the published exposures hold.

A library of plausible households is reweighted (raked) to the margins that depend on ages alone,
rounded to whole households, and given ages of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from samut.engine.synth.families import Family, draw_families
from samut.engine.synth.margins import Margins
from samut.engine.synth.weights import Flags, Floats, Ints, rake, stage_rng, whole_weights

LIBRARY_SIZE = 24_000
# Ages move within these groups when a household of the library is used twice.
AGE_EDGES = np.array([0, 1, 2, 3, 6, 13, 15, 17, 18, 23, 35, 60, 70, 80, 90, 101])
# Youngest and oldest age (completed years) an indicator asks about.
EXPOSED_AGES = {1: (0, 1), 2: (0, 0), 3: (0, 12), 6: (35, 200), 15: (3, 5), 16: (6, 14), 19: (15, 59)}
ELDER_AGE = 60


@dataclass(frozen=True)
class Population:
    """Every household and person. Persons stand together by household, in the order of the form.

    Shape: size, first: (households,); house, age, sex, relation, married: (persons,).
    """

    size: Ints
    first: Ints
    house: Ints
    age: Ints
    sex: Ints
    relation: Ints
    married: Flags

    @property
    def households(self) -> int:
        return len(self.size)

    def count(self, persons: Flags) -> Ints:
        """How many of these persons live in each household."""
        return np.bincount(self.house[persons], minlength=len(self.size))

    def has(self, persons: Flags) -> Flags:
        return self.count(persons) > 0

    def aged(self, low: int, high: int = 200) -> Flags:
        return (self.age >= low) & (self.age <= high)


def compose(margins: Margins, seed: int) -> Population:
    """Households that together have the published sizes, ages and exposures."""
    library = draw_families(seed, LIBRARY_SIZE)
    features, targets = _features(library), _targets(margins)
    weights = rake(features, targets)
    order = np.lexsort(features.T)
    rng = stage_rng(seed, "composition")
    copies = np.zeros(len(library), dtype=np.int64)
    copies[order] = whole_weights(weights[order], float(rng.random()))
    _mend_totals(copies, library, margins)
    chosen = rng.permutation(np.repeat(np.arange(len(library)), copies))
    return _population(library, chosen, rng)


def _features(library: list[Family]) -> Floats:
    """Households, persons, elders, then the persons of households exposed to each indicator of age."""
    rows = []
    for family in library:
        ages = [person.age for person in family]
        exposed = (len(ages) * any(low <= age <= high for age in ages) for low, high in EXPOSED_AGES.values())
        elders = sum(age >= ELDER_AGE for age in ages)
        rows.append((1, len(ages), elders, len(ages) * (elders > 0), *exposed))
    return np.array(rows, dtype=np.float64)


def _targets(margins: Margins) -> Floats:
    totals = (margins.households, margins.persons, margins.elderly, margins.exposed[27])
    return np.array([*totals, *(margins.exposed[number] for number in EXPOSED_AGES)], dtype=np.float64)


def _mend_totals(copies: Ints, library: list[Family], margins: Margins) -> None:
    """Make households and persons exact: swap adults who live alone for couples, or back."""
    sizes = np.array([len(family) for family in library])
    plain = np.array([all(35 <= person.age < ELDER_AGE for person in family) for family in library])
    alone, couples = np.flatnonzero(plain & (sizes == 1)), np.flatnonzero(plain & (sizes == 2))
    too_many = int(copies.sum()) - margins.households
    for place in _spread(copies, alone, abs(too_many)):
        copies[place] -= int(np.sign(too_many))
    missing = margins.persons - int((copies * sizes).sum())
    give, take = (alone, couples) if missing > 0 else (couples, alone)
    for step, place in enumerate(_spread(copies, give, abs(missing))):
        copies[place] -= 1
        copies[take[step % len(take)]] += 1


def _spread(copies: Ints, places: Ints, count: int) -> Iterator[int]:
    """So many of these places that are in use, the most used first, over and over."""
    for _ in range(count):
        yield int(places[np.argmax(copies[places])])


def _population(library: list[Family], chosen: Ints, rng: np.random.Generator) -> Population:
    lengths = np.array([len(family) for family in library])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    people = np.array(
        [(person.age, person.sex, person.relation, person.married) for family in library for person in family]
    )
    size = lengths[chosen]
    house = np.repeat(np.arange(len(chosen)), size)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    people[:, 0] = np.minimum(people[:, 0], AGE_EDGES[-1] - 1)
    rows = people[starts[chosen][house] + np.arange(len(house)) - first[house]]
    return Population(
        size=size,
        first=first,
        house=house,
        age=_shaken(rows[:, 0], rng),
        sex=rows[:, 1],
        relation=rows[:, 2],
        married=rows[:, 3].astype(np.bool_),
    )


def _shaken(age: Ints, rng: np.random.Generator) -> Ints:
    """Ages moved by up to two years inside their group, so that copies are no twins."""
    group = np.searchsorted(AGE_EDGES, age, side="right") - 1
    moved = age + rng.integers(-2, 3, len(age))
    return np.clip(moved, AGE_EDGES[group], AGE_EDGES[group + 1] - 1)
