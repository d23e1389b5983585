"""How many are in no list, from how many are in several: formulas, and when no figure may be given.

Why it exists: a register does not know whom it does not know, but two registers of the same people
tell by their overlap. Two of different people tell nothing, and the formula still gives a number. So
the guard stands before the formula.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from samut.rules.errors import Problem, SamutError, Text

NORMAL_95 = 1.959963984540054  # the normal law's quantile of 0.975
CLOSE = 1e-9  # how near a bound is looked for, as a share of it
FARTHEST = 1e6  # a bound that lies so many times beyond those seen is none


@dataclass(frozen=True)
class PeopleList:
    """One list: what it measures, how many it holds, and its year."""

    id: str
    label: Text
    construct: str
    persons: int
    year: int


@dataclass(frozen=True)
class Limits:
    """From where on nothing is estimated."""

    least_overlap: int
    most_years_apart: int


@dataclass(frozen=True)
class LinkRates:
    """How the pairs of two lists were found, and how well that is done.

    Numbers find every pair that has them, and no other. Of the pairs that numbers leave, names find the
    share `recall` (None: not known), and of what they find the share `precision` is true. `given`: the
    share of all pairs that are found, as somebody says it, in the place of that. `source`: who measured.
    """

    by_number: int
    by_name: int
    recall: float | None
    precision: float
    source: Text
    given: float | None = None

    @property
    def sensitivity(self) -> float | None:
        """The share of the true pairs that is found."""
        if self.given is not None or self.recall is None:
            return self.given
        true = self.by_number + self.by_name * self.precision / self.recall
        return self._right / true if true else 1.0

    @property
    def true_share(self) -> float:
        """The share of the pairs found that is true."""
        found = self.by_number + self.by_name
        return self._right / found if found else 1.0

    @property
    def _right(self) -> float:
        return self.by_number + self.by_name * self.precision

    def plus(self, other: LinkRates) -> LinkRates:
        """Those of two strata together."""
        by_number, by_name = self.by_number + other.by_number, self.by_name + other.by_name
        return replace(self, by_number=by_number, by_name=by_name)


@dataclass(frozen=True)
class TwoLists:
    """Two lists of one stratum and how many persons the links find in both.

    `frame`: everybody there. `sensitivity`: the share of the true pairs that the links find; None: not
    known. `precision`: the share of the links that are true. `links`: what both were taken from.
    """

    one: PeopleList
    other: PeopleList
    overlap: int
    frame: int | None
    sensitivity: float | None
    precision: float = 1.0
    links: LinkRates | None = None

    def linked_by(self, links: LinkRates) -> TwoLists:
        """The same with the rates of such links."""
        return replace(self, sensitivity=links.sensitivity, precision=links.true_share, links=links)


@dataclass(frozen=True)
class Estimate:
    """How many there are in all, with variance and the 95 % interval; `seen`: those in some list."""

    persons: float
    variance: float
    seen: float
    lowest: float
    highest: float

    @property
    def missed(self) -> float:
        """How many are in no list."""
        return self.persons - self.seen


def chapman(one: float, other: float, overlap: float) -> Estimate:
    """Chapman's estimate from two lists. Raises: MISSED_008 when the counts contradict each other."""
    if not 0 <= overlap <= min(one, other):
        raise SamutError("MISSED_008")
    persons = (one + 1) * (other + 1) / (overlap + 1) - 1
    variance = (
        (one + 1) * (other + 1) * (one - overlap) * (other - overlap) / ((overlap + 1) ** 2 * (overlap + 2))
    )
    return with_interval(persons, variance, one + other - overlap)


def with_interval(persons: float, variance: float, seen: float) -> Estimate:
    """The estimate with its log-normal interval, which never falls under those who were seen (Chao 1987)."""
    unseen = persons - seen
    if unseen <= 0 or variance <= 0:
        return Estimate(persons, variance, seen, persons, persons)
    spread = math.exp(NORMAL_95 * math.sqrt(math.log1p(variance / unseen**2)))
    return Estimate(persons, variance, seen, seen + unseen / spread, seen + unseen * spread)


def profile_interval(one: float, other: float, overlap: float) -> tuple[float, float]:
    """The 95 % interval of the profile likelihood of two independent lists (Cormack 1992).

    Its upper end is infinite where the overlap does not bound it.
    """
    seen = one + other - overlap

    def likelihood(unseen: float) -> float:
        persons = seen + unseen
        return (
            math.lgamma(persons + 1)
            - math.lgamma(unseen + 1)
            + _times_log(persons - one)
            + _times_log(persons - other)
            - 2 * _times_log(persons)
        )

    low, high = profile_bounds(likelihood, seen)
    return seen + low, seen + high


def profile_bounds(likelihood: Callable[[float], float], seen: float) -> tuple[float, float]:
    """Between which numbers of unseen a likelihood with one peak is within 95 % of its peak."""
    farthest = FARTHEST * (seen + 1)
    best = _peak(likelihood, farthest)
    least = likelihood(best) - NORMAL_95**2 / 2
    low = 0.0 if likelihood(0.0) >= least else _crossing(likelihood, least, best, 0.0)
    beyond = best + 1.0
    while likelihood(beyond) >= least and beyond < farthest:
        beyond *= 2
    return low, math.inf if beyond >= farthest else _crossing(likelihood, least, best, beyond)


def _peak(likelihood: Callable[[float], float], farthest: float) -> float:
    """Where it is highest: first between which powers of two, then by halving in the golden ratio."""
    beyond = 1.0
    while likelihood(2 * beyond) > likelihood(beyond) and beyond < farthest:
        beyond *= 2
    low, high, golden = 0.0, 2 * beyond, (math.sqrt(5) - 1) / 2
    while high - low > CLOSE * (1 + high):
        near, far = high - golden * (high - low), low + golden * (high - low)
        if likelihood(near) < likelihood(far):
            low = near
        else:
            high = far
    return (low + high) / 2


def _crossing(likelihood: Callable[[float], float], least: float, inside: float, outside: float) -> float:
    """Between a place inside and one outside, where the likelihood falls under the least."""
    while abs(outside - inside) > CLOSE * (1 + inside + outside):
        middle = (inside + outside) / 2
        if likelihood(middle) >= least:
            inside = middle
        else:
            outside = middle
    return inside


def _times_log(value: float) -> float:
    return value * math.log(value) if value > 0 else 0.0


def true_overlap(found: float, sensitivity: float, precision: float, most: float) -> float:
    """How many are truly in both lists, when the links miss some and find some wrongly.

    Raises: MISSED_008 when a rate is no rate.
    """
    if not (0 < sensitivity <= 1 and 0 < precision <= 1):
        raise SamutError("MISSED_008")
    return min(found * precision / sensitivity, most)


def chao_lower_bound(in_one: int, in_two: int, seen: int) -> float:
    """At least how many there are, from those in exactly one and exactly two lists (bias-corrected)."""
    return seen + in_one * (in_one - 1) / (2 * (in_two + 1))


def added_up(strata: Sequence[Estimate]) -> Estimate:
    """The sum of strata that are independent of each other: their variances add."""
    return with_interval(
        sum(each.persons for each in strata),
        sum(each.variance for each in strata),
        sum(each.seen for each in strata),
    )


def estimate(lists: TwoLists) -> Estimate:
    """Chapman's estimate, corrected for links missed. To be asked after `reasons_against`."""
    sensitivity = 1.0 if lists.sensitivity is None else lists.sensitivity
    most = min(lists.one.persons, lists.other.persons)
    overlap = true_overlap(lists.overlap, sensitivity, lists.precision, most)
    return chapman(lists.one.persons, lists.other.persons, overlap)


def reasons_against(lists: TwoLists, limits: Limits) -> tuple[Problem, ...]:
    """Every reason why no figure may be given; none: it may.

    Raises: MISSED_008 when the counts contradict each other.
    """
    persons = estimate(lists).persons
    found = [*_of_the_lists(lists, limits), *_of_the_overlap(lists, limits)]
    if lists.frame is not None and persons > lists.frame:
        found.append(_problem("MISSED_002", estimate=f"{persons:,.0f}", frame=f"{lists.frame:,}"))
    return tuple(found)


def _of_the_lists(lists: TwoLists, limits: Limits) -> list[Problem]:
    one, other = lists.one, lists.other
    found = []
    if one.construct != other.construct:
        found.append(_problem("MISSED_001", one=one.label, other=other.label))
    apart = abs(one.year - other.year)
    if apart > limits.most_years_apart:
        found.append(_problem("MISSED_006", years=str(apart), most=str(limits.most_years_apart)))
    if lists.sensitivity is None:
        found.append(_problem("MISSED_005"))
    return found


def _of_the_overlap(lists: TwoLists, limits: Limits) -> list[Problem]:
    if lists.overlap == 0:
        return [_problem("MISSED_003")]
    if lists.overlap < limits.least_overlap:
        told = {"overlap": f"{lists.overlap:,}", "least": f"{limits.least_overlap:,}"}
        return [_problem("MISSED_004", **told)]
    return _of_the_links(lists)


def _of_the_links(lists: TwoLists) -> list[Problem]:
    """Whether more pairs were found than can be there: beyond chance, were the smaller list all in both."""
    sensitivity = 1.0 if lists.sensitivity is None else lists.sensitivity
    smaller = min(lists.one.persons, lists.other.persons)
    corrected = lists.overlap * lists.precision / sensitivity
    chance = NORMAL_95 * math.sqrt(smaller * sensitivity * (1 - sensitivity)) / sensitivity
    if corrected > smaller + chance:
        return [_problem("MISSED_011", corrected=f"{corrected:,.0f}", smaller=f"{smaller:,}")]
    return []


def _problem(code: str, **values: str | Text) -> Problem:
    return Problem(code, values=tuple(sorted(values.items())))
