"""How much a survey team manages in a day, from the dated assumptions in policy/planning.

Why it exists: the suggestion of a survey area is only as good as these numbers, so they stand in
a file that people of the field can correct, and every page that uses them can show them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from samut.rules.errors import SamutError
from samut.rules.policy_files import parameters_in, read_table, values_on

FOLDER, NAME = "planning", "survey_workload"
NOT_PARAMETERS = ("id", "label", "source", "status")


@dataclass(frozen=True)
class Workload:
    """What one team does in a day. Unit: minutes, and per cent of the listed households."""

    minutes_per_visit: int
    minutes_between_households: int
    minutes_to_village_and_back: int
    minutes_per_team_day: int
    confirmed_percent: int
    status: str = "assumption"

    def __post_init__(self) -> None:
        for name in WORKLOAD_NAMES:
            value = getattr(self, name)
            if not isinstance(value, int) or value < 0:
                raise SamutError("PLAN_002", name=name, value=value)
        if not self.minutes_of_one_visit:
            raise SamutError("PLAN_002", name="minutes_per_visit", value=self.minutes_per_visit)
        if not 0 < self.confirmed_percent <= 100:
            raise SamutError("PLAN_002", name="confirmed_percent", value=self.confirmed_percent)
        if self.visits_per_team_day < 1:
            raise SamutError("PLAN_001", visit=self.minutes_of_one_visit, day=self.minutes_in_the_village)

    @property
    def minutes_of_one_visit(self) -> int:
        return self.minutes_per_visit + self.minutes_between_households

    @property
    def minutes_in_the_village(self) -> int:
        return self.minutes_per_team_day - self.minutes_to_village_and_back

    @property
    def visits_per_team_day(self) -> int:
        """Whole visits that fit between arriving in the village and leaving it."""
        return self.minutes_in_the_village // self.minutes_of_one_visit

    def team_days(self, visits: int) -> int:
        """Whole team-days for so many visits in one village: a team goes out for a day or not at all."""
        return -(-visits // self.visits_per_team_day)


WORKLOAD_NAMES = tuple(field.name for field in fields(Workload) if field.name != "status")


def load_workload(on: date) -> Workload:
    """The assumptions in force on a day.

    Raises: POLICY_001 for a number that is missing, POLICY_005 where none is in force on the day,
    PLAN_001 and PLAN_002 when the numbers cannot be used.
    """
    table = read_table(FOLDER, NAME)
    table.only(*NOT_PARAMETERS, *WORKLOAD_NAMES)
    values = values_on(parameters_in(table, besides=NOT_PARAMETERS), on)
    numbers = {name: getattr(values, name) for name in WORKLOAD_NAMES}
    return Workload(**numbers, status=str(table.need("status")))
