"""Everybody a target group is asked of, with the answer and the facts it rests on.

A list is made of those whose answer is yes; the others are kept too, so that whoever drops out later
can be told why, and so that nobody whose answer is not known is taken for a no.
"""

from __future__ import annotations

from dataclasses import dataclass

from samut.engine.areas import COUNTRY, area
from samut.engine.census_facts import (
    COUNTED,
    CensusMeasure,
    answer_names,
    census_answers_sql,
    census_facts_sql,
)
from samut.engine.lake import Lake, parquet
from samut.engine.life_cycle import GREATEST, LEAST, census_members
from samut.engine.measures import target_sql
from samut.engine.results import MeasureResult
from samut.engine.sql_engines import text
from samut.rules.errors import SamutError
from samut.rules.household_levels import HouseholdLevels
from samut.rules.household_measures import load_household_measure
from samut.rules.household_tests import HouseholdTest
from samut.rules.life_cycle import Attribution, load_life_cycle
from samut.rules.policy import load_measure, load_target
from samut.rules.status import Answer
from samut.rules.target_groups import GroupKind, TargetGroup

YES, NO, UNKNOWN = (text(each.value) for each in (Answer.YES, Answer.NO, Answer.UNKNOWN))
TARGET_FACTS = ("household_poor", "failing", "card_registered", "card_validated")
LIFE_FACTS = ("age_least_years", "age_greatest_years", "health", "can_help_self", "in_disability", "alone")


@dataclass(frozen=True)
class Asked:
    """A group asked of an area. `sql` fits after FROM; `rule` says what the group meant, for comparing.

    Rows: one per person or household: household_id, member_no, person_key (both NULL for a household),
    village_code, answer (yes, no, unknown) and facts (a map of text; NULL: not known).
    """

    sql: str
    rule: str


def link_file(lake: Lake, result: MeasureResult) -> str:
    """The persons of the link a result rests on, as SQL reads them."""
    return parquet(lake.root / "links" / str(result.edition) / result.link_id / "person.parquet")


def link_columns(lake: Lake, result: MeasureResult) -> frozenset[str]:
    """What the link of a result says of each person."""
    with lake.read() as connection:
        columns = connection.execute(f"DESCRIBE SELECT * FROM {link_file(lake, result)}").fetchall()
    return frozenset(str(column[0]) for column in columns)


def ask(lake: Lake, result: MeasureResult, group: TargetGroup, area_code: str = COUNTRY) -> Asked:
    """Ask a group of everybody in an area.

    Raises: ASSESS_004 for an edition the measure has no rule for, POLICY_007 likewise for a target,
    LIST_001 for a measure that asks what the census has not, LIST_006 for a code of no area, POLICY_…
    """
    if area(area_code, lake.workspace) is None:
        raise SamutError("LIST_006", area=area_code)
    if group.kind is GroupKind.TARGET:
        asked = _of_target(lake, result, group)
    elif group.kind is GroupKind.LIFE_CYCLE:
        asked = _of_life_cycle(lake, result, group)
    else:
        asked = _of_measure(lake, result, group)
    here = "" if area_code == COUNTRY else f" WHERE starts_with(village_code, {text(area_code)})"
    return Asked(f"(SELECT * FROM {asked.sql} AS everybody{here})", asked.rule)


def measure_of(group: TargetGroup) -> CensusMeasure:
    """The measure of a group of rules or levels. Raises: LIST_001 for one of another kind."""
    measure = load_household_measure(group.of)
    if not isinstance(measure, HouseholdTest | HouseholdLevels):
        raise SamutError("LIST_001", measure=measure.id, fact=measure.id, nearest="-")
    return measure


def _of_target(lake: Lake, result: MeasureResult, group: TargetGroup) -> Asked:
    rule = load_target(group.of).rule_for(result.edition)
    belongs = f"(poor AND ({target_sql(rule)}))"
    facts = _map(
        {
            "household_poor": "poor",
            "failing": "failing",
            "card_registered": "card_registered",
            "card_validated": "card_validated",
        }
    )
    members = census_members(lake, result)
    words = f"(SELECT household_id, {_failing(result)} AS failing FROM {parquet(result.households_file)})"
    sql = (
        f"(SELECT household_id, member_no, person_key, village_code, {_answer(belongs)} AS answer, "
        f"{facts} AS facts FROM {members.sql} AS person LEFT JOIN {words} AS worded USING (household_id))"
    )
    return Asked(sql, f"{rule.name} ({result.measure})")


def _of_life_cycle(lake: Lake, result: MeasureResult, group: TargetGroup) -> Asked:
    members = census_members(lake, result)
    column = next(
        each.name
        for each in members.columns
        if each.group == group.of and each.attribution is Attribution.PERSON
    )
    facts = _map(
        {
            "age_least_years": LEAST,
            "age_greatest_years": GREATEST,
            "health": "health",
            "can_help_self": "can_help_self",
            "in_disability": "in_disability",
            "alone": "alone",
        }
    )
    sql = (
        f"(SELECT household_id, member_no, person_key, village_code, {_answer(column)} AS answer, "
        f"{facts} AS facts FROM {members.sql} AS person)"
    )
    return Asked(sql, _life_rule(group.of))


def _life_rule(group: str) -> str:
    """What a life-cycle group means: its ages, or the fact that makes somebody one of it."""
    groups = load_life_cycle()
    for band in groups.bands:
        if band.id == group:
            return f"{band.first}-{'' if band.last is None else band.last}"
    return next(each.fact for each in groups.conditions if each.id == group)


def _of_measure(lake: Lake, result: MeasureResult, group: TargetGroup) -> Asked:
    measure = measure_of(group)
    facts = census_facts_sql(lake, result, link_columns(lake, result))
    answered = census_answers_sql(measure, result.edition, facts)
    read = measure.facts_read(result.edition)
    ends = [f"{name}_{end}" for name in COUNTED if name in read for end in ("least", "most")]
    answer = "answer"
    if group.kind is GroupKind.LEVEL:
        place = answer_names(measure).index(group.level) + 1
        answer = f"CASE WHEN {place} NOT BETWEEN least AND most THEN {NO} "
        answer += f"WHEN least = most THEN {YES} ELSE {UNKNOWN} END"
    sql = (
        "(SELECT household_id, NULL::INTEGER AS member_no, NULL::VARCHAR AS person_key, village_code, "
        f"{answer} AS answer, {_map({name: name for name in (*read, *ends)})} AS facts FROM {answered})"
    )
    return Asked(sql, f"{group.level} {_rule_of(measure, result.edition)}".strip())


def _rule_of(measure: CensusMeasure, edition: int) -> str:
    """What the measure says in an edition: its rules by name and the numbers in force."""
    bounds = (
        [measure.of_edition(edition).bound]
        if isinstance(measure, HouseholdTest)
        else [level.bound for level in measure.levels]
    )
    said = []
    for bound in bounds:
        values = bound.values_for(edition)
        numbers = [f"{each.name} = {getattr(values, each.name)}" for each in bound.parameters]
        said.append(f"{bound.name}({', '.join(numbers)})")
    return "; ".join(said)


def _failing(result: MeasureResult) -> str:
    """The failing indicators of the measure, named, as one text; NULL when none is known to fail."""
    measure = load_measure(result.measure)
    named = [name for dimension in measure.dimensions for name in dimension.indicators]
    cases = [
        f"CASE WHEN (deprived & {measure.indicator_set.indicator(name).mask}) <> 0 THEN {text(name)} END"
        for name in named
    ]
    return f"nullif(concat_ws(', ', {', '.join(cases)}), '')"


def _answer(holds: str) -> str:
    return f"CASE WHEN {holds} THEN {YES} WHEN NOT {holds} THEN {NO} ELSE {UNKNOWN} END"


def _map(facts: dict[str, str]) -> str:
    names = ", ".join(text(name) for name in facts)
    values = ", ".join(f"CAST({sql} AS VARCHAR)" for sql in facts.values())
    return f"map([{names}], [{values}])"
