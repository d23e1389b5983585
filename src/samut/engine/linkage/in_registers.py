"""Households of the census in the registers: through their members, and through the house code.

A row beside the household for each register, never a merge. A household in which nobody was found is
not in the register only where that is known of every member; else it is not known.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from samut.engine.lake import Lake, parquet
from samut.engine.linkage.results import CENSUS, HOUSEHOLD, PERSON, REGISTERS
from samut.engine.registers.checks import quote


def write_households(connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int, draft: Path) -> None:
    """Beside the persons and pairs of a link in the making, write its households.

    Rows: one for each household of the census and register: household_id, register, members,
    by_number, by_name (members found), unknown (members of whom it is not known), asked (pairs that
    wait), by_house_code (rows of the register with this house code; NULL where it has none),
    in_register (NULL: not known).
    """
    queries = " UNION ALL ".join(
        _of_register(connection, lake, edition, draft, register) for register in REGISTERS
    )
    path = draft / f"{HOUSEHOLD}.parquet"
    connection.execute(
        f"COPY (SELECT * FROM ({queries}) ORDER BY household_id, register) TO {quote(str(path))} "
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
    )


def count_households(connection: duckdb.DuckDBPyConnection, draft: Path) -> dict[str, dict[str, int]]:
    """How many households are in each register, are not, and of how many it is not known."""
    rows = connection.execute(
        "SELECT register, count(*) FILTER (in_register), count(*) FILTER (NOT in_register), "
        "count(*) FILTER (in_register IS NULL), "
        "count(*) FILTER (by_number + by_name = 0 AND by_house_code > 0) "
        f"FROM {parquet(draft / f'{HOUSEHOLD}.parquet')} GROUP BY register"
    ).fetchall()
    names = ("in_register", "not_in_register", "unknown", "by_house_code_alone")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def _of_register(
    connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int, draft: Path, register: str
) -> str:
    name = REGISTERS[register]
    members = (
        f"SELECT household_id, count(*) AS members, count(*) FILTER ({name}) AS by_number, "
        f"count(*) FILTER ({name}_by_name) AS by_name, "
        f"count(*) FILTER (coalesce({name}, {name}_by_name) IS NULL) AS unknown "
        f"FROM {parquet(draft / f'{PERSON}.parquet')} GROUP BY household_id"
    )
    asked = (
        "SELECT household_id, count(*) AS asked FROM pair "
        f"WHERE band = 'ask' AND register = {quote(register)} GROUP BY household_id"
    )
    houses = (
        f"SELECT of_house AS household_id, count(*) AS rows_there FROM {name} "
        "WHERE of_house IS NOT NULL GROUP BY of_house"
    )
    coded = connection.execute(f"SELECT count(of_house) > 0 FROM {name}").fetchall() == [(True,)]
    there = "coalesce(rows_there, 0)" if coded else "NULL::BIGINT"
    return (
        f"SELECT household_id, {quote(register)} AS register, coalesce(members, 0) AS members, "
        "coalesce(by_number, 0) AS by_number, coalesce(by_name, 0) AS by_name, "
        f"coalesce(unknown, 0) AS unknown, coalesce(asked, 0) AS asked, {there} AS by_house_code, "
        "CASE WHEN by_number + by_name > 0 OR rows_there > 0 THEN true "
        "WHEN members IS NULL OR unknown > 0 OR asked > 0 THEN NULL ELSE false END AS in_register "
        f"FROM ({_households(lake, edition)}) LEFT JOIN ({members}) USING (household_id) "
        f"LEFT JOIN ({asked}) USING (household_id) LEFT JOIN ({houses}) USING (household_id)"
    )


def _households(lake: Lake, edition: int) -> str:
    """SQL of every household there is, one without a member that was taken in too."""
    listed = "SELECT household_id FROM member"
    if lake.has_table(CENSUS, HOUSEHOLD, edition):
        listed += f" UNION SELECT household_id FROM {lake.view(CENSUS, HOUSEHOLD, edition)}"
    return f"SELECT DISTINCT household_id FROM ({listed}) WHERE household_id IS NOT NULL"
