"""Health: nutrition and vaccines."""

from __future__ import annotations

from samut.rules.child_mpi_thailand.ages import of_the_age
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column


@indicator("child-mpi-thailand", applies=of_the_age)
def nutrition(child: Column, p: ParametersOnDay) -> Column:
    """The child is too small, too light or too thin for its age."""
    return child.undernourished


@indicator("child-mpi-thailand", applies=of_the_age)
def immunisation(child: Column, p: ParametersOnDay) -> Column:
    """The child lacks a vaccine that it should have had by its age."""
    return child.lacks_a_vaccine
