"""The rules and measures of the invented country: 31 indicators, each over one answer.

They are Samut's own kinds of thing (Rule, Indicator, IndicatorSet, WeightScheme, Cutoff), so what is
timed is what the census is measured with: the same words_sql, the same cube.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from national_data import INDICATORS, SECTIONS

from samut.rules.errors import Text
from samut.rules.indicators import Indicator, IndicatorSet
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import Rule, RuleFunction
from samut.rules.terms import Column, equals
from samut.rules.union import Dimension
from samut.rules.weighting import WeightScheme, cutoff, scheme

ON = date(2018, 1, 1)
DEPRIVED, NOT_APPLICABLE = 1, 2
# The answers that nobody gives in a household without an eligible member.
CONCERN_SOME = frozenset({0, 1, 2, 5, 14, 15, 16, 17, 20, 26, 27, 28})
# TPMAP's five dimensions: 17 of the 31 indicators of the census, by their numbers.
UNION = {
    "health": (1, 4, 5, 7),
    "living": (8, 9, 10, 11),
    "education": (15, 16, 17, 19),
    "income": (20, 21, 22),
    "accessibility": (27, 28),
}
SECTION_NAMES = ("health", "environment", "education", "work", "values")


def _rule(place: int) -> Rule:
    name = f"answer_{place}"

    def deprived(household: Column, _: ParametersOnDay) -> Column:
        return equals(getattr(household, name), DEPRIVED)

    def applies(household: Column, _: ParametersOnDay) -> Column:
        return ~equals(getattr(household, name), NOT_APPLICABLE)

    concerns: RuleFunction | None = applies if place in CONCERN_SOME else None
    return Rule(deprived=deprived, applies=concerns)


def _indicator(place: int) -> Indicator:
    name = f"answer_{place}"
    return Indicator(
        id=name,
        number=place + 1,
        bit=place,
        label=_text(name),
        unit="household",
        source="invented",
        status="proposed",
        parameters=(),
        examples=(),
        facts=(name,),
        rule=_rule(place),
        rule_status="proposed",
    )


def _text(text: str) -> Text:
    return Text(th=text, en=text)


INDICATOR_SET = IndicatorSet(
    id="national",
    label=_text("national"),
    source="invented",
    indicators=tuple(_indicator(place) for place in range(INDICATORS)),
    fact_labels={f"answer_{place}": _text(f"answer_{place}") for place in range(INDICATORS)},
)
DIMENSIONS = tuple(
    Dimension(name, _text(name), tuple(f"answer_{n - 1}" for n in numbers), sum(1 << n - 1 for n in numbers))
    for name, numbers in UNION.items()
)
# The five sections weigh the same, and so do the indicators of one: 40, 40, 56, 70 and 35 of 1400.
WEIGHTS: WeightScheme = scheme(
    "equal",
    _text("equal"),
    dict.fromkeys(SECTION_NAMES),
    {
        name: dict.fromkeys(f"answer_{place}" for place in section)
        for name, section in zip(SECTION_NAMES, SECTIONS, strict=True)
    },
)
CUTOFF = cutoff("3/20")
SMALLEST_POOR_SCORE = CUTOFF.smallest_poor_score(WEIGHTS.total)
SHARE = Fraction(SMALLEST_POOR_SCORE, WEIGHTS.total)
