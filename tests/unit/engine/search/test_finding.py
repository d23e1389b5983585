"""What a search finds, and that nothing of elsewhere shows in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samut.engine.seal import Keys
from samut.engine.search.alike import Match
from samut.engine.search.asking import question
from samut.engine.search.finding import Answer, find
from samut.engine.search.index import SearchIndex
from search_people import TITLES, index_of_people

PEOPLE = """
22050601 1/1 สมชาย ใจดี
22050601 1/1 สมหญิง ใจดี
22050601 1/2 นายประเสริฐ วงศ์สวัสดิ์
22050602 1/1 สมชาย ณอยุธยา
22050602 2 มาลี แก้วมณี
22050602 2/10 มาลัย แก้วมณี
22050602 2/9 - แก้วมณี
22050602 2/9 วิชัย -
22050603 8 นางเยาว์ สุขใจ
"""
ELSEWHERE = """
21010101 1/1 สมชาติ ใจดีมาก
21010101 5/5 ภูริพัฒน์ กุลวรากร
"""
INDEX = index_of_people(PEOPLE)
WIDER = index_of_people(PEOPLE + ELSEWHERE)
KEYS = Keys(b"i" * 32, b"h" * 32, b"c" * 32, AESGCM(b"k" * 32))
CHANTHABURI = (("22", "22:"),)
FIRST_VILLAGE = (("22050601", "22050601:"),)


def ask(typed: str, index: SearchIndex = INDEX, ranges: tuple[tuple[str, str], ...] = CHANTHABURI) -> Answer:
    return find(index, KEYS, ranges, question(typed, TITLES))


def names(answer: Answer) -> list[str]:
    return [each.name for each in answer.hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("ใจดี สมชาย", "สมชาย ใจดี"),
        ("นายสมชาย ใจดี", "สมชาย ใจดี"),
        ("สมชายใจดี", "สมชาย ใจดี"),
        ("สม ชาย ใจดี", "สมชาย ใจดี"),
        ("ศมชาย ไจดี", "สมชาย ใจดี"),
        ("ประเสิฐ วงสวัสดิ", "นายประเสริฐ วงศ์สวัสดิ์"),
        ("วงศ์สวัสดิ์", "นายประเสริฐ วงศ์สวัสดิ์"),
        ("สมชาย ณ อยุธยา", "สมชาย ณอยุธยา"),
        ("วิชัย", "วิชัย"),
        ("นางเยาว์ สุขใจ", "นางเยาว์ สุขใจ"),
        ("นางเยาว์", "นางเยาว์ สุขใจ"),
    ],
)
def test_the_person_meant_comes_first(typed: str, first: str) -> None:
    assert names(ask(typed))[0] == first


def test_equals_stand_in_the_order_of_a_dictionary_and_names_not_known_stay_out() -> None:
    assert names(ask("แก้วมณี")) == ["มาลัย แก้วมณี", "มาลี แก้วมณี", "แก้วมณี"]
    assert names(ask("วิชัย")) == ["วิชัย"]


def test_a_name_that_only_half_fits_is_told_as_such() -> None:
    (hit,) = [each for each in ask("สมหญิง วงศ์ประยูร").hits if each.name == "สมหญิง ใจดี"]
    assert hit.match is Match.OTHER_NAME
    assert all(each.match is not Match.OTHER_NAME for each in ask("สมชาย ใจดี").hits)


def test_houses_with_the_number_and_then_those_it_begins() -> None:
    found = ask("2")
    assert [(each.house_no, each.match, each.members) for each in found.hits] == [
        ("2", Match.EXACT, 1),
        ("2/9", Match.PART, 2),
        ("2/10", Match.PART, 1),
    ]
    assert {each.name for each in found.hits} == {""}
    assert [each.village_code for each in ask("1/1").hits] == ["22050601", "22050602"]
    assert [each.village_code for each in ask("1/1 หมู่ 2").hits] == ["22050602"]
    asked = question("1/1 ฉมัน", TITLES)
    found = find(INDEX, KEYS, CHANTHABURI, asked, villages={"22050602"})
    assert [each.village_code for each in found.hits] == ["22050602"]
    assert find(INDEX, KEYS, CHANTHABURI, asked, villages=set()).hits == ()
    unknown = index_of_people("22050601 - สมชาย ใจดี\n")
    assert ask("0", unknown).hits == ()


def test_a_place_narrows_a_name() -> None:
    everywhere = ask("สมชาย")
    assert {each.village_code for each in everywhere.hits} == {"22050601", "22050602"}
    assert [each.village_code for each in ask("สมชาย หมู่ 2").hits] == ["22050602"]
    assert ask("สมชาย หมู่ 9").hits == ()
    asked = question("สมชาย ต.ฉมัน", TITLES)
    found = find(INDEX, KEYS, CHANTHABURI, asked, villages={"22050601"})
    assert [each.name for each in found.hits] == ["สมชาย ใจดี"]
    assert find(INDEX, KEYS, FIRST_VILLAGE, asked, villages={"22050602"}).hits == ()


def test_no_more_than_asked_for_and_says_so() -> None:
    found = find(INDEX, KEYS, CHANTHABURI, question("แก้วมณี", TITLES), most=2)
    assert len(found.hits) == 2
    assert found.more


@pytest.mark.parametrize("typed", ["ภูริพัฒน์ กุลวรากร", "ภูริพัฒน์", "กุลวรากร", "สมชาติ ใจดีมาก", "5/5", "สมชา", "ใจดี"])
def test_what_lies_outside_the_scope_changes_nothing(typed: str) -> None:
    """The answer within the scope is the same whether persons of elsewhere are in the index or not."""
    within, wider = ask(typed), ask(typed, WIDER)
    assert [_plain(each) for each in wider.hits] == [_plain(each) for each in within.hits]
    assert (wider.more, wider.telephones_known) == (within.more, within.telephones_known)


def _plain(hit: object) -> object:
    # Invented ids of households and members count on from those of elsewhere.
    return replace(hit, household_id="", member_no=0)  # type: ignore[type-var]


def test_a_name_of_another_village_is_as_a_name_of_nowhere() -> None:
    for typed in ("มาลี", "แก้วมณี", "ณอยุธยา", "วิชัย"):
        assert ask(typed, ranges=FIRST_VILLAGE) == ask("ฟ้าฟื้นฟู", ranges=FIRST_VILLAGE)
    assert ask("สมชาย", ranges=()) == ask("ฟ้าฟื้นฟู", ranges=())


def test_ranges_that_overlap_find_nobody_twice() -> None:
    twice = (*CHANTHABURI, *FIRST_VILLAGE, ("220506", "220506:"))
    assert ask("สมชาย ใจดี", ranges=twice) == ask("สมชาย ใจดี")
    apart = (("22050602", "22050602:"), ("22050601", "22050601:"))
    assert ask("สมชาย", ranges=apart) == ask("สมชาย")
