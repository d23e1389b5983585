"""Two Thai lists of one region with their truth: a census and a register, drawn household by household.

Households live in villages that share few family names; brothers and sisters have names that begin
alike, twins one birth. Whole households are absent from a list, and single persons of the others, so
brothers, twins and namesakes of everybody absent are there. The register writes names with slips,
married names, years alone (as 1 January), years one off, and the old address of people and households
that moved. In the census numbers lack, or are nobody's, a housemate's or a stranger's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from samut.engine.synth.names import name_lists, slipped

SEED = 2568
PERSONS_A_HOUSEHOLD = 3.2
HOUSEHOLDS_A_VILLAGE = 160
FAMILY_NAMES_A_VILLAGE = 40
VILLAGES_A_TAMBON = 9
# A household is in a list, and then a member of it: two thirds of all persons.
HOUSEHOLD_IN, MEMBER_IN = 0.8, 5 / 6
IN_A_LIST = HOUSEHOLD_IN * MEMBER_IN
SLIP, MARRIED, YEAR_ALONE, YEAR_OFF = 0.10, 0.08, 0.05, 0.03
PERSON_MOVED, HOUSEHOLD_MOVED = 0.06, 0.10
NO_NUMBER, NOBODYS, HOUSEMATES, STRANGERS = 0.04, 0.012, 0.004, 0.004
TWIN, NAMED_ALIKE = 0.03, 0.15
# Names that lie so near each other in the sorted list begin with the same letters.
NEAR_NAMES = 8


@dataclass(frozen=True)
class ThaiPair:
    """Census and register. Both have `person` (the truth); `number` NULL: no valid one."""

    census: pa.Table
    register: pa.Table


def thai_pair(size: int, seed: int = SEED) -> ThaiPair:
    """About so many rows in each list, two thirds of each in the other too."""
    rng = np.random.default_rng(seed)
    persons = int(size / IN_A_LIST)
    house = np.sort(rng.integers(0, int(persons / PERSONS_A_HOUSEHOLD), persons))
    world = _world(house, rng)
    here, there = _listed(house, rng), _listed(house, rng)
    census = world.append_column("number", _numbers(house, rng)).filter(pa.array(here))
    register = _as_the_register_has_it(world.filter(pa.array(there)), house[there], rng)
    return ThaiPair(_with_ids(census), _with_ids(register.append_column("number", register["person"])))


def _listed(house: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Who is in a list: whole households are not, and some of the others."""
    visited = rng.random(int(house.max()) + 1) < HOUSEHOLD_IN
    return visited[house] & (rng.random(len(house)) < MEMBER_IN)


def _numbers(house: np.ndarray, rng: np.random.Generator) -> pa.Array:
    """The number of each as the census has it; every wrong one passes the check digit."""
    persons = len(house)
    own = np.arange(persons, dtype=np.int64)
    number = own.copy()
    drawn = rng.random(persons)
    bounds = np.cumsum((NO_NUMBER, NOBODYS, HOUSEMATES, STRANGERS))
    kind = np.searchsorted(bounds, drawn, side="right")
    number = np.where(kind == 1, persons + own, number)
    # The next row is a housemate, but for the last of each household, who keeps the own number.
    following = np.minimum(own + 1, persons - 1)
    number = np.where((kind == 2) & (house[following] == house), following, number)
    number = np.where(kind == 3, rng.integers(0, persons, persons), number)
    return pa.array(number, mask=kind == 0)


def _with_ids(table: pa.Table) -> pa.Table:
    return table.append_column("unique_id", pa.array(np.arange(table.num_rows, dtype=np.int64)))


def _world(house: np.ndarray, rng: np.random.Generator) -> pa.Table:
    lists, persons = name_lists(), len(house)
    village = house // HOUSEHOLDS_A_VILLAGE
    of_village = rng.integers(0, len(lists.family), (int(village.max()) + 1, FAMILY_NAMES_A_VILLAGE))
    of_house = rng.integers(0, FAMILY_NAMES_A_VILLAGE, int(house.max()) + 1)
    family = of_village[village, of_house[house]]
    woman = rng.random(persons) < 0.51
    # Some names are far commoner than others.
    first = np.where(woman, _common(len(lists.female), persons, rng), _common(len(lists.male), persons, rng))
    first = _named_alike(first, house, woman, rng)
    year = 2018 - (rng.beta(1.6, 2.2, persons) * 95).astype(np.int64)
    month, day = rng.integers(1, 13, persons), rng.integers(1, 29, persons)
    # Old people were registered by their year.
    old = (year < 1958) & (rng.random(persons) < 0.15)
    month, day = np.where(old, 1, month), np.where(old, 1, day)
    twin = np.flatnonzero((house[1:] == house[:-1]) & (rng.random(persons - 1) < TWIN)) + 1
    for part in (year, month, day):
        part[twin] = part[twin - 1]
    women, men = np.array(lists.female), np.array(lists.male)
    names = np.where(woman, women[first % len(women)], men[first % len(men)])
    return pa.table(
        {
            "person": pa.array(np.arange(persons, dtype=np.int64)),
            "title": pa.array(np.where(woman, np.where(rng.random(persons) < 0.5, "นาง", "นางสาว"), "นาย")),
            "first_name": pa.array(names),
            "last_name": pa.array(np.array(lists.family)[family]),
            "sex": pa.array(np.where(woman, "female", "male")),
            "birth_year": pa.array(year),
            "birth_month": pa.array(month),
            "birth_day": pa.array(day),
            "tambon_code": pa.array(_tambons(village)),
            "village_code": pa.nulls(persons, pa.string()),
        }
    )


def _named_alike(
    first: np.ndarray, house: np.ndarray, woman: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Some brothers, and some sisters, get a name beside that of the one before them."""
    follows = (house[1:] == house[:-1]) & (woman[1:] == woman[:-1])
    alike = np.flatnonzero(follows & (rng.random(len(house) - 1) < NAMED_ALIKE)) + 1
    named = first.copy()
    named[alike] = first[alike - 1] + rng.integers(1, NEAR_NAMES + 1, len(alike))
    return named


def _common(names: int, count: int, rng: np.random.Generator) -> np.ndarray:
    return (rng.random(count) ** 2.5 * names).astype(np.int64)


def _tambons(village: np.ndarray) -> np.ndarray:
    tambon = village // VILLAGES_A_TAMBON
    amphoe = tambon // 8
    code = 100000 + (amphoe // 12) * 10000 + (amphoe % 12 + 1) * 100 + tambon % 8 + 1
    return code.astype(str)


def _as_the_register_has_it(people: pa.Table, house: np.ndarray, rng: np.random.Generator) -> pa.Table:
    count = people.num_rows
    family = np.array(name_lists().family)
    first = _slipped(people["first_name"].to_numpy(), rng)
    last = _slipped(people["last_name"].to_numpy(), rng)
    woman = people["sex"].to_numpy() == "female"
    grown = people["birth_year"].to_numpy() < 1998
    married = woman & grown & (rng.random(count) < MARRIED)
    last = np.where(married, family[rng.integers(0, len(family), count)], last)
    year = people["birth_year"].to_numpy() + np.where(
        rng.random(count) < YEAR_OFF, rng.choice((-1, 1), count), 0
    )
    alone = rng.random(count) < YEAR_ALONE
    month = np.where(alone, 1, people["birth_month"].to_numpy())
    day = np.where(alone, 1, people["birth_day"].to_numpy())
    tambon = _before_moving(people["tambon_code"].to_numpy(), house, rng)
    changed = {
        "first_name": first,
        "last_name": last,
        "birth_year": year,
        "birth_month": month,
        "birth_day": day,
        "tambon_code": tambon,
    }
    for name, values in changed.items():
        people = people.set_column(people.schema.get_field_index(name), name, pa.array(values))
    # Registers tell the sex by the title alone.
    return people.set_column(people.schema.get_field_index("sex"), "sex", pa.nulls(count, pa.string()))


def _before_moving(tambon: np.ndarray, house: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Where they lived before: whole households that moved together, and people who moved alone."""
    elsewhere = rng.permutation(tambon)
    houses = int(house.max()) + 1
    moved = rng.random(houses) < HOUSEHOLD_MOVED
    from_where = elsewhere[rng.integers(0, len(tambon), houses)]
    alone = rng.random(len(tambon)) < PERSON_MOVED
    return np.where(alone, elsewhere, np.where(moved[house], from_where[house], tambon))


def _slipped(names: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    written = names.copy()
    for place in np.flatnonzero(rng.random(len(names)) < SLIP):
        written[place] = slipped(str(names[place]), rng)
    return written
