"""Who of the synthetic province is in the welfare-card register, and whose application was verified.

Among the poor the published counts are many at once: in all, by dimension, by indicator. Persons are
taken by class (the set of indicators their household fails): first the expected number of each class
that meets all counts with the least contrast, then whole numbers by integer programming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from samut.engine.synth.composition import Population
from samut.engine.synth.failing import Failing
from samut.engine.synth.margins import DIMENSIONS, INDICATORS, Margins
from samut.engine.synth.weights import Flags, Floats, Ints, expected_shares, stage_rng

ADULT_AGE = 18
# What one person too many or too few by an indicator costs against an unlikely class.
MISS_COST = 30.0
GAP = 0.02


@dataclass(frozen=True)
class Registration:
    """Shape: both (persons,). Whoever is validated is registered too."""

    registered: Flags
    validated: Flags


def register_people(
    people: Population, failing: Failing, linkable: Flags, margins: Margins, seed: int
) -> Registration:
    """Choose the registered and the validated among adults whose number is right in both files."""
    rng = stage_rng(seed, "registration")
    poor = failing.poor()
    adults = linkable & people.aged(ADULT_AGE)
    # Couples tend to register together: half of the order is the household's, half the person's own.
    order = rng.random(people.households)[people.house] + rng.random(len(people.age))
    validated = _target_people(people, failing, adults & poor[people.house], order, margins, rng)
    rest = adults & poor[people.house] & ~validated
    registered = validated | _first(rest, order, margins.poor_registered - margins.poor_validated)

    others = adults & ~poor[people.house]
    order = order - 0.4 * people.aged(50) + 0.3 * rng.random(len(order))
    other_registered = _first(others, order, margins.registered - margins.poor_registered)
    registered |= other_registered
    order = rng.random(len(order))
    validated |= _first(other_registered, order, margins.validated - margins.poor_validated)
    return Registration(registered, validated)


def _first(among: Flags, order: Floats, count: int) -> Flags:
    pool = np.flatnonzero(among)
    chosen = np.zeros(len(among), dtype=np.bool_)
    chosen[pool[np.argsort(order[pool], kind="stable")[:count]]] = True
    return chosen


def _target_people(
    people: Population,
    failing: Failing,
    adults: Flags,
    order: Floats,
    margins: Margins,
    rng: np.random.Generator,
) -> Flags:
    bits = np.int64(1) << np.arange(failing.fails.shape[0], dtype=np.int64)
    word = bits @ failing.fails.astype(np.int64)
    pool = np.flatnonzero(adults)
    words, place, capacity = np.unique(word[people.house[pool]], return_inverse=True, return_counts=True)
    take = _class_counts((words[:, None] & bits) > 0, capacity, margins, rng)
    ordered = np.lexsort((order[pool], place))
    start = np.concatenate([[0], np.cumsum(capacity)[:-1]])
    rank = np.arange(len(pool)) - start[place[ordered]]
    chosen = np.zeros(len(adults), dtype=np.bool_)
    chosen[pool[ordered[rank < take[place[ordered]]]]] = True
    return chosen


def _class_counts(fails: Flags, capacity: Ints, margins: Margins, rng: np.random.Generator) -> Ints:
    """How many persons of each class to validate. Shape: fails (classes, 32), capacity (classes,)."""
    wanted = margins.target_by_indicator
    barred = fails[:, [number for number in INDICATORS if not wanted[number]]].any(axis=1)
    room = np.where(barred, 0, capacity)
    dimensions = [fails[:, list(numbers)].any(axis=1) for numbers in DIMENSIONS.values()]
    indicators = [fails[:, number] for number in INDICATORS]
    hard = np.array([np.ones(len(room)), *dimensions], dtype=np.float64)
    soft = np.array(indicators, dtype=np.float64)
    hard_totals = np.array([margins.poor_validated, *margins.target_by_dimension.values()], dtype=np.float64)
    soft_totals = np.array([wanted[number] for number in INDICATORS], dtype=np.float64)
    asked = soft_totals > 0
    expected = expected_shares(
        room.astype(np.float64),
        np.vstack([hard, soft[asked]]).T,
        np.concatenate([hard_totals, soft_totals[asked]]),
    )
    return _whole_counts(expected, room, hard, hard_totals, soft, soft_totals, rng)


def _whole_counts(
    expected: Floats,
    room: Ints,
    hard: Floats,
    hard_totals: Floats,
    soft: Floats,
    soft_totals: Floats,
    rng: np.random.Generator,
) -> Ints:
    """Round each class up or down: total and dimensions exact, indicators as near as can be."""
    low = np.minimum(np.floor(expected), room)
    high = np.minimum(low + 1, room)
    part = np.clip(expected - low + 0.02 * rng.normal(size=len(low)), 0.01, 0.99)
    misses = len(soft_totals)
    cost = np.concatenate([np.log((1 - part) / part), np.full(2 * misses, MISS_COST)])
    slack = hstack([eye_array(misses), -eye_array(misses)])
    matrix = vstack(
        [
            hstack([csr_array(hard), csr_array((len(hard), 2 * misses))]),
            hstack([csr_array(soft), slack]),
        ]
    ).tocsr()
    totals = np.concatenate([hard_totals - hard @ low, soft_totals - soft @ low])
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix, totals, totals),
        integrality=np.concatenate([np.ones(len(low)), np.zeros(2 * misses)]),
        bounds=Bounds(0, np.concatenate([high - low, np.full(2 * misses, np.inf)])),
        options={"mip_rel_gap": GAP},
    )
    if answer.x is None:
        raise ArithmeticError("no set of persons meets the published target counts")
    return np.asarray(low + np.round(answer.x[: len(low)]), dtype=np.int64)
