"""policy/disclosure.toml: from what size a count is shown, how it is rounded, and under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from samut.rules.errors import SamutError, Text
from samut.rules.policy_files import STATUSES, Table, parameters_in, policy_dir, read_file, values_on

POLICY = "disclosure.toml"
NOT_PARAMETERS = ("id", "label", "source", "status", "lowest_level", "licence", "source_licence")
LEVELS = ("province", "amphoe", "tambon", "village")


@dataclass(frozen=True)
class Limits:
    """From what size a count is shown, and how much an onlooker must be left in doubt about a hidden one.

    `fewest_values`: how many values a hidden count can have at the least.
    """

    smallest_shown: int
    rounding_base: int
    fewest_values: int


@dataclass(frozen=True)
class Licence:
    """Under which terms figures may be used. `status`: how sure that is."""

    id: str
    label: Text
    address: str
    status: str


@dataclass(frozen=True)
class SourceLicence:
    """What published files rest on, and the terms of it."""

    label: Text
    licence: str
    source: str


@dataclass(frozen=True)
class DisclosurePolicy:
    """What is in force on a day. `lowest_level`: the smallest areas that have public figures."""

    limits: Limits
    lowest_level: str
    licence: Licence
    sources: tuple[SourceLicence, ...]


def load_disclosure_policy(day: date | None = None) -> DisclosurePolicy:
    """The policy as it is in force on a day, else today. Raises: POLICY_003, POLICY_005, POLICY_009."""
    return _in_force(day or datetime.now(UTC).date())


@cache
def _in_force(day: date) -> DisclosurePolicy:
    table = read_file(policy_dir() / POLICY)
    values = values_on(parameters_in(table, besides=NOT_PARAMETERS), day)
    limits = Limits(int(values.smallest_shown), int(values.rounding_base), int(values.fewest_values))
    return DisclosurePolicy(
        limits,
        _lowest_level(table, day),
        _licence(Table(table.need("licence"), table.where)),
        tuple(_source_licence(each) for each in table.tables("source_licence")),
    )


def _lowest_level(table: Table, day: date) -> str:
    entries = [each for each in table.tables("lowest_level") if each.need("from") <= day]
    if not entries:
        raise SamutError("POLICY_005", table.where, name="lowest_level", day=day.isoformat())
    entry = max(entries, key=lambda each: each.need("from"))
    entry.only("from", "level", "source", "status")
    entry.one_of("status", STATUSES)
    entry.name("source")
    return entry.one_of("level", LEVELS)


def _licence(entry: Table) -> Licence:
    entry.only("id", "label", "address", "source", "status")
    entry.name("source")
    return Licence(
        entry.name("id"), entry.text("label"), entry.name("address"), entry.one_of("status", STATUSES)
    )


def _source_licence(entry: Table) -> SourceLicence:
    entry.only("label", "licence", "source", "status")
    entry.one_of("status", STATUSES)
    return SourceLicence(entry.text("label"), entry.name("licence"), entry.name("source"))
