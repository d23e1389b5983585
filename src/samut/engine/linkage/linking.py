"""One link of an edition: first by valid 13-digit number, then by name what numbers leave.

Numbers never appear here, only their keyed indexes. A number held by two members of the census
says nothing about either: such links are not made, and are counted. The columns of the registers say
what numbers alone say; what names add stands beside them, in columns of its own.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from samut import __version__
from samut.engine.lake import MANIFEST, SPILL, Lake, whole_folder
from samut.engine.linkage.decisions import decisions_mark
from samut.engine.linkage.in_registers import count_households, write_households
from samut.engine.linkage.numbers import WITHOUT_NUMBER, find_shared, pairs_by_number, passes
from samut.engine.linkage.results import (
    CENSUS,
    HOUSEHOLD,
    MEMBER,
    NAME_STEPS,
    PAIRS,
    PERSON,
    REGISTERS,
    LinkResult,
    Progress,
    read_link,
)
from samut.engine.registers.checks import quote
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import load_link_policy

# A change of how links are made is a new version, and so another link id.
METHOD = "number-then-name-3"
# Splink takes time to load, and most links are there already: only one that is made needs it.
BY_NAME = "samut.engine.linkage.by_name"
# What a row may tell of a person beside the number; a profile need not have any of it.
TOLD = {
    "birth_year": "INTEGER",
    "birth_month": "INTEGER",
    "birth_day": "INTEGER",
    "identity": "BLOB",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}
CARDS = ("card_registered", "card_validated")
SEX = {"sex": "VARCHAR"}
TAMBON = {"tambon_code": "VARCHAR"}
VILLAGE = {"village_code": "VARCHAR"}
HOUSE_NO = {"house_no": "VARCHAR"}
# A register whose rows bear a house code has this of it.
HOUSE_CODE = {"household_id": "VARCHAR"}


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
    link_id = link_id_of(lake, edition)
    final = lake.root / "links" / str(edition) / link_id
    if final.is_dir():
        return read_link(final, done_before=True)
    before_names = len(REGISTERS) + 1
    steps = before_names + len(NAME_STEPS) + 1
    with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
        tell(0, steps, MEMBER)
        _load_members(connection, lake, edition)
        for done, register in enumerate(REGISTERS, start=1):
            tell(done, steps, register)
            _load_register(connection, lake, register, editions.get(register))

        def tell_step(label: str) -> None:
            tell(before_names + NAME_STEPS.index(label), steps, label)

        importlib.import_module(BY_NAME).find_pairs(connection, lake, edition, tell_step)
        tell(steps - 1, steps, PAIRS)
        _write_pairs(connection, draft)
        counts = _write_persons(connection, draft)
        write_households(connection, lake, edition, draft)
        counts["households"] = count_households(connection, draft)
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


def link_id_of(lake: Lake, edition: int) -> str:
    """The name of the link that the lake's snapshots, the policy and people's answers lead to."""
    said = decisions_mark(lake.workspace, edition)
    read = _snapshots_read(lake, edition, _editions(lake, edition))
    parts = [METHOD, __version__, load_link_policy().mark, said, *read]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _load_members(connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int) -> None:
    connection.execute(f"CREATE TABLE member AS {members_sql(connection, lake, edition)}")
    find_shared(connection)


def members_sql(connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int) -> str:
    """SQL of the members of a census with what is told of each, their house and its place."""
    members = lake.view(CENSUS, MEMBER, edition)
    return (
        "SELECT member.*, house.* EXCLUDE (house_id), left(village_code, 6) AS tambon_code FROM "
        f"(SELECT house_id, household_id, member_no, person_key, {_told(connection, members, TOLD | SEX)} "
        f"FROM {members}) AS member LEFT JOIN ({_houses(connection, lake, edition)}) AS house "
        "USING (house_id)"
    )


def _houses(connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int) -> str:
    """SQL of the village and number of each house; of none where a census came without its households."""
    wanted = VILLAGE | HOUSE_NO
    if not lake.has_table(CENSUS, HOUSEHOLD, edition):
        nothing = ", ".join(_unknown(column, kind) for column, kind in wanted.items())
        return f"SELECT NULL::VARCHAR AS house_id, {nothing} WHERE false"
    view = lake.view(CENSUS, HOUSEHOLD, edition)
    return f"SELECT house_id, {_told(connection, view, wanted)} FROM {view}"


def _told(connection: duckdb.DuckDBPyConnection, view: str, columns: Mapping[str, str]) -> str:
    """SQL of the columns asked for, unknown where the view does not have one."""
    there = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {view}").fetchall()}
    return ", ".join(
        column if column in there else _unknown(column, kind) for column, kind in columns.items()
    )


def _unknown(column: str, kind: str) -> str:
    return f"NULL::{kind} AS {column}"


def _load_register(
    connection: duckdb.DuckDBPyConnection, lake: Lake, register: str, edition: int | None
) -> None:
    name, columns = REGISTERS[register], TOLD | TAMBON | HOUSE_NO | HOUSE_CODE
    more = ", card_registered, card_validated" if register == "welfare-card" else ""
    if edition is None:
        absent = ", NULL::BOOLEAN AS card_registered, NULL::BOOLEAN AS card_validated" if more else ""
        nothing = ", ".join(_unknown(column, kind) for column, kind in columns.items())
        query = f"SELECT ''::VARCHAR AS person_key, NULL::BOOLEAN AS there{absent}, {nothing} WHERE false"
    else:
        view = lake.view(register, PERSON, edition)
        told = _told(connection, view, columns)
        query = f"SELECT person_key, true AS there{more}, {told} FROM {view}"
    connection.execute(f"CREATE TABLE {name} AS SELECT * RENAME (household_id AS of_house) FROM ({query})")
    # Without the register nobody is known to be in it, nor known not to be.
    missing = "NULL::BOOLEAN" if edition is None else "false"
    connection.execute(f"CREATE MACRO absent_{name}() AS {missing}")


def _write_persons(connection: duckdb.DuckDBPyConnection, draft: Path) -> dict[str, object]:
    shares = passes(connection, [*REGISTERS.values()])
    for place, share in enumerate([*shares, WITHOUT_NUMBER]):
        into = "INSERT INTO linked" if place else "CREATE TABLE linked AS"
        connection.execute(f"{into} {_linked(share)}")
    path = draft / f"{PERSON}.parquet"
    connection.execute(
        f"COPY (FROM linked ORDER BY household_id, member_no) TO {quote(str(path))} "
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
    )
    written = _row(connection, f"SELECT count(*) FROM read_parquet({quote(str(path))})")[0]
    persons, with_number = _row(connection, "SELECT count(*), count(person_key) FROM member")
    if written != persons:
        raise AssertionError(f"{written} persons written of {persons}")
    conflicts, conflict_persons = _row(connection, "SELECT count(*), coalesce(sum(members), 0) FROM conflict")
    linked, nobody = {}, {}
    for register, name in REGISTERS.items():
        linked[register] = sum(
            _row(connection, f"SELECT count(*) FROM ({pairs_by_number(name, 'person_key', share)})")[0]
            for share in shares
        )
        nobody[register] = sum(
            _row(
                connection,
                f"SELECT count(*) FROM (FROM {name} WHERE {share}) ANTI JOIN "
                f"(FROM member WHERE {share}) USING (person_key)",
            )[0]
            for share in shares
        )
    return {
        "persons": persons,
        "with_number": with_number,
        "linked": linked,
        "nobody_here": nobody,
        "conflicts": conflicts,
        "conflict_persons": conflict_persons,
        "named": _count_pairs(connection, "band = 'same' AND method <> 'number'"),
        "asked": _count_pairs(connection, "band = 'ask'"),
        "odd": _count_pairs(connection, "band = 'ask' AND conflict <> ''"),
    }


def _linked(share: str) -> str:
    """SQL of what numbers and names tell of the members of a share."""
    joins, columns = [], []
    for name in REGISTERS.values():
        joins.append(f"LEFT JOIN (FROM {name} WHERE {share}) AS {name} ON {name}.person_key = member.own_key")
        columns.append(_flag(f"{name}.there", name, name))
        if name == "in_welfare_card":
            columns += [_flag(f"{name}.{card}", name, card) for card in CARDS]
    for register, name in REGISTERS.items():
        columns.append(_by_name(register, name))
    columns += [_card_by_name(card) for card in CARDS]
    joins.append(
        f"LEFT JOIN {_named_cards()} AS named "
        "ON named.household_id = member.household_id AND named.member_no = member.member_no"
    )
    members = (
        "SELECT *, CASE WHEN person_key NOT IN (SELECT person_key FROM conflict) THEN person_key END "
        f"AS own_key FROM member WHERE {share}"
    )
    return (
        "SELECT member.house_id, member.household_id, member.member_no, member.person_key, "
        f"{', '.join(columns)} FROM ({members}) AS member {' '.join(joins)}"
    )


def _flag(value: str, register: str, name: str) -> str:
    """SQL of one answer about a member: NULL without a number of their own, else as the register says."""
    return (
        f"CASE WHEN member.own_key IS NULL THEN NULL WHEN {register}.person_key IS NULL "
        f"THEN absent_{register}() ELSE {value} END AS {name}"
    )


def _by_name(register: str, name: str) -> str:
    """SQL of whether a member was found by name: true, else as much as the number tells."""
    found = (
        f"EXISTS (FROM pair WHERE pair.register = {quote(register)} AND pair.method <> 'number' "
        "AND pair.band = 'same' AND pair.household_id = member.household_id "
        "AND pair.member_no = member.member_no)"
    )
    return (
        f"CASE WHEN {found} THEN true WHEN member.own_key IS NULL OR absent_{name}() IS NULL "
        f"THEN NULL ELSE false END AS {name}_by_name"
    )


def _card_by_name(card: str) -> str:
    """SQL of what the register says of a member found by name: to be in it is not yet to hold a card."""
    return (
        f"CASE WHEN named.household_id IS NOT NULL THEN named.{card} "
        "WHEN member.own_key IS NULL OR absent_in_welfare_card() IS NULL THEN NULL "
        f"ELSE false END AS {card}_by_name"
    )


def _named_cards() -> str:
    """SQL of the members found by name in the card register. Unknown: a row says nothing, none says yes."""
    said = ", ".join(
        f"CASE WHEN bool_or({card}) THEN true WHEN bool_or({card} IS NULL) THEN NULL ELSE false END AS {card}"
        for card in CARDS
    )
    return (
        f"(SELECT household_id, member_no, {said} FROM pair JOIN in_welfare_card AS card "
        "ON card.person_key = pair.register_key WHERE pair.register = 'welfare-card' "
        "AND pair.method <> 'number' AND pair.band = 'same' GROUP BY household_id, member_no)"
    )


def _write_pairs(connection: duckdb.DuckDBPyConnection, draft: Path) -> None:
    path = draft / f"{PAIRS}.parquet"
    connection.execute(
        "COPY (SELECT * FROM pair ORDER BY band, register, probability DESC, pair) "
        f"TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
    )


def _count_pairs(connection: duckdb.DuckDBPyConnection, condition: str) -> dict[str, int]:
    found = connection.execute(
        f"SELECT register, count(*) FROM pair WHERE {condition} GROUP BY register"
    ).fetchall()
    return dict.fromkeys(REGISTERS, 0) | {register: int(pairs) for register, pairs in found}


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    if row is None:
        raise AssertionError(query)
    return tuple(int(each) for each in row)


def _silent(done: int, total: int | None, label: str) -> None:
    """Progress for nobody."""
