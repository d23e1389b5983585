from __future__ import annotations

import pytest

from samut.rules.land import plain_rai


@pytest.mark.parametrize(
    ("written", "rai"),
    [
        ("12-3-40", "12.85"),
        ("0-0-1", "0.0025"),
        ("12 ไร่ 3 งาน 40 ตารางวา", "12.85"),
        ("12 ไร่", "12"),
        ("1,200 ไร่ 2 งาน", "1200.5"),
        ("2 งาน", "0.5"),
        ("100 ตร.ว.", "0.25"),
        ("0 ไร่", "0"),
    ],
)
def test_rai_ngan_and_wa(written: str, rai: str) -> None:
    assert plain_rai(written) == rai


@pytest.mark.parametrize("written", ["", "5", "12.5", "12-3", "ไร่", "สมชาย", "-3 ไร่"])
def test_other_texts_come_back_as_they_are(written: str) -> None:
    assert plain_rai(written) == written
