"""People of a register whom no surveyed household has: by the area that the register itself names."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import PERSON, REGISTERS, LinkResult
from samut.engine.sql_engines import text

TAMBON_DIGITS = 6


@dataclass(frozen=True)
class RegisterOnly:
    """A register's persons in an area, and how many of them are in no surveyed household.

    None: not known, because the lake holds no such register or its rows name no village.
    """

    register: str
    persons: int | None
    in_no_household: int | None


def register_only(
    lake: Lake, connection: duckdb.DuckDBPyConnection, linked: LinkResult, area_code: str
) -> tuple[RegisterOnly, ...]:
    """Each of the linked registers. Rows of a register without an area's code count for the country only."""
    return tuple(_one(lake, connection, linked, register, area_code) for register in REGISTERS)


def _one(
    lake: Lake, connection: duckdb.DuckDBPyConnection, linked: LinkResult, register: str, area_code: str
) -> RegisterOnly:
    if register not in linked.editions or (area_code != COUNTRY and len(area_code) > TAMBON_DIGITS):
        return RegisterOnly(register, None, None)
    within = "" if area_code == COUNTRY else f" WHERE starts_with(tambon_code, {text(area_code)})"
    ((everybody, unknown),) = connection.execute(
        "SELECT count(*)::BIGINT, count(*) FILTER (NOT surveyed)::BIGINT "
        f"FROM {register_rows_sql(lake, linked, register)} AS listed{within}"
    ).fetchall()
    return RegisterOnly(register, everybody, unknown)


def register_rows_sql(lake: Lake, linked: LinkResult, register: str) -> str:
    """The rows of a linked register, fit after FROM: tambon_code, and whether a census household has them."""
    edition = linked.editions[register]
    read = [each for each in lake.snapshots(register, edition) if linked.has_read(each)]
    rows = lake.view(register, PERSON, edition, among=read)
    known = f"SELECT person_key FROM {parquet(linked.path / 'person.parquet')} WHERE person_key IS NOT NULL"
    pairs = linked.path / "pairs.parquet"
    if pairs.is_file():  # a lake linked by numbers alone has none
        known += (
            f" UNION ALL SELECT register_key FROM {parquet(pairs)} "
            f"WHERE register = {text(register)} AND band = 'same'"
        )
    return (
        f"(SELECT tambon_code, known.person_key IS NOT NULL AS surveyed FROM {rows} AS listed "
        f"LEFT JOIN (SELECT DISTINCT person_key FROM ({known})) AS known "
        "ON known.person_key = listed.person_key)"
    )
