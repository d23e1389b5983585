"""How well a file's headers fit the registers that are known already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samut.engine.registers.profile import Column, Profile, Table, known_profiles, load_profile
from samut.engine.registers.published import PROFILES as PUBLISHED
from samut.engine.registers.reading import normal_header
from samut.engine.workspace import Workspace

# A profile that lacks more of what it needs is not worth naming.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class KnownFit:
    """A known profile's table and how much of what it needs the file has.

    `share`: of the columns it cannot do without; at 1 the file can be imported with it. `columns`: how
    many of the file's columns it knows. `missing`: the first header of each column that is not there.
    """

    profile: str
    table: str
    share: float
    columns: int = 0
    missing: tuple[str, ...] = ()


def all_profiles(workspace: Workspace) -> tuple[Profile, ...]:
    """The workspace's own profiles, the common ones, and those of published figures."""
    return (*map(load_profile, known_profiles(workspace)), *PUBLISHED)


def known_fits(header: Iterable[str], profiles: Iterable[Profile]) -> tuple[KnownFit, ...]:
    """The tables that fit a header, the best first; those that lack half of what they need are left out."""
    there = {normal_header(each) for each in header}
    fits = [_fit(profile, table, there) for profile in profiles for table in profile.tables]
    near = [each for each in fits if each.share >= LEAST_SHARE and each.columns > 0]
    return tuple(sorted(near, key=lambda each: (each.share, each.columns), reverse=True))


def columns_by_header(
    profiles: Iterable[Profile], first: KnownFit | None
) -> dict[str, tuple[Profile, Column]]:
    """The known columns by each header they may have; what the table that fits best says is taken first."""
    found: dict[str, tuple[Profile, Column]] = {}
    tables = [(profile, table) for profile in profiles for table in profile.tables]
    if first is not None:
        tables.sort(key=lambda each: (each[0].id, each[1].id) != (first.profile, first.table))
    for profile, table in tables:
        for column in table.columns:
            for header in column.headers:
                found.setdefault(normal_header(header), (profile, column))
    return found


def _fit(profile: Profile, table: Table, there: set[str]) -> KnownFit:
    needed = [each for each in table.columns if each.required]
    missing = tuple(each.headers[0] for each in needed if not _has(each, there))
    share = 1 - len(missing) / max(1, len(needed))
    return KnownFit(profile.id, table.id, share, sum(_has(each, there) for each in table.columns), missing)


def _has(column: Column, there: set[str]) -> bool:
    return any(normal_header(each) in there for each in column.headers)
