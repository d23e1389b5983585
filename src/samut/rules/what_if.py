"""What may be asked of a measure: other weights, another cutoff, one indicator solved.

Whoever asks "what if income counted for half" names that one dimension; the others keep their
proportions. Weights and cutoffs stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import SamutError, Text
from samut.rules.policy_files import unknown_name
from samut.rules.weighting import Cutoff, WeightScheme, scheme

ASKED_SCHEME = "asked"
ASKED_LABEL = Text("น้ำหนักที่ถาม", "the weights asked about")
WHOLE = Fraction(1)


@dataclass(frozen=True)
class Choice:
    """Weights and a cutoff: all that decides who is poor once the answers are there."""

    weights: WeightScheme
    cutoff: Cutoff

    @property
    def least(self) -> int:
        """The least score (in weights over their total) that is poor."""
        return self.cutoff.smallest_poor_score(self.weights.total)


def own_choice(measure: AlkireFoster) -> Choice:
    """The measure as it is: its first weights and first cutoff."""
    return Choice(measure.schemes[0], measure.cutoffs[0])


def other_choice(
    measure: AlkireFoster,
    *,
    cutoff: Cutoff | None = None,
    scheme_id: str = "",
    weights: Mapping[str, Fraction] | None = None,
) -> Choice:
    """The measure with what is named chosen otherwise.

    A union measure stays one under other weights: poor from the least of them on, unless a cutoff
    is named. Raises: POLICY_001 for a scheme or dimension the measure does not have, and what
    `reweighed` raises.
    """
    chosen = _scheme_of(measure, scheme_id) if scheme_id else measure.schemes[0]
    if weights:
        chosen = reweighed(measure, chosen, weights)
    if cutoff is not None:
        return Choice(chosen, cutoff)
    return Choice(chosen, union_cutoff(chosen) if measure.is_union else measure.cutoffs[0])


def union_cutoff(weights: WeightScheme) -> Cutoff:
    """The cutoff under which one deprivation that has a weight is enough."""
    return Cutoff("union", Fraction(min(each for each in weights.numerators if each), weights.total))


def reweighed(measure: AlkireFoster, weights: WeightScheme, named: Mapping[str, Fraction]) -> WeightScheme:
    """The weights with the named dimensions' shares; the others share what is left as they did before.

    Within a dimension the indicators keep their proportions. Where every dimension is named, whole
    numbers are proportions.

    Raises: POLICY_001 for a dimension the measure does not have, WHATIF_002 where the named shares
    leave less than nothing for the others or nobody to take what is left, MEASURE_003 to MEASURE_008
    as for the weights of a file.
    """
    known = [each.id for each in measure.dimensions]
    for name, share in named.items():
        if name not in known:
            raise unknown_name(name, known)
        if share < 0:
            raise SamutError("MEASURE_007", name=name, found=share)
    numerators = dict(zip((term.id for term in measure.terms), weights.numerators, strict=True))
    of_terms = {
        each.id: {term.id: Fraction(numerators[term.id]) for term in each.terms}
        for each in measure.dimensions
    }
    before = {name: sum(terms.values(), Fraction(0)) for name, terms in of_terms.items()}
    shares: dict[str, Fraction | None] = {**_of_the_rest(before, named), **named}
    within = {
        name: terms if any(terms.values()) else dict.fromkeys(terms) for name, terms in of_terms.items()
    }
    return scheme(ASKED_SCHEME, ASKED_LABEL, {name: shares[name] for name in known}, within)


def _of_the_rest(before: Mapping[str, Fraction], named: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What the dimensions that are not named get of what the named ones leave."""
    others = {name: share for name, share in before.items() if name not in named}
    if not others:
        return {}
    left, all_others = WHOLE - sum(named.values(), Fraction(0)), sum(others.values(), Fraction(0))
    if left < 0 or (left > 0 and not all_others):
        raise SamutError("WHATIF_002", total=WHOLE - left)
    return {name: left * share / all_others if left else left for name, share in others.items()}


def place_of(measure: AlkireFoster, indicator: str) -> int:
    """Where an indicator stands in the order of the weights. Raises: POLICY_001."""
    known = [term.id for term in measure.terms]
    if indicator not in known:
        raise unknown_name(indicator, known)
    return known.index(indicator)


def _scheme_of(measure: AlkireFoster, scheme_id: str) -> WeightScheme:
    found = next((each for each in measure.schemes if each.id == scheme_id), None)
    if found is None:
        raise unknown_name(scheme_id, [each.id for each in measure.schemes])
    return found
