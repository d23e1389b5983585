"""Exact weights and cutoffs: whole-number weights over one total, the cutoff as a fraction.

A household exactly on the cutoff is poor, so nothing here is a floating-point number: 0.333333 in a
file is 333333/1000000 and "1/3" is a third. Whether a household is poor is asked as
`score * cutoff.denominator >= cutoff.numerator * total`, in whole numbers, on every engine alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from samut.rules.errors import SamutError, Text, Where

# Weights that miss 1 by no more than this are rounded (0.333333 three times) and taken as shares.
ROUNDING = Fraction(1, 1000)
# Scores are summed in signed 64-bit numbers; beyond this a weight has too many decimals.
LARGEST_TOTAL = 2**40
# 1e999999999 is no weight, and writing it out would take all memory.
LARGEST_EXPONENT = 20

Number = int | float | str | Decimal | Fraction


@dataclass(frozen=True)
class Cutoff:
    """The share of all weight from which a household is poor. `text` is how it was written."""

    text: str
    value: Fraction

    def smallest_poor_score(self, total: int) -> int:
        """The least score (in weights over `total`) that is poor."""
        return -((-self.value.numerator * total) // self.value.denominator)


@dataclass(frozen=True)
class WeightScheme:
    """One way to weigh the indicators: whole numbers, in their order, that add up to `total`."""

    id: str
    label: Text
    numerators: tuple[int, ...]
    total: int

    def share(self, place: int) -> Fraction:
        """The weight of the indicator at that place; all of them add up to 1."""
        return Fraction(self.numerators[place], self.total)


@dataclass(frozen=True)
class Weight:
    """A weight as a file gives it: its own, or none (then it is equal within its group)."""

    name: str
    own: Fraction | None


def exact(value: object, name: str, where: Where | None = None) -> Fraction:
    """A number as the fraction it says, a float as it is printed: 0.1 is a tenth.

    Raises: MEASURE_006 where it says none.
    """
    try:
        if isinstance(value, bool) or not isinstance(value, Number):
            raise ValueError
        written = str(value)
        exponent = written.lower().partition("e")[2]
        if exponent and abs(int(exponent)) > LARGEST_EXPONENT:
            raise ValueError
        return Fraction(written)
    except (ValueError, ZeroDivisionError) as error:
        raise SamutError("MEASURE_006", where, name=name, found=value) from error


def cutoff(value: Number, where: Where | None = None) -> Cutoff:
    """A cutoff as written: 0.333333, "1/3". Raises: MEASURE_004 outside 0 to 1, MEASURE_006."""
    share = exact(value, "cutoff", where)
    if not 0 < share <= 1:
        raise SamutError("MEASURE_004", where, found=value)
    return Cutoff(str(value), share)


def scheme(
    id: str,
    label: Text,
    dimensions: Mapping[str, Fraction | None],
    indicators: Mapping[str, Mapping[str, Fraction | None]],
    where: Where | None = None,
) -> WeightScheme:
    """The weights of a measure: of each dimension, and by dimension of its indicators.

    None throughout: the dimensions weigh the same, and the indicators within one do. Indicators
    with weights of their own give shares of the whole (they add up to their dimension's weight) or
    shares of their dimension (they add up to 1). Whole numbers are proportions.

    Raises: MEASURE_003 when weights do not add up, MEASURE_005 when some are given and some are not,
    MEASURE_007 when one is negative, MEASURE_008 when they have too many decimals.
    """
    own = {name: _all_or_none(name, weights, where) for name, weights in indicators.items()}
    whole = _all_or_none("dimension", dimensions, where)
    if whole is None and _are_of_the_whole(own.values()):
        flat = [weight for weights in own.values() if weights is not None for weight in weights]
        shares = _as_shares("indicator", flat, where)
    else:
        of_dimensions = _as_shares("dimension", whole or [Fraction(1)] * len(dimensions), where)
        shares = [
            share * within
            for (name, weights), share in zip(own.items(), of_dimensions, strict=True)
            for within in _within(name, weights, len(indicators[name]), share, where)
        ]
    total = lcm(*(share.denominator for share in shares))
    if total > LARGEST_TOTAL:
        raise SamutError("MEASURE_008", where, scheme=id)
    return WeightScheme(id, label, tuple(int(share * total) for share in shares), total)


def _all_or_none(
    name: str, weights: Mapping[str, Fraction | None], where: Where | None
) -> list[Fraction] | None:
    given = [weight for weight in weights.values() if weight is not None]
    if not given:
        return None
    if len(given) < len(weights):
        lacking = next(each for each, weight in weights.items() if weight is None)
        raise SamutError("MEASURE_005", where, name=lacking, group=name)
    for each, weight in weights.items():
        if weight is not None and weight < 0:
            raise SamutError("MEASURE_007", where, name=each, found=weight)
    return given


def _are_of_the_whole(groups: Iterable[list[Fraction] | None]) -> bool:
    """Whether every indicator has a weight, and not as a share of its dimension."""
    weights = list(groups)
    if any(group is None for group in weights):
        return False
    shares = [sum(group or [], Fraction(0)) for group in weights]
    return len(shares) == 1 or not all(_near(share, Fraction(1)) for share in shares)


def _within(
    name: str, weights: list[Fraction] | None, count: int, share: Fraction, where: Where | None
) -> list[Fraction]:
    """The indicators' shares of their dimension."""
    if weights is None or not share:
        return [Fraction(1, count)] * count
    if sum(weights) > 0 and _near(sum(weights, Fraction(0)), share):
        return [weight / sum(weights) for weight in weights]
    return _as_shares(name, weights, where)


def _as_shares(name: str, weights: Sequence[Fraction], where: Where | None) -> list[Fraction]:
    """The weights as shares of their sum, which is 1 but for rounding, or of whole numbers."""
    total = sum(weights, Fraction(0))
    whole = all(weight.denominator == 1 for weight in weights)
    if total <= 0 or not (whole or _near(total, Fraction(1))):
        raise SamutError("MEASURE_003", where, group=name, total=_shown(total))
    return [weight / total for weight in weights]


def _near(found: Fraction | int, wanted: Fraction) -> bool:
    return abs(found - wanted) <= ROUNDING


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator < 100 else f"{float(value):.6g}"
