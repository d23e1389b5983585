"""What the one box understands."""

from __future__ import annotations

import pytest

from samut.engine.search.asking import Kind, Question, question
from samut.rules.linkage import load_link_policy

TITLES = load_link_policy().titles


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("สมชาย ใจดี", Question(Kind.NAME, words=("สมชาย", "ใจดี"))),
        ("  นาย สมชาย   ใจดี ", Question(Kind.NAME, words=("สมชาย", "ใจดี"))),
        ("น.ส.มาลี", Question(Kind.NAME, words=("มาลี",), with_title=("น.ส.มาลี",))),
        ("นางเยาว์ ใจดี", Question(Kind.NAME, words=("เยาว์", "ใจดี"), with_title=("นางเยาว์", "ใจดี"))),
        ("สมชาย หมู่ ๔", Question(Kind.NAME, words=("สมชาย",), moo=4)),
        ("สมชาย ใจดี ม.4 ต.ฉมัน", Question(Kind.NAME, words=("สมชาย", "ใจดี"), moo=4, place="ฉมัน")),
        ("สมชาย บ้านใหม่", Question(Kind.NAME, words=("สมชาย", "บ้านใหม่"))),
        ("นายิกา", Question(Kind.NAME, words=("นายิกา",))),
        ("นาง", Question(Kind.NAME, words=("นาง",))),
        ("นางเ", Question(Kind.NAME, words=("นางเ",))),
        ("1-2345-67890-12-3", Question(Kind.NUMBER, number="1234567890123")),
        ("๑๒๓๔๕๖๗๘๙๐๑๒๓", Question(Kind.NUMBER, number="1234567890123")),
        ("081-234 5678", Question(Kind.PHONE, number="0812345678")),
        ("+66 81 234 5678", Question(Kind.PHONE, number="0812345678")),
        ("039123456", Question(Kind.PHONE, number="039123456")),
        ("12345678901", Question(Kind.INCOMPLETE)),
        ("12/3", Question(Kind.HOUSE, number="12/3")),
        ("๑๒/๓ หมู่ ๔", Question(Kind.HOUSE, number="12/3", moo=4)),
        ("บ้านเลขที่ 12 ม.4 ต.ฉมัน", Question(Kind.HOUSE, number="12", moo=4, place="ฉมัน")),
        ("99/1ก", Question(Kind.HOUSE, number="99/1ก")),
        ("7 บ้านฉมัน", Question(Kind.HOUSE, number="7", place="ฉมัน")),
        ("123", Question(Kind.HOUSE, number="123")),
        ("000", Question(Kind.HOUSE, number="0")),
        ("ก", Question(Kind.TOO_SHORT)),
        ("-", Question(Kind.TOO_SHORT)),
        ("", Question(Kind.TOO_SHORT)),
        ("่", Question(Kind.TOO_SHORT)),
    ],
)
def test_what_is_typed_is_understood(typed: str, asked: Question) -> None:
    assert question(typed, TITLES) == asked


def test_a_whole_page_pasted_in_is_cut() -> None:
    assert len("".join(question("สมชาย " * 500, TITLES).words)) < 100
