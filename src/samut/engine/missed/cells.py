"""Households and persons counted once, by everything that decides who is missed.

All figures are sums of these few lines, so none can disagree with another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

Known = bool | None
HOUSEHOLD_FACTS = ("poor", "vulnerable", "card")


@dataclass(frozen=True)
class HouseholdCell:
    """Households of one village that are alike. Unknown: None in the place of yes or no."""

    village: str
    poor: Known
    vulnerable: Known
    card: Known
    households: int
    persons: int


@dataclass(frozen=True)
class PersonCell:
    """Persons of one life-cycle group ("": everybody) by their household's poverty and their own card."""

    group: str
    poor: Known
    card: Known
    persons: int


def household_cells(connection: duckdb.DuckDBPyConnection, households: str) -> tuple[HouseholdCell, ...]:
    """`households` is SQL fit after FROM: household_id, village_code, HOUSEHOLD_FACTS, persons."""
    named = ", ".join(("village_code", *HOUSEHOLD_FACTS))
    rows = connection.execute(
        f"SELECT {named}, count(*)::BIGINT, sum(persons)::BIGINT FROM {households} AS household "
        f"GROUP BY {named} ORDER BY {named}"
    ).fetchall()
    return tuple(HouseholdCell(row[0] or "", *row[1:]) for row in rows)


def person_cells(
    connection: duckdb.DuckDBPyConnection, persons: str, groups: Sequence[tuple[str, str]]
) -> tuple[PersonCell, ...]:
    """`persons` is SQL fit after FROM: poor, card, and a column for each of `groups` (id, column).

    Whoever may or may not belong to a group is in none of its cells.
    """
    counts = ", ".join(f"count(*) FILTER ({column})::BIGINT" for _, column in groups)
    rows = connection.execute(
        f"SELECT poor, card, count(*)::BIGINT, {counts} FROM {persons} AS person "
        "GROUP BY poor, card ORDER BY poor, card"
    ).fetchall()
    ids = ("", *(id for id, _ in groups))
    return tuple(
        PersonCell(id, row[0], row[1], count)
        for row in rows
        for id, count in zip(ids, row[2:], strict=True)
        if count
    )
