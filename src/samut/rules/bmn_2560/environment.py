"""Category 2, surroundings: indicators 8 to 14."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column, all_of, any_of, some


@indicator("bmn-2560")
def secure_housing(household: Column, p: ParametersOnDay) -> Column:
    """The dwelling is not secure, or the house is not durable."""
    return ~(household.tenure_secure & household.house_durable)


@indicator("bmn-2560")
def drinking_water(household: Column, p: ParametersOnDay) -> Column:
    """Clean water to drink does not last the year."""
    return ~household.drinking_water_enough


@indicator("bmn-2560")
def use_water(household: Column, p: ParametersOnDay) -> Column:
    """Water for use does not last the year."""
    return ~household.use_water_enough


@indicator("bmn-2560")
def orderly_house(household: Column, p: ParametersOnDay) -> Column:
    """One of the eight points of a clean and orderly house is missing; waste counts as one point of four."""
    waste = all_of(
        household.waste_container, household.waste_sorted, household.waste_removed, household.waste_area_clean
    )
    return ~all_of(
        household.house_inside_clean,
        household.kitchen_clean,
        household.water_store_covered,
        household.pests_absent,
        waste,
        household.drainage_adequate,
        household.toilet_hygienic,
        household.chemicals_apart,
    )


@indicator("bmn-2560")
def pollution(household: Column, p: ParametersOnDay) -> Column:
    """The household is disturbed by one of the six kinds of pollution."""
    return any_of(
        household.pollution_noise,
        household.pollution_vibration,
        household.pollution_dust,
        household.pollution_smell,
        household.pollution_waste_water,
        household.pollution_waste,
    )


@indicator("bmn-2560")
def accident_prevention(household: Column, p: ParametersOnDay) -> Column:
    """One of the four guards against accident and disaster is missing."""
    return ~all_of(
        household.safe_driving, household.safe_electricity, household.safe_work, household.disaster_ready
    )


@indicator("bmn-2560")
def safety(household: Column, p: ParametersOnDay) -> Column:
    """A crime against life, body, property or dwelling befell the household in the past year."""
    return any_of(
        household.crime_killing,
        household.crime_assault,
        some(household.crime_property_loss_baht),
        household.crime_trespass,
        household.crime_other,
    )
