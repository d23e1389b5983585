"""Education: indicators 22 to 26."""

from __future__ import annotations

from samut.rules.bmn_2560 import education as earlier
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, same_question, someone
from samut.rules.terms import Column, some

same_question("bmn-2566", earlier.further_education)


@indicator("bmn-2566", applies=someone("child_under_6_count"))
def child_development(household: Column, p: ParametersOnDay) -> Column:
    """A child under six is behind its age in health, learning or personality."""
    return some(household.child_under_6_behind_count)


@indicator("bmn-2566", applies=someone("child_6_15_count"))
def compulsory_education(household: Column, p: ParametersOnDay) -> Column:
    """A child of six to fifteen is not in the nine years of compulsory school."""
    return some(household.child_6_15_out_of_school_count)


@indicator("bmn-2566", applies=someone("person_15_59_count"))
def literacy(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of 15 to 59 cannot read and write one of the languages asked about and do simple sums."""
    return some(household.person_15_59_no_language_or_sums_count)


@indicator("bmn-2566", applies=someone("learner_count"))
def learning_skills(household: Column, p: ParametersOnDay) -> Column:
    """A child, a young person or an adult lacks the learning skills this century asks for."""
    return some(household.learner_without_skills_count)
