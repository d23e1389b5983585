"""Scores of words: whole numbers over the scheme's total, one for each distinct pair of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samut.engine.estimates.tally import Ints, Tally
from samut.rules.alkire_foster import AlkireFoster, Term
from samut.rules.weighting import WeightScheme

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Scores:
    """Of each pattern of words: its score over the total, and in which indicators it counts as deprived."""

    score: Ints
    deprived: Bools


def has_unknown(tally: Tally, measure: AlkireFoster) -> Bools:
    """Of each pattern: whether an answer of the measure is unknown."""
    return (~tally.known & measure.mask) != 0


def scores(tally: Tally, terms: Sequence[Term], scheme: WeightScheme, *, unknown_deprived: bool) -> Scores:
    """What each pattern scores, with every unknown answer taken for deprived or for not."""
    masks = np.array([term.mask for term in terms], np.int64)
    deprived = (tally.deprived[:, None] & masks) != 0
    if unknown_deprived:
        deprived |= (~tally.known[:, None] & masks) != 0
    return Scores(deprived @ np.array(scheme.numerators, np.int64), deprived)
