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
WORD_OCTETS = 8


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
    words = tally.deprived
    if unknown_deprived:
        words = words | (~tally.known & sum(term.mask for term in terms))
    deprived = bits(words, terms)
    # Whole numbers far below 2**53: the sum is exact, and the product of doubles is the fast one.
    score = deprived.astype(np.float64) @ np.array(scheme.numerators, np.float64)
    return Scores(score.astype(np.int64), deprived)


def bits(words: Ints, terms: Sequence[Term]) -> Bools:
    """Which indicators' bits are set. Shape: a row a word, a column a term."""
    octets = words.astype("<i8").view(np.uint8).reshape(len(words), WORD_OCTETS)
    every = np.unpackbits(octets, axis=1, bitorder="little")
    return every[:, [term.bit for term in terms]].astype(bool)
