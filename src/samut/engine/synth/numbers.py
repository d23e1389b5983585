"""13-digit numbers for invented people: right check digit, always in the range no registry office has."""

from __future__ import annotations

import numpy as np

from samut.engine.synth.weights import Flags, Ints
from samut.rules.thai_id import TEST_OFFICE, normalise

# A step without common factor with ten million visits every serial number once.
_SERIALS, _STEP, _START = 10_000_000, 7_368_787, 2_561_001
# Since 2527 a birth gives a number of kind 1 (in time) or 2 (late); whoever was there before has kind 3.
_REGISTRATION_YEAR_BE = 2527
_ODD_KIND = 0.03


def numbers(first: int, birth_year_be: Ints, rng: np.random.Generator) -> list[str]:
    """One number for each person; `first` counts from 0 over the whole province, so none comes twice."""
    count = len(birth_year_be)
    kind = np.where(birth_year_be < _REGISTRATION_YEAR_BE, 3, 1)
    odd = rng.random(count) < _ODD_KIND
    kind[odd] = np.where(birth_year_be[odd] < _REGISTRATION_YEAR_BE, 5, 2)
    serial = ((first + np.arange(count)) * _STEP + _START) % _SERIALS
    office = int(TEST_OFFICE)
    twelve = kind * 10**11 + office * 10**7 + serial
    digits = twelve[:, None] // 10 ** np.arange(11, -1, -1) % 10
    weighted = digits @ np.arange(13, 1, -1)
    check = (11 - weighted % 11) % 10
    return [str(number) for number in twelve * 10 + check]


def mistaken(number: str, rng: np.random.Generator) -> str:
    """The number with a slip that its check digit (or its length) shows."""
    number = normalise(number)
    if rng.random() < 0.2:
        return number[:11] + number[12]
    return number[:12] + str((int(number[12]) + int(rng.integers(1, 10))) % 10)


def drawn_flags(count: int, share: float, rng: np.random.Generator) -> Flags:
    """Independent yes or no, yes with this chance."""
    return np.asarray(rng.random(count) < share)
