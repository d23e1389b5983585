"""What the census and the links say of each household under the names that household measures ask for.

How many members depend on others is a number between two: of some it may not be known. Each count
stands here with the least and the most it can be, and a measure is asked at both ends: where the
answers differ, the household's is not known.
"""

from __future__ import annotations

from itertools import product

from samut.engine.household_answers import answer_column, answers_sql
from samut.engine.lake import Lake, parquet, quoted
from samut.engine.life_cycle import LifeCycleColumns, ages_sql, census_members
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult
from samut.engine.sql_engines import text
from samut.rules.census_facts import load_census_facts
from samut.rules.errors import SamutError
from samut.rules.household_levels import HouseholdLevels
from samut.rules.household_tests import HouseholdTest
from samut.rules.life_cycle import Attribution, load_life_cycle
from samut.rules.policy import load_measure
from samut.rules.policy_files import nearest
from samut.rules.status import Answer

CARD, CARD_BY_NAME = "card_validated", "card_validated_by_name"
# What a link of an older Samut says instead: that somebody is in the register, not whether with a card.
REGISTERED_BY_NAME = "in_welfare_card_by_name"
FARMER, FARMER_BY_NAME = "in_farmer", "in_farmer_by_name"
# The facts that are counted over members, so that each has a least and a most.
COUNTED = ("dependent_count", "welfare_card_count", "farmer_registered_count")
PLAIN = ("income_year_baht", "member_count", "head_is_farmer", "housing_problem")
FACTS = (*PLAIN, *COUNTED)
# A measure of the census alone: what its facts cannot say stays out.
CensusMeasure = HouseholdTest | HouseholdLevels


def census_facts_sql(lake: Lake, result: MeasureResult, link_columns: frozenset[str]) -> str:
    """SQL (fit after FROM) of the facts of every household of a result.

    Rows: one per household: household_id, village_code, PLAIN, and of each of COUNTED its least, its
    most, and itself where the two are one. Unknown: NULL. `link_columns` are those of the link's
    person.parquet: a register that was not linked leaves its count between nought and everybody.
    """
    members = census_members(lake, result)
    each_member = {
        "dependent_count": _dependent(members),
        "welfare_card_count": f"({card_sql(link_columns)})",
        "farmer_registered_count": _found(FARMER, FARMER_BY_NAME, link_columns),
    }
    counts = []
    for name, holds in each_member.items():
        counts.append(f"count(*) FILTER ({holds}) AS {name}_least")
        counts.append(f"count(*) FILTER ({holds} IS NOT FALSE) AS {name}_most")
    counted = (
        f"SELECT household_id, count(*) AS member_count, {', '.join(counts)}, {_head_is_farmer()} "
        f"FROM {members.sql} AS person GROUP BY household_id"
    )
    told = lake.view(REGISTER, HOUSEHOLDS, result.edition)
    exact = ", ".join(
        f"CASE WHEN {each}_least = {each}_most THEN {each}_least END AS {each}" for each in COUNTED
    )
    return (
        f"(SELECT counted.*, {exact}, worded.village_code, told.income_year_baht, "
        f"{_housing_problem(result)} AS housing_problem "
        f"FROM ({counted}) AS counted JOIN {parquet(result.households_file)} AS worded USING (household_id) "
        f"LEFT JOIN (SELECT household_id, income_year_baht FROM {told}) AS told USING (household_id))"
    )


def census_answers_sql(measure: CensusMeasure, edition: int, facts: str) -> str:
    """SQL of what a measure of rules or levels says of every household of `census_facts_sql`.

    Rows: one per household, with the facts read, `answer` (one of answer_names, or unknown), and
    between which of answer_names it lies: `least` and `most`, counted from 1. Exact for rules that
    each count only helps, or only hinders.
    Raises: ASSESS_004 for an edition without a rule, LIST_001 for a fact the census has not.
    """
    read = measure.facts_read(edition)
    for name in read:
        if name not in FACTS:
            raise SamutError("LIST_001", measure=measure.id, fact=name, nearest=nearest(name, FACTS))
    counted = [name for name in COUNTED if name in read]
    corners = []
    for ends in product(("least", "most"), repeat=len(counted)):
        taken = [f"{name}_{end} AS {name}" for name, end in zip(counted, ends, strict=True)]
        plain = [name for name in read if name in PLAIN]
        relation = f"(SELECT {', '.join(['household_id', *plain, *taken])} FROM {facts})"
        corners.append(_bounds(measure, answers_sql(measure, edition, relation)))
    names = ", ".join(text(each) for each in answer_names(measure))
    agreed = (
        "SELECT household_id, min(least) AS least, max(most) AS most, CASE WHEN min(least) = max(most) "
        f"THEN [{names}][min(least)] ELSE {text(Answer.UNKNOWN.value)} END AS answer "
        f"FROM ({' UNION ALL '.join(corners)}) GROUP BY household_id"
    )
    shown = [*read, *(f"{name}_{end}" for name in counted for end in ("least", "most"))]
    chosen = ", ".join(f"facts.{name}" for name in ("household_id", "village_code", *shown))
    joined = f"{facts} AS facts JOIN ({agreed}) AS agreed USING (household_id)"
    return f"(SELECT {chosen}, agreed.answer, agreed.least, agreed.most FROM {joined})"


def answer_names(measure: CensusMeasure) -> tuple[str, ...]:
    """The known answers in their order: no and yes, or none and the levels upwards."""
    return (Answer.NO.value, Answer.YES.value) if isinstance(measure, HouseholdTest) else tuple(measure.names)


def _bounds(measure: CensusMeasure, answered: str) -> str:
    """Between which of answer_names each answer lies."""
    name = answer_column(measure)
    if isinstance(measure, HouseholdTest):
        answer, (no, yes) = quoted(name), (text(each) for each in answer_names(measure))
        least = f"CASE WHEN {answer} = {yes} THEN 2 ELSE 1 END"
        most = f"CASE WHEN {answer} = {no} THEN 1 ELSE 2 END"
    else:
        names = ", ".join(text(each) for each in answer_names(measure))
        least, most = (
            f"list_position([{names}], {quoted(name + ending)})" for ending in ("_lowest", "_highest")
        )
    return f"SELECT household_id, {least} AS least, {most} AS most FROM ({answered})"


def _dependent(members: LifeCycleColumns) -> str:
    """Whether a member depends on others. Ages that follow each other are one span: of somebody of two
    or three years it is known that they are under six."""
    groups = load_census_facts().dependent_groups
    spans: list[tuple[int, int | None]] = []
    for band in load_life_cycle().bands:
        if band.id not in groups:
            continue
        if spans and spans[-1][1] == band.first - 1:
            spans[-1] = (spans[-1][0], band.last)
        else:
            spans.append((band.first, band.last))
    conditions = {each.id for each in load_life_cycle().conditions}
    own = {each.group: each.name for each in members.columns if each.attribution is Attribution.PERSON}
    said = [ages_sql(first, last) for first, last in spans]
    said += [own[group] for group in groups if group in conditions]
    return "(" + " OR ".join(f"({each})" for each in said) + ")"


def _found(column: str, by_name: str, there: frozenset[str]) -> str:
    """Whether a member is in a register, by number or by name; NULL where the register was not linked."""
    if column not in there:
        return "NULL::BOOLEAN"
    return f"({column} OR {by_name} IS TRUE)" if by_name in there else column


def card_sql(there: frozenset[str], of: str = "") -> str:
    """Whether a member holds a card, found by number or by name. `there` are the link's columns, `of`
    what stands before them. Who is in the register and was refused holds none, however they were found.

    Unknown: NULL without the register, or where neither number nor name tells.
    """
    if CARD not in there:
        return "NULL::BOOLEAN"
    by_number = f"{of}{CARD}"
    if CARD_BY_NAME in there:
        by_name = f"{of}{CARD_BY_NAME}"
        return f"CASE WHEN {by_number} IS NULL THEN {by_name} ELSE {by_number} OR {by_name} END"
    if REGISTERED_BY_NAME in there:
        named = f"{of}{REGISTERED_BY_NAME}"
        return f"CASE WHEN {by_number} THEN true WHEN {named} THEN NULL ELSE {by_number} END"
    return by_number


def _head_is_farmer() -> str:
    farms = " OR ".join(
        f"starts_with(occupation_code, {text(prefix)})" for prefix in load_census_facts().farmer_code_prefixes
    )
    head = "FILTER (relation = 'head')"
    unknown = f"count(*) {head} = 0 OR bool_or(occupation_code IS NULL) {head}"
    known = f"CASE WHEN {unknown} THEN NULL ELSE false END"
    return f"CASE WHEN bool_or({farms}) {head} THEN true ELSE {known} END AS head_is_farmer"


def _housing_problem(result: MeasureResult) -> str:
    indicator_set = load_measure(result.measure).indicator_set
    mask = 0
    for name in load_census_facts().housing_indicators:
        mask |= indicator_set.indicator(name).mask
    failing, unknown = f"(worded.deprived & {mask}) <> 0", f"(worded.known & {mask}) <> {mask}"
    return f"CASE WHEN {failing} THEN true WHEN {unknown} THEN NULL ELSE false END"
