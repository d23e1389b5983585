"""Category 1, health: indicators 1 to 7."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, all_of, some


@indicator("bmn-2560", applies=someone("child_to_1_count"))
def birth_weight(household: Column, p: ParametersOnDay) -> Column:
    """A child of up to one year was born under the weight the census asks about."""
    return some(household.birth_weight_low_count)


@indicator("bmn-2560", applies=someone("infant_under_6m_count", "infant_6_12m_count"))
def breast_feeding(household: Column, p: ParametersOnDay) -> Column:
    """An infant was not, or is not so far, fed with breast milk alone for the first six months.

    The answer about an age group counts only where the household has infants of that age.
    """
    younger = some(household.infant_under_6m_count) & some(household.infant_under_6m_not_breastfed_count)
    older = some(household.infant_6_12m_count) & some(household.infant_6_12m_not_breastfed_count)
    return younger | older


@indicator("bmn-2560", applies=someone("child_0_12_count"))
def vaccination(household: Column, p: ParametersOnDay) -> Column:
    """A child from birth to twelve has not had every vaccine of the table for its age."""
    return some(household.child_0_12_unvaccinated_count)


@indicator("bmn-2560")
def safe_food(household: Column, p: ParametersOnDay) -> Column:
    """One of the four habits of safe eating is missing."""
    return ~all_of(
        household.food_approved,
        household.food_meat_cooked,
        household.food_vegetables_safe,
        household.food_hands_washed,
    )


@indicator("bmn-2560")
def proper_medicine(household: Column, p: ParametersOnDay) -> Column:
    """One of the four habits of using medicine properly is missing."""
    return ~all_of(
        household.medicine_at_hand,
        household.medicine_no_mixed_packs,
        household.medicine_no_unapproved,
        household.medicine_no_false_claims,
    )


@indicator("bmn-2560", applies=someone("person_35_up_count"))
def health_check(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of 35 and over had no yearly health check."""
    return some(household.person_35_up_unchecked_count)


@indicator(
    "bmn-2560",
    applies=someone(
        "person_6_up_exercise_count", "person_6_up_exertion_count", "person_6_up_no_exercise_count"
    ),
)
def exercise(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of six and over neither exercises nor works with bodily effort often enough."""
    return some(household.person_6_up_no_exercise_count)
