"""The single fixes that help most: one indicator solved in one village, ranked in two ways.

Lowering M0 alone favours the least poor: whoever crosses the cutoff takes the whole score along,
whoever is far above it gives up one weight. So beside each fix stands how deprived those are whom
it helps (Decerf 2025, World Bank Policy Research Working Paper 11113).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samut.engine.whatif.areas import villages_of
from samut.engine.whatif.lines import Ints
from samut.engine.whatif.questions import WhatIf
from samut.rules.what_if import Choice


@dataclass(frozen=True)
class Fix:
    """The indicator at `place` solved in a village. Unit: persons.

    `helped` are the poor who are deprived in it, `mean_score` (0 to 1) how deprived they are in all;
    `leaving` of them are no longer poor then. `fall` is how far M0 of the whole area falls.
    """

    village: str
    place: int
    helped: int
    mean_score: float
    leaving: int
    fall: float


@dataclass(frozen=True)
class BestFixes:
    """The fixes that let most persons leave poverty and those that lower M0 most, best first.

    `poor` are all poor persons of the area; `mean_score` is theirs, None where nobody is poor.
    """

    by_leaving: tuple[Fix, ...]
    by_fall: tuple[Fix, ...]
    poor: int
    mean_score: float | None


def best_fixes(what_if: WhatIf, choice: Choice, area: str, count: int) -> BestFixes:
    """The best of all single fixes in an area; fewer where fewer change anything.

    Of two that change as much the one with the smaller village code stands first, then the order
    of the indicators. Raises: WHATIF_001 for an area nobody lives in.
    """
    inside = villages_of(what_if.codes, area)
    exits = what_if.exits(choice.weights, choice.cutoff)
    first = int(np.searchsorted(exits.now.codes, inside[0]))
    rows = slice(first, first + len(inside))
    leaving, fall = exits.leaving[rows], exits.fall[rows]
    total = exits.now.total
    persons, poor, score = (
        int(each[rows].sum()) for each in (exits.now.everybody, exits.now.poor, exits.now.score)
    )

    def ranked(amount: Ints) -> tuple[Fix, ...]:
        best = [divmod(place, amount.shape[1]) for place in _largest(amount, count)]
        helped = what_if.helped(choice, [(inside[village], place) for village, place in best])
        means: Sequence[float] = helped.mean_score.tolist()
        return tuple(
            Fix(
                village=inside[village],
                place=place,
                helped=int(helped.count[row]),
                mean_score=means[row],
                leaving=int(leaving[village, place]),
                fall=int(fall[village, place]) / (persons * total),
            )
            for row, (village, place) in enumerate(best)
        )

    return BestFixes(ranked(leaving), ranked(fall), poor, score / (poor * total) if poor else None)


def _largest(amounts: Ints, count: int) -> list[int]:
    """The places of the largest amounts above nought, the largest first, then by place."""
    flat = amounts.ravel()
    some = np.flatnonzero(flat > 0)
    if len(some) > count:
        # Those that cannot be among the first are left out before the rest is put in order.
        least = np.partition(flat[some], len(some) - count)[len(some) - count]
        some = some[flat[some] >= least]
    found: list[int] = some[np.argsort(-flat[some], kind="stable")][:count].tolist()
    return found
