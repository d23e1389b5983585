"""Three-valued values, and helpers that mean the same on both engines."""

from __future__ import annotations

from itertools import product
from typing import Any

import duckdb
import pytest
from sqlglot import exp

from samut.engine.words import nought_guarded
from samut.rules.errors import SamutError
from samut.rules.kleene import Subject, Value
from samut.rules.terms import all_of, any_of, equals, one_of, several, single, some

SQL = duckdb.connect(":memory:", config={"threads": "1"})
TRUTHS: list[bool | None] = [True, False, None]
NUMBERS: list[int | None] = [0, 1, 2, -3, None]


def by_sql(expression: exp.Expression, **values: Any) -> Any:
    names = ", ".join(f"${name} AS {name}" for name in values)
    casts = ", ".join(f"{name}::{'BOOLEAN' if name in 'pq' else 'BIGINT'} AS {name}" for name in values)
    sql = f"SELECT {nought_guarded(expression).sql('duckdb')} FROM (SELECT {casts} FROM (SELECT {names}))"
    (row,) = SQL.execute(sql, values).fetchall()
    return row[0]


TRUTH_TERMS = {
    "and": lambda p, q: p & q,
    "or": lambda p, q: p | q,
    "not": lambda p, q: ~(p & ~q),
    "any_of": lambda p, q: any_of(p, q, p),
    "all_of": lambda p, q: all_of(p, q, p),
}
NUMBER_TERMS = {
    "less": lambda a, b: a < b,
    "at most": lambda a, b: a <= b,
    "more": lambda a, b: a > b,
    "at least": lambda a, b: a >= b,
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": lambda a, b: a * b,
    "over": lambda a, b: a / b,
    "from the right": lambda a, b: (3 + a) + (3 - b) + (3 * a),
    "some": lambda a, b: some(a) & some(b),
    "single": lambda a, b: single(a) | single(b),
    "several": lambda a, b: several(a) | several(b),
    "equals": lambda a, b: equals(a, b),
    "one of": lambda a, b: one_of(a, (0, 2)),
}


@pytest.mark.parametrize("term", TRUTH_TERMS)
def test_truths_combine_as_in_sql(term: str) -> None:
    combine = TRUTH_TERMS[term]
    for p, q in product(TRUTHS, TRUTHS):
        expected = by_sql(combine(exp.column("p"), exp.column("q")), p=p, q=q)
        assert combine(Value(p), Value(q)).content is expected, (p, q)


@pytest.mark.parametrize("term", NUMBER_TERMS)
def test_numbers_combine_as_in_sql(term: str) -> None:
    combine = NUMBER_TERMS[term]
    for a, b in product(NUMBERS, NUMBERS):
        expected = by_sql(combine(exp.column("a"), exp.column("b")), a=a, b=b)
        assert combine(Value(a), Value(b)).content == expected, (a, b)


def test_a_rule_cannot_branch_or_compare_with_double_equals() -> None:
    with pytest.raises(TypeError, match="equals"):
        assert Value(1) == Value(1)
    with pytest.raises(TypeError, match="branch"):
        assert Value(True)


def test_a_subject_tells_unknown_from_misspelt() -> None:
    household = Subject({"member_count": None}, ["member_count", "income_year_baht"])
    assert household.income_year_baht.content is None
    assert household.member_count.content is None
    assert household.member_count.content is None
    assert household.read == ["income_year_baht", "member_count"]
    with pytest.raises(SamutError) as raised:
        _ = household.incom_year_baht
    assert raised.value.code == "POLICY_001"
    assert "nearest: income_year_baht" in str(raised.value)
    with pytest.raises(SamutError, match="POLICY_001"):
        Subject({"members": 3}, ["member_count"])
