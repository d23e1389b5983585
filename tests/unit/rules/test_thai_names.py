from __future__ import annotations

import pytest

from samut.rules.linkage import load_link_policy
from samut.rules.thai_names import NameParts, split_name

TITLES = load_link_policy().titles


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("นายสมชาย ใจดี", ("นาย", "สมชาย", "ใจดี")),
        ("นาย สมชาย  ใจดี", ("นาย", "สมชาย", "ใจดี")),
        ("นางสาวสมหญิง ณ อยุธยา", ("นางสาว", "สมหญิง", "ณ อยุธยา")),
        ("ด.ญ. ดาว แสงดี", ("ด.ญ.", "ดาว", "แสงดี")),
        ("ว่าที่ ร.ต. สมชาย ใจดี", ("ว่าที่ ร.ต.", "สมชาย", "ใจดี")),
        ("Mr. John Smith", ("Mr.", "John", "Smith")),
        ("สมชาย", (None, "สมชาย", None)),
        ("นาย", (None, "นาย", None)),
        ("", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_a_name_in_one_cell(written: str | None, parts: tuple[str | None, ...]) -> None:
    assert split_name(written, TITLES) == NameParts(*parts)
