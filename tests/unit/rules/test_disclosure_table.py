"""What is hidden in a table with totals stays hidden: an attacker with linear programming tries."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from samut.rules.disclosure import SMALLEST_SHOWN, is_small
from samut.rules.disclosure_table import Entry, Grid, entries_to_cover, small_entries


def with_totals(cells: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def bounds_of(grid: Grid, hidden: frozenset[Entry], entry: Entry) -> tuple[float, float]:
    """Between what a hidden entry must lie, for whoever knows the rest and that nought is never hidden."""
    places = {each: place for place, each in enumerate(sorted(hidden))}
    rows, columns = len(grid), len(grid[0])
    lines = [[(row, column) for column in range(columns)] for row in range(rows)]
    lines += [[(row, column) for row in range(rows)] for column in range(columns)]
    matrix, right = np.zeros((len(lines), len(places))), np.zeros(len(lines))
    for number, line in enumerate(lines):
        for sign, each in zip([1] * (len(line) - 1) + [-1], line, strict=True):
            if each in places:
                matrix[number, places[each]] += sign
            else:
                right[number] -= sign * grid[each[0]][each[1]]
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(places))
        aim[places[entry]] = sign
        found = linprog(aim, A_eq=matrix, b_eq=right, bounds=(1, None), method="highs")
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends[0], ends[1]


counts = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    columns = draw(st.integers(1, 4))
    row = st.lists(counts, min_size=columns, max_size=columns)
    return with_totals(draw(st.lists(row, min_size=1, max_size=5)))


@settings(deadline=None, max_examples=60)
@given(tables())
def test_nothing_hidden_can_be_worked_out(grid: list[list[int]]) -> None:
    small = small_entries(grid)
    hidden = entries_to_cover([grid], small)
    assert small <= hidden
    for entry in hidden:
        least, most = bounds_of(grid, hidden, entry)
        assert most - least >= 1, (grid, hidden, entry)
        if entry in small:
            assert most >= grid[entry[0]][entry[1]] + SMALLEST_SHOWN


@settings(deadline=None, max_examples=60)
@given(tables(), st.data())
def test_two_counts_at_the_same_places_are_each_safe(grid: list[list[int]], data: st.DataObject) -> None:
    """Persons live in households: nought where there is none, and each household has some."""
    sizes = [[data.draw(st.integers(1, 4)) for _ in row[:-1]] for row in grid[:-1]]
    cells = [
        [count * size for count, size in zip(row, line, strict=False)]
        for row, line in zip(grid, sizes, strict=False)
    ]
    persons = with_totals(cells)
    small = small_entries(grid) | small_entries(persons)
    hidden = entries_to_cover([grid, persons], small)
    for each in (grid, persons):
        for entry in small:
            assert bounds_of(each, hidden, entry)[1] >= each[entry[0]][entry[1]] + SMALLEST_SHOWN


def test_a_lone_small_count_takes_a_rectangle_with_it() -> None:
    grid = with_totals([[3, 40, 50], [60, 70, 80], [90, 91, 92]])
    assert entries_to_cover([grid], {(0, 0)}) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_totals_stay_where_another_rectangle_will_do() -> None:
    grid = with_totals([[3, 400], [6, 900], [700, 800]])
    hidden = entries_to_cover([grid], small_entries(grid))
    assert not any(row == 3 or column == 2 for row, column in hidden)


def test_a_table_of_one_small_count_is_hidden_whole() -> None:
    grid = with_totals([[3]])
    assert entries_to_cover([grid], small_entries(grid)) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_nothing_small_hides_nothing_and_nought_is_shown() -> None:
    grid = with_totals([[0, 9], [12, 0]])
    assert not small_entries(grid)
    assert entries_to_cover([grid], {(0, 0)}) == frozenset()


def test_the_attacker_of_these_tests_finds_what_is_hidden_badly() -> None:
    """Hiding the small count alone: the row says what it is."""
    grid = with_totals([[3, 40], [60, 70]])
    assert is_small(3)
    assert bounds_of(grid, frozenset({(0, 0)}), (0, 0)) == (3, 3)
