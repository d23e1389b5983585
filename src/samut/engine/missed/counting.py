"""Who is missed in one area and edition: the three groups, the errors of targeting, the registers.

A household has a card when a member holds one, found by number or by name. A person's own card is
counted beside it, because since 2567 TPMAP asks for households without a holder, before for persons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from samut.engine.areas import COUNTRY, area
from samut.engine.census_facts import card_sql, census_answers_sql, census_facts_sql
from samut.engine.lake import Lake, parquet
from samut.engine.life_cycle import LifeCycleColumns, census_members
from samut.engine.linkage import link, read_link
from samut.engine.measures import measure
from samut.engine.missed.cells import HouseholdCell, Known, PersonCell, household_cells, person_cells
from samut.engine.missed.registers import RegisterOnly, register_only
from samut.engine.results import MeasureResult
from samut.engine.sql_engines import text
from samut.engine.words import poor_sql
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.rules.household_measures import load_household_measure
from samut.rules.household_tests import HouseholdTest
from samut.rules.life_cycle import Attribution
from samut.rules.policy import load_measure
from samut.rules.targeting_errors import Reached

VULNERABLE = "vulnerable-household"


@dataclass(frozen=True)
class Group:
    """Who is missed in one sense: its name, what it means, and whether a cell belongs."""

    id: str
    label: Text
    meaning: Text
    belongs: Callable[[HouseholdCell], Known]


@dataclass(frozen=True)
class GroupCount:
    """How many belong for certain, and of how many more it is not known."""

    group: str
    households: int
    persons: int
    unknown_households: int
    unknown_persons: int


@dataclass(frozen=True)
class Missed:
    """Who is missed in an area. Counts are exact: whoever shows them covers the small ones."""

    area_code: str
    edition: int
    measure: str
    households: tuple[HouseholdCell, ...]
    persons: tuple[PersonCell, ...]
    life_cycle_labels: tuple[tuple[str, Text], ...]
    register_only: tuple[RegisterOnly, ...]
    members: int
    without_number: int

    def groups(self) -> tuple[GroupCount, ...]:
        return group_counts(self.households)

    def by_village(self) -> tuple[tuple[str, tuple[GroupCount, ...]], ...]:
        villages = sorted({each.village for each in self.households})
        return tuple(
            (code, group_counts([each for each in self.households if each.village == code]))
            for code in villages
        )

    def reached_households(self) -> Reached:
        """Households by whether they are poor and whether a member holds a card."""
        counts: dict[tuple[Known, Known], int] = {}
        for each in self.households:
            place = (each.poor, each.card)
            counts[place] = counts.get(place, 0) + each.households
        return Reached(counts)

    def reached_persons(self, group: str = "") -> Reached:
        """Persons (of a life-cycle group) by whether their household is poor and their own card."""
        return Reached({(each.poor, each.card): each.persons for each in self.persons if each.group == group})


def both(one: Known, other: Known) -> Known:
    """Whether both hold; unknown where neither denies and one is unknown."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def opposite(answer: Known) -> Known:
    return None if answer is None else not answer


GROUPS = (
    Group(
        "poor_without_card",
        Text("ตกเกณฑ์ จปฐ. และไม่มีบัตร", "Poor by the measure, no card"),
        Text(
            "ครัวเรือนยากจนตามเกณฑ์ที่ใช้ และไม่มีสมาชิกถือบัตรสวัสดิการแห่งรัฐ",
            "Poor by the workspace's measure, and no member holds a state welfare card",
        ),
        lambda cell: both(cell.poor, opposite(cell.card)),
    ),
    Group(
        "vulnerable_without_card",
        Text("เปราะบาง และไม่มีบัตร", "Vulnerable, no card"),
        Text(
            "ครัวเรือนเปราะบางตามนิยามของปีนั้น และไม่มีสมาชิกถือบัตร",
            "Vulnerable by the definition of the edition, and no member holds a card",
        ),
        lambda cell: both(cell.vulnerable, opposite(cell.card)),
    ),
    Group(
        "both_without_card",
        Text("ตกเกณฑ์ จปฐ. และเปราะบาง และไม่มีบัตร", "Poor and vulnerable, no card"),
        Text("อยู่ในทั้งสองกลุ่มข้างต้น", "In both groups above"),
        lambda cell: both(both(cell.poor, cell.vulnerable), opposite(cell.card)),
    ),
    Group(
        "card_fails_nothing",
        Text("มีบัตร แต่ไม่ตกเกณฑ์ใด", "Card, and fails nothing"),
        Text("มีสมาชิกถือบัตร และไม่ยากจนตามเกณฑ์ที่ใช้", "A member holds a card, and not poor by the measure"),
        lambda cell: both(cell.card, opposite(cell.poor)),
    ),
)


def group_counts(cells: Sequence[HouseholdCell]) -> tuple[GroupCount, ...]:
    """Each of GROUPS over the cells."""
    return tuple(_count(group, cells) for group in GROUPS)


def _count(group: Group, cells: Sequence[HouseholdCell]) -> GroupCount:
    yes = [cell for cell in cells if group.belongs(cell) is True]
    open_ = [cell for cell in cells if group.belongs(cell) is None]
    return GroupCount(
        group.id,
        sum(cell.households for cell in yes),
        sum(cell.persons for cell in yes),
        sum(cell.households for cell in open_),
        sum(cell.persons for cell in open_),
    )


def missed_in(workspace: Workspace, edition: int, area_code: str = COUNTRY) -> Missed:
    """Who is missed in the area, by the workspace's measure; links and measures first where that is due.

    Unknown: unanswered questions and members without a usable number stay unknown in every count.
    Raises: MISSED_007 for a code that is no area; what link and measure raise.
    """
    linked = link(workspace, edition)
    return missed_of(workspace, measure(workspace, workspace.config.measure, edition, linked), area_code)


def missed_of(workspace: Workspace, result: MeasureResult, area_code: str = COUNTRY) -> Missed:
    """The same by a result that is there already, with the link it was measured on; writes nothing.

    Raises: MISSED_007; WORK_009 when the link is damaged.
    """
    if area(area_code, workspace) is None:
        raise SamutError("MISSED_007", area=area_code)
    lake = Lake(workspace)
    edition = result.edition
    linked = read_link(lake.root / "links" / str(edition) / result.link_id)
    members = census_members(lake, result)
    own = tuple(each for each in members.columns if each.attribution is Attribution.PERSON)
    with lake.connect() as connection:
        columns = link_columns(connection, linked.path)
        persons = persons_sql(members, card_sql(columns, "person."), area_code)
        found = person_cells(connection, persons, [(each.group, each.name) for each in own])
        numbers = "count(*)::BIGINT, count(*) FILTER (person_key IS NULL)::BIGINT"
        ((everybody, unnumbered),) = connection.execute(f"SELECT {numbers} FROM {persons}").fetchall()
        return Missed(
            area_code,
            edition,
            result.measure,
            household_cells(connection, households_sql(lake, result, columns, area_code)),
            found,
            tuple((each.group, each.label) for each in own),
            register_only(lake, connection, linked, area_code),
            everybody,
            unnumbered,
        )


def link_columns(connection: duckdb.DuckDBPyConnection, folder: Path) -> frozenset[str]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {parquet(folder / 'person.parquet')}").fetchall()
    return frozenset(str(row[0]) for row in rows)


def persons_sql(members: LifeCycleColumns, card: str, area_code: str) -> str:
    return f"(SELECT *, {card} AS card FROM {members.sql} AS person{_within(area_code)})"


def households_sql(lake: Lake, result: MeasureResult, columns: frozenset[str], area_code: str) -> str:
    """Households with poor, vulnerable, card; a household measured but without members has no persons."""
    facts = census_facts_sql(lake, result, columns)
    vulnerable = "NULL::BOOLEAN"
    joined = ""
    test = load_household_measure(VULNERABLE)
    if isinstance(test, HouseholdTest) and any(each.covers(result.edition) for each in test.editions):
        vulnerable = "CASE answered.answer WHEN 'yes' THEN true WHEN 'no' THEN false END"
        asked = census_answers_sql(test, result.edition, facts)
        joined = f" LEFT JOIN {asked} AS answered USING (household_id)"
    card = (
        "CASE WHEN facts.welfare_card_count_least > 0 THEN true "
        "WHEN facts.welfare_card_count_most = 0 THEN false END"
    )
    return (
        f"(SELECT household_id, household.village_code, {poor_sql(load_measure(result.measure))} AS poor, "
        f"{vulnerable} AS vulnerable, {card} AS card, coalesce(household.member_count, 0) AS persons "
        f"FROM (SELECT * FROM {parquet(result.households_file)}{_within(area_code)}) AS household "
        f"LEFT JOIN {facts} AS facts USING (household_id){joined})"
    )


def _within(area_code: str) -> str:
    return "" if area_code == COUNTRY else f" WHERE starts_with(village_code, {text(area_code)})"
