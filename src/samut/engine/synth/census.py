"""The two files of the census and the village register, as sheets."""

from __future__ import annotations

import numpy as np

from samut.engine.synth.answers import Answers
from samut.engine.synth.composition import Population
from samut.engine.synth.identities import BUDDHIST_YEARS, Identities
from samut.engine.synth.names import THAI_DIGITS
from samut.engine.synth.places import POINT_DECIMALS, Places
from samut.engine.synth.sheets import Sheet, sheet_of
from samut.engine.synth.weights import stage_rng
from samut.rules.thai_id import TEST_OFFICE

NO_POINT_SHARE, THAI_DIGIT_SHARE, COMMA_SHARE, STUCK_TITLE_SHARE = 0.015, 0.01, 0.02, 0.004
# A step without common factor with ten million, so that no house code comes twice.
_CODES, _STEP, _START = 10_000_000, 3_928_271, 104_729


def house_code(place: int) -> str:
    """An 11-digit house code of the office that does not exist."""
    return f"{TEST_OFFICE}{(place * _STEP + _START) % _CODES:07d}"


def household_sheet(name: str, places: Places, identities: Identities, answers: Answers, seed: int) -> Sheet:
    """The household file: place, date, answers."""
    rng = stage_rng(seed, "household rows")
    count = len(places.village)
    here = rng.random(count) >= NO_POINT_SHARE
    columns = answers.household | {
        "house_id": [house_code(place) for place in range(count)],
        "village_code": [places.villages[village].code for village in places.village.tolist()],
        "house_no": _house_numbers(places, rng),
        "latitude": _degrees(places.latitude.tolist(), here.tolist()),
        "longitude": _degrees(places.longitude.tolist(), here.tolist()),
        "surveyed_on": _day_texts(identities.surveyed),
        "income_year_baht": [
            f"{int(baht):,}" if baht and draw < COMMA_SHARE else baht
            for baht, draw in zip(
                answers.household["income_year_baht"], rng.random(count).tolist(), strict=True
            )
        ],
    }
    return sheet_of(name, "bmn-2560", "household", columns)


def _degrees(values: list[float], here: list[bool]) -> list[str]:
    return [f"{value:.{POINT_DECIMALS}f}" if known else "" for value, known in zip(values, here, strict=True)]


def _day_texts(days: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> list[str]:
    texts = []
    for text in np.datetime_as_string(days, unit="D").tolist():
        year, month, day = text.split("-")
        texts.append(f"{day}/{month}/{int(year) + BUDDHIST_YEARS}")
    return texts


def _house_numbers(places: Places, rng: np.random.Generator) -> list[str]:
    """Numbers that run through each village, some with a second part, some in Thai digits."""
    begins = np.searchsorted(places.village, np.arange(len(places.villages)))
    running = np.arange(len(places.village)) - begins[places.village] + 1
    second = np.where(rng.random(len(running)) < 0.3, rng.integers(1, 9, len(running)), 0).tolist()
    thai = (rng.random(len(running)) < THAI_DIGIT_SHARE).tolist()
    texts = [
        f"{number}/{part}" if part else str(number)
        for number, part in zip(running.tolist(), second, strict=True)
    ]
    return [text.translate(THAI_DIGITS) if turn else text for text, turn in zip(texts, thai, strict=True)]


def member_sheet(name: str, people: Population, identities: Identities, answers: Answers, seed: int) -> Sheet:
    """The member file: who lives in each household, with the title now and then stuck to the name."""
    rng = stage_rng(seed, "member rows")
    title, first_name = list(identities.title), list(identities.first_name)
    for place in np.flatnonzero(rng.random(len(title)) < STUCK_TITLE_SHARE).tolist():
        first_name[place], title[place] = title[place] + first_name[place], ""
    number = np.arange(len(people.house)) - people.first[people.house] + 1
    columns = answers.member | {
        "house_id": [house_code(place) for place in people.house.tolist()],
        "member_no": number.astype(np.str_).tolist(),
        "person_key": identities.written_number,
        "title": title,
        "first_name": first_name,
        "last_name": identities.last_name,
        "sex": people.sex.astype(np.str_).tolist(),
        "birth": identities.birth,
        "relation": people.relation.astype(np.str_).tolist(),
    }
    sheet = sheet_of(name, "bmn-2560", "member", columns)
    known = np.array([text not in ("", "-") for text in identities.written_number])
    valid_share = identities.linkable | ~known
    sheet.warned["wrong_number"] = int((~valid_share).sum()) - _shared(identities)
    return sheet


def _shared(identities: Identities) -> int:
    """Members that are not linkable only because two forms have the same, right number."""
    counts: dict[str, int] = {}
    for number in identities.written_number:
        counts[number] = counts.get(number, 0) + 1
    return sum(count for number, count in counts.items() if count > 1 and number not in ("", "-"))


def village_sheet(name: str, places: Places) -> Sheet:
    """The village register: code, name, point."""
    columns = {
        "village_code": [village.code for village in places.villages],
        "name_th": [village.name for village in places.villages],
        "latitude": [f"{village.latitude:.{POINT_DECIMALS}f}" for village in places.villages],
        "longitude": [f"{village.longitude:.{POINT_DECIMALS}f}" for village in places.villages],
    }
    return sheet_of(name, "villages", "village", columns)
