"""Living conditions and surroundings: indicators 13 to 21."""

from __future__ import annotations

from samut.rules.bmn_2560 import environment as earlier
from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, same_question
from samut.rules.terms import Column, all_of

same_question("bmn-2566", earlier.pollution, earlier.accident_prevention, earlier.safety)


@indicator("bmn-2566")
def secure_housing(household: Column, p: ParametersOnDay) -> Column:
    """The dwelling is not secure, the house is not durable, or its surroundings do not suit."""
    return ~all_of(household.tenure_secure, household.house_durable, household.surroundings_suitable)


@indicator("bmn-2566")
def orderly_house(household: Column, p: ParametersOnDay) -> Column:
    """The house is not kept in order, or its waste is not collected hygienically."""
    return ~(household.house_orderly & household.waste_collected)


@indicator("bmn-2566")
def water(household: Column, p: ParametersOnDay) -> Column:
    """Water to drink, or water for use, does not last the year."""
    return ~(household.drinking_water_enough & household.use_water_enough)


@indicator("bmn-2566")
def electricity(household: Column, p: ParametersOnDay) -> Column:
    """Electricity does not reach the household, or is not used."""
    return ~(household.electricity_reaches & household.electricity_used)


@indicator("bmn-2566")
def phone_internet(household: Column, p: ParametersOnDay) -> Column:
    """Mobile phone or internet does not reach the household, or is not used."""
    return ~all_of(
        household.phone_reaches, household.phone_used, household.internet_reaches, household.internet_used
    )


@indicator("bmn-2566")
def public_transport(household: Column, p: ParametersOnDay) -> Column:
    """Public transport does not reach the household."""
    return ~household.public_transport_reaches
