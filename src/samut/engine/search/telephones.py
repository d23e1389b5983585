"""Telephone numbers of members of the census, out of the lists that tell them.

The census asks for no number. Lists of persons may have a column for it; it lies sealed with the names,
and belongs to a member through the list's 13-digit number. Where no list tells one it is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from samut.engine.lake import Lake
from samut.engine.registers.profile import known_profiles, load_profile
from samut.engine.seal import Keys
from samut.engine.search.index import Lookup
from samut.engine.workspace import Workspace
from samut.rules.phone_numbers import phone_numbers

PHONE, PERSON_KEY = "phone", "person_key"
ROWS_AT_ONCE = 20_000


def phone_key(keys: Keys, number: str) -> str:
    """The blind index of a telephone number; it never meets that of a 13-digit number."""
    return keys.blind_index(f"phone:{number}")


def lists_with_phones(lake: Lake) -> tuple[tuple[str, int, str], ...]:
    """Register, newest edition and table of the lake's lists that have telephone and 13-digit numbers."""
    telling = {each for path in known_profiles(lake.workspace) for each in _telling(path, _changed(path))}
    newest = {register: lake.newest_edition(register) for register, _ in telling}
    return tuple(
        (register, edition, table)
        for register, table in sorted(telling)
        if (edition := newest[register]) is not None and lake.has_table(register, table, edition)
    )


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns


@cache
def _telling(path: Path, changed_ns: int) -> tuple[tuple[str, str], ...]:
    """Register and table of a profile, as it was when its file was changed last, that tell phones."""
    profile = load_profile(path)
    return tuple(
        (profile.register, table.stored_id)
        for table in profile.tables
        if {(PHONE, True), (PERSON_KEY, True)} <= {(each.name, each.personal) for each in table.columns}
    )


def told_phones(lake: Lake, numbers: Lookup) -> Iterator[tuple[str, int]]:
    """The blind index of each telephone number and the row of the member whose it is."""
    for register, edition, table in lists_with_phones(lake):
        with lake.connect() as connection:
            found = connection.execute(
                f"SELECT person_key, identity FROM {lake.view(register, table, edition)} "
                "WHERE person_key IS NOT NULL AND identity IS NOT NULL"
            )
            while rows := found.fetchmany(ROWS_AT_ONCE):
                yield from _of_rows(rows, numbers, lake.keys)


def _of_rows(rows: list[tuple[str, bytes]], numbers: Lookup, keys: Keys) -> Iterator[tuple[str, int]]:
    for person_key, identity in rows:
        members = numbers.persons_of(person_key)
        if not len(members):
            continue
        for number in phone_numbers(json.loads(keys.unseal(identity)).get(PHONE)):
            for member in members.tolist():
                yield phone_key(keys, number), member


def phones_read(workspace: Workspace) -> tuple[str, ...]:
    """The snapshots that telephone numbers are read from, for telling whether an index is still theirs."""
    lake = Lake(workspace)
    return tuple(
        f"{register}/{edition}/{snapshot.id}"
        for register, edition, _ in lists_with_phones(lake)
        for snapshot in lake.snapshots(register, edition)
    )
