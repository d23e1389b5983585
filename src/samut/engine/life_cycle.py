"""Life-cycle groups over tables: a column for each group, of the person and of their household.

The columns are written for the engine that reads the data; the rule they follow is
samut.rules.life_cycle, one person at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import pyarrow as pa
import sqlglot

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet, quoted
from samut.engine.results import MEMBERS, REGISTER, MeasureResult, assessed_on
from samut.engine.sql_engines import DUCKDB, open_engine, text
from samut.engine.words import poor_sql
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.rules.life_cycle import CONDITION_FACTS, Attribution, load_life_cycle
from samut.rules.policy import load_measure
from samut.rules.thai_dates import BE_OFFSET

# A year from here on is a Buddhist one.
FIRST_BE_YEAR = 2400
YES, NO = "('1', '1.0', 'true', 'yes')", "('0', '0.0', 'false', 'no')"
LEAST, GREATEST = "life_least_age", "life_greatest_age"


@dataclass(frozen=True)
class LifeCycleFacts:
    """Which columns of a table with one row per person say what; "": the data do not say it.

    `age_years` or `born` (a day such as 2018-01-31, or a year of either calendar) with the day `on`
    which ages are taken. The conditions hold 1, 0 or nothing.
    """

    household: str
    age_years: str = ""
    born: str = ""
    on: date | None = None
    disabled: str = ""
    bedridden: str = ""
    chronic: str = ""
    alone: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are named."""
        named = (self.household, self.age_years, self.born, *map(self.of, CONDITION_FACTS))
        return tuple(name for name in named if name)

    def of(self, fact: str) -> str:
        """The column that says this condition."""
        told = {"disabled": self.disabled, "bedridden": self.bedridden, "chronic": self.chronic}
        return (told | {"alone": self.alone})[fact]


@dataclass(frozen=True)
class GroupColumn:
    """A column that says of each person whether they count with a group: yes, no, or NULL."""

    name: str
    group: str
    attribution: Attribution
    label: Text


@dataclass(frozen=True)
class LifeCycleColumns:
    """The data with the columns of the groups. `sql` may stand after FROM."""

    sql: str
    columns: tuple[GroupColumn, ...]


@cache
def life_cycle_columns(relation: str, facts: LifeCycleFacts, dialect: str = DUCKDB) -> LifeCycleColumns:
    """Each person of the relation with every group they count with, as a person and by household.

    Rows: as the relation; its columns stay. Unknown: NULL, where an age or condition is not known, and
    for a household where nobody is known to belong and of somebody it cannot be said. A person whose
    household is not known counts by household only where they themselves belong. A group whose
    condition the data do not hold has no column.

    Raises: LIFE_002 when neither ages nor births are named.
    """
    if not facts.age_years and not (facts.born and facts.on):
        raise SamutError("LIFE_002")
    groups = load_life_cycle()
    own = {band.id: ages_sql(band.first, band.last) for band in groups.bands}
    own |= {each.id: _told(facts.of(each.fact)) for each in groups.conditions if facts.of(each.fact)}
    household = _text(facts.household)
    ages = _written(_ages(facts), dialect)
    persons = _written([f"{sql} AS {_name(id, Attribution.PERSON)}" for id, sql in own.items()], dialect)
    homes = _written(
        [f"{_anybody(id, household)} AS {_name(id, Attribution.HOUSEHOLD)}" for id in own], dialect
    )
    aged = f"(SELECT *, {ages} FROM {relation}) AS aged"
    return LifeCycleColumns(
        f"(SELECT *, {homes} FROM (SELECT *, {persons} FROM {aged}) AS grouped)",
        tuple(
            GroupColumn(_name(id, attribution), id, attribution, groups.labels(attribution)[id])
            for attribution in Attribution
            for id in own
        ),
    )


def _name(group: str, attribution: Attribution) -> str:
    return f"life_{attribution.value}_{group}"


def _written(expressions: list[str], dialect: str) -> str:
    """Expressions in DuckDB's words, in the words of the engine."""
    tree = sqlglot.parse_one(f"SELECT {', '.join(expressions)}", read=DUCKDB)
    return ", ".join(each.sql(dialect) for each in tree.expressions)


def _text(column: str) -> str:
    return f"nullif(trim(CAST({quoted(column)} AS VARCHAR)), '')"


def _told(column: str) -> str:
    said = f"lower({_text(column)})"
    return f"CASE WHEN {said} IN {YES} THEN true WHEN {said} IN {NO} THEN false END"


def _ages(facts: LifeCycleFacts) -> list[str]:
    """The least and the greatest age a person can have: samut.rules.life_cycle.possible_ages."""
    if facts.age_years or facts.on is None:
        age = f"CAST(floor(TRY_CAST({_text(facts.age_years)} AS DOUBLE)) AS INTEGER)"
        return [f"CASE WHEN {age} >= 0 THEN {age} END AS {name}" for name in (LEAST, GREATEST)]
    said = _text(facts.born)
    year = f"TRY_CAST(substring({said}, 1, 4) AS INTEGER)"
    year = f"CASE WHEN {year} >= {FIRST_BE_YEAR} THEN {year} - {BE_OFFSET} ELSE {year} END"
    month = f"CASE WHEN length({said}) >= 7 THEN nullif(TRY_CAST(substring({said}, 6, 2) AS INTEGER), 0) END"
    day = f"CASE WHEN length({said}) >= 10 THEN nullif(TRY_CAST(substring({said}, 9, 2) AS INTEGER), 0) END"
    return [
        f"{_age(year, f'coalesce({month}, 12) * 100 + coalesce({day}, 31)', facts.on)} AS {LEAST}",
        f"{_age(year, f'coalesce({month}, 1) * 100 + coalesce({day}, 1)', facts.on)} AS {GREATEST}",
    ]


def _age(year: str, birthday: str, on: date) -> str:
    today = on.month * 100 + on.day
    years = f"{on.year} - ({year}) - CASE WHEN {today} < {birthday} THEN 1 ELSE 0 END"
    return f"CASE WHEN ({year}) <= {on.year} THEN greatest(0, {years}) END"


def ages_sql(first: int, last: int | None) -> str:
    """samut.rules.life_cycle.in_band of the ages from first to last, over the columns of ages."""
    beyond = "" if last is None else f" OR {LEAST} > {last}"
    within = "" if last is None else f" AND {GREATEST} <= {last}"
    return f"CASE WHEN {GREATEST} < {first}{beyond} THEN false WHEN {LEAST} >= {first}{within} THEN true END"


def _anybody(group: str, household: str) -> str:
    """samut.rules.life_cycle.any_member over the persons of a household."""
    own = _name(group, Attribution.PERSON)
    everyone = f"OVER (PARTITION BY {household})"
    return (
        f"CASE WHEN {own} THEN true WHEN {household} IS NULL THEN NULL "
        f"WHEN max(CASE WHEN {own} THEN 1 ELSE 0 END) {everyone} = 1 THEN true "
        f"WHEN max(CASE WHEN {own} IS NULL THEN 1 ELSE 0 END) {everyone} = 1 THEN NULL ELSE false END"
    )


FIGURES = pa.schema(
    [
        ("attribution", pa.string()),
        ("group", pa.string()),
        ("label_th", pa.string()),
        ("label_en", pa.string()),
        ("persons", pa.int64()),
        ("poor_persons", pa.int64()),
        ("unknown_persons", pa.int64()),
        ("not_poor_persons", pa.int64()),
        ("poor_share", pa.float64()),
        ("membership_unknown_persons", pa.int64()),
    ]
)
EVERYBODY = Text("ทุกคน", "everybody")


def life_cycle_figures(workspace: Workspace, result: MeasureResult, area_code: str = COUNTRY) -> pa.Table:
    """How many persons of each life-cycle group are poor by a result, in one area.

    Rows: everybody, then each group by person, then by household. Persons of a group are poor, not
    poor, or live in a household of which it is unknown; `poor_share` is of those known, NULL where
    there are none. `membership_unknown_persons` are in none of the counts before it: it cannot be
    said whether they count with the group. Ages are those of the edition's day.
    """
    lake = Lake(workspace)
    found = census_members(lake, result)
    here = "" if area_code == COUNTRY else f" WHERE starts_with(village_code, {text(area_code)})"
    counts = _counts("true", "everybody")
    for column in found.columns:
        counts += _counts(column.name, column.name)
        counts.append(f"count(*) FILTER (WHERE {column.name} IS NULL) AS {column.name}_doubt")
    with open_engine(DUCKDB) as engine:
        (sums,) = engine.table(f"SELECT {', '.join(counts)} FROM {found.sql} AS person{here}").to_pylist()
    lines = [_line("", "", EVERYBODY, sums, "everybody", 0)]
    for column in found.columns:
        doubt = sums[f"{column.name}_doubt"]
        lines.append(_line(column.attribution.value, column.group, column.label, sums, column.name, doubt))
    return pa.Table.from_pylist(lines, FIGURES)


def _counts(condition: str, name: str) -> list[str]:
    return [
        f"count(*) FILTER (WHERE {condition} AND poor) AS {name}_poor",
        f"count(*) FILTER (WHERE {condition} AND poor IS NULL) AS {name}_unknown",
        f"count(*) FILTER (WHERE {condition} AND NOT poor) AS {name}_not_poor",
    ]


def _line(
    attribution: str, group: str, label: Text, sums: dict[str, int], name: str, doubt: int
) -> dict[str, object]:
    poor, unknown, not_poor = (sums[f"{name}_{each}"] for each in ("poor", "unknown", "not_poor"))
    return {
        "attribution": attribution,
        "group": group,
        "label_th": label.th,
        "label_en": label.en,
        "persons": poor + unknown + not_poor,
        "poor_persons": poor,
        "unknown_persons": unknown,
        "not_poor_persons": not_poor,
        "poor_share": poor / (poor + not_poor) if poor + not_poor else None,
        "membership_unknown_persons": doubt,
    }


def census_members(lake: Lake, result: MeasureResult) -> LifeCycleColumns:
    """The members of the census of a result with every life-cycle group; ages on the edition's day.

    Rows: one per member: household_id, member_no, person_key, village_code, born, the conditions,
    `poor` (NULL: not known), what the links say of them, and a column for each group.
    """
    facts = LifeCycleFacts(
        "household_id",
        born="born",
        on=assessed_on(result.edition),
        disabled="disabled",
        bedridden="bedridden",
        chronic="chronic",
        alone="alone",
    )
    return life_cycle_columns(f"({_members(lake, result)})", facts)


def _members(lake: Lake, result: MeasureResult) -> str:
    """The members of the census with their births, conditions, village, and whether they are poor."""
    born = "printf('%04d-%02d-%02d', birth_year, coalesce(birth_month, 0), coalesce(birth_day, 0))"
    linked = parquet(lake.root / "links" / str(result.edition) / result.link_id / "person.parquet")
    words = f"SELECT household_id, village_code, deprived, known FROM {parquet(result.households_file)}"
    alone = "count(*) OVER (PARTITION BY member.household_id) = 1"
    return (
        "SELECT member.household_id, member.member_no, member.person_key, village_code, relation, "
        f"occupation_code, health, can_help_self, {born} AS born, {alone} AS alone, "
        "linked.* EXCLUDE (house_id, household_id, member_no, person_key), "
        f"{CENSUS_DISABLED} AS disabled, {CENSUS_CHRONIC} AS chronic, {CENSUS_BEDRIDDEN} AS bedridden, "
        f"{poor_sql(load_measure(result.measure))} AS poor "
        f"FROM {lake.view(REGISTER, MEMBERS, result.edition)} AS member "
        f"LEFT JOIN ({words}) AS household ON household.household_id = member.household_id "
        f"LEFT JOIN {linked} AS linked "
        "ON linked.household_id = member.household_id AND linked.member_no = member.member_no"
    )


# samut.rules.life_cycle.census_disabled, census_chronic and census_bedridden over columns.
CENSUS_DISABLED = (
    "CASE WHEN health = 'disabled' OR coalesce(in_disability, false) THEN true "
    "WHEN health = 'normal' THEN false END"
)
CENSUS_CHRONIC = "CASE WHEN health = 'chronic' THEN true WHEN health = 'normal' THEN false END"
CENSUS_BEDRIDDEN = (
    "CASE WHEN can_help_self THEN false "
    "WHEN NOT can_help_self AND health IN ('disabled', 'chronic') THEN true END"
)
