"""What two spellings of one spoken name have in common."""

from __future__ import annotations

import pytest

from samut.rules.name_sounds import sound_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ศักดิ์", "สักดิ"),
        ("ณัฐพงษ์", "นัทพงศ์"),
        ("วิชัย", "วิไช"),
        ("ใจดี", "ไจดี"),
        ("สุวรรณ", "สุวัณ"),
        ("เเก้ว", "แก้ว"),
        ("น้ำฝน", "นัมฝน"),
        ("น\u0e4d\u0e32ฝน", "นำฝน"),
        ("น\u0e4d\u0e49าฝน", "น้ำฝน"),
        ("ฤดี", "รึดี"),
        ("รุ่งเรือง", "ลุ่งเลือง"),
        ("ปรียา", "ปะรียา"),
        ("กันนิกา", "กันณิกา"),
        ("สุรีย์", "ศุรีย"),
        ("สม ชาย", "สมชาย"),
    ],
)
def test_one_sound_has_one_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@pytest.mark.parametrize(("one", "other"), [("มาลี", "มานี"), ("สมชาย", "สมชัย"), ("กัน", "กาน")])
def test_other_sounds_have_other_keys(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_nothing_has_no_key() -> None:
    assert sound_key(None) == sound_key("๑๒-") == ""
