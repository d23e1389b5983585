"""What every screen says of an answer, and why somebody may look: in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from samut.rules.errors import Text
from samut.rules.fact_words import value_words
from samut.rules.policy_files import Fact
from samut.rules.purposes import PURPOSES


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, Text("ไม่ทราบ", "not known")),
        (True, Text("ใช่", "yes")),
        (False, Text("ไม่", "no")),
        (0, Text("0", "0")),
        (38000, Text("38,000", "38,000")),
        (0.5, Text("0.5", "0.5")),
        ("2205", Text("2205", "2205")),
    ],
)
def test_an_answer_in_words(value: Fact, said: Text) -> None:
    assert value_words(value) == said


def test_a_day_is_told_by_the_reader_s_calendar() -> None:
    said = value_words(date(2021, 4, 22))
    assert "2564" in said.th
    assert "2021" in said.en


def test_each_purpose_is_said_in_both_languages() -> None:
    assert PURPOSES
    assert all(text.th and text.en and text.th != text.en for text in PURPOSES.values())
