"""Access to public services, and society: indicators 31 to 38 (37 is not known)."""

from __future__ import annotations

from samut.rules.bmn_2560 import values as earlier
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, same_question
from samut.rules.terms import Column, some

same_question(
    "bmn-2566",
    earlier.elderly_care,
    earlier.disabled_care,
    earlier.family_warmth,
    earlier.public_activity,
)


def _child_in_low_income(household: Column, p: ParametersOnDay) -> Column:
    """There is a child of the grant's age, and income per member is not over the ceiling."""
    low = household.income_year_baht <= p.income_ceiling_baht_year * household.member_count
    return some(household.child_0_6_count) & low


@indicator("bmn-2566", applies=_child_in_low_income)
def child_grant(household: Column, p: ParametersOnDay) -> Column:
    """A child of up to six in a household of low income gets no grant from the state."""
    return some(household.child_0_6_without_grant_count)


def _low_income_and_qualified(household: Column, p: ParametersOnDay) -> Column:
    """Income is not over the ceiling, and the household meets the other conditions."""
    return (household.income_year_baht <= p.income_ceiling_baht_year) & household.welfare_qualified


@indicator("bmn-2566", applies=_low_income_and_qualified)
def state_welfare(household: Column, p: ParametersOnDay) -> Column:
    """A household of low income that qualifies gets no welfare money from the state."""
    return ~household.welfare_received


@indicator("bmn-2566")
def social_protection(household: Column, p: ParametersOnDay) -> Column:
    """The household is not protected by the system and measures of social protection."""
    return ~household.socially_protected
