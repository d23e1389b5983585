"""Raking, whole numbers by size, and weighted choice."""

from __future__ import annotations

import numpy as np
import pytest

from samut.engine.synth.weights import choose, expected_shares, rake, size_quota, whole_weights

SIZES = np.array([0, 400, 600, 300, 200, 60, 9])


def held(quota: np.ndarray) -> int:
    return int((quota * np.arange(len(quota))).sum())


def test_raked_weights_meet_every_margin() -> None:
    rng = np.random.default_rng(1)
    features = np.column_stack([np.ones(500), rng.integers(1, 6, 500), rng.random(500) < 0.3]).astype(float)
    targets = np.array([2000.0, 5400.0, 900.0])
    weights = rake(features, targets)
    assert features.T @ weights == pytest.approx(targets)
    assert (weights > 0).all()


def test_raking_says_when_margins_contradict() -> None:
    features = np.array([[1.0, 1.0], [1.0, 2.0]])
    with pytest.raises((ArithmeticError, np.linalg.LinAlgError)):
        rake(features, np.array([10.0, 50.0]))


def test_whole_weights_keep_the_sum_and_stay_near() -> None:
    weights = np.random.default_rng(2).random(1000) * 3
    weights *= 1500 / weights.sum()
    whole = whole_weights(weights, 0.4)
    assert whole.sum() == 1500
    assert np.abs(whole - weights).max() < 1


@pytest.mark.parametrize(("households", "persons"), [(100, 300), (500, 1100), (300, 1200), (1, 6), (9, 9)])
def test_a_quota_has_exactly_the_households_and_persons(households: int, persons: int) -> None:
    quota = size_quota(SIZES, persons, households)
    assert (quota.sum(), held(quota)) == (households, persons)
    assert (quota <= SIZES).all()


@pytest.mark.parametrize("persons", [1, 2, 16, 29, 777, 3000])
def test_a_quota_without_households_keeps_the_mix(persons: int) -> None:
    quota = size_quota(SIZES, persons)
    assert held(quota) == persons
    if persons > 500:
        assert quota / quota.sum() == pytest.approx(SIZES / SIZES.sum(), abs=0.02)


def test_what_cannot_be_met_is_refused_unless_near_will_do() -> None:
    only_threes = np.array([0, 0, 0, 5])
    with pytest.raises(ArithmeticError):
        size_quota(only_threes, 7)
    assert held(size_quota(only_threes, 7, near=True)) == 6
    with pytest.raises(ArithmeticError):
        size_quota(only_threes, 16)


def test_a_choice_prefers_the_heavy_and_only_takes_candidates() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 6, 4000)
    candidates = rng.random(4000) < 0.6
    weight = np.where(np.arange(4000) < 2000, 5.0, 1.0)
    chosen = choose(rng, sizes, candidates, 1000, weight=weight)
    assert sizes[chosen].sum() == 1000
    assert not (chosen & ~candidates).any()
    assert chosen[:2000].sum() > 3 * chosen[2000:].sum()


def test_expected_shares_meet_the_totals_within_capacity() -> None:
    capacity = np.array([100.0, 50.0, 20.0, 5.0])
    features = np.array([[1, 0], [1, 1], [1, 1], [1, 0]], dtype=float)
    expected = expected_shares(capacity, features, np.array([60.0, 45.0]))
    assert features.T @ expected == pytest.approx([60.0, 45.0], abs=1e-4)
    assert (expected < capacity).all()
