"""Reading policy: the names, numbers, dates and texts that domain people edit, as frozen values.

TOML holds what can be argued about (a floor, a date, a source, an example); Python holds the
expressions. Everything is checked here once, when it is read: a name that nothing knows is
refused with the nearest known one, never skipped.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from samut.rules.errors import SamutError, Where
from samut.rules.errors.entry import Text

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE / "_policy", _PACKAGE.parents[1] / "policy")
STATUSES = ("verified", "derived", "second_hand", "unverified", "proposed")
# The modules that decide a result; a change in one of them makes it another result.
_DECIDING = (
    "terms.py",
    "registry.py",
    "indicators.py",
    "reference.py",
    "union.py",
    "weighting.py",
    "alkire_foster.py",
    "measure_files.py",
    "targeting.py",
    "bmn_2560/*.py",
    "bmn_2566/*.py",
    "child_mpi_thailand/*.py",
    "global_mpi/*.py",
    "thailand_mpi/*.py",
    "household_rules.py",
    "household_tests.py",
    "household_levels.py",
    "scorecards.py",
    "life_cycle.py",
    "census_facts.py",
    "target_groups.py",
)

Fact = bool | int | float | str | date | None
Facts = Mapping[str, Fact]


def policy_dir() -> Path:
    """Where the policy files lie: inside the installed package, else in the repository."""
    return next((place for place in _PLACES if place.is_dir()), _PLACES[-1])


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one; a dash when there is none at all like it."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.3)
    return found[0] if found else "-"


def unknown_name(name: str, known: Iterable[str], where: Where | None = None) -> SamutError:
    return SamutError("POLICY_001", where, name=name, nearest=nearest(name, known))


class Table:
    """A table of a policy file that remembers where it stands, so that what it lacks can be named."""

    def __init__(self, values: Mapping[str, Any], where: Where) -> None:
        self.values, self.where = values, where

    def need(self, name: str) -> Any:
        if name not in self.values:
            raise SamutError("POLICY_003", self.where, name=name)
        return self.values[name]

    def text(self, name: str) -> Text:
        both = Table(self.need(name), self.where)
        return Text(th=both.need("th"), en=both.need("en"))

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        found = str(self.need(name))
        if found not in allowed:
            raise SamutError("POLICY_009", self.where, name=name, found=found, allowed=", ".join(allowed))
        return found

    def tables(self, name: str) -> tuple[Table, ...]:
        return tuple(Table(entry, self.where) for entry in self._listed(name, dict, f"[[{name}]]"))

    def name(self, key: str) -> str:
        """A name that something is called by. Raises: POLICY_003, POLICY_009 for what is no text."""
        found = self.need(key)
        if not isinstance(found, str) or not found:
            raise SamutError("POLICY_009", self.where, name=key, found=found, allowed='"…"')
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names; none where the key is missing. Raises: POLICY_009 for what is none."""
        return self._listed(key, str, '["…", "…"]')

    def _listed(self, key: str, kind: type, allowed: str) -> tuple[Any, ...]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, kind) for each in found):
            raise SamutError("POLICY_009", self.where, name=key, found=found, allowed=allowed)
        return tuple(found)

    def only(self, *names: str) -> None:
        """Refuse a key that nothing reads: most likely it is misspelt."""
        for name in self.values:
            if name not in names:
                raise unknown_name(name, names, self.where)


def read_table(folder: str, name: str) -> Table:
    """The policy file of that name, e.g. read_table("measures", "tpmap-2561")."""
    path = policy_dir() / folder / f"{name}.toml"
    if not path.is_file():
        known = [file.stem for file in (policy_dir() / folder).glob("*.toml")]
        raise SamutError(
            "POLICY_002", Where(file=f"{folder}/{name}.toml"), name=name, nearest=nearest(name, known)
        )
    return read_file(path)


def read_file(path: Path) -> Table:
    where = Where(file=f"{path.parent.name}/{path.name}")
    try:
        return Table(tomllib.loads(path.read_text("utf-8")), where)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SamutError("POLICY_004", where, detail=error) from error


@dataclass(frozen=True)
class DatedValue:
    """A value in force from a day on, until the next entry's day. A change of law is a new entry.

    `status` is how sure the value is; empty where its file's own status covers it.
    """

    since: date
    value: int | float
    unit: str
    source: str
    status: str = ""


@dataclass(frozen=True)
class Parameter:
    """A named number of a rule, with its history."""

    name: str
    entries: tuple[DatedValue, ...]

    def on(self, day: date) -> int | float:
        in_force = [entry for entry in self.entries if entry.since <= day]
        if not in_force:
            raise SamutError("POLICY_005", name=self.name, day=day.isoformat())
        return max(in_force, key=lambda entry: entry.since).value


class ParametersOnDay:
    """What a rule reads as `p.income_floor_baht_year`: the values in force on one day."""

    def __init__(self, values: Mapping[str, int | float]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> int | float:
        if name not in self._values:
            raise unknown_name(name, self._values)
        return self._values[name]


def parameters_in(table: Table, *, besides: Iterable[str]) -> tuple[Parameter, ...]:
    """Every list of dated entries of the table, apart from the keys that mean something else."""
    names = [name for name in table.values if name not in besides]
    return tuple(Parameter(name, tuple(_dated(entry) for entry in _entries(table, name))) for name in names)


def _entries(table: Table, name: str) -> tuple[Table, ...]:
    if not isinstance(table.values[name], list):
        raise SamutError(
            "POLICY_009", table.where, name=name, found=table.values[name], allowed="[[dated entries]]"
        )
    return table.tables(name)


def _dated(entry: Table) -> DatedValue:
    entry.only("from", "value", "unit", "source", "status")
    status = entry.one_of("status", STATUSES) if "status" in entry.values else ""
    return DatedValue(
        entry.need("from"), entry.need("value"), entry.need("unit"), entry.need("source"), status
    )


def values_on(parameters: Iterable[Parameter], day: date) -> ParametersOnDay:
    return ParametersOnDay({parameter.name: parameter.on(day) for parameter in parameters})


class ParametersAsked(ParametersOnDay):
    """Stands in for the parameters while a rule is asked which ones it reads."""

    def __init__(self) -> None:
        super().__init__({})
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> int | float:
        self.read.add(name)
        return 0


def check_read(parameters: Iterable[Parameter], asked: ParametersAsked, where: Where) -> None:
    """Refuse a parameter that the rule does not read, and a rule that reads one there is not."""
    names = [parameter.name for parameter in parameters]
    for name in names:
        if name not in asked.read:
            raise unknown_name(name, asked.read, where)
    for name in asked.read:
        if name not in names:
            raise SamutError("POLICY_003", where, name=name)


@cache
def fact_labels(profile: str, table: str) -> dict[str, Text]:
    """The facts a profile's table brings, by name, with what to call them on a screen."""
    tables = read_table("profiles", profile).tables("table")
    chosen = next(entry for entry in tables if entry.need("id") == table)
    return {column.need("name"): column.text("label") for column in chosen.tables("column")}


def policy_version(*folders: str) -> str:
    """A short hash of the policy files (all that measure, unless folders are named) and of the rules.

    A result carries it: the same hash means the same policy and the same rule functions.
    """
    digest = hashlib.blake2b(digest_size=6)
    for folder in folders or ("indicators", "measures", "targets"):
        for path in sorted((policy_dir() / folder).rglob("*.toml")):
            _feed(digest, path.relative_to(policy_dir()).as_posix(), path.read_bytes())
    for pattern in _DECIDING:
        for path in sorted(Path(__file__).parent.glob(pattern)):
            _feed(digest, path.relative_to(Path(__file__).parent).as_posix(), path.read_bytes())
    return digest.hexdigest()


def _feed(digest: hashlib.blake2b, name: str, content: bytes) -> None:
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)
