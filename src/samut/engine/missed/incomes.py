"""Whom a programme reaches among those of the lowest income: households, and persons by their household.

Income is the census's yearly income of the household over its members. The ranking is of the area asked
for, so the poorest fifth of a village are the poorest there.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from samut.engine.areas import COUNTRY
from samut.engine.census_facts import card_sql
from samut.engine.lake import Lake
from samut.engine.life_cycle import census_members
from samut.engine.linkage import read_link
from samut.engine.missed.counting import households_sql, link_columns, persons_sql
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.errors import Text
from samut.rules.missed_policy import load_missed_policy
from samut.rules.targeting_errors import IncomeRank

OF_HOUSEHOLDS = Text("ครัวเรือน: มีสมาชิกถือบัตร", "Households: a member holds a card")
OF_PERSONS = Text("บุคคล: ถือบัตรเอง", "Persons: hold a card themselves")


def income_ranks(
    workspace: Workspace, result: MeasureResult, area_code: str = COUNTRY
) -> tuple[IncomeRank, ...]:
    """The ranks of an area: of households and of persons, for each of the policy's percents.

    Rows: households first. Raises: WORK_009 when the link is damaged.
    """
    lake = Lake(workspace)
    linked = read_link(lake.root / "links" / str(result.edition) / result.link_id)
    percents = load_missed_policy().poorest_percents
    with lake.connect() as connection:
        columns = link_columns(connection, linked.path)
        told = lake.view(REGISTER, HOUSEHOLDS, result.edition)
        # A household without members has nobody to share its income with.
        connection.execute(
            "CREATE TEMP TABLE income AS SELECT household_id, card, income_year_baht / nullif(persons, 0) AS "
            f"each_baht FROM {households_sql(lake, result, columns, area_code)} AS household "
            f"LEFT JOIN (SELECT household_id, income_year_baht FROM {told}) USING (household_id)"
        )
        persons = persons_sql(census_members(lake, result), card_sql(columns, "person."), area_code)
        of_persons = (
            f"(SELECT person.card, each_baht FROM {persons} AS person LEFT JOIN income USING (household_id))"
        )
        return (
            *ranked(connection, OF_HOUSEHOLDS, "income", percents),
            *ranked(connection, OF_PERSONS, of_persons, percents),
        )


def ranked(
    connection: duckdb.DuckDBPyConnection, of: Text, relation: str, percents: Sequence[int]
) -> tuple[IncomeRank, ...]:
    """`relation` is SQL fit after FROM: each_baht and card; a row for each that is counted."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE level AS SELECT *, "
        "sum(everybody) OVER () AS total, sum(everybody) OVER (ORDER BY each_baht) - everybody AS poorer "
        "FROM (SELECT each_baht, count(*) AS everybody, count(*) FILTER (card) AS reached, "
        f"count(*) FILTER (card IS NULL) AS unsure FROM {relation} AS each WHERE each_baht IS NOT NULL "
        "GROUP BY each_baht)"
    )
    ((unknown, unknown_reached),) = connection.execute(
        "SELECT count(*)::BIGINT, count(*) FILTER (card)::BIGINT "
        f"FROM {relation} AS each WHERE each_baht IS NULL"
    ).fetchall()
    return tuple(_rank(connection, of, percent, unknown, unknown_reached) for percent in percents)


def _rank(
    connection: duckdb.DuckDBPyConnection, of: Text, percent: int, unknown: int, unknown_reached: int
) -> IncomeRank:
    counts = []
    for name in ("everybody", "reached", "unsure"):
        counts.append(f"coalesce(sum({name}), 0)::BIGINT AS {name}")
        # Whoever earns as much as the last of the poorest is one of them: poorer means strictly.
        counts.append(f"coalesce(sum({name}) FILTER (poorer * 100 < total * {int(percent)}), 0)::BIGINT")
    (row,) = connection.execute(f"SELECT {', '.join(counts)} FROM level").fetchall()
    return IncomeRank(of, percent, *(*row, unknown, unknown_reached))
