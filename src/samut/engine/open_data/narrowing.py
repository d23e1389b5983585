"""An attacker let loose on what the rules of disclosure leave, and what is hidden because of it.

Why it exists: the rules name other worlds for each hidden figure, but are not told that whoever is poor
is deprived in some dimension, which can raise the least a figure can be. So bounds are drawn in here
from all figures as they are published, from area to area and from figure to figure, until nothing
moves; where one comes out too narrow, its neighbours are hidden too and the rules are asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samut.rules.disclosure import rounded
from samut.rules.disclosure_policy import Limits
from samut.rules.disclosure_tree import Relation

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NO_END = 10**12
MOST_SWEEPS = 50


@dataclass(frozen=True)
class Known:
    """The figures of a tree of areas, as they are. Shape of `numbers`: one row a figure, one column an area.

    `parents` holds the place of the area around, -1 for a tree's top; it stands before its parts.
    """

    names: tuple[str, ...]
    parents: Ints
    numbers: Ints
    relations: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        areas: Mapping[str, str | None],
        counts: Mapping[str, Mapping[str, int]],
        relations: Sequence[Relation],
    ) -> Known:
        """`areas` in an order in which each stands after the one around it."""
        place = {code: at for at, code in enumerate(areas)}
        number = {name: at for at, name in enumerate(names)}
        sides = tuple(
            (tuple(number[each] for each in one.lesser), tuple(number[each] for each in one.greater))
            for one in relations
        )
        parents = np.array([-1 if code is None else place[code] for code in areas.values()], np.int64)
        numbers = np.array([[counts[code][name] for code in areas] for name in names], np.int64)
        return cls(tuple(names), parents, numbers, sides)


def bounds_of(known: Known, hidden: Bools, limits: Limits) -> tuple[Ints, Ints]:
    """Between what each figure must lie for whoever has the published ones, and the totals exactly."""
    least, most = _at_first(known, hidden, limits)
    for _ in range(MOST_SWEEPS):
        before = least.copy(), most.copy()
        _along_the_tree(known.parents, least, most)
        for lesser, greater in known.relations:
            _across(lesser, greater, least, most)
        if np.array_equal(before[0], least) and np.array_equal(before[1], most):
            break
    return least, most


def too_narrow(known: Known, hidden: Bools, limits: Limits) -> Bools:
    """The hidden figures above nought that could be fewer numbers than they must be."""
    least, most = bounds_of(known, hidden, limits)
    return hidden & (known.numbers > 0) & (most - least + 1 < limits.fewest_values)


def neighbours(known: Known, hidden: Bools, narrow: Bools) -> Bools:
    """What to hide so that the narrow ones are in more doubt: of each the smallest sibling, and in the
    same area the least important figure that tells of it; where there is neither, the area around.
    """
    more = np.zeros_like(hidden)
    may = ~hidden & (known.numbers > 0)
    for figure, area in np.argwhere(narrow).tolist():
        siblings = np.flatnonzero(may[figure] & (known.parents == known.parents[area]))
        tellers = [each for each in _tellers(known, figure) if may[each, area]]
        if siblings.size:
            more[figure, siblings[np.argmin(known.numbers[figure, siblings])]] = True
        if tellers:
            more[max(tellers), area] = True
        if not siblings.size and not tellers:
            more[figure, max(known.parents[area], 0)] = True
    return more & ~hidden


def _tellers(known: Known, figure: int) -> set[int]:
    """The figures that stand in a relation with this one."""
    found = {
        each
        for sides in known.relations
        if figure in {*sides[0], *sides[1]}
        for side in sides
        for each in side
    }
    return found - {figure}


def _at_first(known: Known, hidden: Bools, limits: Limits) -> tuple[Ints, Ints]:
    base = limits.rounding_base
    shown = np.array([[rounded(number, base) for number in row] for row in known.numbers.tolist()], np.int64)
    top = known.parents == -1
    exact = top | (known.numbers == 0)
    least = np.where(exact, known.numbers, shown - base // 2)
    most = np.where(exact, known.numbers, shown + base // 2)
    # Nought is shown, but for a figure that is hidden in the whole tree.
    at_least = np.where(hidden[:, top].any(axis=1), 0, 1)[:, None]
    return np.where(hidden, at_least, least), np.where(hidden, NO_END, most)


def _along_the_tree(parents: Ints, least: Ints, most: Ints) -> None:
    """A total is the sum of its parts."""
    for around in reversed(_levels(parents)):
        parts = np.flatnonzero(np.isin(parents, around))
        if not parts.size:
            continue
        above = parents[parts]
        lows, highs = np.zeros_like(least), np.zeros_like(most)
        np.add.at(lows.T, above, least.T[parts])
        np.add.at(highs.T, above, most.T[parts])
        whole = np.unique(above)
        least[:, whole] = np.maximum(least[:, whole], lows[:, whole])
        most[:, whole] = np.minimum(most[:, whole], highs[:, whole])
    for around in _levels(parents):
        parts = np.flatnonzero(np.isin(parents, around))
        above = parents[parts]
        lows, highs = np.zeros_like(least), np.zeros_like(most)
        np.add.at(lows.T, above, least.T[parts])
        np.add.at(highs.T, above, most.T[parts])
        others_low, others_high = lows[:, above] - least[:, parts], highs[:, above] - most[:, parts]
        least[:, parts] = np.maximum(least[:, parts], least[:, above] - others_high)
        most[:, parts] = np.minimum(most[:, parts], most[:, above] - others_low)


def _levels(parents: Ints) -> list[Ints]:
    """The areas by how many lie around them, the tops first."""
    found = [np.flatnonzero(parents == -1)]
    while (below := np.flatnonzero(np.isin(parents, found[-1]))).size:
        found.append(below)
    return found


def _across(lesser: tuple[int, ...], greater: tuple[int, ...], least: Ints, most: Ints) -> None:
    """The lesser together are at most the greater together."""
    low, high = least[list(lesser)].sum(axis=0), most[list(greater)].sum(axis=0)
    for each in lesser:
        most[each] = np.minimum(most[each], high - (low - least[each]))
    for each in greater:
        least[each] = np.maximum(least[each], low - (high - most[each]))
