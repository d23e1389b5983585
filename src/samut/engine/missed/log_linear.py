"""Three lists and more: log-linear models over who is in which lists, the whole set of them.

Each model says which lists depend on each other: by twos, and from four lists on by threes where each two
of the three do. None is picked: the answer can differ threefold between models that fit alike, so all are
given, and their mean is weighted by how well they fit.
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
# With three lists an interaction of all three cannot be told from those who are in none.
LISTS_FOR_THREES = 4
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
    aicc: float = math.inf


@dataclass(frozen=True)
class ModelSet:
    """Every model, the mean of those that can be told, and the least there can be.

    AICc is AIC for few persons: of so many as are in some list.
    """

    models: tuple[Fitted, ...]
    mean_by_aic: Estimate
    mean_by_bic: Estimate
    chao_lowest: float
    mean_by_aicc: Estimate

    def best(self) -> Fitted:
        """The model of the least AICc."""
        return min(self.models, key=lambda each: each.aicc)


def fit_all(counts: Mapping[History, int]) -> ModelSet:
    """All models. Keys: one 0 or 1 for each list; a history not there is nought.

    Raises: MISSED_008 when the histories are not of three to five lists or one is of no list,
    MISSED_003 when no model can be told.
    """
    histories, seen = histories_of(counts)
    lists = len(histories[0])
    models = tuple(fitted(histories, seen, each) for each in hierarchical(lists))
    told = [each for each in models if each.estimate is not None]
    if not told:
        raise SamutError("MISSED_003")
    by_lists = [sum(counts.get(each, 0) for each in histories if sum(each) == size) for size in (1, 2)]
    return ModelSet(
        models,
        mean(told, [each.aic for each in told]),
        mean(told, [each.bic for each in told]),
        chao_lower_bound(by_lists[0], by_lists[1], int(seen.sum())),
        mean(told, [each.aicc for each in told]),
    )


def histories_of(counts: Mapping[History, int]) -> tuple[list[History], Counts]:
    """Every history of some list, and how many have it. Raises: MISSED_008."""
    lists = len(next(iter(counts), ()))
    histories = [each for each in product((0, 1), repeat=lists) if any(each)]
    if not LEAST_LISTS <= lists <= MOST_LISTS or set(counts) - set(histories):
        raise SamutError("MISSED_008")
    return histories, np.array([counts.get(each, 0) for each in histories], dtype=np.float64)


def hierarchical(lists: int) -> list[tuple[Interaction, ...]]:
    """All sets of interactions of two lists, and of three whose twos are all in the set."""
    pairs = list(combinations(range(lists), 2))
    threes = list(combinations(range(lists), 3)) if lists >= LISTS_FOR_THREES else []
    chosen = []
    for of_two in _subsets(pairs):
        there = [each for each in threes if set(combinations(each, 2)) <= set(of_two)]
        chosen += [(*of_two, *of_three) for of_three in _subsets(there)]
    return chosen


def _subsets(of: Sequence[Interaction]) -> list[tuple[Interaction, ...]]:
    return [each for size in range(len(of) + 1) for each in combinations(of, size)]


def design_of(histories: Sequence[History], interactions: Sequence[Interaction]) -> Counts:
    """The terms of a model: one for all, each list, and each interaction."""
    columns = [[1.0] * len(histories)]
    columns += [[float(each[place]) for each in histories] for place in range(len(histories[0]))]
    columns += [[float(all(each[place] for place in of)) for each in histories] for of in interactions]
    return np.array(columns).T


def fitted(histories: Sequence[History], seen: Counts, interactions: tuple[Interaction, ...]) -> Fitted:
    """One model."""
    design = design_of(histories, interactions)
    untold = Fitted(interactions, None, math.inf, math.inf, math.inf)
    # Where nobody stands under a term, its best value is minus infinity: the counts do not settle it.
    if not all((design.T @ seen) > 0) or np.linalg.matrix_rank(design) < design.shape[1]:
        return untold
    solved = solve(design, seen)
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
    aic = 2 * terms - 2 * likelihood
    spare = total - terms - 1
    return Fitted(
        interactions,
        estimate,
        deviance,
        aic,
        terms * math.log(total) - 2 * likelihood,
        aic + 2 * terms * (terms + 1) / spare if spare > 0 else math.inf,
    )


def solve(design: Counts, seen: Counts) -> tuple[Counts, Counts] | None:
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


def mean(models: Sequence[Fitted], criteria: Sequence[float]) -> Estimate:
    """The mean by weight, its variance holding what the models differ by (Burnham and Anderson 2002)."""
    estimates = [each.estimate for each in models if each.estimate is not None]
    pairs = list(zip(weights_of(criteria), estimates, strict=True))
    persons = sum(weight * each.persons for weight, each in pairs)
    spread = sum(weight * math.sqrt(each.variance + (each.persons - persons) ** 2) for weight, each in pairs)
    return with_interval(persons, spread**2, estimates[0].seen)


def weights_of(criteria: Sequence[float]) -> list[float]:
    """How much each model counts, by AIC or its kin; together one. All alike where none can be told apart."""
    best = min(criteria)
    if math.isinf(best):
        return [1 / len(criteria)] * len(criteria)
    weights = [math.exp((best - each) / 2) for each in criteria]
    return [each / sum(weights) for each in weights]
