"""An estimate together with how it moves when the weight of one row moves.

Why it exists: figures of poverty and inequality are put together from weighted sums (a ratio of them,
a difference, a product). If each sum carries its slope, the arithmetic that gives the figure gives its
slope too, and from slopes come standard errors under any design.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Linearised:
    """A figure of a group of rows. NaN where it is not defined (nobody poor, no income at all).

    Shape: `slope` is the derivative of `value` by the weight of each row of the group.
    """

    value: float
    slope: Floats

    def __add__(self, other: Linearised) -> Linearised:
        return Linearised(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: Linearised) -> Linearised:
        return Linearised(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other: Linearised) -> Linearised:
        return Linearised(self.value * other.value, self.slope * other.value + other.slope * self.value)

    def __truediv__(self, other: Linearised) -> Linearised:
        if other.value == 0:
            return Linearised(np.nan, np.full_like(self.slope, np.nan))
        found = self.value / other.value
        return Linearised(found, (self.slope - found * other.slope) / other.value)

    def times(self, factor: float) -> Linearised:
        return Linearised(self.value * factor, self.slope * factor)


def total(weight: Floats, amount: Floats) -> Linearised:
    """The weighted sum of an amount over the rows."""
    return Linearised(float(weight @ amount), np.asarray(amount, np.float64))


def mean(weight: Floats, amount: Floats) -> Linearised:
    """The weighted mean of an amount over the rows."""
    return total(weight, amount) / total(weight, np.ones_like(weight))
