"""When two rows are one person, when somebody is asked, and what is odd about numbers."""

from __future__ import annotations

import pytest

from samut.rules.linkage import Band, Conflict, band, conflict_of_numbers, load_link_policy

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
    assert set(POLICY.titles.values()) == {"m", "f"}
    assert POLICY.titles["น.ส."] == "f"
