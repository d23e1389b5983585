"""The statistics of a measure as ratios of two sums over rows, each told by the rows' words.

H is poor rows over rows, A the scores of the poor over the poor, a percent contribution one
indicator's part over the scores of the poor. Levels and changes estimate the same ratios.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from samut.engine.estimates.design import Floats
from samut.engine.estimates.scoring import Bools, Scores, scores
from samut.engine.estimates.tally import Tally
from samut.rules.alkire_foster import AlkireFoster, Term, Unknown
from samut.rules.errors import Text
from samut.rules.weighting import Cutoff, WeightScheme

PERCENT = 100.0

STATISTICS = {
    "H": Text("สัดส่วนคนจน (H)", "headcount ratio (H)"),
    "A": Text("ความรุนแรงในหมู่คนจน (A)", "intensity among the poor (A)"),
    "M0": Text("ดัชนีความยากจนหลายมิติ (M0)", "adjusted headcount ratio (M0)"),
    "headcount": Text("สัดส่วนผู้ขาดแคลนทั้งหมด", "uncensored headcount ratio"),
    "censored_headcount": Text("สัดส่วนผู้ที่ทั้งจนและขาดแคลน", "censored headcount ratio"),
    "contribution": Text("ส่วนที่ตัวชี้วัดมีใน M0", "absolute contribution to M0"),
    "contribution_percent": Text("ร้อยละของ M0", "contribution to M0 in percent"),
    "population_share": Text("สัดส่วนประชากร", "population share"),
}


@dataclass(frozen=True)
class Ratio:
    """One statistic. Shape: `over` and `under` have one number for each pattern of words.

    `factor` multiplies the upper sum: an indicator's weight in its contributions. `unit` is 100 for
    what is told in percent. `place` is the indicator's among the measure's, or None;
    `dimension` is set too where all of one dimension is meant.
    """

    statistic: str
    over: Floats
    under: Floats
    scheme: WeightScheme | None = None
    cutoff: Cutoff | None = None
    place: int | None = None
    term: Term | None = None
    dimension: str = ""
    unit: float = 1.0
    factor: float = 1.0


def ratios(tally: Tally, measure: AlkireFoster) -> Iterator[Ratio]:
    """Every statistic of the measure: headcounts, then by scheme and cutoff H, A, M0 and contributions."""
    every = measure.unknown is Unknown.DEPRIVED
    for number, scheme in enumerate(measure.schemes):
        found = scores(tally, measure.terms, scheme, unknown_deprived=every)
        if number == 0:
            yield from _headcounts(measure, found)
        for cutoff in measure.cutoffs:
            yield from _of_cutoff(measure, found, scheme, cutoff)


def _headcounts(measure: AlkireFoster, found: Scores) -> Iterator[Ratio]:
    one = np.ones(len(found.score))
    place = 0
    for dimension in measure.dimensions:
        if measure.is_union:
            places = range(place, place + len(dimension.terms))
            any_of_it: Bools = np.any(found.deprived[:, list(places)], axis=1)
            yield Ratio("headcount", _number(any_of_it), one, dimension=dimension.id)
        for term in dimension.terms:
            deprived = _number(found.deprived[:, place])
            yield Ratio("headcount", deprived, one, place=place, term=term, dimension=dimension.id)
            place += 1


def headline(found: Scores, scheme: WeightScheme, cutoff: Cutoff) -> tuple[Ratio, Ratio, Ratio]:
    """H, A and M0 of one scheme and cutoff."""
    is_poor = found.score >= cutoff.smallest_poor_score(scheme.total)
    one, poor = np.ones(len(found.score)), _number(is_poor)
    score = np.where(is_poor, found.score, 0) / scheme.total
    return (
        Ratio("H", poor, one, scheme, cutoff),
        Ratio("A", score, poor, scheme, cutoff),
        Ratio("M0", score, one, scheme, cutoff),
    )


def _of_cutoff(measure: AlkireFoster, found: Scores, scheme: WeightScheme, cutoff: Cutoff) -> Iterator[Ratio]:
    incidence, intensity, adjusted = headline(found, scheme, cutoff)
    yield incidence
    if measure.is_union:
        return
    yield intensity
    yield adjusted
    is_poor, one, score = incidence.over != 0, incidence.under, adjusted.over
    for place, term in enumerate(measure.terms):
        censored = _number(found.deprived[:, place] & is_poor)
        share = float(scheme.share(place))
        for statistic, under, unit, factor in (
            ("censored_headcount", one, 1.0, 1.0),
            ("contribution", one, 1.0, share),
            ("contribution_percent", score, PERCENT, share),
        ):
            yield Ratio(statistic, censored, under, scheme, cutoff, place, term, term.dimension, unit, factor)


def _number(told: Bools) -> Floats:
    return told.astype(np.float64)
