"""What policy/analysis.toml says: classes of numbers, limits, and what a programme solves in a what-if."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from samut.rules.errors import Text
from samut.rules.policy_files import STATUSES, Table, parameters_in, policy_dir, read_file, values_on
from samut.rules.programmes import load_programme

NOT_PARAMETERS = ("id", "label", "source", "status", "band", "programme")


@dataclass(frozen=True)
class Band:
    """A class of a number, both ends in it; `last` None: no end."""

    field: str
    id: str
    label: Text
    first: int
    last: int | None
    source: str


@dataclass(frozen=True)
class ProgrammeEffect:
    """Which indicators a programme is taken to solve, and why; none: it is not offered, and `say` why."""

    programme: str
    label: Text
    indicators: tuple[str, ...]
    since: date
    say: Text
    source: str
    status: str


@dataclass(frozen=True)
class AnalysisPolicy:
    """The whole file. The limits count cells, rows or columns, filters, saved views and steps."""

    bands: tuple[Band, ...]
    programmes: tuple[ProgrammeEffect, ...]
    most_cells: int
    most_classes: int
    most_filters: int
    most_saved_views: int
    steps_shown: int
    most_prepared_at_once: int

    def bands_of(self, field: str) -> tuple[Band, ...]:
        return tuple(each for each in self.bands if each.field == field)


@cache
def load_analysis_policy(on: date) -> AnalysisPolicy:
    """The policy in force on a day. Raises: POLICY_001, POLICY_002, POLICY_003, POLICY_005, POLICY_009."""
    table = read_file(policy_dir() / "analysis.toml")
    limits = values_on(parameters_in(table, besides=NOT_PARAMETERS), on)
    effects = (_effect(each) for each in table.tables("programme"))
    return AnalysisPolicy(
        bands=tuple(_band(each) for each in table.tables("band")),
        programmes=tuple(each for each in effects if each.since <= on),
        most_cells=int(limits.most_cells),
        most_classes=int(limits.most_classes),
        most_filters=int(limits.most_filters),
        most_saved_views=int(limits.most_saved_views),
        steps_shown=int(limits.steps_shown),
        most_prepared_at_once=int(limits.most_prepared_at_once),
    )


def _band(entry: Table) -> Band:
    entry.only("field", "id", "label", "from", "to", "source")
    return Band(
        entry.name("field"),
        entry.name("id"),
        entry.text("label"),
        entry.need("from"),
        entry.values.get("to"),
        entry.name("source"),
    )


def _effect(entry: Table) -> ProgrammeEffect:
    entry.only("id", "indicators", "from", "say", "source", "status")
    programme = entry.name("id")
    return ProgrammeEffect(
        programme,
        load_programme(programme).label,
        entry.names("indicators"),
        entry.need("from"),
        entry.text("say"),
        entry.name("source"),
        entry.one_of("status", STATUSES),
    )
