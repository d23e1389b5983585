"""The state registers beside the census: welfare card, disability, elderly allowance.

Each holds members of surveyed households, found by their number; some of them whose number on the
census form is missing or wrong; and people no census team met. Names slip now and then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samut.engine.synth.composition import ELDER_AGE, Population
from samut.engine.synth.conditions import Conditions
from samut.engine.synth.identities import BUDDHIST_YEARS, Identities, birth_texts
from samut.engine.synth.names import THAI_DIGITS, family_names, first_names, slipped, titles
from samut.engine.synth.numbers import numbers
from samut.engine.synth.places import Places
from samut.engine.synth.registration import Registration
from samut.engine.synth.sheets import Sheet, sheet_of
from samut.engine.synth.weights import Flags, Ints, stage_rng

# People of each register whom no census team met: less than there are, to keep the demo small.
OUTSIDERS = {"welfare-card": 14_000, "disability": 900, "elderly-allowance": 6_500}
NAME_SLIPS, OTHER_BIRTH, THAI_DIGITS_SHARE = 0.025, 0.015, 0.006
# Of those whose number on the form is missing or wrong: the share that is in the card register.
CARD_SHARE = 0.16
WITHDRAWN = 150
DISABILITY_TYPES = (
    "ทางการมองเห็น",
    "ทางการได้ยินหรือสื่อความหมาย",
    "ทางการเคลื่อนไหวหรือทางร่างกาย",
    "ทางจิตใจหรือพฤติกรรม",
    "ทางสติปัญญา",
    "ทางการเรียนรู้",
    "ทางออทิสติก",
)
DISABILITY_SHARES = (0.09, 0.18, 0.5, 0.08, 0.09, 0.02, 0.04)
# The allowance by age since fiscal year 2555: baht a month. Source: domain notes, programmes.
ALLOWANCE_BANDS = ((90, "1000"), (80, "800"), (70, "700"), (0, "600"))


@dataclass(frozen=True)
class Listed:
    """People as a register lists them, in its own order; `member` is -1 for people of no surveyed house."""

    member: Ints
    age: Ints
    columns: dict[str, list[str]]


class Registry:
    """Draws the lists of people of the registers, each person with one number throughout."""

    def __init__(
        self, people: Population, identities: Identities, places: Places, edition: int, seed: int
    ) -> None:
        self.people, self.identities, self.places = people, identities, places
        self.edition, self.seed = edition, seed
        self._next_number = len(identities.number)
        self._village_tambon = np.array([village.tambon for village in places.villages])
        self._tambon = self._village_tambon[places.village][people.house]

    def people_of(self, register: str, members: Flags, youngest: int) -> Listed:
        """These members and the outsiders of a register, shuffled, names now and then slipped."""
        rng = stage_rng(self.seed, register)
        listed = np.flatnonzero(members)
        inside, own = self._members(listed), self._outsiders(OUTSIDERS[register], youngest, rng)
        member = np.concatenate([listed, np.full(OUTSIDERS[register], -1)])
        age = np.concatenate([self.people.age[listed], own[0]])
        order = rng.permutation(len(member))
        columns: dict[str, list[str]] = {}
        for name, cells in inside.items():
            cells = cells + own[1][name]
            columns[name] = [cells[place] for place in order.tolist()]
        for name in ("first_name", "last_name"):
            for place in np.flatnonzero(rng.random(len(order)) < NAME_SLIPS).tolist():
                columns[name][place] = slipped(columns[name][place], rng)
        for place in np.flatnonzero(rng.random(len(order)) < OTHER_BIRTH).tolist():
            columns["birth"][place] = f"01/01/{columns['birth'][place][-4:]}"
        for place in np.flatnonzero(rng.random(len(order)) < THAI_DIGITS_SHARE).tolist():
            columns["person_key"][place] = columns["person_key"][place].translate(THAI_DIGITS)
        return Listed(member[order], age[order], columns)

    def fresh_numbers(self, birth_year_be: Ints, rng: np.random.Generator) -> list[str]:
        """Numbers nobody else has."""
        first, self._next_number = self._next_number, self._next_number + len(birth_year_be)
        return numbers(first, birth_year_be, rng)

    def _members(self, listed: Ints) -> dict[str, list[str]]:
        who = self.identities
        places = listed.tolist()
        return {
            "person_key": [who.number[place] for place in places],
            "title": [who.title[place] for place in places],
            "first_name": [who.first_name[place] for place in places],
            "last_name": [who.last_name[place] for place in places],
            "birth": [who.birth[place] for place in places],
            "tambon_code": [str(code) for code in self._tambon[listed].tolist()],
        }

    def _outsiders(
        self, count: int, youngest: int, rng: np.random.Generator
    ) -> tuple[Ints, dict[str, list[str]]]:
        age = youngest + (rng.beta(1.2, 2.6, count) * (95 - youngest)).astype(np.int64)
        sex = rng.integers(1, 3, count)
        born = np.datetime64(f"{self.edition - BUDDHIST_YEARS}-01-01") - (
            age * 365.25 + rng.integers(0, 365, count)
        ).astype("timedelta64[D]")
        year_be = born.astype("datetime64[Y]").astype(np.int64) + 1970 + BUDDHIST_YEARS
        alone = np.arange(count)
        village = self.places.village[rng.integers(0, len(self.places.village), count)]
        return age, {
            "person_key": self.fresh_numbers(year_be, rng),
            "title": titles(age, sex, rng.random(count) < 0.6, rng),
            "first_name": first_names(sex, rng),
            "last_name": family_names(alone, np.ones(count, dtype=np.int64), rng),
            "birth": birth_texts(born, age, rng),
            "tambon_code": [str(code) for code in self._village_tambon[village].tolist()],
        }


def welfare_card(registry: Registry, registration: Registration, name: str) -> Sheet:
    """The welfare-card register: whoever applied, and whether the application was verified."""
    rng = stage_rng(registry.seed, "welfare-card rows")
    people, unlinked = registry.people, ~registry.identities.linkable
    by_name_only = unlinked & people.aged(18) & (rng.random(len(unlinked)) < CARD_SHARE)
    listed = registry.people_of("welfare-card", registration.registered | by_name_only, 18)
    outside = ~np.append(registration.registered, False)[listed.member]
    validated = np.where(
        outside, rng.random(len(outside)) < 0.85, np.append(registration.validated, False)[listed.member]
    )
    registered = np.ones(len(outside), dtype=np.bool_)
    withdrawn = rng.choice(np.flatnonzero(listed.member < 0), size=WITHDRAWN, replace=False)
    registered[withdrawn] = validated[withdrawn] = False
    flags = {
        "card_registered": np.where(registered, "1", "0").tolist(),
        "card_validated": np.where(validated, "1", "0").tolist(),
    }
    return sheet_of(name, "welfare-card", "person", listed.columns | flags)


def disability(registry: Registry, conditions: Conditions, name: str) -> Sheet:
    """The disability register: most of whom the census calls disabled, and others."""
    rng = stage_rng(registry.seed, "disability rows")
    people = registry.people
    known = conditions.disabled & (rng.random(len(people.age)) < 0.84)
    unseen = people.aged(45) & ~conditions.disabled & (rng.random(len(people.age)) < 0.009)
    listed = registry.people_of("disability", (known | unseen) & _own_number(registry), 5)
    count = len(listed.age)
    kinds = rng.choice(len(DISABILITY_TYPES), size=count, p=DISABILITY_SHARES).tolist()
    permanent = (rng.random(count) < 0.3).tolist()
    expiry = _dates(registry.edition + rng.integers(1, 9, count), rng)
    columns = listed.columns | {
        "disability_type": [DISABILITY_TYPES[kind] for kind in kinds],
        "card_expires": ["-" if never else day for never, day in zip(permanent, expiry, strict=True)],
    }
    return sheet_of(name, "disability", "person", columns)


def elderly_allowance(registry: Registry, name: str) -> Sheet:
    """The elderly-allowance register: nine in ten of those old enough, and others."""
    rng = stage_rng(registry.seed, "elderly-allowance rows")
    people = registry.people
    old = people.aged(ELDER_AGE) & (rng.random(len(people.age)) < 0.9)
    listed = registry.people_of("elderly-allowance", old & _own_number(registry), ELDER_AGE)
    baht = [next(baht for least, baht in ALLOWANCE_BANDS if age >= least) for age in listed.age.tolist()]
    # Whoever turns 60 registers in November of the year before the allowance begins.
    year = registry.edition - 1 - np.minimum(np.maximum(listed.age - ELDER_AGE, 0), 20)
    columns = listed.columns | {
        "allowance_month_baht": baht,
        "registered_on": [
            f"{day:02d}/11/{be}" for day, be in zip(rng.integers(1, 31, len(baht)), year, strict=True)
        ],
    }
    return sheet_of(name, "elderly-allowance", "person", columns)


def _own_number(registry: Registry) -> Flags:
    """Everybody whose number stands in no other member's form."""
    written, own = registry.identities.written_number, registry.identities.number
    shared = {number for number, mine in zip(written, own, strict=True) if number and number != mine}
    return np.array([number not in shared for number in own])


def _dates(year_be: Ints, rng: np.random.Generator) -> list[str]:
    day, month = rng.integers(1, 29, len(year_be)).tolist(), rng.integers(1, 13, len(year_be)).tolist()
    return [f"{d:02d}/{m:02d}/{y}" for d, m, y in zip(day, month, year_be.tolist(), strict=True)]
