"""Category 3, education: indicators 15 to 19."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some


@indicator("bmn-2560", applies=someone("child_3_5_count"))
def preschool(household: Column, p: ParametersOnDay) -> Column:
    """A child of three to five gets no pre-school care."""
    return some(household.child_3_5_no_preschool_count)


@indicator("bmn-2560", applies=someone("child_6_14_count"))
def compulsory_education(household: Column, p: ParametersOnDay) -> Column:
    """A child of six to fourteen is not in the nine years of compulsory school."""
    return some(household.child_6_14_out_of_school_count)


@indicator("bmn-2560", applies=someone("m3_finisher_count"))
def further_education(household: Column, p: ParametersOnDay) -> Column:
    """Somebody finished grade nine and did not go on to grade ten or its like."""
    return some(household.m3_finisher_not_continuing_count)


@indicator("bmn-2560", applies=someone("left_school_jobless_count"))
def vocational_training(household: Column, p: ParametersOnDay) -> Column:
    """Somebody left school after the compulsory years, has no work, and was not trained for any."""
    return some(household.left_school_jobless_untrained_count)


@indicator("bmn-2560", applies=someone("person_15_59_count"))
def literacy(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of 15 to 59 cannot read and write Thai and do simple sums."""
    return some(household.person_15_59_illiterate_count)
