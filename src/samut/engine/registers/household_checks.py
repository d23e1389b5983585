"""Members beside their household and beside each other: what is told of rows that are taken in.

Nothing here refuses a row. A household is looked at as it will be after the import: the rows that are
taken in, and those of the lake that stay. What is not known is never told of: a birth without its day
counts as the day that makes least of it, and of a household with a refused row nobody is missed.

Facts are known by their names: `relation` (by what its codes mean: head, spouse, child, parent,
grandchild), `sex`, `birth` and `person_key` of the members; `surveyed_on` and `stated_member_count` of
the household. In a table of households a fact called `…_count` counts members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samut.engine.lake import Lake, quoted
from samut.engine.registers.checks import quote
from samut.engine.registers.profile import Table
from samut.engine.registers.staging import Staging
from samut.rules.check_policy import DoubtLimits, load_doubt_limits

STATED = "stated_member_count"
# The kinds that say how many.
COUNTS = frozenset(("asked_count", "failing_count", "count"))
BUDDHIST_YEARS = 543
# Days are numbers here, 20180131: so many years later is so many times this more.
YEAR = 10_000
MEMBER_FACTS = {
    "relation": "VARCHAR",
    "sex": "VARCHAR",
    "birth_year": "INTEGER",
    "birth_month": "INTEGER",
    "birth_day": "INTEGER",
    "person_key": "VARCHAR",
}
# Rows of the lake come before those of the import: of two heads the one that came later is told.
_IN_ORDER = "source_order NULLS FIRST, source_row NULLS FIRST, member_key"


@dataclass(frozen=True)
class HouseholdDoubt:
    """What is told once of a household: when, in SQL over what is known of the household.

    `column`: SQL of the name of the column of the household's row.
    """

    code: str
    when: str
    column: str
    detail: str = "''"


@dataclass(frozen=True)
class MemberDoubt:
    """What is told of a member. `household`: which households can have such a member at all."""

    code: str
    column: str
    household: str
    member: str


@dataclass(frozen=True)
class _Pair:
    """A table of households and the table of their members, at work."""

    staging: Staging
    lake: Lake
    edition: int
    parent: Table
    child: Table

    @property
    def key(self) -> str:
        return _columns(self.parent.key)

    def run(self, query: str) -> None:
        self.staging.connection.execute(query)


def note_household_doubts(staging: Staging, lake: Lake, edition: int) -> None:
    """Store what is doubtful in rows that are taken in. Called when every row has its verdict."""
    for child in staging.profile.tables:
        if child.belongs_to is None:
            continue
        parent = staging.profile.table(child.belongs_to)
        if staging.accepted_rows(parent) or staging.accepted_rows(child):
            _note(_Pair(staging, lake, edition, parent, child), load_doubt_limits())


def _note(pair: _Pair, limits: DoubtLimits) -> None:
    counts = [each.name for each in pair.parent.columns if each.kind in COUNTS]
    counts = [each for each in counts if each.endswith("_count") and each != STATED]
    of_household, of_member = _of_households(pair, counts, limits), _of_members(limits)
    _learn_touched(pair)
    _learn_unclear(pair)
    members = _members(pair)
    _learn_same_numbers(pair, members)
    doubts = [each.when for each in of_household] + [each.household for each in of_member]
    pair.run(
        f"CREATE OR REPLACE TEMP TABLE doubtful AS SELECT * FROM ({_summed(pair, members)}) "
        f"JOIN ({_households(pair, counts)}) USING ({pair.key}) LEFT JOIN unclear USING ({pair.key}) "
        f"LEFT JOIN same_number USING ({pair.key}) "
        f"WHERE {' OR '.join(f'coalesce({each}, false)' for each in doubts)}"
    )
    _learn_families(pair, members)
    for doubt in of_household:
        _tell_household(pair, doubt)
    for each in of_member:
        _tell_members(pair, each)


def _of_households(pair: _Pair, counts: list[str], limits: DoubtLimits) -> list[HouseholdDoubt]:
    key = quote(pair.parent.key[0])
    asked = " ".join(f"WHEN {quoted(each)} = spoken_of THEN {quote(each)}" for each in counts)
    clear = "is_unclear IS NULL"
    told = [
        HouseholdDoubt(
            "CHECK_040",
            f"{clear} AND {STATED} <> members",
            quote(STATED),
            f"{STATED} || ' ≠ ' || members",
        ),
        HouseholdDoubt("CHECK_041", f"members > {limits.most_members}", key, "members::VARCHAR"),
        HouseholdDoubt(
            "CHECK_042",
            f"{clear} AND spoken_of > members",
            f"CASE {asked} END" if asked else key,
            "spoken_of || ' > ' || members",
        ),
    ]
    if _says_who_is_head(pair.child):
        told.append(HouseholdDoubt("CHECK_043", f"{clear} AND heads = 0 AND unrelated = 0", key))
    return told


def _says_who_is_head(members: Table) -> bool:
    """Whether a relation of these files can be that of the head at all."""
    return any(each.name == "relation" and "head" in dict(each.codes).values() for each in members.columns)


def _of_members(limits: DoubtLimits) -> list[MemberDoubt]:
    child, grandchild = limits.least_years_to_child * YEAR, limits.least_years_to_grandchild * YEAR
    too_young = f"{limits.least_head_age_years * YEAR} > looked_at"
    one_head = "heads = 1 AND"
    is_child, is_parent = "relation = 'child' AND", "relation = 'parent' AND"
    return [
        MemberDoubt("CHECK_044", "relation", "heads > 1", "relation = 'head' AND nth_of_relation > 1"),
        MemberDoubt(
            "CHECK_050",
            "birth",
            f"youngest_head + {too_young}",
            f"relation = 'head' AND earliest + {too_young}",
        ),
        MemberDoubt(
            "CHECK_051",
            "birth",
            f"{one_head} first_child < head_earliest",
            f"{is_child} latest < head_earliest",
        ),
        MemberDoubt(
            "CHECK_052",
            "birth",
            f"{one_head} first_child < head_earliest + {child}",
            f"{is_child} latest >= head_earliest AND latest < head_earliest + {child}",
        ),
        MemberDoubt(
            "CHECK_053",
            "birth",
            f"{one_head} last_parent > head_latest",
            f"{is_parent} earliest > head_latest",
        ),
        MemberDoubt(
            "CHECK_054",
            "birth",
            f"{one_head} last_parent + {child} > head_latest",
            f"{is_parent} earliest <= head_latest AND earliest + {child} > head_latest",
        ),
        MemberDoubt(
            "CHECK_055",
            "birth",
            f"{one_head} first_grandchild < head_earliest + {grandchild}",
            f"relation = 'grandchild' AND latest < head_earliest + {grandchild}",
        ),
        MemberDoubt("CHECK_056", "relation", "spouses > 1", "relation = 'spouse' AND nth_of_relation > 1"),
        MemberDoubt(
            "CHECK_057",
            "relation",
            "(mothers > 1 OR fathers > 1)",
            f"{is_parent} sex IS NOT NULL AND nth_of_sex > 1",
        ),
        MemberDoubt(
            "CHECK_058",
            "person_key",
            "has_same_number",
            "person_key IS NOT NULL AND nth_of_number > 1",
        ),
    ]


def _learn_touched(pair: _Pair) -> None:
    """The households that this import says anything new of."""
    staging = pair.staging
    taken = [
        f"SELECT {pair.key} FROM ({staging.accepted(each)})"
        for each in (pair.parent, pair.child)
        if staging.has_staged(each)
    ]
    needed = staging.present[pair.parent.id] or staging.present[pair.child.id]
    query = " UNION ".join(taken) if needed else f"{taken[0]} LIMIT 0"
    pair.run(f"CREATE OR REPLACE TEMP TABLE touched AS {query}")


def _learn_unclear(pair: _Pair) -> None:
    """The households of which a member's row was refused: who else is in them is not known."""
    query = f"SELECT {pair.key}, true AS is_unclear FROM touched WHERE false"
    if pair.staging.has_staged(pair.child):
        query = (
            f"SELECT DISTINCT {pair.key}, true AS is_unclear FROM {pair.staging.staged(pair.child)} "
            f'SEMI JOIN (SELECT * FROM refused WHERE "table" = {quote(pair.child.id)}) '
            "USING (source_order, source_row)"
        )
    pair.run(f"CREATE OR REPLACE TEMP TABLE unclear AS {query}")


def _learn_same_numbers(pair: _Pair, members: str) -> None:
    """The households in which a 13-digit number stands twice: few numbers stand twice anywhere."""
    pair.run(
        "CREATE OR REPLACE TEMP TABLE repeated_number AS SELECT hash(person_key) AS number_hash "
        f"FROM ({members}) WHERE person_key IS NOT NULL GROUP BY number_hash HAVING count(*) > 1"
    )
    pair.run(
        f"CREATE OR REPLACE TEMP TABLE same_number AS SELECT DISTINCT {pair.key}, true AS has_same_number "
        f"FROM (SELECT {pair.key}, person_key FROM ({members}) "
        "WHERE hash(person_key) IN (SELECT number_hash FROM repeated_number) "
        f"GROUP BY {pair.key}, person_key HAVING count(*) > 1)"
    )


def _learn_families(pair: _Pair, members: str) -> None:
    """The members of doubtful households, and which came first of those who are the same."""
    pair.run(
        "CREATE OR REPLACE TEMP TABLE family AS SELECT *, "
        f"row_number() OVER (PARTITION BY {pair.key}, relation ORDER BY {_IN_ORDER}) AS nth_of_relation, "
        f"row_number() OVER (PARTITION BY {pair.key}, relation, sex ORDER BY {_IN_ORDER}) AS nth_of_sex, "
        f"row_number() OVER (PARTITION BY {pair.key}, person_key ORDER BY {_IN_ORDER}) AS nth_of_number "
        f"FROM ({members}) SEMI JOIN doubtful USING ({pair.key})"
    )
    pair.run(
        f"CREATE OR REPLACE TEMP TABLE first_member AS SELECT {pair.key}, source_order AS member_order, "
        f"source_row AS member_row FROM family WHERE source_row IS NOT NULL "
        f"QUALIFY row_number() OVER (PARTITION BY {pair.key} ORDER BY {_IN_ORDER}) = 1"
    )


def _tell_household(pair: _Pair, doubt: HouseholdDoubt) -> None:
    """On the household's own row; where that did not come now, on the first of its members that did."""
    parent, child = quote(pair.parent.id), quote(pair.child.id)
    pair.run(
        f"INSERT INTO problem SELECT CASE WHEN source_row IS NULL THEN {child} ELSE {parent} END, "
        f"coalesce(source_order, member_order), coalesce(source_row, member_row), {quote(doubt.code)}, "
        f"{doubt.column}, {doubt.detail}, false "
        f"FROM doubtful LEFT JOIN first_member USING ({pair.key}) "
        f"WHERE coalesce(source_row, member_row) IS NOT NULL AND {doubt.when}"
    )


def _tell_members(pair: _Pair, doubt: MemberDoubt) -> None:
    pair.run(
        f"INSERT INTO problem SELECT {quote(pair.child.id)}, family.source_order, family.source_row, "
        f"{quote(doubt.code)}, {quote(doubt.column)}, '', false "
        f"FROM family JOIN doubtful USING ({pair.key}) "
        f"WHERE family.source_row IS NOT NULL AND {doubt.household} AND {doubt.member}"
    )


def _summed(pair: _Pair, members: str) -> str:
    """SQL of what is known of each household from its members."""

    def born(which: str, relation: str, name: str) -> str:
        return f"{which} FILTER (WHERE relation = '{relation}') AS {name}"

    def many(condition: str, name: str) -> str:
        return f"count(*) FILTER (WHERE {condition}) AS {name}"

    told = [
        "count(*) AS members",
        many("relation = 'head'", "heads"),
        many("relation IS NULL", "unrelated"),
        many("relation = 'spouse'", "spouses"),
        many("relation = 'parent' AND sex = 'female'", "mothers"),
        many("relation = 'parent' AND sex = 'male'", "fathers"),
        # Of one head these are its own; of several nothing is asked but the youngest.
        born("max(earliest)", "head", "head_earliest"),
        born("max(latest)", "head", "head_latest"),
        born("max(earliest)", "head", "youngest_head"),
        born("min(latest)", "child", "first_child"),
        born("min(latest)", "grandchild", "first_grandchild"),
        born("max(earliest)", "parent", "last_parent"),
    ]
    return f"SELECT {pair.key}, {', '.join(told)} FROM ({members}) GROUP BY {pair.key}"


def _members(pair: _Pair) -> str:
    """SQL of the members with the first and the last day that each may be born on."""
    own = [each for each in pair.child.key if each not in pair.parent.key]
    member_key = f"concat_ws(' ', {_columns(own)})" if own else "''"
    return (
        f"SELECT {pair.key}, {member_key} AS member_key, relation, sex, person_key, "
        f"birth_year * {YEAR} + coalesce(birth_month, 1) * 100 + coalesce(birth_day, 1) AS earliest, "
        f"birth_year * {YEAR} + coalesce(birth_month, 12) * 100 + coalesce(birth_day, 31) AS latest, "
        f"source_order, source_row FROM ({_rows(pair, pair.child, MEMBER_FACTS)})"
    )


def _households(pair: _Pair, counts: list[str]) -> str:
    """SQL of what the households' own rows say. Who was not asked when is looked at by the year's end."""
    facts = {STATED: "INTEGER", "surveyed_on": "DATE"} | dict.fromkeys(counts, "INTEGER")
    year_end = (pair.edition - BUDDHIST_YEARS) * YEAR + 1231
    day = "year(surveyed_on) * 10000 + month(surveyed_on) * 100 + day(surveyed_on)"
    spoken_of = f"greatest({_columns(counts)})" if counts else "NULL::INTEGER"
    kept = _columns([*pair.parent.key, STATED, *counts])
    return (
        f"SELECT {kept}, coalesce({day}, {year_end}) AS looked_at, {spoken_of} AS spoken_of, "
        f"source_order, source_row FROM ({_rows(pair, pair.parent, facts)})"
    )


def _rows(pair: _Pair, table: Table, facts: Mapping[str, str]) -> str:
    """SQL of a table as it will be: the rows taken in, and the lake's others of the same households.

    Rows: those of the lake have no source_row. A fact that there is no column of is unknown.
    """
    staging, key = pair.staging, _columns(table.key)
    parts = []
    if staging.has_staged(table):
        given = {name for check in staging.checks[table.id] for name in check.values}
        parts.append(
            f"SELECT {_chosen(table, facts, given)}, source_order, source_row "
            f"FROM ({_newest(staging, table)})"
        )
    if staging.present[table.id]:
        view = pair.lake.view(pair.staging.profile.register, table.stored_id, pair.edition)
        given = set(staging.connection.sql(f"SELECT * FROM {view}").columns)
        came = f"ANTI JOIN ({parts[0]}) USING ({key})" if parts else ""
        parts.append(
            f"SELECT {_chosen(table, facts, given)}, NULL::INTEGER AS source_order, "
            f"NULL::INTEGER AS source_row FROM {view} SEMI JOIN touched USING ({pair.key}) {came}"
        )
    return " UNION ALL ".join(parts)


def _newest(staging: Staging, table: Table) -> str:
    """SQL of the rows taken in; of a key that several files tell of, the last one's."""
    taken, key = staging.accepted(table), _columns(table.key)
    # Within one file no key is taken in twice.
    files = f"SELECT count(DISTINCT source_order) FROM {staging.staged(table)}"
    ((several,),) = staging.connection.execute(files).fetchall()
    if several == 1:
        return taken
    return f"{taken} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY source_order DESC) = 1"


def _chosen(table: Table, facts: Mapping[str, str], given: set[str]) -> str:
    told = [
        f"{quoted(name)}::{kind} AS {quoted(name)}" if name in given else f"NULL::{kind} AS {quoted(name)}"
        for name, kind in facts.items()
    ]
    return ", ".join([_columns(table.key), *told])


def _columns(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))
