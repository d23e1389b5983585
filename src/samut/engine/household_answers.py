"""Measures that answer for a household by itself, put to a file of households.

The file has a column for each fact that the measure asks for. Each row gets its answer, by SQL that
is written from the same rule functions that answer for one household; the totals say how many are
not known and which facts they lack.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlglot import exp

from samut.engine.data_files import CsvFile, data_at
from samut.engine.fact_columns import unknown_sql, unreadable_sql, value_sql, wanted
from samut.engine.lake import quoted
from samut.engine.sql_engines import DUCKDB, SqlEngine, open_engine, text
from samut.engine.words import TableSubject, nought_guarded
from samut.rules.asked_facts import AskedFacts
from samut.rules.errors import ProblemsFound, SamutError, Where
from samut.rules.household_levels import NO_LEVEL, UNKNOWN_LEVEL, HouseholdLevels, LevelAnswer, level_answer
from samut.rules.household_measures import HouseholdMeasure
from samut.rules.household_tests import BoundRule, HouseholdAnswer, HouseholdTest, household_answer
from samut.rules.policy_files import Facts, nearest, policy_version
from samut.rules.scorecards import ScoreAnswer, Scorecard, score
from samut.rules.status import Answer

ANSWERED, UNKNOWN = "answered", Answer.UNKNOWN.value
# Names of what is reckoned on the way; no column of a file is likely to be called so.
HOLDS = "samut: the rule holds"
POINTS, LEAST_POINTS, MOST_POINTS = ("samut: points", "samut: least points", "samut: most points")
OneAnswer = HouseholdAnswer | LevelAnswer | ScoreAnswer


@dataclass(frozen=True)
class PovertyRate:
    """The mean likelihood of being poor: of the households scored, and its bounds over all of them.

    All None where there is no household to say it of. `scored` is the number of households scored.
    """

    scored: int
    mean: float | None
    least: float | None
    most: float | None


@dataclass(frozen=True)
class Totals:
    """How many households have which answer, and in how many of the unknown ones each fact is missing.

    `answers` are in the measure's order, unknown last. Of a scorecard they are answered and unknown.
    """

    households: int
    answers: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]
    rate: PovertyRate | None
    policy_version: str


def answer_column(measure: HouseholdMeasure) -> str:
    """The name of the column with the measure's answer; the further ones begin with it."""
    return measure.id.replace("-", "_")


def answers_sql(measure: HouseholdMeasure, edition: int, relation: str) -> str:
    """SQL that gives every row of the relation its answer beside its own columns.

    `relation` is SQL that may stand after FROM and has the facts as columns of their kinds. Columns:
    of a rule the answer (yes, no, unknown); of levels the level (none, a number, unknown), lowest and
    highest; of a scorecard points, likelihood (NULL where open), likelihood_least and _most; of each
    `missing`, the facts that are not known where the answer is not.
    """
    name, steps = answer_column(measure), _steps(measure, edition)
    stepped = ", ".join(f"{sql} AS {quoted(step)}" for step, sql in steps.items())
    columns = zip(answer_endings(measure), _answers(measure, edition), strict=True)
    chosen = ", ".join(f"{sql} AS {quoted(name + ending)}" for ending, sql in columns)
    dropped = ", ".join(quoted(step) for step in steps)
    return (
        f"SELECT stepped.* EXCLUDE ({dropped}), {chosen} "
        f"FROM (SELECT facts.*, {stepped} FROM {relation} AS facts) AS stepped"
    )


def answer_for(measure: HouseholdMeasure, facts: Facts, edition: int) -> OneAnswer:
    """What the measure says of one household, with the facts that decided."""
    if isinstance(measure, HouseholdTest):
        return household_answer(measure, facts, edition)
    if isinstance(measure, HouseholdLevels):
        return level_answer(measure, facts, edition)
    return score(measure, facts)


def possible_answers(measure: HouseholdMeasure) -> tuple[str, ...]:
    """The answers of a measure in their order, unknown last."""
    if isinstance(measure, HouseholdTest):
        return (Answer.YES.value, Answer.NO.value, UNKNOWN)
    if isinstance(measure, HouseholdLevels):
        return (*measure.names, UNKNOWN_LEVEL)
    return (ANSWERED, UNKNOWN)


class Assessed:
    """A file of households with the answers of one measure. Nothing is kept; each question reads the file."""

    def __init__(
        self, engine: SqlEngine, measure: HouseholdMeasure, edition: int, path: Path, facts: str
    ) -> None:
        self._engine, self._facts = engine, facts
        self.measure, self.edition, self.path = measure, edition, path

    @property
    def _sql(self) -> str:
        return answers_sql(self.measure, self.edition, self._facts)

    def rows(self) -> pa.Table:
        """Every row of the file, in its order: its own columns (facts as they were read), then the answer."""
        return self._engine.table(self._sql)

    def totals(self) -> Totals:
        """How many households have which answer."""
        name = answer_column(self.measure)
        read = self.measure.facts_read(self.edition)
        answer = _counted_answer(self.measure)
        lacking = [f"count(*) FILTER ({quoted(fact)} IS NULL) AS {quoted(fact)}" for fact in read]
        counted = self._engine.table(
            f"SELECT {answer} AS answer, count(*) AS households, {', '.join(lacking)} "
            f"FROM ({self._sql}) GROUP BY ALL"
        ).to_pylist()
        by_answer = {row["answer"]: row for row in counted}
        found = {
            each: by_answer.get(each, {}).get("households", 0) for each in possible_answers(self.measure)
        }
        unknown = by_answer.get(UNKNOWN, {})
        missing = [(fact, unknown.get(fact, 0)) for fact in read if unknown.get(fact, 0)]
        rate = self._rate(name, found[ANSWERED]) if isinstance(self.measure, Scorecard) else None
        return Totals(sum(found.values()), tuple(found.items()), tuple(missing), rate, policy_version())

    def _rate(self, name: str, scored: int) -> PovertyRate:
        likelihood = quoted(f"{name}_likelihood")
        least, most = quoted(f"{name}_likelihood_least"), quoted(f"{name}_likelihood_most")
        (row,) = self._engine.table(
            f"SELECT avg({likelihood}) AS mean, avg({least}) AS least, avg({most}) AS most FROM ({self._sql})"
        ).to_pylist()
        return PovertyRate(scored, row["mean"], row["least"], row["most"])

    def household(self, row: int) -> tuple[Facts, OneAnswer]:
        """The facts of the row (the first is 1) and what the measure says of it. Raises: ASSESS_007."""
        names = ", ".join(quoted(name) for name in self.measure.facts_read(self.edition))
        numbered = f"(SELECT row_number() OVER () AS row, {names} FROM {self._facts} AS facts)"
        found = self._engine.table(f"SELECT {names} FROM {numbered} WHERE row = {int(row)}").to_pylist()
        if not found:
            (counted,) = self._engine.table(f"SELECT count(*) AS n FROM {self._facts} AS facts").to_pylist()
            raise SamutError("ASSESS_007", Where(file=self.path.name), row=row, count=counted["n"])
        facts: Facts = {name: _plain(value) for name, value in found[0].items()}
        return facts, answer_for(self.measure, facts, self.edition)


@contextmanager
def assess(
    measure: HouseholdMeasure, path: Path, *, edition: int, without: Collection[str] = ()
) -> Iterator[Assessed]:
    """The households of a CSV or Parquet file, assessed by the measure as of an edition (Buddhist year).

    `without` names facts that were not collected: they are unknown for every household.

    Raises: ASSESS_001 when a fact has no column, ASSESS_002 when cells cannot be read, ASSESS_004 for
    an edition without a rule, ASSESS_005 for a fact the measure does not ask for, POLICY_005 where a
    number is not dated so early, ENGINE_010 to ENGINE_013 for a file that is none.
    """
    answers_sql(measure, edition, "facts")
    asked = {name: measure.facts[name] for name in measure.facts_read(edition)}
    for name in without:
        if name not in measure.facts:
            raise SamutError(
                "ASSESS_005", measure=measure.id, name=name, nearest=nearest(name, measure.facts)
            )
    with open_engine(DUCKDB) as engine:
        types = engine.columns(path)
        _check_columns(asked, types, without, path)
        relation = engine.relation(path)
        told = {name: fact for name, fact in asked.items() if name in types and name not in without}
        _check_cells(engine, relation, told, types, path)
        facts = _facts_relation(measure, relation, asked, types, told)
        yield Assessed(engine, measure, edition, path, facts)


def _facts_relation(
    measure: HouseholdMeasure, relation: str, asked: AskedFacts, types: Mapping[str, str], told: AskedFacts
) -> str:
    """The file with its facts as they were read; an earlier answer of the same measure falls away."""
    earlier = [answer_column(measure) + suffix for suffix in answer_endings(measure)]
    dropped = ", ".join(quoted(name) for name in types if name in earlier)
    values = {
        name: value_sql(fact, types[name]) if name in told else unknown_sql(fact)
        for name, fact in asked.items()
    }
    replaced = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in values.items() if name in types)
    added = [f"{sql} AS {quoted(name)}" for name, sql in values.items() if name not in types]
    star = "*"
    star += f" EXCLUDE ({dropped})" if dropped else ""
    star += f" REPLACE ({replaced})" if replaced else ""
    return f"(SELECT {', '.join([star, *added])} FROM {relation})"


def _check_columns(asked: AskedFacts, types: Mapping[str, str], without: Collection[str], path: Path) -> None:
    lacking = [name for name in asked if name not in types and name not in without]
    if not lacking:
        return
    told = []
    for name in lacking:
        alike = difflib.get_close_matches(name, [each for each in types if each not in asked], n=1)
        told.append(f"{name} (≈ {alike[0]})" if alike else name)
    raise SamutError("ASSESS_001", Where(file=path.name), names=", ".join(told))


def _check_cells(
    engine: SqlEngine, relation: str, told: AskedFacts, types: Mapping[str, str], path: Path
) -> None:
    """Refuse cells that cannot be read: every column that has some, with the first row."""
    if not told:
        return
    bad = {name: unreadable_sql(fact, types[name]) for name, fact in told.items()}
    counts = ", ".join(f"count(*) FILTER ({sql}) AS {quoted(name)}" for name, sql in bad.items())
    (found,) = engine.table(f"SELECT {counts} FROM {relation}").to_pylist()
    # Row 1 of a CSV file is its header.
    header = 1 if isinstance(data_at(path), CsvFile) else 0
    problems = []
    for name, count in found.items():
        if count:
            rows = f"(SELECT row_number() OVER () AS row, {bad[name]} AS bad FROM {relation})"
            (first,) = engine.table(f"SELECT min(row) AS row FROM {rows} WHERE bad").to_pylist()
            where = Where(file=path.name, row=first["row"] + header, column=name)
            error = SamutError("ASSESS_002", where, name=name, count=count, allowed=wanted(told[name]))
            problems.append(error.problem)
    if problems:
        raise ProblemsFound(problems)


def _counted_answer(measure: HouseholdMeasure) -> str:
    if isinstance(measure, Scorecard):
        likelihood = quoted(f"{answer_column(measure)}_likelihood")
        return f"CASE WHEN {likelihood} IS NULL THEN {text(UNKNOWN)} ELSE {text(ANSWERED)} END"
    return quoted(answer_column(measure))


def answer_endings(measure: HouseholdMeasure) -> tuple[str, ...]:
    """What the names of the answer's columns end in, after answer_column."""
    if isinstance(measure, HouseholdTest):
        return ("", "_missing")
    if isinstance(measure, HouseholdLevels):
        return ("", "_lowest", "_highest", "_missing")
    return ("_points", "_likelihood", "_likelihood_least", "_likelihood_most", "_missing")


def _steps(measure: HouseholdMeasure, edition: int) -> dict[str, str]:
    """What is reckoned once for each household and used several times, as SQL over the facts, by name."""
    if isinstance(measure, HouseholdTest):
        return {HOLDS: _rule_sql(measure.of_edition(edition).bound, measure.facts, edition)}
    if isinstance(measure, HouseholdLevels):
        return {
            f"{HOLDS} {level.level}": _rule_sql(level.bound, measure.facts, edition)
            for level in measure.levels
        }
    points, least, most = [], [], []
    for question in measure.questions:
        cases = " ".join(f"WHEN {text(each.id)} THEN {each.points}" for each in question.choices)
        points.append(f"CASE {quoted(question.id)} {cases} END")
        least.append(f"coalesce({points[-1]}, {question.least})")
        most.append(f"coalesce({points[-1]}, {question.most})")
    return {POINTS: " + ".join(points), LEAST_POINTS: " + ".join(least), MOST_POINTS: " + ".join(most)}


def _rule_sql(bound: BoundRule, asked: AskedFacts, edition: int) -> str:
    """The rule's condition, written by the rule function itself; NULL where it cannot be decided."""
    found: exp.Expression = bound.rule(TableSubject(asked), bound.values_for(edition))
    return nought_guarded(found).sql(DUCKDB)


def _answers(measure: HouseholdMeasure, edition: int) -> tuple[str, ...]:
    """The answer's columns as SQL over the steps, in the order of answer_endings."""
    if isinstance(measure, HouseholdTest):
        holds, yes, no = quoted(HOLDS), text(Answer.YES.value), text(Answer.NO.value)
        answer = f"CASE WHEN {holds} THEN {yes} WHEN NOT {holds} THEN {no} ELSE {text(UNKNOWN)} END"
        return (answer, _missing_sql(measure, edition, f"{holds} IS NULL"))
    if isinstance(measure, HouseholdLevels):
        lowest, highest = _level_bounds(measure)
        level = f"CASE WHEN {lowest} = {highest} THEN {lowest} ELSE {text(UNKNOWN_LEVEL)} END"
        return (level, lowest, highest, _missing_sql(measure, edition, f"{lowest} <> {highest}"))
    low, high = (_likelihood_sql(measure, quoted(points)) for points in (MOST_POINTS, LEAST_POINTS))
    known = f"CASE WHEN {low} = {high} THEN {low} END"
    points = f"CAST({quoted(POINTS)} AS INTEGER)"
    return (points, known, low, high, _missing_sql(measure, edition, f"{quoted(POINTS)} IS NULL"))


def _level_bounds(measure: HouseholdLevels) -> tuple[str, str]:
    """From the highest down: the first that holds is the lowest possible, the first that may the highest."""
    names = [(quoted(f"{HOLDS} {level.level}"), text(str(level.level))) for level in measure.levels]
    sure = " ".join(f"WHEN {holds} THEN {level}" for holds, level in names)
    may = " ".join(f"WHEN coalesce({holds}, true) THEN {level}" for holds, level in names)
    lowest, highest = (f"CASE {cases} ELSE {text(NO_LEVEL)} END" for cases in (sure, may))
    return lowest, highest


def _likelihood_sql(scorecard: Scorecard, points: str) -> str:
    lines = sorted(scorecard.table, key=lambda line: line.from_points, reverse=True)
    cases = " ".join(
        f"WHEN {points} >= {line.from_points} THEN CAST({float(line.share)!r} AS DOUBLE)" for line in lines
    )
    return f"CASE {cases} END"


def _missing_sql(measure: HouseholdMeasure, edition: int, undecided: str) -> str:
    """The facts that are not known, where the answer is open; nothing where it is not."""
    named = ", ".join(
        f"CASE WHEN {quoted(name)} IS NULL THEN {text(name)} END" for name in measure.facts_read(edition)
    )
    return f"CASE WHEN {undecided} THEN concat_ws(', ', {named}) ELSE '' END"


def _plain(value: Any) -> bool | int | float | str | date | None:
    """A value of the table as a person would write it: 3, not 3.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    told: bool | int | float | str | date | None = value
    return told
