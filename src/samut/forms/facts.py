"""A filled form → facts of the household, by the names that the indicators know.

A question that bears the name of a fact is that fact's question. Yes and no, counts and baht become
what the rules read; what was not said, or was said to be unknown, is not told at all.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from samut.forms.submission import AnswerRow, SubmissionRows, Value
from samut.rules.policy_files import Facts

YES, NO = "yes", "no"
DAY_QUESTION = "visited_on"


def facts_told(read: SubmissionRows, fact_names: Collection[str]) -> Facts:
    """The facts that a submission tells. Those nobody could tell are left out."""
    told = {answer.name: _fact(answer.value) for answer in read.main.answers if answer.name in fact_names}
    return {name: value for name, value in told.items() if value is not None}


def visited_on(row: AnswerRow) -> date | None:
    """The day of the visit, where the form asks for it."""
    value = row.value(DAY_QUESTION)
    return value if isinstance(value, date) else None


def _fact(value: Value) -> bool | int | None:
    if value in (YES, NO):
        return value == YES
    return value if isinstance(value, int) else None
