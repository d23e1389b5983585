"""Making numbers add up: raking weights, whole numbers by household size, and weighted choice.

Nothing here knows what the numbers are of.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FREE_MOVES = 1_000


def stage_rng(seed: int, stage: str) -> np.random.Generator:
    """The random numbers of one stage: a change in one stage does not shake the others."""
    return np.random.default_rng((seed, zlib.crc32(stage.encode())))


def rake(features: Floats, targets: Floats) -> Floats:
    """Weights nearest to equal (maximum entropy) whose feature sums are the targets.

    Shape: features (rows, margins), targets (margins,). Newton's method on the dual problem.
    """
    scale = np.abs(features).mean(axis=0)
    scaled, wanted = features / scale, targets / scale
    start = np.log(targets[0] / features[:, 0].sum())
    multipliers = np.zeros(features.shape[1])

    def dual(at: Floats) -> float:
        return float(np.exp(np.minimum(scaled @ at + start, 50)).sum() - wanted @ at)

    for _ in range(200):
        weights = np.exp(scaled @ multipliers + start)
        gradient = scaled.T @ weights - wanted
        if np.max(np.abs(gradient) / wanted) < 1e-9:
            return np.asarray(weights)
        step = np.linalg.solve((scaled * weights[:, None]).T @ scaled, gradient)
        length, here = 1.0, dual(multipliers)
        while dual(multipliers - length * step) > here and length > 1e-6:
            length /= 2
        multipliers = multipliers - length * step
    raise ArithmeticError("the margins contradict the library of households")


def expected_shares(capacity: Floats, features: Floats, targets: Floats) -> Floats:
    """How many of each class's capacity are expected to be chosen, so that feature sums are the targets.

    The chance within a class is logistic in its features, so it stays between nothing and all.
    """
    multipliers = np.zeros(features.shape[1])
    for _ in range(300):
        chance = 1 / (1 + np.exp(-np.clip(features @ multipliers, -30, 30)))
        gradient = features.T @ (capacity * chance) - targets
        if np.max(np.abs(gradient)) < 1e-6:
            break
        spread = capacity * chance * (1 - chance)
        curve = (features * spread[:, None]).T @ features + 1e-6 * np.eye(len(targets))
        step = np.linalg.solve(curve, gradient)
        multipliers = multipliers - step / max(1.0, float(np.abs(step).max()))
    return np.asarray(capacity * chance)


def whole_weights(weights: Floats, start: float) -> Ints:
    """Whole numbers that follow the weights in their order and keep the sum (systematic rounding)."""
    edges = np.floor(np.concatenate([[0.0], np.cumsum(weights)]) + start + 1e-9)
    return np.diff(edges).astype(np.int64)


def size_quota(available: Ints, persons: int, households: int | None = None, *, near: bool = False) -> Ints:
    """How many households of each size to take so that they hold exactly so many persons.

    Shape: available[s] = households of size s that may be taken. Without `households` the mix of
    sizes is that of those available; with it the mix is tilted to the needed mean size. With `near`
    a few persons may be missing where the sizes allow no better.
    """
    if persons == 0:
        return np.zeros_like(available)
    sizes = np.arange(len(available))
    total = int((sizes * available).sum())
    if total < persons:
        raise ArithmeticError(f"{persons} persons wanted, {total} there")
    free = households is None
    if households is None:
        quota = available * (persons / total)
        households = round(float(quota.sum()))
    else:
        quota = _tilted(available.astype(np.float64), sizes, households, persons)
    whole = _rounded(quota, available, households)
    if free:
        # Moving to or from size 0 is taking a household more or one less.
        whole[0], available = FREE_MOVES, available + 2 * FREE_MOVES * (sizes == 0)
    left = _move_to_total(whole, available, persons)
    if left and not near:
        raise ArithmeticError(f"{households} households cannot hold {persons} persons")
    whole[0] = 0
    return whole


def _tilted(available: Floats, sizes: Ints, households: int, persons: int) -> Floats:
    def taken(tilt: float) -> Floats:
        low, high = -60.0 - 12 * abs(tilt), 60.0 + 12 * abs(tilt)
        for _ in range(60):
            level = (low + high) / 2
            chosen = available / (1 + np.exp(-np.clip(level + tilt * sizes, -40, 40)))
            low, high = (low, level) if chosen.sum() > households else (level, high)
        return np.asarray(chosen)

    low, high = -4.0, 4.0
    for _ in range(40):
        tilt = (low + high) / 2
        low, high = (low, tilt) if (taken(tilt) * sizes).sum() > persons else (tilt, high)
    return taken(tilt)


def _rounded(quota: Floats, available: Ints, households: int) -> Ints:
    whole = np.minimum(np.floor(quota).astype(np.int64), available)
    room = np.argsort(-(quota - whole), kind="stable")
    while whole.sum() < households:
        for size in room:
            if whole.sum() < households and whole[size] < available[size]:
                whole[size] += 1
    return whole


def _move_to_total(whole: Ints, available: Ints, persons: int) -> int:
    """Move single households between sizes until the persons are right; says how many still lack."""
    sizes = np.arange(len(whole))
    missing = persons - int((whole * sizes).sum())
    while missing:
        moves = [
            (abs(to - size), -int(min(whole[size], available[to] - whole[to])), int(size), int(to))
            for size in sizes
            for to in sizes
            if whole[size]
            and whole[to] < available[to]
            and 0 < (to - size) * np.sign(missing) <= abs(missing)
        ]
        if not moves:
            break
        _, _, size, to = min(moves)
        whole[size] -= 1
        whole[to] += 1
        missing -= to - size
    return missing


def choose(
    rng: np.random.Generator,
    sizes: Ints,
    candidates: Flags,
    persons: int,
    *,
    households: int | None = None,
    weight: Floats | None = None,
    near: bool = False,
) -> Flags:
    """A weighted random set of candidate households that holds exactly (or nearly) so many persons."""
    chosen = np.zeros(len(sizes), dtype=np.bool_)
    available = np.bincount(sizes[candidates], minlength=int(sizes.max()) + 1)
    quota = size_quota(available, persons, households, near=near)
    # Exponential races: the smallest key wins, the chance grows with the weight.
    keys = rng.exponential(size=len(sizes))
    if weight is not None:
        keys = keys / weight
    for size in np.flatnonzero(quota):
        pool = np.flatnonzero(candidates & (sizes == size))
        chosen[pool[np.argsort(keys[pool], kind="stable")[: quota[size]]]] = True
    return chosen
