"""Laws of the search: nothing of elsewhere shows, and whoever is typed as written is found first."""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from samut.engine.seal import Keys
from samut.engine.search.alike import Match
from samut.engine.search.asking import question
from samut.engine.search.finding import Answer, Hit, find
from samut.engine.synth.names import name_lists
from search_people import TITLES, index_of_people

KEYS = Keys(b"i" * 32, b"h" * 32, b"c" * 32, AESGCM(b"k" * 32))
# Few names that lie near each other, so that those of elsewhere would be near hits.
firsts = st.sampled_from(name_lists().male[1000:1040])
lasts = st.sampled_from(name_lists().family[2000:2040])
here = st.sampled_from(("22050601", "22050602", "22050701"))
elsewhere = st.sampled_from(("21010101", "23010101"))
numbers = st.sampled_from(("1", "1/2", "12", "7/1"))
SCOPE = (("22", "22:"),)


def people(villages: st.SearchStrategy[str], least: int) -> st.SearchStrategy[list[tuple[str, ...]]]:
    return st.lists(st.tuples(villages, numbers, firsts, lasts), min_size=least, max_size=12)


def drawn(of: list[tuple[str, ...]]) -> str:
    return "\n".join(" ".join(each) for each in of)


def told(answer: Answer) -> tuple[list[Hit], bool]:
    # Ids count on from those of elsewhere in these invented lists.
    return [replace(each, household_id="", member_no=0) for each in answer.hits], answer.more


@given(people(here, 1), people(elsewhere, 1), st.data())
def test_people_of_elsewhere_change_no_answer(
    mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]], data: st.DataObject
) -> None:
    """Asked for anybody, of here or of there, by name, a part of it or the house."""
    _, number, first, last = data.draw(st.sampled_from([*mine, *theirs]))
    typed = data.draw(st.sampled_from((f"{first} {last}", last, first[:3], f"{first[1:]} {last}", number)))
    asked = question(typed, TITLES)
    alone, among = index_of_people(drawn(mine)), index_of_people(drawn([*mine, *theirs]))
    assert told(find(among, KEYS, SCOPE, asked)) == told(find(alone, KEYS, SCOPE, asked))


@given(people(here, 1), st.data())
def test_whoever_is_typed_as_written_comes_first(mine: list[tuple[str, ...]], data: st.DataObject) -> None:
    *_, first, last = data.draw(st.sampled_from(mine))
    found = find(index_of_people(drawn(mine)), KEYS, SCOPE, question(f"{first} {last}", TITLES))
    assert found.hits[0].match is Match.EXACT
    assert found.hits[0].name.endswith(f"{first} {last}")
