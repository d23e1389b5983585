"""Which children an indicator is about."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.terms import Column


def of_the_age(child: Column, p: ParametersOnDay) -> Column:
    """The child's age, in completed years, is from the first year to the last that counts."""
    age = child.child_age_year_count
    return (age >= p.first_age_years) & (age <= p.last_age_years)
