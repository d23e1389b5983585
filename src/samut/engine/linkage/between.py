"""Members of two editions of the census found by name, where a number of their own does not tell.

The same model and the same bands as between a register and the census: only who is sure counts as the
same person. Two valid numbers that differ are two persons for all that names say.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pyarrow as pa
from splink import DuckDBAPI

from samut.engine.lake import Lake
from samut.engine.linkage import model
from samut.engine.linkage.bands import PairRow, banded
from samut.engine.linkage.decisions import PairKey
from samut.engine.linkage.people import comparable, opened
from samut.engine.linkage.results import CENSUS, COMPARE, LEARN, READ_NAMES
from samut.rules.linkage import LinkPolicy, conflict_of_numbers, load_link_policy

SIDES = ("old", "new")
COLUMNS = "identity, sex, birth_year, birth_month, birth_day, tambon_code, village_code, house_no"


@model.cancelled_by_hand()
def find_named(
    connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int, tell: Callable[[str], None]
) -> None:
    """Make the table `named` of `old_member` and `new_member`: both members, probability and band.

    Rows: none for persons that their numbers find, and none at all while every member has a number
    of their own, or where there is too little to learn from.
    """
    policy = load_link_policy()
    connection.execute(
        "CREATE TABLE named (old_household VARCHAR, old_member_no BIGINT, new_household VARCHAR, "
        "new_member_no BIGINT, probability DOUBLE, band VARCHAR)"
    )
    _residual(connection)
    without = connection.execute(
        "SELECT count(*) FROM (SELECT own FROM old_left UNION ALL SELECT own FROM new_left) WHERE NOT own"
    ).fetchall()
    if without == [(0,)]:
        return
    tell(READ_NAMES)
    new, old = (_comparable(connection, lake, f"{side}_left", policy) for side in reversed(SIDES))
    if not (new.num_rows and old.num_rows):
        return
    tell(LEARN)
    learnt = _learnt(connection, lake, new, old, policy)
    if learnt is None:
        return
    tell(COMPARE)
    scored = model.score(DuckDBAPI(connection), new, old, learnt, policy.values.ask_probability)
    _keep(connection, _banded(connection, scored.physical_name, edition, policy))


def _residual(connection: duckdb.DuckDBPyConnection) -> None:
    """Whom numbers leave in each edition; `own`: they have a valid number that is theirs alone."""
    for side in SIDES:
        connection.execute(
            f"CREATE TABLE {side}_own AS SELECT person_key FROM {side}_member "
            "WHERE person_key IS NOT NULL GROUP BY person_key HAVING count(*) = 1"
        )
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        connection.execute(
            f"CREATE TABLE {side}_left AS SELECT row_number() OVER (ORDER BY household_id, member_no) AS "
            f"unique_id, *, person_key IS NOT NULL AND person_key IN (FROM {side}_own) AS own "
            f"FROM {side}_member WHERE person_key IS NULL OR person_key NOT IN (FROM {side}_own) "
            f"OR person_key NOT IN (FROM {other}_own)"
        )


def _comparable(
    connection: duckdb.DuckDBPyConnection, lake: Lake, table: str, policy: LinkPolicy
) -> pa.Table:
    people = connection.sql(f"SELECT unique_id, {COLUMNS} FROM {table} ORDER BY unique_id").to_arrow_table()
    return comparable(opened(people, lake.keys), policy)


def _learnt(
    connection: duckdb.DuckDBPyConnection, lake: Lake, new: pa.Table, old: pa.Table, policy: LinkPolicy
) -> model.Learnt | None:
    """A model from persons whom numbers find in both, else from the rows alone, else none."""
    connection.execute(
        "CREATE TABLE lesson AS SELECT row_number() OVER (ORDER BY hash(person_key)) AS unique_id, "
        "person_key FROM old_own SEMI JOIN new_own USING (person_key) "
        f"ORDER BY unique_id LIMIT {policy.values.most_pairs_to_learn}"
    )
    for side in SIDES:
        connection.execute(
            f"CREATE VIEW {side}_lesson AS SELECT unique_id, {side}_member.* FROM lesson "
            f"JOIN {side}_member USING (person_key)"
        )
    api = DuckDBAPI(connection)
    mine, theirs = (_comparable(connection, lake, f"{side}_lesson", policy) for side in reversed(SIDES))
    if mine.num_rows >= policy.values.least_pairs_to_learn:
        return model.learn_from_pairs(api, mine, theirs, policy)
    if min(new.num_rows, old.num_rows) >= policy.values.least_rows_to_learn:
        return model.learn_alone(api, new, old, policy)
    return None


def _banded(connection: duckdb.DuckDBPyConnection, scored: str, edition: int, policy: LinkPolicy) -> pa.Table:
    """The pairs that are kept: by the newer member as `member_no`, the older as `register_key`."""
    found = connection.execute(
        "SELECT unique_id_l, unique_id_r, match_probability, new_left.own AND old_left.own, "
        "(new_left.person_key IS NOT NULL AND NOT new_left.own) "
        f"OR (old_left.person_key IS NOT NULL AND NOT old_left.own) FROM {scored} "
        "JOIN new_left ON new_left.unique_id = unique_id_l JOIN old_left ON old_left.unique_id = unique_id_r "
        "ORDER BY ALL"
    ).fetchall()
    pairs = [
        PairRow(
            f"{new} {old}",
            PairKey(edition, CENSUS, str(old), "", new),
            probability,
            conflict_of_numbers(has_number=both, shared=shared),
        )
        for new, old, probability, both, shared in found
    ]
    return banded(pairs, {}, policy)


def _keep(connection: duckdb.DuckDBPyConnection, pairs: pa.Table) -> None:
    connection.register("banded_pair", pairs)
    connection.execute(
        "INSERT INTO named SELECT old_left.household_id, old_left.member_no, new_left.household_id, "
        "new_left.member_no, probability, band FROM banded_pair "
        "JOIN new_left ON new_left.unique_id = banded_pair.member_no "
        "JOIN old_left ON old_left.unique_id = banded_pair.register_key::BIGINT"
    )
    connection.unregister("banded_pair")
