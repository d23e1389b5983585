"""House numbers as offices write them, and as they are compared."""

from __future__ import annotations

import pytest

from samut.rules.house_numbers import bare_house_number


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("123/4", "123/4"),
        ("๑๒๓/๔", "123/4"),
        ("123/4 ม.5", "123/4"),
        ("๑๒๓/๔ หมู่ที่ ๕ ต.บางบัว", "123/4"),
        ("123/4ม.5", "123/4"),
        ("ม.5 12", "12"),
        ("หมู่ที่ 5 บ้านเลขที่ 12/1", "12/1"),
        ("บ้านเลขที่ 12", "12"),
        ("เลขที่12", "12"),
        ("012/01", "12/1"),
        ("12-1", "12/1"),
        ("12 / 1", "12/1"),
        ("12ก", "12ก"),
        ("12 ซ.3", "12"),
        ("12, หมู่ 3", "12"),
        # What a spreadsheet made of 12/3; words; nothing: not known.
        ("12-Mar", ""),
        ("ไม่มี", ""),
        ("-", ""),
        ("0", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_house_number_is_read(written: str | None, bare: str) -> None:
    assert bare_house_number(written) == bare
