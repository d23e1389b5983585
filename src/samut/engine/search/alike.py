"""Names of a dictionary that are like a piece of what was typed, each with how much and in which way.

All names of the scope are swept by trigrams of how they sound; only those that share some are compared
letter by letter. The sweep takes the same time whatever is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from samut.engine.search.letters import TRIGRAMS, key_of, trigrams
from samut.engine.search.scope import SeenNames
from samut.rules.name_keys import bare_name, one_byte

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
# A count of shared trigrams has so many bits; three counts of two pieces fit into one number.
COUNT_BITS = 5
COUNTS = 3
MOST = (1 << COUNT_BITS) - 1
# Names that share less than this share of their trigrams are not compared, and not more than so many.
LEAST_SHARED = 0.22
MOST_COMPARED = 400
MOST_PARTS = 4000
# A name that begins with, or holds, what was typed.
BEGINS, HOLDS, OF_LENGTH = 0.80, 0.68, 0.15
# Less for a part that only sounds so.
NOT_SPELT = 0.05
LEAST_ALIKE = 0.45
LEAST_LETTERS = 2


class Match(IntEnum):
    """How a name is like what was typed; the nearest first."""

    EXACT = 0
    SOUND = 1
    PART = 2
    NEAR = 3
    OTHER_NAME = 4


@dataclass(frozen=True, eq=False)
class Alike:
    """Names like one piece. Shape: equal lengths. `score`: 1 the same, to `LEAST_ALIKE`."""

    numbers: Numbers
    scores: Scores
    matches: npt.NDArray[np.int8]


def alike(pieces: Sequence[str], seen: SeenNames) -> list[Alike]:
    """For each piece, the names of the scope that are like it."""
    keys = [key_of(piece) for piece in pieces]
    found: list[Alike] = []
    for place in range(0, len(pieces), 2):
        swept = _shared(keys[place : place + 2], seen)
        for piece, key, counts in zip(pieces[place:], keys[place:], swept, strict=False):
            found.append(_compared(piece, key, counts, seen))
    return found


def _shared(keys: Sequence[str], seen: SeenNames) -> list[tuple[Numbers, ...]]:
    """How many trigrams each name shares with each key: all, those of a beginning, those within."""
    table = np.zeros(TRIGRAMS, np.uint32)
    for place, key in enumerate(keys):
        whole = trigrams([key])[0][:MOST]
        shift = place * COUNTS * COUNT_BITS
        for count, grams in enumerate((whole, whole[:-1], whole[2:-1])):
            # A trigram that a key has twice is one place of the table, so it counts once.
            table[grams] += np.uint32(1 << (shift + count * COUNT_BITS))
    if not len(seen.numbers):
        nothing = np.zeros(0, np.int64)
        return [(nothing,) * COUNTS for _ in keys]
    # Sums of each name's trigrams are differences of one running sum; where that runs over, they do not.
    running = np.zeros(len(seen.grams) + 1, np.uint32)
    np.cumsum(table.take(seen.grams), dtype=np.uint32, out=running[1:])
    ends = running.take(seen.starts)
    sums = ends[1:] - ends[:-1]
    return [
        tuple(((sums >> ((place * COUNTS + count) * COUNT_BITS)) & MOST) for count in range(COUNTS))
        for place in range(len(keys))
    ]


def _compared(piece: str, key: str, counts: tuple[Numbers, ...], seen: SeenNames) -> Alike:
    whole, beginning, within = counts
    grams = trigrams([key])[0]
    if len(key) < LEAST_LETTERS or not len(seen.numbers):
        return Alike(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int8))
    some = np.flatnonzero(whole >= max(1, round(LEAST_SHARED * len(grams))))
    lengths = seen.starts[some + 1] - seen.starts[some]
    shared = 2 * whole[some] / (lengths + len(grams))
    some, shared = _first(some[shared >= LEAST_SHARED], shared[shared >= LEAST_SHARED], MOST_COMPARED)
    parts = np.flatnonzero(beginning >= len(set(grams[:-1].tolist())))
    if len(key) > LEAST_LETTERS:
        parts = np.union1d(parts, np.flatnonzero(within >= len(set(grams[2:-1].tolist()))))
    places = np.union1d(some, parts[:MOST_PARTS])
    return _by_letters(piece, key, seen.numbers[places], seen)


def _first(places: Numbers, scores: Scores, most: int) -> tuple[Numbers, Scores]:
    """The `most` highest."""
    if len(places) <= most:
        return places, scores
    chosen = np.argpartition(-scores, most)[:most]
    return places[chosen], scores[chosen]


def _by_letters(piece: str, key: str, numbers: Numbers, seen: SeenNames) -> Alike:
    typed = one_byte(bare_name(piece))
    listed = numbers.tolist()
    written, sounds = seen.of.bare.of(listed), seen.of.keys.of(listed)
    spelt = _similar(typed, written)
    heard = _similar(key, sounds)
    scores = (spelt + heard) / 2
    matches = np.full(len(listed), Match.NEAR, np.int8)
    for place, (name, sound) in enumerate(zip(written, sounds, strict=True)):
        if name == typed:
            matches[place] = Match.EXACT
        elif sound == key:
            matches[place] = Match.SOUND
        elif key in sound:
            least = BEGINS if sound.startswith(key) else HOLDS
            part = least + OF_LENGTH * len(key) / len(sound) - (0 if typed in name else NOT_SPELT)
            if part > scores[place]:
                scores[place], matches[place] = part, Match.PART
    kept = scores >= LEAST_ALIKE
    return Alike(numbers[kept], scores[kept].astype(np.float32), matches[kept])


def _similar(typed: str, names: list[str]) -> npt.NDArray[np.float32]:
    """1 less the share of letters that differ; two that changed places are one difference."""
    found: npt.NDArray[np.float32] = process.cdist(
        [typed], names, scorer=OSA.normalized_similarity, dtype=np.float32
    )[0]
    return found
