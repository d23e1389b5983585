"""Health: nutrition and child mortality."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some, sure


@indicator("global-mpi", applies=someone("nutrition_eligible_count"))
def nutrition(household: Column, p: ParametersOnDay) -> Column:
    """Somebody who can be measured is undernourished.

    Unknown: nobody was found undernourished, and nobody at all was measured.
    """
    return some(household.undernourished_count) | ~sure(some(household.nutrition_measured_count))


@indicator("global-mpi", applies=someone("woman_15_49_count"))
def child_mortality(household: Column, p: ParametersOnDay) -> Column:
    """A child of the household died in the years before the survey that count."""
    return some(household.child_death_count)
