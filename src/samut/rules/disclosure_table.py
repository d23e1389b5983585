"""Complementary suppression of a table with totals on its rows and its columns.

Why it exists: a hidden count is worked out from its row's total, or its column's, where nothing else
is hidden there. So with each count that must be hidden go three more, the other corners of a
rectangle: along it counts can be moved without moving any total, up at two corners and down at two.
The rectangle is chosen so that the count could be larger by the smallest count that is shown, while
every other hidden count still is at least one (nought is shown, so whoever reads the table knows
that). Then neither the count nor that it is a small one can be worked out, whatever is reckoned with.

The last row and the last column of a grid hold the totals, and may be corners as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from samut.rules.disclosure import SMALLEST_SHOWN, is_small

Entry = tuple[int, int]
Grid = Sequence[Sequence[int]]
# How many totals go with an entry, and how much of the table: totals are kept as long as possible,
# for they stand on other pages too.
Cost = tuple[int, int]


def small_entries(grid: Grid) -> frozenset[Entry]:
    """The entries that are hidden for their own sake."""
    return frozenset(
        (row, column)
        for row, counts in enumerate(grid)
        for column, count in enumerate(counts)
        if is_small(count)
    )


def entries_to_cover(grids: Sequence[Grid], sensitive: Collection[Entry]) -> frozenset[Entry]:
    """Which entries must be hidden: those of `sensitive` that are not nought, and what would tell of them.

    `grids` are counts of one table that are shown at the same places (households and persons, say),
    the first saying where there is nobody: each of them is safe by itself.
    """
    first = grids[0]
    wanted = sorted(
        (entry for entry in sensitive if first[entry[0]][entry[1]]),
        key=lambda entry: (-_is_total(first, entry), -first[entry[0]][entry[1]], entry),
    )
    search = _Search(grids, set(wanted))
    for entry in wanted:
        search.hidden.update(search.cheapest(entry))
    return frozenset(search.hidden)


class _Search:
    """The rows of each column in the order of what hiding them costs, and what is hidden so far."""

    def __init__(self, grids: Sequence[Grid], hidden: set[Entry]) -> None:
        self.grids, self.first, self.hidden = grids, grids[0], hidden
        self._all = [self._by_cost(column, 0) for column in range(len(self.first[0]))]
        self._large = [self._by_cost(column, SMALLEST_SHOWN) for column in range(len(self.first[0]))]

    def _by_cost(self, column: int, above: int) -> list[int]:
        """The rows with more than that in a column, the row of totals always, those that cost least first."""
        total = len(self.first) - 1
        rows = [row for row, counts in enumerate(self.first) if counts[column] > above or row == total]
        return sorted(rows, key=lambda row: (row == total, self.first[row][column]))

    def cheapest(self, entry: Entry) -> tuple[Entry, ...]:
        """The three other corners that hide least besides what is hidden already."""
        best: tuple[Entry, ...] = ()
        least: Cost | None = None
        row, column = entry
        # Below an entry of the table stands a corner that falls, so it must be large; below a total not.
        rows = self._all[column] if row == len(self.first) - 1 else self._large[column]
        hidden = [below for below in reversed(rows) if (below, column) in self.hidden]
        for beside in _others(self.first[row], column):
            for below in (*hidden, *rows):
                corners = ((row, beside), (below, beside), (below, column))
                cost = _sum(self._cost(corners[0]), self._cost(corners[2]))
                if least is not None and cost >= least:
                    break
                if below == row or not self.first[below][beside]:
                    continue
                cost = _sum(cost, self._cost(corners[1]))
                if (least is None or cost < least) and _has_room(self.grids, entry, corners):
                    best, least = corners, cost
        return best

    def _cost(self, entry: Entry) -> Cost:
        """Nothing for what is hidden already."""
        return (
            (0, 0) if entry in self.hidden else (_is_total(self.first, entry), self.first[entry[0]][entry[1]])
        )


def _is_total(grid: Grid, entry: Entry) -> int:
    return int(entry[0] == len(grid) - 1) + int(entry[1] == len(grid[0]) - 1)


def _others(counts: Sequence[int], column: int) -> Iterator[int]:
    return (place for place, count in enumerate(counts) if place != column and count)


def _sum(*costs: Cost) -> Cost:
    return sum(totals for totals, _ in costs), sum(counts for _, counts in costs)


def _has_room(grids: Sequence[Grid], entry: Entry, corners: tuple[Entry, ...]) -> bool:
    """Whether the entry could be larger by the smallest count shown, in every grid."""
    return all(
        grid[row][column] - SMALLEST_SHOWN >= 1
        for grid in grids
        for row, column in _falling(grid, entry, corners)
    )


def _falling(grid: Grid, entry: Entry, corners: tuple[Entry, ...]) -> Iterator[Entry]:
    """The corners that become smaller when the entry becomes larger.

    Round the rectangle up and down take turns. A total stands on the other side of its row's (or
    column's) equation, so there the turn is the other way; the total of all is on neither side.
    """
    turned = _is_total(grid, entry) == 1
    for place, corner in enumerate(corners):
        falls = place != 1
        if (falls != (_is_total(grid, corner) == 1)) != turned:
            yield corner
