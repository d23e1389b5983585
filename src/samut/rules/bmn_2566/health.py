"""Health: indicators 1 to 12."""

from __future__ import annotations

from samut.rules.bmn_2560 import health as earlier
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, same_question, someone
from samut.rules.terms import Column, all_of, some

same_question(
    "bmn-2566",
    earlier.birth_weight,
    earlier.breast_feeding,
    earlier.vaccination,
    earlier.safe_food,
    earlier.exercise,
    earlier.health_check,
)


@indicator("bmn-2566", applies=someone("expecting_mother_count"))
def antenatal_care(household: Column, p: ParametersOnDay) -> Column:
    """A woman who is with child, or bore one this year, had no antenatal care of good quality."""
    return some(household.expecting_mother_without_care_count)


@indicator("bmn-2566", applies=someone("child_growing_count"))
def child_growth(household: Column, p: ParametersOnDay) -> Column:
    """A child is not looked after, or does not develop as it should."""
    return some(household.child_growing_poorly_count)


@indicator("bmn-2566")
def health_risks(household: Column, p: ParametersOnDay) -> Column:
    """The household does not know the risks to its health, or does not guard against them."""
    return ~(household.health_risks_known & household.health_risks_guarded)


@indicator("bmn-2566")
def self_care(household: Column, p: ParametersOnDay) -> Column:
    """One of the four habits of looking after a minor illness is missing."""
    return ~all_of(
        household.medicine_as_needed,
        household.vital_signs_taken,
        household.medicine_no_false_claims,
        household.illness_history_told,
    )


@indicator("bmn-2566", applies=someone("bedridden_count"))
def bedridden_care(household: Column, p: ParametersOnDay) -> Column:
    """A bedridden member is cared for by nobody: family, community or state."""
    return some(household.bedridden_uncared_count)


@indicator("bmn-2566")
def health_insurance(household: Column, p: ParametersOnDay) -> Column:
    """Somebody has no right to treatment, or does not know where to use it."""
    return some(household.person_uninsured_count) | some(household.person_treatment_place_unknown_count)
