"""The arithmetic of the what-ifs, compiled: the same as with_numpy, several times as fast.

One pass over the lines. Other threads run meanwhile, so callers share the villages out among the
cores. Needs the extra `fast`.
"""

from __future__ import annotations

import numba
import numpy as np

from samut.engine.whatif.lines import Ints, SmallInts
from samut.engine.whatif.with_numpy import CHUNK, CHUNK_BITS

compiled = numba.njit(nogil=True, cache=True)

# Which bit stands alone in a 64-bit number: the first six bits of its product with this number say it
# (a de Bruijn sequence: every six bits in a row occur in it once).
ALONE = np.uint64(0x03F79D71B4CB0A89)
FIRST_SIX = np.uint64(58)


@compiled
def scores(deprived: Ints, unknown: Ints, tables: Ints) -> tuple[Ints, Ints]:
    known, if_deprived = np.empty(len(deprived), np.int64), np.empty(len(deprived), np.int64)
    for i in range(len(deprived)):
        known[i] = _looked_up(deprived[i], tables)
        if_deprived[i] = known[i] + _looked_up(unknown[i], tables)
    return known, if_deprived


@compiled
def values(deprived: Ints, unknown: Ints, tables: Ints, least: int) -> Ints:
    found = np.empty(len(deprived), np.int64)
    for i in range(len(deprived)):
        score = _looked_up(deprived[i], tables)
        if score >= least:
            found[i] = score
        elif unknown[i] and score + _looked_up(unknown[i], tables) >= least:
            found[i] = -1
        else:
            found[i] = 0
    return found


@compiled
def by_village(
    starts: Ints,
    village: SmallInts,
    word: SmallInts,
    count: SmallInts,
    choices: Ints,
    chosen: Ints,
    found: Ints,
) -> None:
    for here in range(len(starts) - 1):
        value = choices[chosen[here]]
        poor, score, undecided = 0, 0, 0
        for line in range(starts[here], starts[here + 1]):
            # No branches: which lines are poor cannot be foretold, and guessing wrong costs more than this.
            each, many = value[word[line]], np.int64(count[line])
            poor += many * (each > 0)
            score += many * max(each, 0)
            undecided += many * (each < 0)
        found[here, 0], found[here, 1], found[here, 2] = poor, score, undecided


@compiled
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
    places, counted = _places(masks)
    for here in range(len(starts) - 1):
        found[here] = 0
        for line in range(starts[here], starts[here + 1]):
            each = value[word[line]]
            if each > 0:
                found[here, 0] += count[line]
                found[here, 1] += count[line] * each
                rest = np.uint64(deprived[word[line]] & counted)
                while rest:
                    bit = rest & (~rest + np.uint64(1))
                    rest ^= bit
                    found[here, 3 + places[(bit * ALONE) >> FIRST_SIX]] += count[line]
            elif each < 0:
                found[here, 2] += count[line]


@compiled
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
    places, counted = _places(masks)
    for here in range(len(starts) - 1):
        now[here], leaving[here], fall[here] = 0, 0, 0
        for line in range(starts[here], starts[here + 1]):
            score = value[word[line]]
            if score > 0:
                now[here, 0] += count[line]
                now[here, 1] += count[line] * score
                rest = np.uint64(deprived[word[line]] & counted)
                while rest:
                    bit = rest & (~rest + np.uint64(1))
                    rest ^= bit
                    place = places[(bit * ALONE) >> FIRST_SIX]
                    if score - weights[place] < least:
                        leaving[here, place] += count[line]
                        fall[here, place] += count[line] * score
                    else:
                        fall[here, place] += count[line] * weights[place]
            elif score < 0:
                now[here, 2] += count[line]


@compiled
def by_score(
    starts: Ints, village: SmallInts, word: SmallInts, count: SmallInts, rank: Ints, found: Ints
) -> None:
    for area in range(len(starts) - 1):
        found[area] = 0
        for line in range(starts[area], starts[area + 1]):
            found[area, rank[word[line]]] += count[line]


@compiled
def rolled_up(rows: Ints, starts: Ints) -> Ints:
    found = np.zeros((len(starts), rows.shape[1]), np.int64)
    for area in range(len(starts)):
        last = starts[area + 1] if area + 1 < len(starts) else len(rows)
        for row in range(starts[area], last):
            for column in range(rows.shape[1]):
                found[area, column] += rows[row, column]
    return found


@compiled
def _places(masks: Ints) -> tuple[Ints, int]:
    """Which indicator a bit belongs to, by the first six bits of its product with ALONE; all their bits."""
    places = np.zeros(64, np.int64)
    counted = 0
    for place in range(len(masks)):
        places[(np.uint64(masks[place]) * ALONE) >> FIRST_SIX] = place
        counted |= masks[place]
    return places, counted


@compiled
def _looked_up(word: int, tables: Ints) -> int:
    total = 0
    for place in range(len(tables)):
        total += tables[place, (word >> (place * CHUNK_BITS)) & CHUNK]
    return total
