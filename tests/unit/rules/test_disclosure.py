"""Small counts stay hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samut.rules.disclosure import is_small, rows_to_cover, shown


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False), (1000, False)])
def test_what_is_small(count: int, small: bool) -> None:
    assert is_small(count) is small
    assert shown(count).hidden is small


def test_in_words() -> None:
    assert shown(4).in_words("th") == "น้อยกว่า 5"
    assert shown(4).in_words("en") == "fewer than 5"
    assert shown(1234).in_words() == "1,234"
    assert shown(4).count is None


counts = st.integers(0, 9)
tables = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[counts] * width), max_size=6))


@given(table=tables, also=st.sets(st.integers(0, 5), max_size=1))
def test_what_a_sum_leaves_over_tells_of_nobody(table: list[tuple[int, ...]], also: set[int]) -> None:
    also &= set(range(len(table)))
    covered = rows_to_cover(table, also)
    small = {place for place, row in enumerate(table) if any(map(is_small, row))}
    lived_in = {place for place, row in enumerate(table) if any(row)}
    assert small | also <= covered <= lived_in | also
    assert rows_to_cover(table, also, sum_shown=False) == small | also
    if not small | also:
        assert not covered
        return
    assert len(covered) > 1 or lived_in <= covered
    for column in zip(*table, strict=True):
        left_over = sum(column[place] for place in covered)
        # Small only where it is the sum itself, which is then covered too.
        assert not is_small(left_over) or left_over == sum(column)


@pytest.mark.parametrize(
    ("table", "covered"),
    [
        ([], set()),
        ([(9,), (0,), (7,)], set()),
        ([(9,), (2,), (7,)], {1, 2}),
        ([(9,), (1,), (1,), (7,)], {1, 2, 3}),
        ([(9,), (3,), (4,), (7,)], {1, 2}),
        ([(0,), (3,)], {1}),
        # Who stood there is many, who moved is few: another that moves goes along, not one that stays.
        ([(50, 2), (40, 0), (60, 6)], {0, 2}),
        ([(50, 2), (40, 0), (60, 1), (70, 0)], {0, 2}),
    ],
)
def test_the_smallest_of_the_others_goes_along(table: list[tuple[int, ...]], covered: set[int]) -> None:
    assert rows_to_cover(table) == covered
