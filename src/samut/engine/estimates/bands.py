"""Bands: how low and how high a statistic could be, whatever the unknown answers turn out to be.

Headcounts, H, M0 and contributions rise with every deprivation, so the ends are reached when all
unknown answers are not deprived, and when all are. A and the percent contributions are ratios of two
such sums; their ends enclose every completion but may not all be reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samut.engine.estimates.design import Floats
from samut.engine.estimates.domains import Domains
from samut.engine.estimates.ratios import Ratio
from samut.engine.estimates.scoring import Bools, Scores, scores
from samut.engine.estimates.tally import Tally
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.weighting import Cutoff, WeightScheme

# The greatest intensity is found in a few rounds; each raises it until none does.
ROUNDS = 100


@dataclass(frozen=True)
class Band:
    """Lower and upper end, one of each for every group. NaN where the statistic has no value at all."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class _Ends:
    """Both ends of every score under one scheme and cutoff. `sure`, `possible`: poor at that end."""

    least: Scores
    most: Scores
    threshold: int
    total: int
    sure: Bools
    possible: Bools
    lowest: Floats
    highest: Floats


class Bands:
    """The bands of all groups of a grouping, over every row, those with unknown answers too."""

    def __init__(self, everybody: Domains, tally: Tally, measure: AlkireFoster) -> None:
        self._domains, self._tally, self._measure = everybody, tally, measure
        self._count = self._sum(np.ones(len(tally.deprived)))
        self._ends: dict[tuple[str, str], _Ends] = {}

    def of(self, ratio: Ratio) -> Band:
        """The band of one statistic."""
        if ratio.scheme is None or ratio.cutoff is None:
            return self._share(*self._headcount(ratio))
        key = ratio.scheme.id, ratio.cutoff.text
        if key not in self._ends:
            self._ends[key] = self._ends_of(ratio.scheme, ratio.cutoff)
        ends = self._ends[key]
        if ratio.place is not None:
            return self._of_indicator(ratio.statistic, ends, ratio.scheme, ratio.place)
        if ratio.statistic == "H":
            return self._share(self._sum(ends.sure), self._sum(ends.possible))
        return self._share(ends.lowest, ends.highest) if ratio.statistic == "M0" else self._intensity(ends)

    def _headcount(self, ratio: Ratio) -> tuple[Floats, Floats]:
        """How many are surely deprived, and may be, in one indicator or any of a dimension."""
        mask = ratio.term.mask if ratio.term else self._dimension_mask(ratio.dimension)
        sure = (self._tally.deprived & mask) != 0
        return self._sum(sure), self._sum(sure | ((~self._tally.known & mask) != 0))

    def _dimension_mask(self, dimension: str) -> int:
        return sum(term.mask for term in self._measure.terms if term.dimension == dimension)

    def _sum(self, by_pattern: Floats | Bools) -> Floats:
        return self._domains.sums(self._domains.totals(by_pattern.astype(np.float64)))

    def _share(self, lower: Floats, upper: Floats) -> Band:
        with np.errstate(divide="ignore", invalid="ignore"):
            return Band(lower / self._count, upper / self._count)

    def _ends_of(self, scheme: WeightScheme, cutoff: Cutoff) -> _Ends:
        terms = self._measure.terms
        least = scores(self._tally, terms, scheme, unknown_deprived=False)
        most = scores(self._tally, terms, scheme, unknown_deprived=True)
        threshold = cutoff.smallest_poor_score(scheme.total)
        sure, possible = least.score >= threshold, most.score >= threshold
        lowest = self._sum(np.where(sure, least.score, 0) / scheme.total)
        highest = self._sum(np.where(possible, most.score, 0) / scheme.total)
        return _Ends(least, most, threshold, scheme.total, sure, possible, lowest, highest)

    def _of_indicator(self, statistic: str, ends: _Ends, scheme: WeightScheme, place: int) -> Band:
        sure = self._sum(ends.least.deprived[:, place] & ends.sure)
        possible = self._sum(ends.most.deprived[:, place] & ends.possible)
        if statistic == "censored_headcount":
            return self._share(sure, possible)
        share = float(scheme.share(place))
        least, most = share * sure, share * possible
        if statistic == "contribution":
            return self._share(least, most)
        others_least = self._others(ends.least, ends.sure, scheme, place)
        others_most = self._others(ends.most, ends.possible, scheme, place)
        with np.errstate(divide="ignore", invalid="ignore"):
            lower, upper = least / (least + others_most), most / (most + others_least)
        # Where nothing else can be it is all of M0, if there is any; where it cannot be, nothing.
        lower = np.where((others_most == 0) & (least == 0) & (most > 0), 1, lower)
        upper = np.where((most == 0) & (others_least == 0) & (others_most > 0), 0, upper)
        return Band(lower, upper)

    def _others(self, found: Scores, poor: Bools, scheme: WeightScheme, place: int) -> Floats:
        """What the other indicators add to M0 at one end."""
        rest = found.score - scheme.numerators[place] * found.deprived[:, place]
        return self._sum(np.where(poor, rest, 0) / scheme.total)

    def _intensity(self, ends: _Ends) -> Band:
        """The mean score of the poor: lowest when whoever may be poor is so by a hair, highest when
        only those who may be poorer than the mean are, and have all their unknown deprivations."""
        maybe = ends.possible & ~ends.sure
        hair = self._sum(np.where(ends.sure, ends.least.score, 0) + np.where(maybe, ends.threshold, 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            lower = hair / ends.total / self._sum(ends.possible)
        return Band(lower, self._highest_intensity(ends.sure, maybe, ends.most.score / ends.total))

    def _highest_intensity(self, sure: Bools, maybe: Bools, score: Floats) -> Floats:
        """Dinkelbach's method: the mean of those above the mean, until it stays."""
        group, element = self._domains.group_of_line, self._domains.pattern_of_line
        weight = self._domains.weight_of_line
        best = np.full(self._domains.count, -1.0)
        for _ in range(ROUNDS):
            chosen = weight * (sure[element] | (maybe[element] & (score[element] > best[group])))
            count = np.bincount(group, chosen, minlength=self._domains.count)
            with np.errstate(divide="ignore", invalid="ignore"):
                mean = np.bincount(group, chosen * score[element], minlength=self._domains.count) / count
            if not np.any(mean > best):
                break
            best = np.fmax(best, mean)
        return np.where(best < 0, np.nan, best)
