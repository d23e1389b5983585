"""Financial security: savings, burden, pension."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some


@indicator("thailand-mpi")
def savings(household: Column, p: ParametersOnDay) -> Column:
    """The household has no savings."""
    return ~household.has_savings


@indicator("thailand-mpi")
def financial_burden(household: Column, p: ParametersOnDay) -> Column:
    """The household could not pay for something it cannot do without: rent, bills, school."""
    return household.missed_necessary_payment


@indicator("thailand-mpi", applies=someone("person_15_up_count"))
def pension(household: Column, p: ParametersOnDay) -> Column:
    """Nobody of fifteen or over has a pension or pays towards one."""
    return ~some(household.person_15_up_pension_count)
