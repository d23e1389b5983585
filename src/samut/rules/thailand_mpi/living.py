"""Living conditions: waste, internet, assets."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column, all_of, some


@indicator("thailand-mpi")
def waste_disposal(household: Column, p: ParametersOnDay) -> Column:
    """The household's waste is neither collected nor disposed of soundly."""
    return ~household.waste_disposed_soundly


@indicator("thailand-mpi")
def internet(household: Column, p: ParametersOnDay) -> Column:
    """Nobody in the household uses the internet."""
    return ~some(household.internet_user_count)


@indicator("thailand-mpi")
def assets(household: Column, p: ParametersOnDay) -> Column:
    """The household owns hardly any of the small things that count, and neither car nor truck."""
    few = household.small_asset_kind_count <= p.small_asset_limit
    return all_of(few, ~household.owns_car_or_truck)
