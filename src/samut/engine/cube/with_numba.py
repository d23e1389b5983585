"""The cells of villages, compiled: each row is looked at once, and adds to the cell it belongs to.

The same as samut.engine.cube.swar, several times as fast. Needs the extra `fast`.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numba
import numpy as np
import numpy.typing as npt

from samut.engine.cube.cells import (
    BY_INDICATOR,
    GROUP_KEY,
    LARGEST_KEY,
    PERSONS,
    POOR,
    POOR_SCORE,
    SCORE,
    UNDECIDED,
    WHOLE,
    Cells,
    Question,
    finish_answered,
    group_of,
    numbered,
)
from samut.engine.whatif.lines import Ints

compiled = numba.njit(cache=True, boundscheck=False, nogil=True)

FIRST_UNION = len(WHOLE)
ANSWERED, UNKNOWN, DEPRIVED, CENSORED = range(len(BY_INDICATOR))


def cells(question: Question, connection: duckdb.DuckDBPyConnection, relation: str) -> Cells:
    """The cells of the relation's villages, see samut.engine.cube.cells.CellEngine."""
    table = connection.sql(
        f"SELECT village_code, {GROUP_KEY}, deprived, known, applies FROM {relation} AS people"
    ).to_arrow_table()
    codes, village = numbered(table.column(0))
    key, deprived, known, applies = (column.to_numpy() for column in table.columns[1:])
    keys, group = _few(key)
    counts = np.zeros((len(question.statistics), len(codes), len(keys)), np.int64)
    in_order = len(village) == 0 or bool((village[1:] >= village[:-1]).all())
    order = np.arange(0) if in_order else np.argsort(village, kind="stable")
    sorted_village = village if in_order else village[order]
    _count(
        np.searchsorted(sorted_village, np.arange(len(codes) + 1)),
        order,
        group,
        deprived,
        known,
        applies,
        np.array([mask.bit_length() - 1 for mask in question.masks], np.int64),
        np.array(question.weights, np.int64),
        question.least,
        np.array([mask for _, mask in question.unions], np.int64),
        counts,
    )
    finish_answered(question, counts)
    return Cells(codes, tuple(group_of(key) for key in keys.tolist()), counts)


def _few(keys: npt.NDArray[np.int16]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint16]]:
    """The distinct keys, sorted, and the place of each: there are few, and all are small."""
    there = np.zeros(LARGEST_KEY + 1, np.bool_)
    there[keys] = True
    distinct = np.flatnonzero(there)
    places = np.zeros(LARGEST_KEY + 1, np.uint16)
    places[distinct] = np.arange(len(distinct), dtype=np.uint16)
    return distinct, places[keys]


@compiled
def _count(
    starts: Ints,
    order: Ints,
    group: npt.NDArray[Any],
    deprived: Ints,
    known: Ints,
    applies: Ints,
    bits: Ints,
    weights: Ints,
    least: int,
    unions: Ints,
    counts: Ints,
) -> None:
    """Add every row to its cell. `order` has the rows by village, or nothing where they lie that way."""
    groups, indicators = counts.shape[2], len(bits)
    first = FIRST_UNION + 2 * len(unions)
    weighted = np.int64(0)
    for place in range(indicators):
        weighted |= np.int64(1) << bits[place]
    asked = weighted | unions[0]
    cell = np.zeros((groups, len(counts)), np.int64)
    for village in range(len(starts) - 1):
        cell[:] = 0
        for at in range(starts[village], starts[village + 1]):
            row = order[at] if len(order) else at
            found = cell[group[row]]
            found[PERSONS] += 1
            unconcerned = ~applies[row] & weighted
            if unconcerned:
                _add(found[first : first + indicators], unconcerned, bits)
            failing, missing = deprived[row] & asked, ~known[row] & asked
            if failing | missing == 0:
                continue
            score = _scored(failing, bits, weights)
            if failing:
                _add(found[first + DEPRIVED * indicators : first + CENSORED * indicators], failing, bits)
            found[SCORE] += score
            if score >= least:
                found[POOR] += 1
                found[POOR_SCORE] += score
                _add(found[first + CENSORED * indicators :], failing, bits)
            if missing:
                _add(found[first + UNKNOWN * indicators : first + DEPRIVED * indicators], missing, bits)
                if score < least and score + _scored(missing, bits, weights) >= least:
                    found[UNDECIDED] += 1
            for place in range(len(unions)):
                if failing & unions[place]:
                    found[FIRST_UNION + 2 * place] += 1
                elif missing & unions[place]:
                    found[FIRST_UNION + 2 * place + 1] += 1
        for statistic in range(len(counts)):
            for here in range(groups):
                counts[statistic, village, here] = cell[here, statistic]


@compiled
def _add(found: Ints, word: int, bits: Ints) -> None:
    """Add the word's bits to as many counters. Without a branch, so that several are done at a time."""
    for place in range(len(bits)):
        found[place] += (word >> bits[place]) & 1


@compiled
def _scored(word: int, bits: Ints, weights: Ints) -> int:
    score = 0
    for place in range(len(bits)):
        score += ((word >> bits[place]) & 1) * weights[place]
    return score
