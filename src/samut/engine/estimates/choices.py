"""The choices a measure rests on, varied: every cutoff with every way to weigh.

Why it exists: cutoff and weights are decisions, not facts. Whether the order of provinces stands
is asked over a grid of the decisions somebody else might have taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from samut.rules.alkire_foster import AlkireFoster, WeighedDimension
from samut.rules.errors import SamutError, Text
from samut.rules.weighting import Cutoff, Number, WeightScheme, cutoff, scheme

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Choice:
    """One cutoff with one way to weigh."""

    scheme: WeightScheme
    cutoff: Cutoff


def choices(measure: AlkireFoster, grid: Sequence[Number] = ()) -> tuple[Choice, ...]:
    """The measure's own choice first, then every other cutoff and scheme together.

    Cutoffs are the measure's and those of `grid`. Schemes are the measure's; where it names no
    other than its own, each dimension is given half of the weight in turn. A union measure has no
    weights to vary.

    Raises: MEASURE_004, MEASURE_006 for a grid that is none, MEASURE_022 when there is one choice only.
    """
    cutoffs: dict[Fraction, Cutoff] = {}
    for each in (*measure.cutoffs, *map(cutoff, grid)):
        cutoffs.setdefault(each.value, each)
    found = tuple(Choice(each, at) for each in schemes_of(measure) for at in cutoffs.values())
    if len(found) < 2:
        raise SamutError("MEASURE_022", name=measure.id)
    return found


def schemes_of(measure: AlkireFoster) -> tuple[WeightScheme, ...]:
    """The measure's own scheme, and those that it is varied by."""
    if len(measure.schemes) > 1 or measure.is_union:
        return measure.schemes
    return measure.schemes + half_for_each(measure)


def half_for_each(measure: AlkireFoster) -> tuple[WeightScheme, ...]:
    """For each dimension a scheme in which it has half of the weight, and the others share the rest.

    Within a dimension, and among the others, indicators keep their proportions. A dimension that
    has no weight, all of it, or half of it already gives no scheme.
    """
    own = measure.schemes[0]
    weights = iter([own.share(place) for place in range(len(measure.terms))])
    shares = {each.id: {term.id: next(weights) for term in each.terms} for each in measure.dimensions}
    found = []
    for dimension in measure.dimensions:
        share = sum(shares[dimension.id].values(), Fraction(0))
        if share not in (0, HALF, 1):
            found.append(_raised(dimension, share, shares))
    return tuple(found)


def _raised(
    raised: WeighedDimension, share: Fraction, shares: dict[str, dict[str, Fraction]]
) -> WeightScheme:
    indicators: dict[str, dict[str, Fraction | None]] = {}
    for dimension, weights in shares.items():
        factor = HALF / share if dimension == raised.id else HALF / (1 - share)
        weighed = any(weights.values())
        indicators[dimension] = {
            name: weight * factor if weighed else None for name, weight in weights.items()
        }
    dimensions: dict[str, Fraction | None] = {
        name: sum((weight or Fraction(0) for weight in weights.values()), Fraction(0))
        for name, weights in indicators.items()
    }
    label = Text(th=f"{raised.label.th} ครึ่งหนึ่ง", en=f"half on {raised.label.en.lower()}")
    return scheme(f"half-{raised.id}", label, dimensions, indicators)
