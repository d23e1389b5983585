"""Education: schooling, delay, living with parents."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some


@indicator("thailand-mpi", applies=someone("person_15_up_count"))
def years_of_schooling(household: Column, p: ParametersOnDay) -> Column:
    """Nobody of fifteen or over has finished the compulsory schooling of their own time."""
    return ~some(household.person_15_up_schooled_count)


@indicator("thailand-mpi", applies=someone("child_6_17_count"))
def delayed_schooling(household: Column, p: ParametersOnDay) -> Column:
    """A child of six to seventeen is out of school or behind the class of its age."""
    return some(household.child_6_17_delayed_count)


@indicator("thailand-mpi", applies=someone("child_under_18_count"))
def living_with_parents(household: Column, p: ParametersOnDay) -> Column:
    """A child under eighteen lives with neither parent."""
    return some(household.child_under_18_without_parent_count)
