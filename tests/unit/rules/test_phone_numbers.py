"""Telephone numbers as offices write them."""

from __future__ import annotations

import pytest

from samut.rules.phone_numbers import phone_numbers


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("081-234-5678", ("0812345678",)),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", ("0812345678",)),
        ("+66 81 234 5678", ("0812345678",)),
        ("6681 234 5678", ("0812345678",)),
        ("+66 (0) 39 123456", ("039123456",)),
        ("039-123456, 081.234.5678", ("039123456", "0812345678")),
        ("0812345678 / 0812345678 (แม่)", ("0812345678",)),
        ("1234567890123", ()),
        ("12345", ()),
        ("ไม่มี", ()),
        (None, ()),
    ],
)
def test_numbers_are_digits_alone(written: str | None, numbers: tuple[str, ...]) -> None:
    assert phone_numbers(written) == numbers
