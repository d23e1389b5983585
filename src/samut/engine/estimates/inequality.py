"""How unequal incomes are (Gini, Theil, shares, Palma), and how unequal the poor are among themselves.

Why it exists: the mean and the poverty rate hide who has how much. Each figure is that of persons (a
household's weight times its members), takes incomes as they are, and comes with its slope by every
weight (`Linearised`), from which standard errors follow.

Sources: Gini by weighted ranks; shares by partial sums that split the row in which the share ends
(Langel and Tillé 2011), so that no density has to be estimated; Theil's T and L (mean logarithmic
deviation); inequality among the poor by Seth and Alkire (2014), a positive multiple of the variance.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from samut.engine.estimates.linearised import Floats, Ints, Linearised, mean, total

# Scores lie in 0..1, where no variance is above a quarter: four times it lies in 0..1 too.
BETA = 4.0
# Five fifths of the persons, the poorest first.
FIFTHS = (0.2, 0.4, 0.6, 0.8)
BOTTOM, TOP = 0.4, 0.9


def absolute_differences(income: Floats, weight: Floats, group: Ints | None = None) -> Linearised:
    """The weighted sum over all pairs of how far their incomes lie apart, each pair counted twice.

    `group` (numbered from nought): only pairs within one group.
    """
    within = np.zeros(len(income), np.int64) if group is None else group
    order = np.lexsort((income, within))
    ranked, mass = income[order], weight[order]
    start = np.flatnonzero(np.diff(within[order], prepend=-1))
    size = np.diff(start, append=len(order))
    # Running sums begin anew in each group.
    persons, baht = _running(mass, start, size), _running(mass * ranked, start, size)
    last = np.repeat(start + size - 1, size)
    poorer_persons, poorer_baht = persons - mass, baht - mass * ranked
    richer_persons, richer_baht = persons[last] - persons, baht[last] - baht
    distance = np.empty(len(income))
    distance[order] = ranked * (poorer_persons - richer_persons) + richer_baht - poorer_baht
    return Linearised(float(weight @ distance), 2 * distance)


def _running(amount: Floats, start: Ints, size: Ints) -> Floats:
    sums: Floats = np.cumsum(amount)
    before = np.concatenate([[0.0], sums])[start]
    return sums - np.repeat(before, size)


def gini_scale(income: Floats, weight: Floats) -> Linearised:
    """What a sum of absolute differences is divided by: twice the persons times all income."""
    return (total(weight, np.ones_like(weight)) * total(weight, income)).times(2)


def gini(income: Floats, weight: Floats) -> Linearised:
    """The Gini coefficient: 0 where all have the same, 1 where one has all.

    With negative incomes it may pass 1; NaN where the mean income is not above nought.
    """
    if not weight @ income > 0:
        return undefined(weight)
    return absolute_differences(income, weight) / gini_scale(income, weight)


def theil_t(income: Floats, weight: Floats) -> Linearised:
    """Theil's T. All incomes must be above nought."""
    return theil_t_around(income, weight, _everybodys_mean(income, weight))


def theil_l(income: Floats, weight: Floats) -> Linearised:
    """Theil's L, the mean logarithmic deviation. All incomes must be above nought."""
    return theil_l_around(income, weight, _everybodys_mean(income, weight))


def theil_t_around(income: Floats, weight: Floats, middle: Floats) -> Linearised:
    """Theil's T around the mean of each row's group: what lies within the groups."""
    logs = income * np.log(income / middle)
    # A row more moves its group's mean, and with it every logarithm of the group.
    inside = Linearised(float(weight @ logs), logs - income + middle)
    return inside / total(weight, income)


def theil_l_around(income: Floats, weight: Floats, middle: Floats) -> Linearised:
    """Theil's L around the mean of each row's group: what lies within the groups."""
    relative = income / middle
    inside = Linearised(float(weight @ -np.log(relative)), relative - np.log(relative) - 1)
    return inside / total(weight, np.ones_like(weight))


def _everybodys_mean(income: Floats, weight: Floats) -> Floats:
    return np.full(len(income), mean(weight, income).value)


class Queue:
    """The persons in a row, the poorest first."""

    def __init__(self, income: Floats, weight: Floats) -> None:
        order = np.argsort(income, kind="stable")
        self._income, self._ranked, self._mass = income, income[order], weight[order]
        self._reached = np.cumsum(self._mass)

    def income_of_poorest(self, part: float) -> Linearised:
        """What the poorest `part` of the persons have together; the row it ends in is split."""
        wanted = part * self._reached[-1]
        taken = np.clip(wanted - (self._reached - self._mass), 0, self._mass)
        last = self._ranked[min(int(np.searchsorted(self._reached, wanted)), len(self._ranked) - 1)]
        # More weight below the last pushes as much of the last out; any weight lets the part grow.
        slope = np.minimum(self._income - last, 0) + part * last
        return Linearised(float(taken @ self._ranked), slope)


def shares(income: Floats, weight: Floats) -> dict[str, Linearised]:
    """Shares of all income by fifths of the persons, of the poorest 40 and richest 10 per cent; the ratios.

    `palma`: the richest tenth's income over that of the poorest four tenths. `s80_s20`: the richest
    fifth's over the poorest fifth's. NaN where what it is divided by is not above nought.
    """
    whole = total(weight, income)
    if not whole.value > 0:
        nothing = undefined(weight)
        return dict.fromkeys(SHARES, nothing)
    nobody = Linearised(0.0, np.zeros_like(weight))
    queue = Queue(income, weight)
    ends = [nobody, *(queue.income_of_poorest(part) for part in FIFTHS), whole]
    fifths = [upper - lower for lower, upper in pairwise(ends)]
    bottom = queue.income_of_poorest(BOTTOM)
    top = whole - queue.income_of_poorest(TOP)
    found = {f"quintile_share_{place}": fifth / whole for place, fifth in enumerate(fifths, start=1)}
    found |= {"share_bottom_40": bottom / whole, "share_top_10": top / whole}
    found["palma"] = top / bottom if bottom.value > 0 else undefined(weight)
    found["s80_s20"] = fifths[-1] / fifths[0] if fifths[0].value > 0 else undefined(weight)
    return found


SHARES = (
    *(f"quintile_share_{place}" for place in range(1, len(FIFTHS) + 2)),
    "share_bottom_40",
    "share_top_10",
    "palma",
    "s80_s20",
)


def inequality_among_poor(score: Floats, weight: Floats) -> Linearised:
    """Four times the variance of the deprivation score; the rows are the poor. 0 where all are equal."""
    middle = mean(weight, score).value
    # The mean moves too, but at the mean the variance does not mind.
    return mean(weight, (score - middle) ** 2).times(BETA)


def undefined(weight: Floats) -> Linearised:
    """A figure that is not defined for these rows."""
    return Linearised(np.nan, np.full(len(weight), np.nan))
