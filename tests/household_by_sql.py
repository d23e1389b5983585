"""Invented households put to the SQL of a measure that answers for a household by itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import duckdb
import pyarrow as pa

from samut.engine.household_answers import answer_column, answer_for, answers_sql
from samut.rules.asked_facts import AnswerKind
from samut.rules.household_levels import LevelAnswer
from samut.rules.household_measures import HouseholdMeasure
from samut.rules.household_tests import HouseholdAnswer
from samut.rules.policy_files import Facts

TYPES = {
    AnswerKind.NUMBER: pa.float64(),
    AnswerKind.COUNT: pa.int64(),
    AnswerKind.YES_NO: pa.bool_(),
    AnswerKind.CHOICE: pa.string(),
}
# What an answer says, in an order that both engines are asked in.
Said = tuple[object, ...]


def by_sql(measure: HouseholdMeasure, edition: int, households: Sequence[Facts]) -> list[Said]:
    columns = {
        name: pa.array([household.get(name) for household in households], TYPES[fact.kind])
        for name, fact in measure.facts.items()
    }
    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        connection.register("households", pa.table(columns))
        sql = answers_sql(measure, edition, "households")
        rows = connection.sql(sql).to_arrow_table().to_pylist()
    begins = answer_column(measure)
    return [
        tuple(
            value for name, value in row.items() if name.startswith(begins) and not name.endswith("_missing")
        )
        for row in rows
    ]


def by_reference(measure: HouseholdMeasure, edition: int, households: Sequence[Facts]) -> list[Said]:
    return [_said(measure, edition, household) for household in households]


def _said(measure: HouseholdMeasure, edition: int, household: Facts) -> Said:
    answer = answer_for(measure, household, edition)
    if isinstance(answer, HouseholdAnswer):
        return (answer.answer.value,)
    if isinstance(answer, LevelAnswer):
        return (answer.level, answer.lowest, answer.highest)
    return (answer.points, _near(answer.likelihood), _near(answer.least), _near(answer.most))


def _near(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


ENGINES = {"reference": by_reference, "duckdb": by_sql}
