"""Intervals of log-linear models beside the usual ones: profile likelihood, and drawing lists anew.

The usual interval takes the error for known and the law for log-normal. The profile asks of each number of
unseen how likely the lists would be. The bootstrap makes lists up as the models say, and estimates again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from samut.engine.missed.log_linear import (
    Counts,
    Fitted,
    History,
    Interaction,
    ModelSet,
    design_of,
    fitted,
    histories_of,
    mean,
    solve,
    weights_of,
)
from samut.rules.capture_recapture import TwoLists, chapman, estimate, profile_bounds, true_overlap

# Models that together carry so much of the weight are fitted again; the others would change nothing.
WEIGHT_KEPT = 0.99
LOWEST_PERCENT, HIGHEST_PERCENT = 2.5, 97.5


@dataclass(frozen=True)
class Interval:
    """From the lowest to the highest; `rounds`: of how many draws, 0 where none was made."""

    lowest: float
    highest: float
    rounds: int = 0


def profile_interval(counts: Mapping[History, int], interactions: tuple[Interaction, ...]) -> Interval | None:
    """The 95 % interval of one model by its profile likelihood (Cormack 1992); None where the model does
    not settle. Its upper end is infinite where the counts do not bound it."""
    histories, seen = histories_of(counts)
    model = fitted(histories, seen, interactions)
    if model.estimate is None:
        return None
    design = design_of([*histories, (0,) * len(histories[0])], interactions)
    total = float(seen.sum())

    def likelihood(unseen: float) -> float:
        return _likelihood(design, seen, unseen)

    low, high = profile_bounds(likelihood, total)
    return Interval(total + low, total + high)


def _likelihood(design: Counts, seen: Counts, unseen: float) -> float:
    """The multinomial likelihood of all who are in some list and so many in none."""
    cells = np.append(seen, unseen)
    solved = solve(design, cells)
    if solved is None:
        return -math.inf
    persons = float(cells.sum())
    told = float((cells * np.log(solved[1] / persons)).sum())
    return math.lgamma(persons + 1) - math.lgamma(unseen + 1) + told


def bootstrap_of_models(counts: Mapping[History, int], found: ModelSet, seed: int, rounds: int) -> Interval:
    """The 95 % interval of the mean by AICc: lists drawn as the mean of the models says, estimated again.

    Only the models that carry the weight are fitted again. A draw that settles none of them is left out.
    """
    histories, seen = histories_of(counts)
    kept = _weighty(found)
    weights = weights_of([each.aicc for each in kept])
    shares = sum(weight * _shares(histories, seen, each) for weight, each in zip(weights, kept, strict=True))
    persons = round(sum(w * e.estimate.persons for w, e in zip(weights, kept, strict=True) if e.estimate))
    draws = np.random.default_rng(seed).multinomial(persons, shares, size=rounds)
    means = []
    for draw in draws:
        again = [fitted(histories, draw[:-1].astype(np.float64), each.interactions) for each in kept]
        told = [each for each in again if each.estimate is not None]
        if told:
            means.append(mean(told, [each.aicc for each in told]).persons)
    return _percentiles(np.array(means))


def _weighty(found: ModelSet) -> list[Fitted]:
    told = sorted((each for each in found.models if each.estimate is not None), key=lambda each: each.aicc)
    kept: list[Fitted] = []
    carried = 0.0
    for each, weight in zip(told, weights_of([each.aicc for each in told]), strict=True):
        if carried < WEIGHT_KEPT:
            kept.append(each)
        carried += weight
    return kept


def _shares(histories: list[History], seen: Counts, model: Fitted) -> Counts:
    """Of everybody, the share of each history, that of no list last."""
    solved = solve(design_of(histories, model.interactions), seen)
    if solved is None:  # never: it was solved before
        raise AssertionError(model.interactions)
    coefficients, means = solved
    cells = np.append(means, math.exp(coefficients[0]))
    return np.asarray(cells / cells.sum(), dtype=np.float64)


def bootstrap_of_two(lists: TwoLists, seed: int, rounds: int) -> Interval:
    """The 95 % interval of two lists: lists and links drawn as the estimate says, estimated again.

    Links that are missed or wrong are drawn too, so the interval holds what they add.
    """
    one, other = lists.one.persons, lists.other.persons
    persons = max(round(estimate(lists).persons), one, other)
    sensitivity = 1.0 if lists.sensitivity is None else lists.sensitivity
    draw = np.random.default_rng(seed)
    in_one = draw.binomial(persons, one / persons, size=rounds)
    overlap = draw.binomial(in_one, other / persons)
    in_other = overlap + draw.binomial(persons - in_one, other / persons)
    right = draw.binomial(overlap, sensitivity)
    found = right + draw.poisson(overlap * sensitivity * (1 / lists.precision - 1))
    estimates = [
        chapman(a, b, true_overlap(m, sensitivity, lists.precision, min(a, b))).persons
        for a, b, m in zip(in_one.tolist(), in_other.tolist(), found.tolist(), strict=True)
    ]
    return _percentiles(np.array(estimates))


def _percentiles(estimates: Counts) -> Interval:
    low, high = np.percentile(estimates, [LOWEST_PERCENT, HIGHEST_PERCENT])
    return Interval(float(low), float(high), len(estimates))
