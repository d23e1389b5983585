"""Education: learning with a caregiver, then school."""

from __future__ import annotations

from samut.rules.child_mpi_thailand.ages import of_the_age
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column


@indicator("child-mpi-thailand", applies=of_the_age)
def early_learning(child: Column, p: ParametersOnDay) -> Column:
    """An adult did too few things with the small child from which it learns."""
    return child.learning_activity_count < p.learning_activity_floor


@indicator("child-mpi-thailand", applies=of_the_age)
def school_attendance(child: Column, p: ParametersOnDay) -> Column:
    """The child of school age does not attend school."""
    return ~child.attends_school
