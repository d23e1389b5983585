"""The 13-digit number."""

from __future__ import annotations

import pytest

from samut.rules import thai_id


def by_the_other_formula(first_twelve: str) -> str:
    """The check digit as the other published wording has it: 1 - x where x <= 1, else 11 - x."""
    x = sum((13 - place) * int(digit) for place, digit in enumerate(first_twelve)) % 11
    return str(1 - x if x <= 1 else 11 - x)


@pytest.mark.parametrize(
    "first", ["199990000001", "312345678901", "899991234567", "100000000000", "555555555555"]
)
def test_the_two_published_formulas_agree(first: str) -> None:
    assert thai_id.check_digit(first) == by_the_other_formula(first)
    assert thai_id.valid(first + thai_id.check_digit(first))


def test_a_wrong_check_digit_is_found() -> None:
    first = "199990000001"
    right = thai_id.check_digit(first)
    assert [digit for digit in "0123456789" if thai_id.valid(first + digit)] == [right]


@pytest.mark.parametrize("number", ["", "123", "19999000000123", "1999900000a12", "๑๙๙๙๙๐๐๐๐๐๐๑๒"])
def test_what_is_not_thirteen_digits_is_refused(number: str) -> None:
    assert not thai_id.valid(number)


@pytest.mark.parametrize("kind", ["0", "9"])
def test_no_person_is_of_kind_nought_or_nine(kind: str) -> None:
    first = kind + "99990000001"
    assert not thai_id.valid(first + thai_id.check_digit(first))


def test_thai_digits_dashes_and_spaces_are_turned() -> None:
    assert thai_id.normalise("๑-9999 00000-01-๘") == "1999900000018"


def test_the_test_range_is_told_by_its_office() -> None:
    assert thai_id.is_test_number("1999900000018")
    assert not thai_id.is_test_number("1220599990018")


def test_a_masked_number_shows_kind_and_last_two_digits_only() -> None:
    assert thai_id.masked("1999900000018") == "1-xxxx-xxxxx-x1-8"
    assert thai_id.masked("") == "-xxxx-xxxxx-x-"
