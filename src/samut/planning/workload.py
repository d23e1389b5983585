"""How much a survey team manages in a day, from the dated assumptions in policy/planning.

Why it exists: the suggestion of a survey area is only as good as these numbers, so they stand in
a file that people of the field can correct, and every page that uses them can show them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from samut.rules.errors import SamutError, Where

WORKLOAD_FILE = "planning/survey_workload.toml"


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
        if self.visits_per_team_day < 1:
            raise SamutError("PLAN_001", visit=self.minutes_of_one_visit, day=self.minutes_in_the_village)
        if not 0 < self.confirmed_percent <= 100:
            raise SamutError("PLAN_002", name="confirmed_percent", value=self.confirmed_percent)

    @property
    def minutes_of_one_visit(self) -> int:
        return self.minutes_per_visit + self.minutes_between_households

    @property
    def minutes_in_the_village(self) -> int:
        return self.minutes_per_team_day - self.minutes_to_village_and_back

    @property
    def visits_per_team_day(self) -> int:
        """Whole visits that fit between arriving in the village and leaving it."""
        if self.minutes_of_one_visit <= 0:
            raise SamutError("PLAN_002", name="minutes_per_visit", value=self.minutes_of_one_visit)
        return self.minutes_in_the_village // self.minutes_of_one_visit

    def team_days(self, visits: int) -> int:
        """Whole team-days for so many visits in one village: a team goes out for a day or not at all."""
        return -(-visits // self.visits_per_team_day)


def load_workload(policy: Path, on: date) -> Workload:
    """The assumptions in force on a day.

    Raises: PLAN_002 when a number is missing on that day or is not a whole number.
    """
    with (policy / WORKLOAD_FILE).open("rb") as file:
        document = tomllib.load(file)
    names = [field.name for field in fields(Workload) if field.name != "status"]
    values = {name: _value_on(document, name, on) for name in names}
    return Workload(**values, status=str(document["status"]))


def _value_on(document: dict[str, Any], name: str, on: date) -> int:
    entries = [entry for entry in document.get(name, ()) if entry["from"] <= on]
    value = max(entries, key=lambda entry: entry["from"])["value"] if entries else None
    if not isinstance(value, int) or isinstance(value, bool):
        raise SamutError("PLAN_002", Where(file=WORKLOAD_FILE), name=name, value=value)
    return value
