"""Child welfare: discipline, work, parents."""

from __future__ import annotations

from samut.rules.child_mpi_thailand.ages import of_the_age
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column


@indicator("child-mpi-thailand", applies=of_the_age)
def violent_discipline(child: Column, p: ParametersOnDay) -> Column:
    """The child was punished with severe violence."""
    return child.severely_punished


@indicator("child-mpi-thailand", applies=of_the_age)
def child_labour(child: Column, p: ParametersOnDay) -> Column:
    """The child works more than its age allows, or at something dangerous."""
    return child.in_child_labour


@indicator("child-mpi-thailand")
def living_with_parents(child: Column, p: ParametersOnDay) -> Column:
    """The child lives with neither parent."""
    return ~child.lives_with_a_parent
