"""policy/checks.toml: from where on a household, a place or an office is told as doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from samut.rules.policy_files import STATUSES, parameters_in, policy_dir, read_file, values_on


@dataclass(frozen=True)
class DoubtLimits:
    """What lies beyond these is told. Years are between births, ages completed years."""

    most_members: int
    least_head_age_years: int
    least_years_to_child: int
    least_years_to_grandchild: int
    most_metres_outside: float
    least_municipal_office: int


@cache
def load_doubt_limits(day: date = date(2026, 1, 1)) -> DoubtLimits:
    """The limits in force on a day. Raises: POLICY_003, POLICY_005, POLICY_009."""
    table = read_file(policy_dir() / "checks.toml")
    table.one_of("status", STATUSES)
    names = tuple(DoubtLimits.__dataclass_fields__)
    parameters = parameters_in(table, besides=[each for each in table.values if each not in names])
    values = values_on(parameters, day)
    return DoubtLimits(
        most_members=int(values.most_members),
        least_head_age_years=int(values.least_head_age_years),
        least_years_to_child=int(values.least_years_to_child),
        least_years_to_grandchild=int(values.least_years_to_grandchild),
        most_metres_outside=float(values.most_metres_outside),
        least_municipal_office=int(values.least_municipal_office),
    )
