"""Thai words in the order of a dictionary."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import pythainlp
from hypothesis import assume, given
from hypothesis import strategies as st

from samut.rules.thai_order import MARKS, sort_key

THAI = "".join(chr(each) for each in (*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3A), *range(0x0E40, 0x0E4D)))
words = st.text(st.sampled_from(THAI), max_size=8)


@pytest.mark.parametrize(
    "ordered",
    [
        "กก กกุธภัณฑ์ กะ กัก กั้น กา กำ กิน เก เกา แก โก ไก ขา",
        "เก่ง เก้ง เกณฑ์ เกม เก็ม",
        "แคร์ แคร่",
        "ปา ป่า ป้า ป๊า ป๋า",
        "รัก ราม ฤกษ์ ฤๅเยา ฤาษี ลา",
        "สมชัยวงศ์ สมชาย สมหญิง",
        "จันทร จันทร์ จันทรา",
    ],
)
def test_the_order_of_the_dictionary(ordered: str) -> None:
    expected = ordered.split()
    backwards = expected[::-1]
    assert sorted(backwards, key=sort_key) == expected


def test_a_printed_list_of_names_is_in_this_order() -> None:
    """PyThaiNLP's family names stand in dictionary order, whoever brought them into it."""
    path = Path(pythainlp.__file__).parent / "corpus" / "family_names_th.txt"
    listed = [each for each in path.read_text(encoding="utf-8").split("\n") if each]
    assert len(listed) > 9_000
    # The list takes ๅ for a letter after า; Unicode takes it for า.
    wrong = [pair for pair in pairwise(listed) if sort_key(pair[0]) > sort_key(pair[1])]
    assert wrong == [("ฦานาม", "ฦๅชา")]
    assert sum(one > other for one, other in pairwise(listed)) > 1_000


@given(words, words)
def test_marks_decide_last(one: str, other: str) -> None:
    """Words that differ without their marks stand as they would without them."""
    without = str.maketrans("", "", MARKS)
    assume(not any(_splits(each) for each in (one, other)))
    bare = [sort_key(each.translate(without))[0] for each in (one, other)]
    if bare[0] != bare[1]:
        assert (sort_key(one) < sort_key(other)) == (bare[0] < bare[1])


def _splits(word: str) -> bool:
    """A mark between a leading vowel and its consonant, which no word has."""
    return any(here in "เแโใไ" and there in MARKS for here, there in pairwise(word))


@given(words)
def test_a_word_comes_before_what_goes_on_after_it(word: str) -> None:
    assert sort_key(word) <= sort_key(word + "ก") or word[-1:] in tuple("เแโใไ")


def test_sara_am_in_two_parts_is_one() -> None:
    assert sort_key("ก\u0e4d\u0e32") == sort_key("กำ")
