"""What one officer's search can see at all: a range of persons, and the names that occur in it.

Nothing is ranked, counted or suggested before this cut, so that no answer, and no time an answer takes,
tells of a name that occurs elsewhere only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from samut.engine.search.dictionary import Dictionary
from samut.engine.search.index import SearchIndex
from samut.engine.search.letters import Grams, Starts

Ranges = tuple[tuple[str, str], ...]
# Officers of so many different areas find their names cut out already.
VIEWS = 32


@dataclass(frozen=True, eq=False)
class SeenNames:
    """The names of a dictionary that occur in the scope: their numbers and their trigrams."""

    of: Dictionary
    numbers: npt.NDArray[np.int64]
    grams: Grams
    starts: Starts


@dataclass(frozen=True, eq=False)
class View:
    """The persons of a scope and its villages, as ranges of rows that do not overlap, and the names.

    `only`: of each village of the index, whether its persons are asked for; None: all of the scope.
    """

    index: SearchIndex
    ranges: tuple[tuple[int, int], ...]
    village_ranges: tuple[tuple[int, int], ...]
    firsts: SeenNames
    lasts: SeenNames
    only: npt.NDArray[np.bool_] | None = None

    @cached_property
    def bare_firsts(self) -> frozenset[str]:
        """The first names of the scope, their letters alone."""
        return frozenset(self.firsts.of.bare.of(self.firsts.numbers.tolist()))

    def asked_for(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Those of these persons who live in the villages asked for."""
        if self.only is None:
            return rows
        houses = self.index.houses.village.take(self.index.persons.house.take(rows))
        return rows[self.only.take(houses)]

    def holds(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these persons are in the scope."""
        inside = np.zeros(len(rows), bool)
        for low, end in self.ranges:
            inside |= (rows >= low) & (rows < end)
        return inside


@lru_cache(maxsize=VIEWS)
def view_of(index: SearchIndex, ranges: Ranges) -> View:
    """The view of half-open ranges of area codes."""
    villages = index.village_ranges(ranges)
    starts = index.village_starts
    rows = _apart(tuple((int(starts[low]), int(starts[end])) for low, end in villages))
    return View(
        index,
        rows,
        villages,
        _seen(index.firsts, index.persons.first, rows),
        _seen(index.lasts, index.persons.last, rows),
    )


def _apart(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The same rows in ranges that do not overlap, in order."""
    found: list[tuple[int, int]] = []
    for low, end in sorted(each for each in ranges if each[0] < each[1]):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((low, end))
    return tuple(found)


def _seen(of: Dictionary, numbers: npt.NDArray[np.int32], rows: tuple[tuple[int, int], ...]) -> SeenNames:
    # The place after the last name stands for "not known", which nobody looks for.
    occurs = np.zeros(len(of) + 1, bool)
    for low, end in rows:
        occurs[numbers[low:end]] = True
    seen = np.flatnonzero(occurs[:-1])
    if len(seen) == len(of):
        return SeenNames(of, seen, of.grams, of.gram_starts)
    lengths = np.diff(of.gram_starts)[seen]
    starts = np.concatenate([np.zeros(1, np.uint32), np.cumsum(lengths, dtype=np.uint32)])
    shift = np.repeat(of.gram_starts[seen].astype(np.int64) - starts[:-1], lengths)
    return SeenNames(of, seen, of.grams[shift + np.arange(int(starts[-1]))], starts)
