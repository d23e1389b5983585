"""Rank correlation: whether two ways to measure put the groups into the same order.

Why it exists: a country has tens of thousands of villages and a grid dozens of cutoffs and weights,
so pairs are not counted one by one. Groups that share a rank are ties, told as such by tau-b.
"""

from __future__ import annotations

import numpy as np

from samut.engine.estimates.design import Floats, Ints

# Sums in another order differ in the last places; what differs by less than this is a tie.
DECIMALS = 12


def dense_ranks(values: Floats) -> Ints:
    """The place of each value among the distinct ones, from nought. What is as good as equal is a tie."""
    found: Ints = np.unique(np.round(values, DECIMALS), return_inverse=True)[1].astype(np.int64)
    return found


def spearman(first: Ints, second: Ints) -> float:
    """The correlation of mean ranks. NaN where one of both ranks everything alike.

    Shape: `first` and `second` are dense ranks of the same groups.
    """
    if not len(first):
        return float("nan")
    one, other = _mean_ranks(first), _mean_ranks(second)
    one, other = one - one.mean(), other - other.mean()
    both = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / both if both else float("nan")


def _mean_ranks(dense: Ints) -> Floats:
    """Ranks from 1, where those that share one have the mean of theirs."""
    counts = np.bincount(dense)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[dense]
    return ranks


def kendall_tau_b(first: Ints, second: Ints) -> float:
    """Pairs in the same order less those in opposite order, over the pairs that are no ties in either.

    tau-b = (C - D) / sqrt((pairs - tied in the one) (pairs - tied in the other)). NaN where one of
    both ranks everything alike. Shape: `first` and `second` are dense ranks of the same groups.
    """
    pairs = _pairs_of(np.array([len(first)]))
    tied_first, tied_second = _pairs_of(np.bincount(first)), _pairs_of(np.bincount(second))
    width = int(second.max(initial=0)) + 1
    tied_both = _pairs_of(np.unique(first * width + second, return_counts=True)[1])
    opposite = inversions(second[np.lexsort((second, first))])
    apart = (pairs - tied_first) * (pairs - tied_second)
    ordered = pairs - tied_first - tied_second + tied_both
    return (ordered - 2 * opposite) / apart**0.5 if apart else float("nan")


def _pairs_of(counts: Ints) -> int:
    return int((counts * (counts - 1) // 2).sum())


def inversions(ranks: Ints) -> int:
    """How many pairs stand the wrong way round: the greater before the smaller.

    Digit by digit from the highest: among those whose higher digits are the same, each nought has
    before it the ones that are greater.
    """
    found = 0
    for bit in reversed(range(int(ranks.max(initial=0)).bit_length())):
        higher, ones = ranks >> (bit + 1), (ranks >> bit) & 1
        before = np.cumsum(ones) - ones
        first_of_its = np.searchsorted(higher, higher)
        found += int(((before - before[first_of_its]) * (1 - ones)).sum())
        ranks = ranks[np.argsort(ranks >> bit, kind="stable")]
    return found
