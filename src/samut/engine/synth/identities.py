"""Who the people of the synthetic province are: number, name, birth date, as the census form has them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samut.engine.synth.composition import ELDER_AGE, Population
from samut.engine.synth.names import THAI_DIGITS, family_names, first_names, titles
from samut.engine.synth.numbers import drawn_flags, mistaken, numbers
from samut.engine.synth.places import Places
from samut.engine.synth.weights import Flags, Ints, stage_rng

BUDDHIST_YEARS = 543
# Half a year in days, with a gap that keeps a birth clear of the border of six months.
UNDER_SIX_MONTHS, OVER_SIX_MONTHS, LAST_DAY = 180, 184, 364
SHARED_NUMBERS = 12

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Identities:
    """Shape: lists and flags (persons,), surveyed (households,).

    `number` is the person's own; `written_number` is what the census form has: mostly the same.
    `linkable`: the form has the person's own number and nobody else's form has it.
    """

    surveyed: Days
    under_six_months: Flags
    number: list[str]
    written_number: list[str]
    linkable: Flags
    title: list[str]
    first_name: list[str]
    last_name: list[str]
    birth: list[str]


def identify(people: Population, places: Places, edition: int, seed: int) -> Identities:
    """Give everybody a birth date, a number and a name."""
    rng = stage_rng(seed, "identities")
    surveyed = _survey_days(places, edition, rng)
    birth, days_old = _births(people, surveyed, rng)
    year_be = birth.astype("datetime64[Y]").astype(np.int64) + 1970 + BUDDHIST_YEARS
    number = numbers(0, year_be, rng)
    written, linkable = _written_numbers(people, number, rng)
    return Identities(
        surveyed=surveyed,
        under_six_months=(people.age == 0) & (days_old <= UNDER_SIX_MONTHS),
        number=number,
        written_number=written,
        linkable=linkable,
        title=titles(people.age, people.sex, people.married, rng),
        first_name=first_names(people.sex, rng),
        last_name=family_names(people.house, people.relation, rng),
        birth=birth_texts(birth, people.age, rng),
    )


def _survey_days(places: Places, edition: int, rng: np.random.Generator) -> Days:
    """January to March; a village is done within three weeks."""
    first = np.datetime64(f"{edition - BUDDHIST_YEARS}-01-04")
    begin = rng.integers(0, 64, len(places.villages))[places.village]
    return np.asarray(first + (begin + rng.integers(0, 22, len(places.village))).astype("timedelta64[D]"))


def _births(people: Population, surveyed: Days, rng: np.random.Generator) -> tuple[Days, Ints]:
    """Birth dates that give everybody exactly the age they have, on the day of the survey."""
    day = surveyed[people.house]
    years = day.astype("datetime64[Y]").astype(np.int64)
    into_year = day - day.astype("datetime64[M]")
    months = day.astype("datetime64[M]").astype(np.int64) - years * 12
    birthday = ((years - people.age) * 12 + months).astype("datetime64[M]").astype(
        "datetime64[D]"
    ) + into_year
    days_old = rng.integers(0, LAST_DAY + 1, len(day))
    infant = people.age == 0
    younger = rng.integers(0, UNDER_SIX_MONTHS + 1, len(day))
    older = rng.integers(OVER_SIX_MONTHS, LAST_DAY + 1, len(day))
    days_old = np.where(infant, np.where(rng.random(len(day)) < 0.48, younger, older), days_old)
    birth = birthday - days_old.astype("timedelta64[D]")
    # Many old people were entered with the first of January when birth certificates were rare.
    round_date = (people.age >= ELDER_AGE) & (rng.random(len(day)) < 0.13)
    first_january = (years - people.age).astype("datetime64[Y]").astype("datetime64[D]")
    return np.where(round_date, first_january, birth), days_old


def birth_texts(birth: Days, age: Ints, rng: np.random.Generator) -> list[str]:
    """dd/mm/yyyy in Buddhist years; day or month unknown is 00, and some clerks write Thai digits."""
    month_start = birth.astype("datetime64[M]")
    year = birth.astype("datetime64[Y]").astype(np.int64) + 1970 + BUDDHIST_YEARS
    month = month_start.astype(np.int64) % 12 + 1
    day = (birth - month_start).astype(np.int64) + 1
    draw = rng.random(len(birth))
    month_unknown = draw < np.where(age >= ELDER_AGE, 0.03, 0.001)
    day_unknown = month_unknown | ((draw > 0.985) & (age >= 40))
    month, day = np.where(month_unknown, 0, month), np.where(day_unknown, 0, day)
    thai = drawn_flags(len(birth), 0.012, rng)
    texts = [
        f"{d:02d}/{m:02d}/{y}" for d, m, y in zip(day.tolist(), month.tolist(), year.tolist(), strict=True)
    ]
    for place in np.flatnonzero(thai).tolist():
        texts[place] = texts[place].translate(THAI_DIGITS)
    return texts


def _written_numbers(
    people: Population, number: list[str], rng: np.random.Generator
) -> tuple[list[str], Flags]:
    """The numbers on the form: a few blank, mistaken, in Thai digits, or another person's by mistake."""
    written = list(number)
    draw = rng.random(len(number))
    draw = np.where(people.age < 7, draw * 0.6, draw)
    linkable = np.ones(len(number), dtype=np.bool_)
    for place in np.flatnonzero(draw < 0.004).tolist():
        written[place] = "" if draw[place] < 0.003 else "-"
    for place in np.flatnonzero((draw >= 0.004) & (draw < 0.007)).tolist():
        written[place] = mistaken(number[place], rng)
    for place in np.flatnonzero((draw >= 0.007) & (draw < 0.012)).tolist():
        written[place] = number[place].translate(THAI_DIGITS)
    linkable[draw < 0.007] = False
    pairs = rng.choice(np.flatnonzero(linkable & (people.age >= 18)), size=(SHARED_NUMBERS, 2), replace=False)
    for owner, other in pairs.tolist():
        written[other] = number[owner]
        linkable[[owner, other]] = False
    return written, linkable
