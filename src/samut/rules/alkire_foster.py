"""An Alkire-Foster measure: weighted indicators, and a cutoff from which a household is poor.

A household's score is the weight of the indicators it is deprived in. It is poor when the score
reaches the cutoff, exactly. From scores follow the headcount ratio H, the intensity A among the
poor and the adjusted headcount ratio M0 = H × A.

What an unknown answer means is the measure's own rule, never silent: `drop_household` leaves the
household out, `not_deprived` takes the unknown for not deprived (a lower bound of H and M0),
`deprived` for deprived (an upper bound), `report` leaves it out and gives both bounds beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from samut.rules.errors import Text
from samut.rules.indicators import IndicatorSet
from samut.rules.measure_examples import MeasureExample
from samut.rules.status import Answer, Words
from samut.rules.weighting import Cutoff, WeightScheme


class Unknown(StrEnum):
    """The measure's rule for an answer that is not known."""

    DROP_HOUSEHOLD = "drop_household"
    NOT_DEPRIVED = "not_deprived"
    DEPRIVED = "deprived"
    REPORT = "report"


@dataclass(frozen=True)
class Term:
    """One indicator as the measure has it: the bit it has in the words, and its dimension."""

    id: str
    label: Text
    dimension: str
    bit: int

    @property
    def mask(self) -> int:
        return 1 << self.bit


@dataclass(frozen=True)
class WeighedDimension:
    """One dimension and its indicators, in order."""

    id: str
    label: Text
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class AlkireFoster:
    """A measure as a file declares it. The first cutoff and the first scheme are its own.

    `on_columns`: the data hold deprivations already (1, 0, empty), one column an indicator.
    `is_union`: a union measure read as this: poor when deprived in anything at all, without A and M0.
    """

    id: str
    label: Text
    indicator_set: IndicatorSet
    dimensions: tuple[WeighedDimension, ...]
    schemes: tuple[WeightScheme, ...]
    cutoffs: tuple[Cutoff, ...]
    unknown: Unknown
    source: str
    status: str
    on_columns: bool
    examples: tuple[MeasureExample, ...] = ()
    is_union: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """All indicators, in the order of the weights."""
        return tuple(term for dimension in self.dimensions for term in dimension.terms)

    @property
    def mask(self) -> int:
        return sum(term.mask for term in self.terms)


@dataclass(frozen=True)
class ScoreRange:
    """The least and the most a household's score can be, over the scheme's total."""

    least: int
    most: int


def score_range(household: Words, measure: AlkireFoster, scheme: WeightScheme) -> ScoreRange:
    """The score when every unknown answer is not deprived, and when every one is."""
    least = most = 0
    for term, weight in zip(measure.terms, scheme.numerators, strict=True):
        if household.deprived & term.mask:
            least += weight
            most += weight
        elif not household.known & term.mask:
            most += weight
    return ScoreRange(least, most)


def poor(
    household: Words, measure: AlkireFoster, scheme: WeightScheme | None = None, cutoff: Cutoff | None = None
) -> Answer:
    """Whether the household is poor, whatever its unknown answers may be; unknown where they decide."""
    weights = scheme or measure.schemes[0]
    threshold = (cutoff or measure.cutoffs[0]).smallest_poor_score(weights.total)
    found = score_range(household, measure, weights)
    if found.least >= threshold:
        return Answer.YES
    return Answer.UNKNOWN if found.most >= threshold else Answer.NO


def on_the_cutoff(household: Words, measure: AlkireFoster, scheme: WeightScheme, cutoff: Cutoff) -> bool:
    """Whether the known score is the cutoff exactly: where sums of rounded weights go astray."""
    return Fraction(score_range(household, measure, scheme).least, scheme.total) == cutoff.value
