"""Healthy living: drinking water, self-care, food."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some


@indicator("thailand-mpi")
def drinking_water(household: Column, p: ParametersOnDay) -> Column:
    """The household drinks water that is not safe."""
    return ~household.water_safe


@indicator("thailand-mpi", applies=someone("self_care_limited_count"))
def self_care(household: Column, p: ParametersOnDay) -> Column:
    """Somebody cannot look after himself or herself and nobody else does."""
    return some(household.self_care_limited_alone_count)


@indicator("thailand-mpi")
def food_deprivation(household: Column, p: ParametersOnDay) -> Column:
    """The household went without enough food for want of money."""
    return household.went_short_of_food
