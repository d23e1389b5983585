"""Rules that answer for a household in one step: vulnerable or not, which level, in need of a grant.

One function each over named facts of a household. Numbers (ceilings, how many are many) and their
dates stand in policy/measures; so does which edition uses which rule.
"""

from __future__ import annotations

from collections.abc import Callable

from samut.rules.policy_files import ParametersOnDay
from samut.rules.terms import Column, all_of, any_of, some

HouseholdRule = Callable[[Column, ParametersOnDay], Column]


def farmer_left_out_or_poor_without_card(household: Column, p: ParametersOnDay) -> Column:
    """A farming household of which nobody is in the farmer register, or a poor one without a welfare card."""
    farmer_left_out = household.head_is_farmer & ~some(household.farmer_registered_count)
    ceiling = p.income_ceiling_baht_year * household.member_count
    poor = household.income_year_baht < ceiling
    return farmer_left_out | (poor & ~some(household.welfare_card_count))


def low_income(household: Column, p: ParametersOnDay) -> Column:
    """The mean income of the household's members is not over the ceiling."""
    return household.income_year_baht <= p.income_ceiling_baht_year * household.member_count


def dependents_or_low_income(household: Column, p: ParametersOnDay) -> Column:
    """Somebody depends on others, or the income is low; either is enough."""
    return some(household.dependent_count) | low_income(household, p)


def low_income_with_dependents(household: Column, p: ParametersOnDay) -> Column:
    """The income is low and somebody depends on others."""
    return low_income(household, p) & some(household.dependent_count)


def low_income_with_many_dependents_or_housing_problem(household: Column, p: ParametersOnDay) -> Column:
    """The income is low, and there are many dependents or a problem of housing."""
    many = household.dependent_count > p.few_dependents
    return low_income(household, p) & (many | household.housing_problem)


def low_income_with_many_dependents_and_housing_problem(household: Column, p: ParametersOnDay) -> Column:
    """The income is low, there are many dependents, and there is a problem of housing."""
    many = household.dependent_count > p.few_dependents
    return all_of(low_income(household, p), many, household.housing_problem)


def child_grant_of_2016(household: Column, p: ParametersOnDay) -> Column:
    """The income per person is under the ceiling, and one of four signs of poverty is there."""
    poor = household.income_month_baht < p.income_ceiling_baht_month * household.member_count
    dependency = any_of(
        some(household.single_parent_count),
        some(household.disabled_count),
        some(household.child_under_15_count),
        some(household.unemployed_15_65_count),
    )
    little_land = household.farms & (household.farm_land_rai < p.land_floor_rai)
    sign = any_of(dependency, household.house_decayed, ~household.owns_car_pickup_or_van, little_land)
    return poor & sign


RULES: dict[str, HouseholdRule] = {
    rule.__name__: rule
    for rule in (
        farmer_left_out_or_poor_without_card,
        low_income,
        dependents_or_low_income,
        low_income_with_dependents,
        low_income_with_many_dependents_or_housing_problem,
        low_income_with_many_dependents_and_housing_problem,
        child_grant_of_2016,
    )
}
