"""What a person is besides old or young: student, disabled, chronically ill, able to work.

These decide who is asked about work, care and schooling, so they are chosen to meet the published
exposures of indicators 17, 20, 21, 28 and 29 and the numbers of disabled and chronically ill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samut.engine.synth.composition import ELDER_AGE, Population
from samut.engine.synth.margins import Margins
from samut.engine.synth.weights import Flags, Floats, Ints, choose, stage_rng

STUDENT_OLDEST = 22
# The members of one household differ by so much at most in being chosen second.
SECOND_SHARE = 1.06


@dataclass(frozen=True)
class Conditions:
    """Shape: each (persons,). `dependent` is disabled and cannot help self."""

    student: Flags
    disabled: Flags
    dependent: Flags
    chronic: Flags
    finished_m3: Flags


@dataclass(frozen=True)
class _Asked:
    """Households whose only people of an age are not asked about work, and how many persons they hold."""

    students_only: Flags
    dependent_elder: Flags


def assign_conditions(people: Population, margins: Margins, seed: int) -> Conditions:
    """Give every person the conditions that the exposures need."""
    rng = stage_rng(seed, "conditions")
    asked = _not_asked(people, margins, rng)
    student = _students(people, asked.students_only, rng)
    disabled, dependent = _disabled(people, student, asked.dependent_elder, margins, rng)
    chronic = _chronic(people, disabled, margins, rng)
    fit = people.aged(15, 16)
    houses = choose(rng, people.size, people.has(fit), margins.exposed[17])
    finished = _one_each(people, fit, houses, rng)
    return Conditions(student, disabled, dependent, chronic, finished)


def _not_asked(people: Population, margins: Margins, rng: np.random.Generator) -> _Asked:
    working_age, elder = people.aged(15, ELDER_AGE - 1), people.aged(ELDER_AGE)
    young_only = people.has(working_age) & ~people.has(working_age & (people.age > STUDENT_OLDEST))
    surplus = int(people.size[people.has(working_age)].sum()) - margins.exposed[20]
    students_only = choose(rng, people.size, young_only, max(0, surplus))
    lone_elder = (people.count(elder) == 1) & ~students_only
    very_old = np.where(people.has(people.aged(80)), 6.0, 1.0)
    surplus = int(people.size[people.has(elder)].sum()) - margins.exposed[21]
    dependent = choose(rng, people.size, lone_elder, max(0, surplus), weight=very_old)
    return _Asked(students_only, dependent)


def _students(people: Population, students_only: Flags, rng: np.random.Generator) -> Flags:
    chance = np.select(
        [people.age < 15, people.age < 18, people.age <= STUDENT_OLDEST], [0.0, 0.86, 0.45], 0.0
    )
    working_age = people.aged(15, ELDER_AGE - 1)
    student = rng.random(len(chance)) < chance
    student |= working_age & students_only[people.house]
    # Every other household with somebody of working age has one who does not study.
    stuck = people.has(working_age) & ~people.has(working_age & ~student) & ~students_only
    return student & ~_one_each(people, working_age, stuck, rng)


def _disabled(
    people: Population, student: Flags, helpless: Flags, margins: Margins, rng: np.random.Generator
) -> tuple[Flags, Flags]:
    """The disabled, and among them those who cannot help themselves (one in a household at most)."""
    helpless_elder = people.aged(ELDER_AGE) & helpless[people.house]
    persons = margins.exposed[28] - int(people.size[helpless].sum())
    households = round(margins.disabled / SECOND_SHARE) - int(helpless.sum())
    older = 1.0 + 2.0 * people.has(people.aged(ELDER_AGE))
    houses = choose(rng, people.size, ~helpless, persons, households=households, weight=older)
    odds = np.select([people.age < 15, people.age < ELDER_AGE], [0.5, 1.0], 3.0)
    first = helpless_elder | _one_each(people, np.ones_like(student), houses, rng, odds)
    disabled = _with_seconds(people, first, people.aged(18) & ~helpless_elder, margins.disabled, rng)

    worker = people.aged(15, ELDER_AGE - 1) & ~student
    others_work = people.count(worker)[people.house] > 1
    others_old = people.count(people.aged(ELDER_AGE))[people.house] > 1
    spared = np.select([people.age < 15, people.age < ELDER_AGE], [True, others_work | student], others_old)
    dependent = helpless_elder | (first & ~helpless_elder & spared & (rng.random(len(first)) < 0.22))
    return disabled, dependent


def _chronic(people: Population, disabled: Flags, margins: Margins, rng: np.random.Generator) -> Flags:
    fit = people.aged(35) & ~disabled
    older = 1.0 + 1.5 * people.has(people.aged(ELDER_AGE))
    households = round(margins.chronic / SECOND_SHARE)
    houses = choose(
        rng, people.size, people.has(fit), margins.exposed[29], households=households, weight=older
    )
    odds = np.where(people.age < ELDER_AGE, 1.0, 3.0)
    first = _one_each(people, fit, houses, rng, odds)
    return _with_seconds(people, first, people.aged(18) & ~disabled, margins.chronic, rng)


def _with_seconds(
    people: Population, first: Flags, fit: Flags, total: int, rng: np.random.Generator
) -> Flags:
    """More members of the same households, until there are so many persons in all."""
    pool = np.flatnonzero(people.has(first)[people.house] & fit & ~first)
    more = rng.choice(pool, size=total - int(first.sum()), replace=False)
    chosen = first.copy()
    chosen[more] = True
    return chosen


def _one_each(
    people: Population, fit: Flags, houses: Flags, rng: np.random.Generator, odds: Floats | None = None
) -> Flags:
    """One fit member of each of these households."""
    keys = rng.exponential(size=len(fit)) if odds is None else rng.exponential(size=len(fit)) / odds
    pool = np.flatnonzero(fit & houses[people.house])
    ordered: Ints = pool[np.lexsort((keys[pool], people.house[pool]))]
    _, places = np.unique(people.house[ordered], return_index=True)
    chosen = np.zeros(len(fit), dtype=np.bool_)
    chosen[ordered[places]] = True
    return chosen
