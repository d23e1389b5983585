"""Small counts stay hidden."""

from __future__ import annotations

import pytest

from samut.rules.disclosure import is_small, shown


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False), (1000, False)])
def test_what_is_small(count: int, small: bool) -> None:
    assert is_small(count) is small
    assert shown(count).hidden is small


def test_in_words() -> None:
    assert shown(4).in_words("th") == "น้อยกว่า 5"
    assert shown(4).in_words("en") == "fewer than 5"
    assert shown(1234).in_words() == "1,234"
    assert shown(4).count is None
