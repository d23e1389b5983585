"""Who is eligible for which programme: one function each over facts of a person.

Numbers (ages, ceilings, amounts) and their dates stand in policy/programmes.
"""

from __future__ import annotations

from collections.abc import Callable

from samut.rules.policy_files import ParametersOnDay
from samut.rules.terms import Column, all_of

ProgrammeRule = Callable[[Column, ParametersOnDay], Column]


def elderly_allowance(person: Column, p: ParametersOnDay) -> Column:
    """Thai, of the age, and in the house register of the local authority that pays."""
    return all_of(person.is_thai, person.age_years >= p.age_floor_years, person.in_local_house_register)


def disability_allowance(person: Column, p: ParametersOnDay) -> Column:
    """Thai, with a disability card, in the local house register, and not cared for in an institution."""
    return all_of(
        person.is_thai, person.has_disability_card, person.in_local_house_register, ~person.in_institution
    )


def newborn_grant(person: Column, p: ParametersOnDay) -> Column:
    """A Thai child under the age, living with its guardian, in a household under the income ceiling.

    Unknown: also when only the household's income was not told.
    """
    ceiling = p.income_ceiling_baht_year * person.member_count
    return all_of(
        person.is_thai,
        person.age_years < p.age_limit_years,
        person.lives_with_guardian,
        ~person.in_institution,
        person.income_year_baht <= ceiling,
    )


RULES: dict[str, ProgrammeRule] = {
    "elderly-allowance": elderly_allowance,
    "disability-allowance": disability_allowance,
    "newborn-grant": newborn_grant,
}
