"""Names like what was typed: the fast sweep against the slow comparison of all with all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from samut.engine.search.alike import LEAST_ALIKE, Match, alike
from samut.engine.search.dictionary import dictionary
from samut.engine.search.letters import AFTER, BEFORE, key_of, trigrams
from samut.engine.search.scope import SeenNames
from samut.engine.synth.names import name_lists
from samut.rules.name_keys import bare_name, one_byte
from samut.rules.thai_order import sort_key

NAMES = sorted(name_lists().family[::23] + name_lists().male[::41])
names = st.sampled_from(NAMES)


def seen(of: list[str]) -> SeenNames:
    made, _ = dictionary(of)
    return SeenNames(made, np.arange(len(made)), made.grams, made.gram_starts)


ALL = seen(NAMES)


@given(st.lists(names, max_size=6))
def test_trigrams_are_every_three_letters_in_a_row(some: list[str]) -> None:
    keys = [key_of(each) for each in some]
    grams, starts = trigrams(keys)
    padded = [f"{BEFORE}{key}{AFTER}" for key in keys]
    assert np.diff(starts).tolist() == [len(each) - 2 for each in padded]
    slow = {each[place : place + 3] for each in padded for place in range(len(each) - 2)}
    assert len(set(grams.tolist())) == len(slow)


def test_names_stand_in_the_order_of_a_dictionary() -> None:
    made, number_of = dictionary(NAMES)
    assert made.written.of(range(len(made))) == sorted(set(NAMES), key=sort_key)
    assert all(made.written[number] == name for name, number in number_of.items())


@given(names, st.data())
def test_a_name_with_one_slip_is_found_with_the_score_of_the_slow_way(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    typed = name[:place] + data.draw(st.sampled_from("กนรา่")) + name[place + 1 :]
    (found,) = alike([typed], ALL)
    for number, score, match in zip(
        found.numbers.tolist(), found.scores.tolist(), found.matches, strict=True
    ):
        if match == Match.PART:
            continue
        other = ALL.of.written[number]
        spelt = OSA.normalized_similarity(one_byte(bare_name(typed)), one_byte(bare_name(other)))
        heard = OSA.normalized_similarity(key_of(typed), key_of(other))
        assert score == pytest.approx((spelt + heard) / 2, abs=1e-5)
        assert score > LEAST_ALIKE - 1e-6
    wanted = ALL.of.written.of(found.numbers.tolist())
    # Half of a name of four letters is no name any more.
    assert name in wanted or len(key_of(name)) < 5


@pytest.mark.parametrize(
    ("typed", "name", "match"),
    [
        ("สมชาย", "สมชาย", Match.EXACT),
        ("สม ชาย", "สมชาย", Match.EXACT),
        ("ศมชาย", "สมชาย", Match.SOUND),
        ("สมช", "สมชาย", Match.PART),
        ("ชาย", "สมชาย", Match.PART),
        ("สมขาย", "สมชาย", Match.NEAR),
        ("มสชาย", "สมชาย", Match.NEAR),
    ],
)
def test_in_which_way_a_name_is_like_it(typed: str, name: str, match: Match) -> None:
    (found,) = alike([typed], seen([name, "ประเสริฐ"]))
    assert [int(each) for each in found.matches] == [match]


def test_two_pieces_at_once_are_as_one_by_one() -> None:
    pieces = [NAMES[5], NAMES[90], NAMES[200]]
    for piece, found in zip(pieces, alike(pieces, ALL), strict=True):
        (alone,) = alike([piece], ALL)
        assert alone.numbers.tolist() == found.numbers.tolist()
        assert alone.scores.tolist() == found.scores.tolist()


def test_nobody_is_like_nothing() -> None:
    for typed in ("", "ก", "๑๒๓"):
        (found,) = alike([typed], ALL)
        assert len(found.numbers) == 0
    (found,) = alike(["สมชาย"], seen([]))
    assert len(found.numbers) == 0
