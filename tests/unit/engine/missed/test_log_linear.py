"""Models of three lists and more, against R and against a population whose size is known."""

from __future__ import annotations

import csv
import math
import random
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import pytest

from samut.engine.missed.log_linear import fit_all, hierarchical, weights_of
from samut.rules.capture_recapture import chapman
from samut.rules.errors import SamutError

FROM_R = Path(__file__).parents[3] / "data" / "recapture" / "models.csv"
# Diabetes in Casale Monferrato, four lists: Bruno et al. 1994.
COUNTS = (58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10)
DIABETES = dict(zip(product((1, 0), repeat=4), COUNTS, strict=False))


def test_every_model_is_that_of_r() -> None:
    found = {each.interactions: each for each in fit_all(DIABETES).models}
    with FROM_R.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found) == 113
    for row in rows:
        named = tuple(
            tuple("abcd".index(each) for each in pair.split(":")) for pair in row["interactions"].split()
        )
        model = found[named]
        assert model.estimate is not None
        assert model.estimate.persons == pytest.approx(float(row["persons"]), rel=1e-6)
        assert model.estimate.variance**0.5 == pytest.approx(float(row["error"]), rel=1e-6)
        told = (model.deviance, model.aic, model.bic, model.aicc)
        expected = [float(row[name]) for name in ("deviance", "aic", "bic", "aicc")]
        assert told == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("places", "persons", "error", "lowest", "highest"),
    [((0, 1), 2351, 58, 2250, 2478), ((0, 2), 2185, 22, 2146, 2233), ((2, 3), 1555, 67, 1445, 1712)],
)
def test_two_lists_of_them_are_as_published(places, persons, error, lowest, highest) -> None:
    """The figures of CARE1's printed example; its bounds are about the uncorrected estimate."""
    one, other = (sum(n for each, n in DIABETES.items() if each[place]) for place in places)
    both = sum(n for each, n in DIABETES.items() if all(each[place] for place in places))
    found = chapman(one, other, both)
    assert round(found.persons) == persons
    assert round(found.variance**0.5) == error
    assert (found.lowest, found.highest) == pytest.approx((lowest, highest), abs=3)


def test_the_mean_holds_what_the_models_differ_by() -> None:
    found = fit_all(DIABETES)
    told = [each.estimate for each in found.models if each.estimate is not None]
    assert min(each.persons for each in told) < found.mean_by_aic.persons < max(each.persons for each in told)
    assert found.mean_by_aic.lowest >= sum(COUNTS)
    assert found.chao_lowest > sum(COUNTS)


def test_the_interval_of_the_mean_holds_the_truth_as_often_as_it_says() -> None:
    draw, truth, rounds, held = random.Random(2561), 600, 150, 0  # noqa: S311
    for _ in range(rounds):
        seen = Counter(tuple(int(draw.random() < p) for p in (0.5, 0.4, 0.45)) for _ in range(truth))
        seen.pop((0, 0, 0))
        mean = fit_all(seen).mean_by_aic
        held += mean.lowest <= truth <= mean.highest
    assert held / rounds >= 0.92


def test_lists_without_anybody_in_both_do_not_settle_their_interaction() -> None:
    counts: dict[tuple[int, ...], int] = {
        (1, 0, 0): 40,
        (0, 1, 0): 30,
        (0, 0, 1): 50,
        (1, 0, 1): 12,
        (0, 1, 1): 9,
    }
    found = {each.interactions: each.estimate for each in fit_all(counts).models}
    assert found[((0, 1),)] is None
    assert found[()] is not None


@pytest.mark.parametrize("counts", [{}, {(1, 0): 3}, {(0, 0, 0): 3}, {(1, 0, 0): 1, (1, 0): 2}])
def test_what_is_no_history_of_lists_is_refused(counts) -> None:
    with pytest.raises(SamutError, match="MISSED_008"):
        fit_all(counts)


def test_lists_of_which_one_is_empty_tell_nothing() -> None:
    with pytest.raises(SamutError, match="MISSED_003"):
        fit_all({(1, 0, 0): 5, (1, 1, 0): 2})


def slow_hierarchical(lists: int) -> set[frozenset[tuple[int, ...]]]:
    """Every set of twos and threes, kept where no three stands without its twos."""
    terms = [each for size in (2, 3) for each in combinations(range(lists), size) if size < lists]
    found = set()
    for chosen in product((False, True), repeat=len(terms)):
        there = frozenset(term for term, taken in zip(terms, chosen, strict=True) if taken)
        if all(set(combinations(term, 2)) <= there for term in there if len(term) == 3):
            found.add(there)
    return found


@pytest.mark.parametrize("lists", [3, 4])
def test_every_set_of_interactions_is_there_once(lists: int) -> None:
    found = hierarchical(lists)
    assert {frozenset(each) for each in found} == slow_hierarchical(lists)
    assert len(found) == len(set(found))


def test_models_without_a_criterion_count_alike() -> None:
    assert weights_of([math.inf, math.inf]) == [0.5, 0.5]
    assert weights_of([1.0, math.inf])[1] == 0


def test_few_persons_for_many_terms_have_no_aicc() -> None:
    counts = {each: 1 for each in product((1, 0), repeat=3) if any(each)}
    by_terms = {len(each.interactions): each.aicc for each in fit_all(counts).models}
    assert math.isinf(by_terms[3]) and math.isfinite(by_terms[0])
