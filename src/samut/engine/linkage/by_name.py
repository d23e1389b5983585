"""What numbers leave, found by name: rows of registers that no number of the census answers to.

Members who can be meant: those without a valid number, those who share one, and those with a number
that no register has who were born on the day and live in the tambon of such a row. Everything here
happens in the memory of one connection; what goes to disk are keys, probabilities and bands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI

from samut.engine.lake import Lake, quoted
from samut.engine.linkage import model
from samut.engine.linkage.bands import PAIR, PairRow, banded
from samut.engine.linkage.decisions import Decision, PairKey, standing
from samut.engine.linkage.numbers import pairs_by_number, passes
from samut.engine.linkage.people import comparable, opened
from samut.engine.linkage.results import COMPARE, LEARN, ODD_NUMBERS, READ_NAMES, REGISTERS
from samut.engine.registers.checks import quote
from samut.rules.linkage import (
    Answer,
    Band,
    Conflict,
    LinkPolicy,
    conflict_of_numbers,
    load_link_policy,
)

LEFT_COLUMNS = "identity, sex, birth_year, birth_month, birth_day, tambon_code, village_code, house_no"
RIGHT_COLUMNS = (
    "identity, NULL::VARCHAR AS sex, birth_year, birth_month, birth_day, tambon_code, "
    "NULL::VARCHAR AS village_code, house_no"
)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Candidate:
    """A pair that the model thinks possible. `probability` None: nothing could be learnt."""

    left: int
    right: int
    probability: float | None


@model.cancelled_by_hand()
def find_pairs(connection: duckdb.DuckDBPyConnection, lake: Lake, edition: int, tell: Tell) -> None:
    """Make the table `pair` beside the tables that linking by number made: found, asked and odd ones.

    `tell` hears of each of `NAME_STEPS` as it begins; what it raises ends the work.
    """
    policy = load_link_policy()
    tell(READ_NAMES)
    _numbered(connection, edition)
    _residual(connection)
    said = standing(lake.workspace, edition)
    left = connection.sql(f"SELECT unique_id, {LEFT_COLUMNS} FROM residual_left").to_arrow_table()
    right = connection.sql(f"SELECT unique_id, {RIGHT_COLUMNS} FROM residual_right").to_arrow_table()
    candidates: Sequence[Candidate] = []
    if left.num_rows and right.num_rows:
        mine, theirs = (comparable(opened(each, lake.keys), policy) for each in (left, right))
        candidates = _candidates(connection, lake, (mine, theirs), said, policy, tell)
    tell(ODD_NUMBERS)
    _add(connection, _decided(connection, lake, edition, candidates, said, policy))
    _odd_numbers(connection, lake, policy)
    _name_odd_ones(connection, lake, said)


def _numbered(connection: duckdb.DuckDBPyConnection, edition: int) -> None:
    """The pairs that numbers make, and the registers' rows in one table."""
    fields = ", ".join(f"{quoted(name)} {_sql_type(kind)}" for name, kind in PAIR.items())
    connection.execute(f"CREATE TABLE pair ({fields})")
    rows = " UNION ALL ".join(
        f"SELECT {quote(register)} AS register, person_key, birth_year, birth_month, birth_day, "
        f"tambon_code, house_no, identity, source_file, source_row FROM {name}"
        for register, name in REGISTERS.items()
    )
    connection.execute(f"CREATE VIEW register_row AS {rows}")
    for register, name in REGISTERS.items():
        columns = (
            f"NULL, {edition}, {quote(register)}, person_key, household_id, member_no, 'number', NULL, "
            "'same', '', member.source_file, member.source_row, register_row.source_file, "
            "register_row.source_row"
        )
        for share in passes(connection, [name]):
            connection.execute(f"INSERT INTO pair {pairs_by_number(name, columns, share)}")


def _residual(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE TABLE residual_right AS SELECT row_number() OVER (ORDER BY register, person_key) AS "
        "unique_id, *, person_key IN (SELECT person_key FROM conflict) AS shared FROM register_row "
        "ANTI JOIN known USING (person_key)"
    )
    connection.execute(
        "CREATE TABLE residual_left AS SELECT row_number() OVER (ORDER BY household_id, member_no) AS "
        "unique_id, * FROM (SELECT *, person_key IN (SELECT person_key FROM conflict) AS shared FROM member) "
        "AS member "
        "WHERE person_key IS NULL OR shared OR (NOT EXISTS "
        "(FROM register_row WHERE register_row.person_key = member.person_key) AND EXISTS "
        "(FROM residual_right AS there WHERE there.birth_year = member.birth_year "
        "AND there.birth_month = member.birth_month AND there.birth_day = member.birth_day "
        "AND there.tambon_code = member.tambon_code))"
    )


def _candidates(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    sides: tuple[pa.Table, pa.Table],
    said: Mapping[str, Decision],
    policy: LinkPolicy,
    tell: Tell,
) -> Sequence[Candidate]:
    left, right = sides
    tell(LEARN)
    learnt = _learnt(connection, lake, left, right, said, policy)
    tell(COMPARE)
    if learnt is None:
        return _agreeing(connection, left, right)
    api = DuckDBAPI(connection)
    scored = model.score(api, left, right, learnt, policy.values.ask_probability)
    return [Candidate(*each) for each in _pairs_of(connection, scored)]


def _pairs_of(connection: duckdb.DuckDBPyConnection, scored: Any) -> list[tuple[int, int, float]]:
    found: list[tuple[int, int, float]] = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {scored.physical_name} "
        "ORDER BY match_probability DESC, unique_id_l, unique_id_r"
    ).fetchall()
    return found


def _learnt(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    left: pa.Table,
    right: pa.Table,
    said: Mapping[str, Decision],
    policy: LinkPolicy,
) -> model.Learnt | None:
    """A model from pairs that numbers found, else from the rows alone, else none."""
    pairs = _known_pairs(connection, lake, said, policy)
    api = DuckDBAPI(connection)
    if pairs[0].num_rows >= policy.values.least_pairs_to_learn:
        return model.learn_from_pairs(api, *pairs, policy)
    if min(left.num_rows, right.num_rows) >= policy.values.least_rows_to_learn:
        return model.learn_alone(api, left, right, policy)
    return None


def _known_pairs(
    connection: duckdb.DuckDBPyConnection, lake: Lake, said: Mapping[str, Decision], policy: LinkPolicy
) -> tuple[pa.Table, pa.Table]:
    """Both rows of a sample of the persons that numbers found; people's answers, where enough, with them."""
    same = [each.key for each in said.values() if each.answer is Answer.SAME]
    taught = same if len(same) >= policy.values.least_decisions_to_learn else []
    connection.execute(
        "CREATE TEMP TABLE taught (register VARCHAR, person_key VARCHAR, household_id VARCHAR, "
        "member_no BIGINT)"
    )
    if taught:
        connection.executemany(
            "INSERT INTO taught VALUES (?, ?, ?, ?)",
            [(each.register, each.register_key, each.household_id, each.member_no) for each in taught],
        )
    connection.execute(
        "CREATE TEMP TABLE lesson AS SELECT row_number() OVER () AS unique_id, * FROM ("
        "FROM taught UNION ALL (SELECT register, register_key, household_id, member_no FROM pair "
        f"ORDER BY hash(register, register_key) LIMIT {policy.values.most_pairs_to_learn}))"
    )
    mine = connection.sql(
        f"SELECT unique_id, {LEFT_COLUMNS} FROM lesson JOIN member USING (household_id, member_no) "
        "ORDER BY unique_id"
    ).to_arrow_table()
    theirs = connection.sql(
        f"SELECT unique_id, {RIGHT_COLUMNS} FROM lesson JOIN register_row USING (register, person_key) "
        "ORDER BY unique_id"
    ).to_arrow_table()
    return comparable(opened(mine, lake.keys), policy), comparable(opened(theirs, lake.keys), policy)


def _agreeing(connection: duckdb.DuckDBPyConnection, left: pa.Table, right: pa.Table) -> Sequence[Candidate]:
    """Without a model: rows with one name whose births do not contradict. They are asked about, all."""
    connection.register("plain_left", left)
    connection.register("plain_right", right)
    same = " AND ".join(
        f"(l.{part} = r.{part} OR l.{part} IS NULL OR r.{part} IS NULL)"
        for part in ("birth_year", "birth_month", "birth_day")
    )
    found = connection.execute(
        "SELECT l.unique_id, r.unique_id FROM plain_left l JOIN plain_right r "
        f"USING (first_name, last_name) WHERE {same} ORDER BY ALL"
    ).fetchall()
    return [Candidate(one, other, None) for one, other in found]


def _decided(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    edition: int,
    candidates: Sequence[Candidate],
    said: dict[str, Decision],
    policy: LinkPolicy,
) -> pa.Table:
    """The candidates with their bands, one to one where nobody is asked; people's answers before all."""
    lefts = _rows(connection, "residual_left", "unique_id, household_id, member_no, person_key, shared")
    rights = _rows(connection, "residual_right", "unique_id, register, person_key, shared")
    pairs = {}
    for each in candidates:
        _, household_id, member_no, number, shared = lefts[each.left]
        _, register, register_key, shared_there = rights[each.right]
        key = PairKey(edition, register, register_key, household_id, member_no)
        conflict = conflict_of_numbers(has_number=number is not None, shared=shared or shared_there)
        pair = pair_id(lake, key)
        pairs[pair] = PairRow(pair, key, each.probability, conflict)
    for pair, decision in said.items():
        pairs.setdefault(pair, PairRow(pair, decision.key, None, Conflict.NONE))
    answers = {pair: decision.answer for pair, decision in said.items()}
    return banded(list(pairs.values()), answers, policy)


def pair_id(lake: Lake, key: PairKey) -> str:
    """The opaque name of a pair, the same on every run."""
    return lake.keys.content_mark(f"pair|{key.text()}").hex()


def _add(connection: duckdb.DuckDBPyConnection, found: pa.Table) -> None:
    """Add the pairs whose two rows are there, with where each row came from."""
    connection.register("found_pair", found)
    connection.execute(
        "INSERT INTO pair SELECT found_pair.*, member.source_file, member.source_row, "
        "register_row.source_file, register_row.source_row FROM found_pair "
        "JOIN member USING (household_id, member_no) JOIN register_row ON "
        "register_row.register = found_pair.register AND register_row.person_key = found_pair.register_key "
        # What numbers say of the two is said already.
        "WHERE NOT EXISTS (FROM pair AS said WHERE said.register = found_pair.register "
        "AND said.register_key = found_pair.register_key AND said.household_id = found_pair.household_id "
        "AND said.member_no = found_pair.member_no)"
    )
    connection.unregister("found_pair")


def _odd_numbers(connection: duckdb.DuckDBPyConnection, lake: Lake, policy: LinkPolicy) -> None:
    """One number, but names and births of two persons: the link by number stays, and is asked about."""
    connection.execute(
        "CREATE TEMP TABLE suspect AS SELECT row_number() OVER (ORDER BY pair.register, register_key) "
        "AS unique_id, pair.register, pair.register_key, member.identity AS mine, "
        "register_row.identity AS theirs FROM pair JOIN member USING (household_id, member_no) "
        "JOIN register_row ON register_row.register = pair.register "
        "AND register_row.person_key = pair.register_key WHERE pair.method = 'number' AND "
        f"abs(member.birth_year - register_row.birth_year) > {policy.values.years_apart}"
    )
    names = []
    for side in ("mine", "theirs"):
        sealed = connection.sql(
            f"SELECT unique_id, {side} AS identity, NULL::VARCHAR AS sex, NULL::INTEGER AS birth_year, "
            "NULL::INTEGER AS birth_month, NULL::INTEGER AS birth_day, NULL::VARCHAR AS tambon_code, "
            "NULL::VARCHAR AS village_code FROM suspect ORDER BY unique_id"
        ).to_arrow_table()
        names.append(comparable(opened(sealed, lake.keys), policy))
    connection.register("my_name", names[0])
    connection.register("their_name", names[1])
    unlike = " AND ".join(
        f"jaro_winkler_similarity(my_name.{name}, their_name.{name}) < {policy.values.alike_similarity}"
        for name in ("first_name", "last_name")
    )
    connection.execute(
        f"UPDATE pair SET band = 'ask', conflict = {quote(Conflict.OTHER_PERSON.value)} FROM suspect "
        f"JOIN my_name USING (unique_id) JOIN their_name USING (unique_id) WHERE {unlike} "
        "AND pair.method = 'number' AND pair.register = suspect.register "
        "AND pair.register_key = suspect.register_key"
    )


def _name_odd_ones(connection: duckdb.DuckDBPyConnection, lake: Lake, said: Mapping[str, Decision]) -> None:
    """Odd pairs by number get the name that answers are given to; those answered are asked no more."""
    odd = connection.execute(
        "SELECT edition, register, register_key, household_id, member_no FROM pair WHERE pair IS NULL "
        "AND band = 'ask'"
    ).fetchall()
    this = "WHERE register = ? AND register_key = ? AND method = 'number'"
    for each in odd:
        key = PairKey(*each)
        pair = pair_id(lake, key)
        answer = said[pair].answer if pair in said else None
        if answer is Answer.DIFFERENT:
            connection.execute(f"DELETE FROM pair {this}", [key.register, key.register_key])
            continue
        found = Band.SAME if answer is Answer.SAME else Band.ASK
        connection.execute(
            f"UPDATE pair SET pair = ?, band = ? {this}", [pair, found.value, key.register, key.register_key]
        )


def _rows(connection: duckdb.DuckDBPyConnection, table: str, columns: str) -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in connection.execute(f"SELECT {columns} FROM {table}").fetchall()}


def _sql_type(kind: pa.DataType) -> str:
    return {pa.string(): "VARCHAR", pa.int32(): "INTEGER", pa.int64(): "BIGINT", pa.float64(): "DOUBLE"}[kind]
