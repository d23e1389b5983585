"""Living standards: fuel, sanitation, water, electricity, housing, assets."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column, all_of, any_of


@indicator("global-mpi")
def cooking_fuel(household: Column, p: ParametersOnDay) -> Column:
    """The household cooks with dung, crops, wood, charcoal or coal."""
    return household.cooks_with_solid_fuel


@indicator("global-mpi")
def sanitation(household: Column, p: ParametersOnDay) -> Column:
    """There is no improved toilet, or it is shared with another household."""
    return ~household.toilet_improved | household.toilet_shared


@indicator("global-mpi")
def drinking_water(household: Column, p: ParametersOnDay) -> Column:
    """The water is not safe, or fetching it takes too long."""
    return ~household.water_safe | (household.water_round_trip_minute_count >= p.round_trip_limit_minutes)


@indicator("global-mpi")
def electricity(household: Column, p: ParametersOnDay) -> Column:
    """The house has no electricity."""
    return ~household.has_electricity


@indicator("global-mpi")
def housing(household: Column, p: ParametersOnDay) -> Column:
    """Floor, roof or walls are of inadequate material."""
    return any_of(~household.floor_adequate, ~household.roof_adequate, ~household.walls_adequate)


@indicator("global-mpi")
def assets(household: Column, p: ParametersOnDay) -> Column:
    """The household owns hardly any of the small things that count, and neither car nor truck."""
    few = household.small_asset_kind_count <= p.small_asset_limit
    return all_of(few, ~household.owns_car_or_truck)
