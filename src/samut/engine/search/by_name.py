"""Persons by what was typed of their names: the readings of it, and the persons they fit best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samut.engine.search.alike import Alike, Match, Numbers, Scores, alike
from samut.engine.search.scope import View
from samut.rules.name_keys import bare_name, one_byte

# A last name typed first is a little less likely.
SWAPPED = 0.02
# Under this a person's name is not what was typed.
LEAST_SCORE = 0.55
# What is so much worse than the best is not shown: nobody's name is looked at without need.
WINDOW = 0.25
# Where somebody fits as well as this, nobody looks for persons of whom one name alone fits.
GOOD = 0.85
# One of the two names fits: by so much, and then it counts for so much of the whole.
ONE_FITS, ONE_COUNTS = 0.9, 0.6
# Further readings are tried where the plain ones find nothing as good as this.
SURE = 0.8
SHORTEST_HALF, MOST_CUTS = 2, 16


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed. `first` or `last` None: that name was not typed."""

    first: str | None
    last: str | None
    less: float = 0.0


@dataclass(frozen=True, eq=False)
class Found:
    """Persons, the best first. Shape: equal lengths."""

    rows: Numbers
    scores: Scores
    matches: npt.NDArray[np.int8]


def plain_readings(words: Sequence[str]) -> list[Reading]:
    """One word is a first or a last name; of two each is one; of more the last name is all but one."""
    if len(words) == 1:
        return [Reading(words[0], None), Reading(None, words[0], SWAPPED)]
    first, rest = words[0], "".join(words[1:])
    return [Reading(first, rest), Reading(rest, first, SWAPPED)]


def further_readings(words: Sequence[str], view: View) -> list[Reading]:
    """A space that is one too many, or one that is missing."""
    if len(words) == 1:
        return _cut(words[0], view)
    whole = "".join(words)
    joined = [Reading(whole, None, SWAPPED), Reading(None, whole, SWAPPED)]
    several = [Reading("".join(words[:cut]), "".join(words[cut:])) for cut in range(2, len(words))]
    return [*several, *joined]


def _cut(word: str, view: View) -> list[Reading]:
    """A first and a last name typed without a space between: cut after each first name of the scope."""
    cuts = range(SHORTEST_HALF, min(len(word) - 1, MOST_CUTS))
    fitting = [cut for cut in cuts if one_byte(bare_name(word[:cut])) in view.bare_firsts]
    return [Reading(word[:cut], word[cut:], SWAPPED) for cut in fitting[-2:]]


def persons_by_name(words: Sequence[str], view: View, most: int, *, with_title: Sequence[str] = ()) -> Found:
    """The persons of the scope whose names are most like the words; none at all where none is.

    `with_title`: the words once more, with what was taken for a title.
    """
    plain, known = plain_readings(words), _Known(view)
    found = _fitting(plain, known, most)
    if not len(found.rows) or found.scores[0] < SURE:
        titled = plain_readings(with_title) if with_title else []
        further = _fitting([*further_readings(words, view), *titled], known, most)
        found = _merged([found, further], view, most)
    if not len(found.rows) or found.scores[0] < GOOD:
        alone = [_one_fits(each, known, most) for each in plain if each.first and each.last]
        found = _merged([found, *alone], view, most)
    return found


class _Known:
    """The names like each piece of what was typed, looked for once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.firsts: dict[str, Alike] = {}
        self.lasts: dict[str, Alike] = {}

    def learn(self, readings: Sequence[Reading]) -> None:
        for known, seen, pieces in (
            (self.firsts, self.view.firsts, [each.first for each in readings]),
            (self.lasts, self.view.lasts, [each.last for each in readings]),
        ):
            new = list(dict.fromkeys(each for each in pieces if each and each not in known))
            known.update(zip(new, alike(new, seen), strict=True))


def _fitting(readings: Sequence[Reading], known: _Known, most: int) -> Found:
    known.learn(readings)
    found = [_of_reading(each, known, most) for each in readings]
    return _merged(found, known.view, most)


def _dense(found: Alike, size: int) -> tuple[Scores, npt.NDArray[np.int8]]:
    """Scores and ways for every number of a dictionary, the one for "not known" too."""
    scores, ways = np.zeros(size + 1, np.float32), np.zeros(size + 1, np.int8)
    scores[found.numbers] = found.scores
    ways[found.numbers] = found.matches
    return scores, ways


def _of_reading(reading: Reading, known: _Known, most: int) -> Found:
    """Persons of whom every name that was typed is like the one they have."""
    view, persons, index = known.view, known.view.index.persons, known.view.index
    sides = [
        (numbers, *_dense(found, size))
        for numbers, found, size in (
            (persons.first, known.firsts.get(reading.first or ""), len(index.firsts)),
            (persons.last, known.lasts.get(reading.last or ""), len(index.lasts)),
        )
        if found is not None
    ]
    rows = _rows_with([(numbers, scores > 0) for numbers, scores, _ in sides], view)
    scores, ways = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.int8)
    for numbers, each, way in sides:
        scores += each[numbers[rows]] / np.float32(len(sides))
        ways = np.maximum(ways, way[numbers[rows]])
    return _top(rows, scores - np.float32(reading.less), ways, view, most)


def _rows_with(wanted: Sequence[tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]], view: View) -> Numbers:
    """The rows of the scope whose numbers are all wanted."""
    found = []
    for low, end in view.ranges:
        numbers, among = wanted[0]
        rows = low + np.flatnonzero(among.take(numbers[low:end]))
        for numbers, among in wanted[1:]:
            rows = rows[among.take(numbers.take(rows))]
        found.append(view.asked_for(rows))
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _one_fits(reading: Reading, known: _Known, most: int) -> Found:
    """Persons of whom one name fits well and the other does not: married, misheard, or somebody else."""
    view, persons, index = known.view, known.view.index.persons, known.view.index
    found = []
    for numbers, side, size in (
        (persons.first, known.firsts[reading.first or ""], len(index.firsts)),
        (persons.last, known.lasts[reading.last or ""], len(index.lasts)),
    ):
        scores, _ = _dense(side, size)
        if not (scores >= ONE_FITS).any():
            continue
        rows = _rows_with([(numbers, scores >= ONE_FITS)], view)
        ways = np.full(len(rows), Match.OTHER_NAME, np.int8)
        found.append(_top(rows, scores[numbers[rows]] * ONE_COUNTS, ways, view, most))
    return _merged(found, view, most)


def _top(rows: Numbers, scores: Scores, ways: npt.NDArray[np.int8], view: View, most: int) -> Found:
    """The best `most`; of equals, those first in the order of a Thai dictionary."""
    if not len(rows):
        return _nobody()
    kept = scores >= max(LEAST_SCORE, scores.max() - WINDOW)
    if kept.sum() > most:
        least = np.partition(scores[kept], -most)[-most]
        kept &= scores >= least
    rows, scores, ways = rows[kept], scores[kept], ways[kept]
    persons = view.index.persons
    order = np.lexsort((rows, persons.last[rows], persons.first[rows], -scores))[:most]
    return Found(rows[order], scores[order], ways[order])


def _merged(found: Sequence[Found], view: View, most: int) -> Found:
    """Each person once, by the best of its scores."""
    rows = np.concatenate([each.rows for each in found]) if found else np.zeros(0, np.int64)
    if not len(rows):
        return _nobody()
    scores = np.concatenate([each.scores for each in found])
    ways = np.concatenate([each.matches for each in found])
    order = np.lexsort((ways, -scores, rows))
    rows, scores, ways = rows[order], scores[order], ways[order]
    once = np.concatenate([[True], rows[1:] != rows[:-1]])
    return _top(rows[once], scores[once], ways[once], view, most)


def _nobody() -> Found:
    return Found(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int8))
