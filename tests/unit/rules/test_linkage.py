"""When two rows are one person, when somebody is asked, and what is odd about numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samut.rules import linkage
from samut.rules.linkage import POLICY as POLICY_FILE
from samut.rules.linkage import Band, Conflict, band, conflict_of_numbers, load_link_policy
from samut.rules.policy_files import policy_dir

POLICY = load_link_policy()


@pytest.mark.parametrize(
    ("probability", "conflict", "rivalled", "expected"),
    [
        (0.999, Conflict.NONE, False, Band.SAME),
        (0.999, Conflict.NONE, True, Band.ASK),
        (0.999, Conflict.TWO_NUMBERS, False, Band.ASK),
        (0.999, Conflict.SHARED_NUMBER, False, Band.ASK),
        (0.6, Conflict.NONE, False, Band.ASK),
        (0.01, Conflict.NONE, False, Band.DIFFERENT),
        (0.01, Conflict.TWO_NUMBERS, True, Band.DIFFERENT),
    ],
)
def test_bands(probability: float, conflict: Conflict, rivalled: bool, expected: Band) -> None:
    assert band(probability, conflict, rivalled=rivalled, policy=POLICY) is expected


def test_the_threshold_itself_is_inside() -> None:
    values = POLICY.values
    assert band(values.same_probability, Conflict.NONE, rivalled=False, policy=POLICY) is Band.SAME
    assert band(values.ask_probability, Conflict.NONE, rivalled=False, policy=POLICY) is Band.ASK


@pytest.mark.parametrize(
    ("has_number", "shared", "expected"),
    [
        (True, True, Conflict.SHARED_NUMBER),
        (False, True, Conflict.SHARED_NUMBER),
        (True, False, Conflict.TWO_NUMBERS),
        (False, False, Conflict.NONE),
    ],
)
def test_odd_numbers(has_number: bool, shared: bool, expected: Conflict) -> None:
    assert conflict_of_numbers(has_number=has_number, shared=shared) is expected


def test_titles_tell_a_sex_and_stand_once() -> None:
    assert set(POLICY.titles.values()) == {"m", "f", ""}
    assert POLICY.titles["น.ส."] == "f"


def test_what_is_in_force_has_a_mark_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    written = (policy_dir() / POLICY_FILE).read_text("utf-8")
    later = """
[[same_probability]]
from = 2030-01-01
value = 0.999
unit = "probability"
source = "test"
status = "proposed"
"""
    (tmp_path / POLICY_FILE).write_text(written + later, "utf-8")
    monkeypatch.setattr(linkage, "policy_dir", lambda: tmp_path)
    before, after = (load_link_policy(date(year, 5, 1)) for year in (2029, 2031))
    assert (before.values.same_probability, after.values.same_probability) == (0.99, 0.999)
    assert before.mark != after.mark
    assert before.mark == POLICY.mark
