"""Education: years of schooling and school attendance."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some, sure


def enough_known(known_count: Column, eligible_count: Column, p: ParametersOnDay) -> Column:
    """Of so many eligible members, so many at least are known of (two of three)."""
    return known_count * p.of_members >= eligible_count * p.known_members


@indicator("global-mpi", applies=someone("schooling_eligible_count"))
def years_of_schooling(household: Column, p: ParametersOnDay) -> Column:
    """Nobody who is old enough has completed the years of schooling.

    Unknown: nobody is known to have completed them, and too few members are known of to say so.
    """
    enough = enough_known(household.schooling_known_count, household.schooling_eligible_count, p)
    return (household.most_schooling_year_count < p.schooling_floor_years) & sure(enough)


@indicator("global-mpi", applies=someone("school_age_child_count"))
def school_attendance(household: Column, p: ParametersOnDay) -> Column:
    """A child of school age does not attend.

    Unknown: none is known to stay away, and too few of the children are known of to say so.
    """
    enough = enough_known(household.attendance_known_count, household.school_age_child_count, p)
    return some(household.child_not_attending_count) | ~sure(enough)
