"""Which of several sources counts for a value, and what the others are to it.

Why it exists: a census, four registers and a visit tell the same thing of a household, and an officer
has to know which one to go by. The order is policy (policy/sources.toml); this only follows it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from samut.rules.errors import Text
from samut.rules.policy_files import STATUSES, Table, parameters_in, policy_dir, read_file, values_on
from samut.rules.thai_dates import PartialDate


class Standing(StrEnum):
    """What one source is to a value. All but the first: it does not count, and why not."""

    COUNTS = "counts"
    AGREES = "agrees"
    OLDER = "older"
    BEHIND = "behind"
    LESS_PRECISE = "less_precise"
    BESIDE = "beside"
    SILENT = "silent"


@dataclass(frozen=True)
class Subject:
    """A kind of value. `order`: the sources that may count, the first of them first."""

    id: str
    label: Text
    order: tuple[str, ...]
    because: Text
    source: str
    status: str


@dataclass(frozen=True)
class SourcesPolicy:
    """The subjects by id. `old_after_days`: an answer older than this is old."""

    subjects: dict[str, Subject]
    old_after_days: int
    status: str


@dataclass(frozen=True)
class Said:
    """What a source says. `value` None: it does not know. `since`: the newer of two of one source counts."""

    source: str
    value: Hashable
    since: date | None = None


@cache
def load_sources_policy(day: date = date(2026, 1, 1)) -> SourcesPolicy:
    """policy/sources.toml as it stands on a day. Raises: POLICY_003, POLICY_005, POLICY_009."""
    table = read_file(policy_dir() / "sources.toml")
    besides = ("id", "label", "source", "status", "subject")
    values = values_on(parameters_in(table, besides=besides), day)
    subjects = (_subject(each) for each in table.tables("subject"))
    status = table.one_of("status", STATUSES)
    return SourcesPolicy({each.id: each for each in subjects}, int(values.old_after_days), status)


def _subject(entry: Table) -> Subject:
    entry.only("id", "label", "order", "because", "source", "status")
    return Subject(
        id=entry.name("id"),
        label=entry.text("label"),
        order=entry.names("order"),
        because=entry.text("because"),
        source=entry.name("source"),
        status=entry.one_of("status", STATUSES),
    )


def standings(said: Sequence[Said], subject: Subject) -> tuple[Standing, ...]:
    """What each source is to the value; at most one counts.

    Unknown: a source that does not know never counts before one that does. Where none that may count
    knows, none counts: what only stands beside is not taken for it.
    """
    chosen = _chosen(said, subject)
    return tuple(_standing(each, chosen, subject) for each in said)


def _chosen(said: Sequence[Said], subject: Subject) -> Said | None:
    able = [each for each in said if each.value is not None and each.source in subject.order]
    if not able:
        return None
    ranked = sorted(able, key=_newest, reverse=True)
    ranked.sort(key=lambda each: subject.order.index(each.source))
    first = ranked[0]
    # Who tells the same more precisely tells it better.
    return next((each for each in ranked if _refines(each.value, first.value)), first)


def _newest(said: Said) -> date:
    return said.since or date.min


def _standing(said: Said, chosen: Said | None, subject: Subject) -> Standing:
    if said.value is None:
        return Standing.SILENT
    if said is chosen:
        return Standing.COUNTS
    if chosen is not None and said.value == chosen.value:
        return Standing.AGREES
    if chosen is None or said.source not in subject.order:
        return Standing.BESIDE
    if _refines(chosen.value, said.value):
        return Standing.LESS_PRECISE
    return Standing.OLDER if said.source == chosen.source else Standing.BEHIND


def _refines(one: Hashable, other: Hashable) -> bool:
    """Whether a birth date tells the other one and a part more."""
    if not isinstance(one, PartialDate) or not isinstance(other, PartialDate) or one == other:
        return False
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(there is None or here == there for here, there in pairs)
