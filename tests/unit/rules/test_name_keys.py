"""Names as they are compared."""

from __future__ import annotations

import pytest

from samut.rules.linkage import load_link_policy
from samut.rules.name_keys import bare_name, one_byte, sex_of_title, without_title

TITLES = load_link_policy().titles


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        (" สม ชาย ", "สมชาย"),
        ("น\u0e4d\u0e32ใจ", "น\u0e33ใจ"),
        ("O'Brien-2", "obrien"),
        (None, ""),
        ("๑-๒", ""),
    ],
)
def test_bare_names(written: str | None, bare: str) -> None:
    assert bare_name(written) == bare


@pytest.mark.parametrize(
    ("written", "name", "sex"),
    [
        ("นายสมชาย", "สมชาย", "m"),
        ("นางสาว มาลี", "มาลี", "f"),
        ("น.ส.มาลี", "มาลี", "f"),
        ("นางมาลี", "มาลี", "f"),
        ("มาลี", "มาลี", ""),
        ("นาง", "นาง", ""),
        (None, "", ""),
    ],
)
def test_titles_are_taken_off(written: str | None, name: str, sex: str) -> None:
    assert without_title(written, TITLES) == (name, sex)


@pytest.mark.parametrize(
    ("title", "sex"), [("นาย", "m"), (" ด.ญ. ", "f"), ("Mr.", "m"), ("ดร.", ""), (None, "")]
)
def test_sex_of_a_title(title: str | None, sex: str) -> None:
    assert sex_of_title(title, TITLES) == sex


def test_every_letter_is_one_byte_of_its_own() -> None:
    thai = "".join(chr(code) for span in (range(0x0E01, 0x0E3B), range(0x0E40, 0x0E4F)) for code in span)
    letters = thai.replace("\u0e4d\u0e32", "") + "abcxyz"
    assert len(set(one_byte(letters))) == len(set(letters))
    assert len(one_byte(letters).encode()) == len(letters)
