"""The error catalogue: places, languages, one shape, no code twice."""

from __future__ import annotations

import runpy

import pytest

from samut.rules import errors
from samut.rules.errors import Problem, ProblemsFound, SamutError, Text, Where, policy


def test_a_place_is_told_as_far_as_it_is_known() -> None:
    assert Where().in_words() == ""
    assert Where(file="bmn.xlsx", sheet="1", row=7, column="idcard").in_words("en") == (
        "file bmn.xlsx · sheet 1 · row 7 · column idcard"
    )
    assert Where(row=7).in_words("th") == "แถว 7"


def test_an_error_says_what_why_and_what_to_do() -> None:
    error = SamutError("POLICY_001", Where(file="x.toml"), name="savings", nearest="saving")
    assert error.code == "POLICY_001"
    assert str(error).startswith("POLICY_001 (file x.toml): The name savings is not known (nearest: saving).")
    assert "ไม่รู้จักชื่อ savings" in error.in_words("th")
    assert SamutError("IMPORT_001", file_name="a").in_words("en").startswith("IMPORT_001: ")


def test_the_one_shape_in_json() -> None:
    problem = Problem("POLICY_001", Where(row=2), (("name", "a"), ("nearest", "b")))
    shape = problem.as_json()
    assert set(shape) == {"code", "message", "where", "do"}
    assert shape["where"] == "row 2"


def test_a_code_that_stands_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "ENTRIES", (*policy.ENTRIES, policy.ENTRIES[0]))
    with pytest.raises(ValueError, match="POLICY_001 is in the catalogue twice"):
        runpy.run_path(str(errors.__file__))


def test_a_value_that_is_a_word_of_the_screens_is_told_in_their_language() -> None:
    error = SamutError("MEET_001", name=Text("สถานที่", "Place"))
    assert error.problem.what("th") == "ยังไม่ได้ใส่สถานที่"
    assert error.problem.what("en") == "Place is missing."


def test_several_problems_at_once_are_all_told() -> None:
    places = [Where(file="data.csv", row=row) for row in (2, 5)]
    problems = [SamutError("MEASURE_006", where, name="weight", found="x").problem for where in places]
    found = ProblemsFound(problems)
    assert found.problems == tuple(problems)
    assert (found.code, found.problem) == ("MEASURE_006", problems[0])
