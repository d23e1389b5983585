"""Three lists and more: log-linear models over who is in which lists, the whole set of them.

Each model says which lists depend on each other. None is picked: the answer can differ threefold
between models that fit alike, so all are given, and their mean is weighted by how well they fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from samut.rules.capture_recapture import Estimate, chao_lower_bound, with_interval
from samut.rules.errors import SamutError

History = tuple[int, ...]
Interaction = tuple[int, ...]
Counts = npt.NDArray[np.float64]
LEAST_LISTS, MOST_LISTS = 3, 5
STEPS, ENOUGH = 100, 1e-10


@dataclass(frozen=True)
class Fitted:
    """One model: which lists depend on each other, and what it says. `estimate` None: it cannot be told,
    because nobody is in all lists of an interaction, or the counts do not settle the model."""

    interactions: tuple[Interaction, ...]
    estimate: Estimate | None
    deviance: float
    aic: float
    bic: float


@dataclass(frozen=True)
class ModelSet:
    """Every model, the mean of those that can be told, and the least there can be."""

    models: tuple[Fitted, ...]
    mean_by_aic: Estimate
    mean_by_bic: Estimate
    chao_lowest: float


def fit_all(counts: Mapping[History, int]) -> ModelSet:
    """All models of pairs of lists. Keys: one 0 or 1 for each list; a history not there is nought.

    Raises: MISSED_008 when the histories are not of three to five lists or one is of no list,
    MISSED_003 when no model can be told.
    """
    lists = len(next(iter(counts), ()))
    histories = [each for each in product((0, 1), repeat=lists) if any(each)]
    if not LEAST_LISTS <= lists <= MOST_LISTS or set(counts) - set(histories):
        raise SamutError("MISSED_008")
    seen = np.array([counts.get(each, 0) for each in histories], dtype=np.float64)
    pairs = list(combinations(range(lists), 2))
    chosen = [each for size in range(len(pairs) + 1) for each in combinations(pairs, size)]
    models = tuple(_fitted(histories, seen, interactions) for interactions in chosen)
    told = [each for each in models if each.estimate is not None]
    if not told:
        raise SamutError("MISSED_003")
    by_lists = [sum(counts.get(each, 0) for each in histories if sum(each) == size) for size in (1, 2)]
    return ModelSet(
        models,
        _mean(told, [each.aic for each in told]),
        _mean(told, [each.bic for each in told]),
        chao_lower_bound(by_lists[0], by_lists[1], int(seen.sum())),
    )


def _fitted(histories: Sequence[History], seen: Counts, interactions: tuple[Interaction, ...]) -> Fitted:
    columns = [[1.0] * len(histories)]
    columns += [[float(each[place]) for each in histories] for place in range(len(histories[0]))]
    columns += [[float(all(each[place] for place in of)) for each in histories] for of in interactions]
    design = np.array(columns).T
    untold = Fitted(interactions, None, math.inf, math.inf, math.inf)
    # Where nobody stands under a term, its best value is minus infinity: the counts do not settle it.
    if not all((design.T @ seen) > 0) or np.linalg.matrix_rank(design) < design.shape[1]:
        return untold
    solved = _solved(design, seen)
    if solved is None:
        return untold
    coefficients, means = solved
    spread = float(np.linalg.inv((design.T * means) @ design)[0, 0])
    unseen, total = math.exp(coefficients[0]), float(seen.sum())
    estimate = with_interval(total + unseen, unseen + unseen**2 * spread, total)
    likelihood = float(
        sum(n * math.log(m) - m - math.lgamma(n + 1) for n, m in zip(seen, means, strict=True))
    )
    deviance = 2 * float(sum((n * math.log(n / m) if n else 0.0) for n, m in zip(seen, means, strict=True)))
    terms = design.shape[1]
    return Fitted(
        interactions,
        estimate,
        deviance,
        2 * terms - 2 * likelihood,
        terms * math.log(total) - 2 * likelihood,
    )


def _solved(design: Counts, seen: Counts) -> tuple[Counts, Counts] | None:
    """The Poisson regression by reweighted least squares; None where it does not settle."""
    means, last = seen + 0.5, math.inf
    for _ in range(STEPS):
        target = np.log(means) + (seen - means) / means
        weighted = design.T * means
        try:
            coefficients = np.asarray(np.linalg.solve(weighted @ design, weighted @ target), np.float64)
        except np.linalg.LinAlgError:
            return None
        means = np.asarray(np.exp(design @ coefficients), dtype=np.float64)
        likelihood = float((seen * np.log(means) - means).sum())
        if not math.isfinite(likelihood):
            return None
        if abs(likelihood - last) <= ENOUGH * (1 + abs(likelihood)):
            return coefficients, means
        last = likelihood
    return None


def _mean(models: Sequence[Fitted], criteria: Sequence[float]) -> Estimate:
    """The mean by weight, its variance holding what the models differ by (Burnham and Anderson 2002)."""
    best = min(criteria)
    weights = [math.exp((best - each) / 2) for each in criteria]
    estimates = [each.estimate for each in models if each.estimate is not None]
    pairs = list(zip([each / sum(weights) for each in weights], estimates, strict=True))
    persons = sum(weight * each.persons for weight, each in pairs)
    spread = sum(weight * math.sqrt(each.variance + (each.persons - persons) ** 2) for weight, each in pairs)
    return with_interval(persons, spread**2, estimates[0].seen)
