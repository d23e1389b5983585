"""Finding the people of the census in the other registers, by valid 13-digit number alone.

Numbers never appear here, only their keyed indexes. A number held by two members of the census
says nothing about either: such links are not made, and are counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from samut import __version__
from samut.engine.lake import MANIFEST, SPILL, Lake, Snapshot, whole_folder
from samut.engine.registers.checks import quote
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError

Progress = Callable[[int, int | None, str], None]
CENSUS = "bmn"
MEMBER = "member"
PERSON = "person"
# Register → the column that says whether a member is in it.
REGISTERS = {
    "welfare-card": "in_welfare_card",
    "disability": "in_disability",
    "elderly-allowance": "in_elderly_allowance",
}
# A change of how links are made is a new version, and so another link id.
METHOD = "exact-1"


@dataclass(frozen=True)
class LinkResult:
    """Who of the census is in which register.

    `linked`: members found, by register. `nobody_here`: rows of a register whom the census does
    not have. `conflicts`: numbers held by two or more members; `conflict_persons` those members.
    `editions`: which edition of each register was read; one that is not named was not there.
    `snapshots`: register/edition/snapshot of everything read. `done_before`: it was there already.
    """

    link_id: str
    edition: int
    path: Path
    persons: int
    with_number: int
    linked: dict[str, int] = field(hash=False)
    nobody_here: dict[str, int] = field(hash=False)
    conflicts: int = 0
    conflict_persons: int = 0
    editions: dict[str, int] = field(default_factory=dict, hash=False)
    snapshots: tuple[str, ...] = ()
    done_before: bool = False

    def has_read(self, snapshot: Snapshot) -> bool:
        return f"{snapshot.register}/{snapshot.edition}/{snapshot.id}" in self.snapshots


def link(workspace: Workspace, edition: int, progress: Progress | None = None) -> LinkResult:
    """Link the census of an edition with the welfare-card, disability and elderly-allowance registers.

    Each register is taken in the edition asked for, else its newest. One that the lake does not
    hold leaves its column unknown (NULL) for everyone.
    Raises: WORK_015 when there is no census of that edition.
    """
    tell = progress or _silent
    lake = Lake(workspace)
    if not lake.has_table(CENSUS, MEMBER, edition):
        raise SamutError("WORK_015", register=CENSUS, edition=edition)
    editions = _editions(lake, edition)
    link_id = _link_id(lake, edition, editions)
    final = lake.root / "links" / str(edition) / link_id
    if final.is_dir():
        return read_link(final, done_before=True)
    steps = len(REGISTERS) + 2
    with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
        tell(0, steps, MEMBER)
        _load_members(connection, lake, edition)
        for done, register in enumerate(REGISTERS, start=1):
            tell(done, steps, register)
            _load_register(connection, lake, register, editions.get(register))
        counts = _write_persons(connection, draft)
        manifest = {
            "link_id": link_id,
            "edition": edition,
            "method": METHOD,
            "editions": editions,
            "snapshots": _snapshots_read(lake, edition, editions),
            "counts": counts,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine_version": __version__,
        }
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    tell(steps, steps, PERSON)
    return read_link(final)


def read_link(path: Path, *, done_before: bool = False) -> LinkResult:
    """The link in a folder of the lake."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return LinkResult(
            link_id=manifest["link_id"],
            edition=manifest["edition"],
            path=path,
            editions=manifest["editions"],
            snapshots=tuple(manifest["snapshots"]),
            done_before=done_before,
            **manifest["counts"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SamutError("WORK_009", snapshot=path.name) from error


def _editions(lake: Lake, edition: int) -> dict[str, int]:
    """Which edition of each register is read."""
    chosen = {}
    for register in REGISTERS:
        if lake.has_table(register, PERSON, edition):
            chosen[register] = edition
            continue
        newest = lake.newest_edition(register)
        if newest is not None and lake.has_table(register, PERSON, newest):
            chosen[register] = newest
    return chosen


def _snapshots_read(lake: Lake, edition: int, editions: dict[str, int]) -> list[str]:
    read = {CENSUS: edition, **editions}
    return [
        f"{register}/{each_edition}/{snapshot.id}"
        for register, each_edition in sorted(read.items())
        for snapshot in lake.snapshots(register, each_edition)
    ]


def _link_id(lake: Lake, edition: int, editions: dict[str, int]) -> str:
    parts = [METHOD, __version__, *_snapshots_read(lake, edition, editions)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _load_members(connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int) -> None:
    connection.execute(
        "CREATE TABLE member AS SELECT house_id, household_id, member_no, person_key "
        f"FROM {lake.view(CENSUS, MEMBER, edition)}"
    )
    connection.execute(
        "CREATE TABLE conflict AS SELECT person_key, count(*) AS members FROM member "
        "WHERE person_key IS NOT NULL GROUP BY person_key HAVING count(*) > 1"
    )
    # Whose number is theirs alone: only these can be found elsewhere.
    connection.execute(
        "CREATE TABLE known AS SELECT person_key FROM member WHERE person_key IS NOT NULL "
        "AND person_key NOT IN (SELECT person_key FROM conflict)"
    )


def _load_register(
    connection: duckdb.DuckDBPyConnection, lake: Lake, register: str, edition: int | None
) -> None:
    name = REGISTERS[register]
    more = ", card_registered, card_validated" if register == "welfare-card" else ""
    if edition is None:
        absent = ", NULL::BOOLEAN AS card_registered, NULL::BOOLEAN AS card_validated" if more else ""
        query = f"SELECT ''::VARCHAR AS person_key, NULL::BOOLEAN AS there{absent} WHERE false"
    else:
        query = f"SELECT person_key, true AS there{more} FROM {lake.view(register, PERSON, edition)}"
    connection.execute(f"CREATE TABLE {name} AS {query}")
    # Without the register nobody is known to be in it, nor known not to be.
    missing = "NULL::BOOLEAN" if edition is None else "false"
    connection.execute(f"CREATE MACRO absent_{name}() AS {missing}")


def _write_persons(connection: duckdb.DuckDBPyConnection, draft: Path) -> dict[str, object]:
    joins, columns = [], []
    for name in REGISTERS.values():
        joins.append(f"LEFT JOIN {name} ON {name}.person_key = known.person_key")
        columns.append(_flag(f"{name}.there", name, name))
        if name == "in_welfare_card":
            for card in ("card_registered", "card_validated"):
                columns.append(_flag(f"{name}.{card}", name, card))
    path = draft / f"{PERSON}.parquet"
    connection.execute(
        f"COPY (SELECT member.house_id, member.household_id, member.member_no, member.person_key, "
        f"{', '.join(columns)} FROM member LEFT JOIN known ON known.person_key = member.person_key "
        f"{' '.join(joins)} ORDER BY member.household_id, member.member_no) "
        f"TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
    )
    written = _row(connection, f"SELECT count(*) FROM read_parquet({quote(str(path))})")[0]
    persons, with_number = _row(connection, "SELECT count(*), count(person_key) FROM member")
    if written != persons:
        raise AssertionError(f"{written} persons written of {persons}")
    conflicts, conflict_persons = _row(connection, "SELECT count(*), coalesce(sum(members), 0) FROM conflict")
    linked, nobody = {}, {}
    for register, name in REGISTERS.items():
        linked[register] = _row(
            connection, f"SELECT count(*) FROM known SEMI JOIN {name} USING (person_key)"
        )[0]
        nobody[register] = _row(
            connection, f"SELECT count(*) FROM {name} ANTI JOIN member USING (person_key)"
        )[0]
    return {
        "persons": persons,
        "with_number": with_number,
        "linked": linked,
        "nobody_here": nobody,
        "conflicts": conflicts,
        "conflict_persons": conflict_persons,
    }


def _flag(value: str, register: str, name: str) -> str:
    """SQL of one answer about a member: NULL without a number of their own, else as the register says."""
    return (
        f"CASE WHEN known.person_key IS NULL THEN NULL WHEN {register}.person_key IS NULL "
        f"THEN absent_{register}() ELSE {value} END AS {name}"
    )


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    if row is None:
        raise AssertionError(query)
    return tuple(int(each) for each in row)


def _silent(done: int, total: int | None, label: str) -> None:
    """Progress for nobody."""
