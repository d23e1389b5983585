"""policy/oversight.toml: from when on looks at persons are shown as unusual, and what fits which purpose."""

from __future__ import annotations

from calendar import SATURDAY
from dataclasses import dataclass
from datetime import date
from functools import cache

from samut.rules.policy_files import STATUSES, Table, parameters_in, policy_dir, read_file, values_on
from samut.rules.purposes import PURPOSES

NOT_PARAMETERS = ("id", "label", "source", "status", "misfit", "exports", "holidays")


@dataclass(frozen=True)
class Limits:
    """From which counts on a pattern is shown. Unit: looks in a day where nothing else is named."""

    night_from: int
    night_to: int
    least_night: int
    least_holiday: int
    least_many: int
    times_colleagues: int
    least_colleagues: int
    households_an_hour: int
    villages_an_hour: int
    days_of_one_household: int
    days_before_end: int
    working_from: int
    working_to: int
    least_before_end: int
    exports_an_hour: int
    least_misfits: int
    period_days: int

    def is_night(self, hour: int) -> bool:
        return hour >= self.night_from or hour < self.night_to

    def is_working_hour(self, hour: int) -> bool:
        return self.working_from <= hour < self.working_to


@dataclass(frozen=True)
class OversightPolicy:
    """The limits, the pages that a purpose does not explain, those that hand persons on, the days off."""

    limits: Limits
    misfits: frozenset[tuple[str, str]]
    exports: frozenset[str]
    holidays: frozenset[str]

    def misfit(self, purpose: str, page: str) -> bool:
        return (purpose, page) in self.misfits

    def is_day_off(self, day: date) -> bool:
        """A Saturday, a Sunday, or a public holiday with a fixed date."""
        return day.weekday() >= SATURDAY or day.strftime("%m-%d") in self.holidays


@cache
def load_oversight_policy(day: date = date(2026, 1, 1)) -> OversightPolicy:
    """policy/oversight.toml as it stands on a day. Raises: POLICY_003, POLICY_009."""
    table = read_file(policy_dir() / "oversight.toml")
    values = values_on(parameters_in(table, besides=NOT_PARAMETERS), day)
    limits = Limits(
        night_from=int(values.night_from_hour),
        night_to=int(values.night_to_hour),
        least_night=int(values.least_night_looks),
        least_holiday=int(values.least_holiday_looks),
        least_many=int(values.least_many_looks),
        times_colleagues=int(values.times_colleagues),
        least_colleagues=int(values.least_colleagues),
        households_an_hour=int(values.least_households_an_hour),
        villages_an_hour=int(values.least_villages_an_hour),
        days_of_one_household=int(values.least_days_of_one_household),
        days_before_end=int(values.days_before_the_end),
        working_from=int(values.working_from_hour),
        working_to=int(values.working_to_hour),
        least_before_end=int(values.least_looks_before_the_end),
        exports_an_hour=int(values.least_exports_an_hour),
        least_misfits=int(values.least_misfits),
        period_days=int(values.period_days),
    )
    misfits = frozenset(pair for entry in table.tables("misfit") for pair in _misfits(entry))
    exports, holidays = (
        _listed(table, name, key) for name, key in (("exports", "pages"), ("holidays", "days"))
    )
    return OversightPolicy(limits, misfits, exports, holidays)


def _misfits(entry: Table) -> tuple[tuple[str, str], ...]:
    entry.only("purpose", "pages", "source", "status")
    _sourced(entry)
    purpose = entry.one_of("purpose", PURPOSES)
    return tuple((purpose, page) for page in entry.names("pages"))


def _listed(table: Table, name: str, key: str) -> frozenset[str]:
    entry = Table(table.need(name), table.where)
    entry.only(key, "source", "status")
    _sourced(entry)
    return frozenset(entry.names(key))


def _sourced(entry: Table) -> None:
    entry.one_of("status", STATUSES)
    entry.name("source")
