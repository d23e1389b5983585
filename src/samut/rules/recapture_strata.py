"""Two lists by area, age and sex: each stratum estimated for itself, and the sum beside the whole.

Why it exists: where the young are seldom in either list and the old in both, the whole overlap is too large
and the estimate too low. Within a stratum people are more alike. But a stratum of few tells nothing, so
the small ones are put together first, and where one may not be estimated there is no sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from samut.rules.capture_recapture import (
    Estimate,
    Limits,
    TwoLists,
    added_up,
    estimate,
    reasons_against,
)
from samut.rules.errors import Problem, Text

REST = Text("ชั้นที่เหลือรวมกัน", "the other strata together")


@dataclass(frozen=True)
class Stratum:
    """People alike: their area, age and sex in words, and the two lists of them."""

    label: Text
    lists: TwoLists


@dataclass(frozen=True)
class StratumTold:
    """A stratum with its estimate, or the reasons why it has none."""

    stratum: Stratum
    estimate: Estimate | None
    reasons: tuple[Problem, ...]


@dataclass(frozen=True)
class Stratified:
    """All strata and their sum. `total` None: some stratum may not be estimated, as `reasons` tell, or there
    are not two that are large enough, and then nothing speaks against the whole."""

    strata: tuple[StratumTold, ...]
    total: Estimate | None
    reasons: tuple[Problem, ...]


def stratified(whole: TwoLists, strata: Sequence[Stratum], limits: Limits) -> Stratified:
    """The estimate by strata. Reasons against: those of the whole, then those of its strata.

    Raises: MISSED_008 when the counts of a stratum contradict each other.
    """
    told = tuple(_told(each, limits) for each in joined(strata, limits))
    of_strata = tuple(_of(each.stratum, reason) for each in told for reason in each.reasons)
    reasons = reasons_against(whole, limits) or of_strata
    if reasons or len(told) < 2:
        return Stratified(told, None, reasons)
    total = added_up([each.estimate for each in told if each.estimate is not None])
    if whole.frame is not None and total.persons > whole.frame:
        values = (("estimate", f"{total.persons:,.0f}"), ("frame", f"{whole.frame:,}"))
        return Stratified(told, None, (Problem("MISSED_002", values=values),))
    return Stratified(told, total, ())


def joined(strata: Sequence[Stratum], limits: Limits) -> tuple[Stratum, ...]:
    """The strata, those with too few in both put together, with the next larger ones where that is not
    enough. The sums of both lists and of the overlap stay."""
    by_size = sorted(strata, key=lambda each: each.lists.overlap)
    small = [each for each in by_size if each.lists.overlap < limits.least_overlap]
    others = by_size[len(small) :]
    while small and others and sum(each.lists.overlap for each in small) < limits.least_overlap:
        small.append(others.pop(0))
    kept = [each for each in strata if each not in small]
    if not small:
        return tuple(kept)
    together = Stratum(REST, reduce(_plus, (each.lists for each in small)))
    return (*kept, together if len(small) > 1 else small[0])


def _plus(one: TwoLists, other: TwoLists) -> TwoLists:
    frame = None if one.frame is None or other.frame is None else one.frame + other.frame
    added = replace(
        one,
        one=replace(one.one, persons=one.one.persons + other.one.persons),
        other=replace(one.other, persons=one.other.persons + other.other.persons),
        overlap=one.overlap + other.overlap,
        frame=frame,
    )
    return added if one.links is None or other.links is None else added.linked_by(one.links.plus(other.links))


def _told(stratum: Stratum, limits: Limits) -> StratumTold:
    reasons = reasons_against(stratum.lists, limits)
    return StratumTold(stratum, None if reasons else estimate(stratum.lists), reasons)


def _of(stratum: Stratum, reason: Problem) -> Problem:
    said = Text(reason.what("th"), reason.what("en"))
    return Problem("MISSED_009", values=(("reason", said), ("stratum", stratum.label)))
