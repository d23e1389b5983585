"""A user name is kept once: writing it the kept way again changes nothing, nor do spaces and keyboards."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from samut.web.accounts.user_names import normal_user_name

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=12)
NAMES = st.one_of(THAI, st.text(max_size=20), st.emails())


@given(NAMES)
@example("İ@x")
@example("เเเ")
@example("ํําา")
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    kept = normal_user_name(typed)
    assert normal_user_name(kept) == kept
    assert kept == kept.strip() and "  " not in kept


@given(NAMES)
def test_two_keyboards_type_one_name(typed: str) -> None:
    for otherwise in (unicodedata.normalize("NFD", typed), f"  {typed}\t", typed.replace("ำ", "ํา")):
        assert normal_user_name(otherwise) == normal_user_name(typed)
