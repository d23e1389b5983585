"""How much of a figure lies between groups (areas, sexes, ages) and how much within them, exactly.

Why it exists: if inequality lies between villages, money goes to villages; if it lies within them, it
goes to households. The parts of each figure add up to it:

- Theil's T and L and the inequality among the poor: between + within.
- Gini: between + within + overlap. The overlap is named, not hidden: it is what comes of people of a
  poorer group who have more than people of a richer one (Dagum's transvariation, counted twice).
  There is none where the groups' incomes do not overlap.

FGT figures need none of this: a group adds its share of the persons times its own figure.
Each part carries its slopes, so each has a standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samut.engine.estimates.inequality import (
    BETA,
    absolute_differences,
    gini,
    gini_scale,
    inequality_among_poor,
    theil_l,
    theil_l_around,
    theil_t,
    theil_t_around,
    undefined,
)
from samut.engine.estimates.linearised import Floats, Ints, Linearised, total


@dataclass(frozen=True)
class Parts:
    """A figure and what it is made of, by component. The components add up to `whole`."""

    whole: Linearised
    components: dict[str, Linearised]

    def percent(self) -> dict[str, Linearised]:
        """Each component in per cent of the whole; NaN where the whole is nought."""
        return {name: (part / self.whole).times(100) for name, part in self.components.items()}


@dataclass(frozen=True)
class GroupSums:
    """Persons and an amount of each group, and of which group each row is."""

    group: Ints
    persons: Floats
    amount: Floats

    @property
    def means(self) -> Floats:
        return self.amount / self.persons


def group_sums(group: Ints, weight: Floats, amount: Floats) -> GroupSums:
    """The sums by group, renumbered from nought. Every weight is above nought, so none is empty."""
    numbers, renumbered = np.unique(group, return_inverse=True)
    persons: Floats = np.bincount(renumbered, weight, minlength=len(numbers)).astype(np.float64)
    sums: Floats = np.bincount(renumbered, weight * amount, minlength=len(numbers)).astype(np.float64)
    return GroupSums(renumbered.astype(np.int64), persons, sums)


def gini_parts(income: Floats, weight: Floats, group: Ints) -> Parts:
    """Gini = between (everybody has the group's mean) + within (pairs of one group) + overlap."""
    whole = gini(income, weight)
    if np.isnan(whole.value):
        return Parts(whole, dict.fromkeys(("between", "within", "overlap"), whole))
    scale = gini_scale(income, weight)
    within = absolute_differences(income, weight, group) / scale
    between = _between_groups(income, weight, group) / scale
    return Parts(whole, {"between": between, "within": within, "overlap": whole - between - within})


def _between_groups(income: Floats, weight: Floats, group: Ints) -> Linearised:
    """The weighted sum over pairs of groups of how far their means lie apart."""
    sums = group_sums(group, weight, income)
    order = np.argsort(sums.means, kind="stable")
    means, persons, baht = sums.means[order], sums.persons[order], sums.amount[order]
    _, rank = np.unique(means, return_inverse=True)
    # Groups of the same mean are neither poorer nor richer than each other.
    persons_at, baht_at = np.bincount(rank, persons), np.bincount(rank, baht)
    poorer_persons, poorer_baht = np.cumsum(persons_at) - persons_at, np.cumsum(baht_at) - baht_at
    richer_persons = persons.sum() - poorer_persons - persons_at
    richer_baht = baht.sum() - poorer_baht - baht_at
    # By group: a person more moves its mean (times `lead`) and stands in its pairs (`trail`).
    lead, trail = np.empty(len(order)), np.empty(len(order))
    lead[order] = (poorer_persons - richer_persons)[rank]
    trail[order] = (richer_baht - poorer_baht)[rank]
    value = float(sums.amount @ lead + sums.persons @ trail)
    slope = 2 * (income * lead[sums.group] + trail[sums.group])
    return Linearised(value, slope)


def theil_t_parts(income: Floats, weight: Floats, group: Ints) -> Parts:
    """Theil's T: within is the groups' own, by their share of income. All incomes above nought."""
    sums = group_sums(group, weight, income)
    persons, baht = float(weight.sum()), float(weight @ income)
    mean = baht / persons
    mine = sums.means[sums.group]
    value = float(sums.amount @ np.log(sums.means / mean)) / baht
    between = Linearised(value, (income * (np.log(mine / mean) - value) - mine + mean) / baht)
    within = theil_t_around(income, weight, mine)
    return Parts(theil_t(income, weight), {"between": between, "within": within})


def theil_l_parts(income: Floats, weight: Floats, group: Ints) -> Parts:
    """Theil's L: within is the groups' own, by their share of persons. All incomes above nought."""
    sums = group_sums(group, weight, income)
    persons, baht = float(weight.sum()), float(weight @ income)
    mean = baht / persons
    mine = sums.means[sums.group]
    value = -float(sums.persons @ np.log(sums.means / mean)) / persons
    relative = income / mine
    slope = income / baht - (np.log(mine / mean) + relative + value) / persons
    within = theil_l_around(income, weight, mine)
    return Parts(theil_l(income, weight), {"between": Linearised(value, slope), "within": within})


def among_poor_parts(score: Floats, weight: Floats, group: Ints) -> Parts:
    """Inequality among the poor: between the groups' mean scores, and around them. Rows: the poor."""
    sums = group_sums(group, weight, score)
    persons = float(weight.sum())
    if not persons > 0:
        return Parts(undefined(weight), dict.fromkeys(("between", "within"), undefined(weight)))
    off = sums.means - float(weight @ score) / persons
    between = BETA * float(sums.persons @ off**2) / persons
    mine = off[sums.group]
    around = score - sums.means[sums.group]
    inside = total(weight, around**2) / total(weight, np.ones_like(weight))
    return Parts(
        inequality_among_poor(score, weight),
        {
            # The square of the group's mean, and what the row adds to that mean.
            "between": Linearised(between, (BETA * (mine**2 + 2 * mine * around) - between) / persons),
            "within": inside.times(BETA),
        },
    )
