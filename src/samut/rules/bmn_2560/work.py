"""Category 4, work and income: indicators 20 to 23."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, some


@indicator("bmn-2560", applies=someone("worker_15_59_count"))
def working_age_job(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of 15 to 59 who should work has no work, with or without other income."""
    return some(household.worker_15_59_no_job_no_income_count) | some(
        household.worker_15_59_no_job_with_income_count
    )


@indicator("bmn-2560", applies=someone("elder_worker_count"))
def elderly_job(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of 60 and over who is able has no work, with or without other income."""
    return some(household.elder_no_job_no_income_count) | some(household.elder_no_job_with_income_count)


@indicator("bmn-2560")
def average_income(household: Column, p: ParametersOnDay) -> Column:
    """The household's income per member and year is under the floor.

    Unknown: the income or the number of members is missing.
    """
    return household.income_year_baht < p.income_floor_baht_year * household.member_count


@indicator("bmn-2560")
def saving(household: Column, p: ParametersOnDay) -> Column:
    """Nothing is saved in any form."""
    return household.saves_nothing
