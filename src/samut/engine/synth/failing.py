"""Which households will answer so that they fail which indicator, and which leave questions open.

The counts per indicator, the number of poor households and of their members are published; which
households they are is drawn: with areas that are worse off, and households that fail in several
ways. Nothing of this is written to a file: only the answers that follow from it are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from samut.engine.synth.composition import ELDER_AGE, EXPOSED_AGES, Population
from samut.engine.synth.conditions import Conditions
from samut.engine.synth.margins import DIMENSIONS, INDICATORS, Margins
from samut.engine.synth.places import Places
from samut.engine.synth.weights import Flags, Floats, choose, stage_rng

# Indicators about certain persons come first: few households can fail them. Those about the whole
# household follow and share what is still missing of poor households, the largest last.
OF_PERSONS = (28, 27, 1, 17, 15, 19, 20, 16, 21)
OF_HOUSEHOLDS = (22, 8, 9, 10, 4, 5, 7, 11)
# At most this part of an indicator's failing persons lies in households poor by other indicators.
MOST_SHARED = 0.6
# At most this part of a failing outside the 17 lies among the poor.
MOST_POOR = 0.85
# Villages of the demonstration that are clearly worse off than their neighbours.
WORSE_OFF: Mapping[str, float] = {"22050607": 2.0, "22050608": 1.3}


@dataclass(frozen=True)
class Failing:
    """Shape: both (32, households), the row is the indicator's number (row 0 unused)."""

    fails: Flags
    unanswered: Flags

    def poor(self) -> Flags:
        counted = [number for numbers in DIMENSIONS.values() for number in numbers]
        return np.asarray(self.fails[counted].any(axis=0))


def exposed_households(people: Population, conditions: Conditions) -> dict[int, Flags]:
    """For each indicator the households that hold somebody it asks about."""
    able = ~conditions.dependent
    everybody = np.ones(people.households, dtype=np.bool_)
    exposed = dict.fromkeys(INDICATORS, everybody)
    exposed |= {number: people.has(people.aged(low, high)) for number, (low, high) in EXPOSED_AGES.items()}
    exposed |= {
        7: people.has(people.aged(6)),
        17: people.has(conditions.finished_m3),
        18: people.has(people.aged(15, 20) & ~conditions.student & able),
        20: people.has(people.aged(15, ELDER_AGE - 1) & ~conditions.student & able),
        21: people.has(people.aged(ELDER_AGE) & able),
        26: people.has(people.aged(6)),
        24: people.has(people.aged(15)),
        25: people.has(people.aged(15)),
        27: people.has(people.aged(ELDER_AGE)),
        28: people.has(conditions.disabled),
        29: people.has(conditions.chronic),
    }
    return exposed


def draw_failing(
    people: Population, conditions: Conditions, places: Places, margins: Margins, seed: int
) -> Failing:
    """Draw failing and open answers so that the published counts hold."""
    exposed = exposed_households(people, conditions)
    pressure = _pressure(places, stage_rng(seed, "pressure"))
    fails = np.zeros((len(INDICATORS) + 1, people.households), dtype=np.bool_)
    _fail_the_poor(people, exposed, pressure, margins, fails, stage_rng(seed, "failing"))
    poor = Failing(fails, fails).poor()
    _fail_besides(people, exposed, pressure, margins, fails, poor, stage_rng(seed, "besides"))
    unanswered = _leave_open(people, fails, margins, stage_rng(seed, "unanswered"))
    return Failing(fails, unanswered)


def _pressure(places: Places, rng: np.random.Generator) -> dict[str, Floats]:
    """How much each household's place presses it into each dimension: tambon, village, and heavy tails."""
    tambons = sorted({village.tambon for village in places.villages})
    tambon_index = {code: place for place, code in enumerate(tambons)}
    tambon = np.array([tambon_index[village.tambon] for village in places.villages])
    common = rng.normal(0, 0.45, len(tambons))[tambon] + 0.4 * rng.standard_t(3, len(tambon))
    worse = np.array([WORSE_OFF.get(village.code, np.nan) for village in places.villages])
    common = np.where(np.isnan(worse), common, worse)
    pressure = {}
    for name in (*DIMENSIONS, "other"):
        own = rng.normal(0, 0.35, len(tambons))[tambon] + rng.normal(0, 0.5, len(tambon))
        pressure[name] = np.exp(np.clip(common + own, -2.5, 2.8))[places.village]
    return pressure


def _dimension_of(number: int) -> str:
    return next((name for name, numbers in DIMENSIONS.items() if number in numbers), "other")


def _fail_the_poor(
    people: Population,
    exposed: dict[int, Flags],
    pressure: dict[str, Floats],
    margins: Margins,
    fails: Flags,
    rng: np.random.Generator,
) -> None:
    """The 17 indicators of the measure: each count, and the households and persons of their union."""
    within_wanted = _shared_within(margins)
    counted = {number: margins.failing[number] for numbers in DIMENSIONS.values() for number in numbers}
    across_wanted = sum(counted.values()) - margins.poor_persons - sum(within_wanted.values())
    across_share = across_wanted / sum(counted[number] for number in (*OF_PERSONS[5:], *OF_HOUSEHOLDS))

    def add(
        number: int, among: Flags, persons: int, households: int | None = None, near: bool = False
    ) -> None:
        weight = pressure[_dimension_of(number)]
        candidates = exposed[number] & among & ~fails[number]
        fails[number] |= choose(
            rng, people.size, candidates, persons, households=households, weight=weight, near=near
        )

    for number in (*OF_PERSONS, *OF_HOUSEHOLDS):
        poor: Flags = np.asarray(fails.any(axis=0))
        same: Flags = np.asarray(fails[list(DIMENSIONS[_dimension_of(number)])].any(axis=0))
        missing = margins.poor_persons - int(people.size[poor].sum())
        missing_households = margins.poor_households - int(poor.sum())
        if number == OF_HOUSEHOLDS[-1]:
            add(number, ~poor, missing, missing_households)
        add(
            number,
            same,
            min(within_wanted[number], int(0.7 * _held(people, same & exposed[number]))),
            near=True,
        )
        if number in OF_HOUSEHOLDS[:-1] or number in OF_PERSONS[5:]:
            elsewhere = poor & ~same
            most = int(0.5 * _held(people, elsewhere & exposed[number]))
            add(number, elsewhere, min(round(across_share * counted[number]), most), near=True)
        left = counted[number] - _held(people, fails[number])
        if number in OF_PERSONS:
            add(number, ~poor, left)
        elif number == OF_HOUSEHOLDS[-1]:
            add(number, poor & ~same, left)
        else:
            # The mean size of a household still to become poor stays as it must be at the end.
            add(number, ~poor, left, round(left * missing_households / missing))


def _held(people: Population, houses: Flags) -> int:
    return int(people.size[houses].sum())


def _shared_within(margins: Margins) -> dict[int, int]:
    """Failing persons of each indicator that fail an earlier one of the same dimension too.

    The share of doubles in a dimension is that published for the target poor.
    """
    shared = dict.fromkeys(INDICATORS, 0)
    for name, numbers in DIMENSIONS.items():
        target = sum(margins.target_by_indicator[number] for number in numbers)
        doubles = 1 - margins.target_by_dimension[name] / target
        persons = doubles * sum(margins.failing[number] for number in numbers)
        order = [number for number in (*OF_PERSONS, *OF_HOUSEHOLDS) if number in numbers]
        before = margins.failing[order[0]]
        room = {}
        for number in order[1:]:
            room[number] = MOST_SHARED * min(before, margins.failing[number])
            before += margins.failing[number]
        scale = persons / sum(room.values()) if room else 0.0
        shared |= {number: round(min(1.0, scale) * most) for number, most in room.items()}
    return shared


def _fail_besides(
    people: Population,
    exposed: dict[int, Flags],
    pressure: dict[str, Floats],
    margins: Margins,
    fails: Flags,
    poor: Flags,
    rng: np.random.Generator,
) -> None:
    """The 14 indicators that make nobody poor: more frequent among the poor, as published for the target."""
    for number in INDICATORS:
        if _dimension_of(number) != "other" or not margins.failing[number]:
            continue
        rate = margins.target_by_indicator[number] / margins.poor_validated
        persons = margins.failing[number]
        among_poor = min(round(rate * margins.poor_persons), int(MOST_POOR * persons))
        for among, wanted in ((poor, among_poor), (~poor, persons - among_poor)):
            weight = np.sqrt(pressure["other"])
            fails[number] |= choose(rng, people.size, exposed[number] & among, wanted, weight=weight)


def _leave_open(people: Population, fails: Flags, margins: Margins, rng: np.random.Generator) -> Flags:
    """Households that did not answer: what the published exposure lacks of everybody.

    Only for indicators that concern every household; failing is never hidden by a blank.
    """
    unanswered = np.zeros_like(fails)
    asked_of_some = set(EXPOSED_AGES) | {17, 18, 20, 21, 27, 28, 29}
    for number in INDICATORS:
        if number not in asked_of_some:
            missing = margins.persons - margins.exposed[number]
            unanswered[number] = choose(rng, people.size, ~fails[number], missing)
    return unanswered
