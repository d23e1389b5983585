"""The arithmetic of the what-ifs with NumPy alone, for machines without Numba. Whole numbers throughout.

`value` gives for each distinct word its score where that is poor, -1 where nobody can say whether
it is poor, and 0 where it is not.
"""

from __future__ import annotations

import numpy as np

from samut.engine.whatif.lines import Ints, SmallInts, added

CHUNK_BITS = 16
CHUNK = (1 << CHUNK_BITS) - 1


def scores(deprived: Ints, unknown: Ints, tables: Ints) -> tuple[Ints, Ints]:
    """The score of each word, and its score if what is unknown were a deprivation.

    Each 16 bits of a word are looked up in their table, and what is found is added.
    """
    known = _looked_up(deprived, tables)
    return known, known + _looked_up(unknown, tables)


def values(deprived: Ints, unknown: Ints, tables: Ints, least: int) -> Ints:
    """The value of each word, `least` being the least score that is poor."""
    known, if_deprived = scores(deprived, unknown, tables)
    return np.where(known >= least, known, -(if_deprived >= least).astype(np.int64))


def by_village(
    starts: Ints,
    village: SmallInts,
    word: SmallInts,
    count: SmallInts,
    choices: Ints,
    chosen: Ints,
    found: Ints,
) -> None:
    """Fills in poor, sum of their scores, undecided. Rows: one per village.

    Each village is reckoned with the values that `chosen` picks for it from the `choices`.
    """
    some = np.flatnonzero((choices != 0).any(axis=0)[word])
    value = choices[chosen[village[some]], word[some]] if len(choices) > 1 else choices[0][word[some]]
    many, poor, bounds = count[some].astype(np.int64), value > 0, np.searchsorted(some, starts)
    for place, each in enumerate((many * poor, many * np.maximum(value, 0), many * (value < 0))):
        found[:, place] = _between(bounds, each)


def headcounts(
    starts: Ints,
    village: SmallInts,
    word: SmallInts,
    count: SmallInts,
    value: Ints,
    deprived: Ints,
    masks: Ints,
    found: Ints,
) -> None:
    """Fills in poor, sum of scores, undecided; and of the poor, how many are deprived in each indicator.

    Shape: villages, 3 and as many as there are indicators.
    """
    by_village(starts, village, word, count, value[np.newaxis], _nobody(starts), found[:, :3])
    poor = np.flatnonzero((value > 0)[word])
    where, here, many = village[poor], deprived[word[poor]], count[poor].astype(np.int64)
    for place, mask in enumerate(masks, start=3):
        has = np.flatnonzero(here & mask)
        found[:, place] = added(where[has], many[has], len(found))


def exits(
    starts: Ints,
    village: SmallInts,
    word: SmallInts,
    count: SmallInts,
    value: Ints,
    deprived: Ints,
    masks: Ints,
    weights: Ints,
    least: int,
    now: Ints,
    leaving: Ints,
    fall: Ints,
) -> None:
    """Fills in poor, sum of scores, undecided; and if one indicator were solved, who leaves poverty and
    how far the sum of scores falls.

    Shape: villages, 3; villages, indicators; villages, indicators.
    """
    by_village(starts, village, word, count, value[np.newaxis], _nobody(starts), now)
    poor = np.flatnonzero((value > 0)[word])
    where, here, many = village[poor], deprived[word[poor]], count[poor].astype(np.int64)
    score = value[word[poor]]
    for place, (mask, weight) in enumerate(zip(masks, weights, strict=True)):
        has = np.flatnonzero(here & mask)
        place_of, some, had = where[has], many[has], score[has]
        leaves = had - weight < least
        leaving[:, place] = added(place_of, some * leaves, len(leaving))
        fall[:, place] = added(place_of, some * np.where(leaves, had, weight), len(fall))


def by_score(
    starts: Ints, village: SmallInts, word: SmallInts, count: SmallInts, rank: Ints, found: Ints
) -> None:
    """Fills in how many have which score. Shape: areas, distinct scores; `rank` is the place of a word's."""
    for area in range(len(starts) - 1):
        run = slice(starts[area], starts[area + 1])
        found[area] = added(rank[word[run]], count[run], found.shape[1])


def rolled_up(rows: Ints, starts: Ints) -> Ints:
    """The sums of each run of rows."""
    return np.add.reduceat(rows, starts, axis=0) if len(starts) else np.zeros_like(rows[:0])


def _looked_up(words: Ints, tables: Ints) -> Ints:
    found = tables[0][words & CHUNK]
    for place, table in enumerate(tables[1:], start=1):
        found += table[(words >> (place * CHUNK_BITS)) & CHUNK]
    return found


def _nobody(starts: Ints) -> Ints:
    return np.zeros(len(starts) - 1, np.int64)


def _between(bounds: Ints, values: Ints) -> Ints:
    """The sum of the values between each two bounds. reduceat would count in a run that is empty."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return np.diff(sums[bounds])
