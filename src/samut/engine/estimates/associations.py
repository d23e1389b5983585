"""How far two indicators say the same: Cramér's V with its sign, and the redundancy measure R0.

Two indicators that are deprived in the same households weigh one thing twice. V tells how closely
they go together, R0 how many of those deprived in the rarer one are deprived in the other too.
Source: Alkire and others, Multidimensional Poverty Measurement and Analysis (2015), chapter 7.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from samut.engine.estimates.design import Floats
from samut.engine.estimates.ranks import DECIMALS
from samut.engine.estimates.scoring import bits
from samut.engine.estimates.tally import Ints, Tally
from samut.rules.alkire_foster import Term


@dataclass(frozen=True)
class Association:
    """Two indicators over the rows that answer both, whether poor or not.

    `cramers_v` is signed: below nought where the one is deprived when the other is not. NaN where one
    of both is the same in every row. `redundancy` is NaN where nobody is deprived in one of them.
    `rows` answer both, `both_deprived` of them are deprived in both, `unknown` rows lack an answer.
    """

    first: Term
    second: Term
    cramers_v: float
    redundancy: float
    rows: int
    both_deprived: int
    unknown: int


def associations(tally: Tally, terms: Sequence[Term]) -> tuple[Association, ...]:
    """Every pair of indicators, weighted and uncensored.

    Unknown: a row counts for the pairs of which both answers are known. An indicator that does not
    apply to a household counts as not deprived, as it does in the score.
    """
    known = bits(tally.known, terms)
    deprived = bits(tally.deprived, terms) & known
    weight = np.bincount(tally.pattern, tally.weight, minlength=len(known))
    rows = np.bincount(tally.pattern, tally.rows, minlength=len(known))
    everybody, everywhere = _crossed(known, known, rows), _crossed(deprived, deprived, rows)
    total, joint, either = (
        _crossed(*pair, weight) for pair in ((known, known), (deprived, deprived), (deprived, known))
    )
    total_rows = int(rows.sum())
    return tuple(
        Association(
            first=terms[one],
            second=terms[other],
            cramers_v=_cramers_v(
                total[one, other], joint[one, other], either[one, other], either[other, one]
            ),
            redundancy=_redundancy(joint[one, other], either[one, other], either[other, one]),
            rows=int(everybody[one, other]),
            both_deprived=int(everywhere[one, other]),
            unknown=total_rows - int(everybody[one, other]),
        )
        for one, other in combinations(range(len(terms)), 2)
    )


def _crossed(one: np.ndarray, other: np.ndarray, weight: Floats | Ints) -> Floats:
    """The weight of the rows in which the first holds for an indicator and the second for another."""
    found: Floats = (one * weight[:, None]).T.astype(np.float64) @ other.astype(np.float64)
    return found


def _cramers_v(total: float, joint: float, first: float, second: float) -> float:
    """V = (p11 - p1. p.1) / sqrt(p1. p0. p.1 p.0), from the sums of weights."""
    if not total:
        return float("nan")
    # Sums of weights differ in the last places: what is as good as everybody is everybody.
    one, other = round(first / total, DECIMALS), round(second / total, DECIMALS)
    apart = one * (1 - one) * other * (1 - other)
    return float(joint / total - one * other) / apart**0.5 if apart > 0 else float("nan")


def _redundancy(joint: float, first: float, second: float) -> float:
    """R0 = p11 / min(p1., p.1)."""
    rarer = min(first, second)
    return float(joint / rarer) if rarer > 0 else float("nan")
