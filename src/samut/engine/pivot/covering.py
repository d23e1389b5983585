"""A table as it may be shown to somebody who may not see its persons.

A cell is hidden in every measure where its households or persons are few, and where a filter's other
classes are: else the tables of those classes and the one without the filter would tell of them.
A count of target persons is hidden where it is small besides. What would give a hidden one away goes
with it (samut.rules.disclosure_table), in households and persons at the same places.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from samut.engine.pivot.asking import Counts, Grids, PivotTable
from samut.rules.disclosure import rows_to_cover
from samut.rules.disclosure_table import Entry, entries_to_cover, small_entries
from samut.rules.errors import Text

Cell = int | float | None


class Shown(StrEnum):
    """What a table counts."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"
    TARGET = "target"
    RATE = "rate"


LABELS = {
    Shown.HOUSEHOLDS: Text("ครัวเรือน", "Households"),
    Shown.PERSONS: Text("คน", "Persons"),
    Shown.TARGET: Text("คนจนเป้าหมาย (คน)", "Target poor persons"),
    Shown.RATE: Text("ร้อยละคนจนเป้าหมายของคนที่สำรวจ", "Target poor, percent of the surveyed"),
}


@dataclass(frozen=True)
class ShownTable:
    """A table in one measure. `cells` has the totals last; None: nobody to take a share of, or hidden."""

    table: PivotTable
    shown: Shown
    cells: tuple[tuple[Cell, ...], ...]
    hidden: frozenset[Entry] = frozenset()


def shown_table(table: PivotTable, shown: Shown, *, exact: bool, also: Collection[Entry] = ()) -> ShownTable:
    """The table in a measure: as it is for whoever may see its persons, else covered, `also` with it."""
    hidden = frozenset[Entry]() if exact else hidden_entries(table, shown, also)
    cells = tuple(
        tuple(
            None if (row, column) in hidden else _cell(table.grids, shown, row, column)
            for column in range(len(table.columns) + 1)
        )
        for row in range(len(table.rows) + 1)
    )
    return ShownTable(table, shown, cells, hidden)


def hidden_entries(table: PivotTable, shown: Shown, also: Collection[Entry] = ()) -> frozenset[Entry]:
    """Where a measure of the table is hidden; `also` are entries that another page hides."""
    grids = table.grids
    few = small_entries(grids.households) | small_entries(grids.persons) | frozenset(also)
    few |= _beside_a_small_class(table, lambda each: (each.households, each.persons))
    everybody = entries_to_cover((grids.households, grids.persons), few)
    if shown in (Shown.HOUSEHOLDS, Shown.PERSONS):
        return everybody
    targets = few | small_entries(grids.target)
    targets |= _beside_a_small_class(table, lambda each: (each.target,))
    found = entries_to_cover((grids.target,), targets)
    return found | everybody if shown is Shown.RATE else found


def _beside_a_small_class(
    table: PivotTable, counts: Callable[[Grids], tuple[Counts, ...]]
) -> frozenset[Entry]:
    """The entries whose class of a filter is covered among the classes of its field.

    The tables of all classes, each asked with its own filter, add up to the one without: so as in a
    row of a table, a second class goes with a small one, the same whichever of them is asked for.
    """
    found = set()
    for each in table.by_class:
        grids = [counts(one) for one in each.grids]
        for row in range(len(table.rows) + 1):
            for column in range(len(table.columns) + 1):
                classes = [[count[row][column] for count in one] for one in grids]
                if each.asked in rows_to_cover(classes):
                    found.add((row, column))
    return frozenset(found)


def _cell(grids: Grids, shown: Shown, row: int, column: int) -> Cell:
    def of(counts: Counts) -> int:
        return counts[row][column]

    if shown is Shown.RATE:
        return of(grids.target) / of(grids.persons) if of(grids.persons) else None
    return of({Shown.HOUSEHOLDS: grids.households, Shown.PERSONS: grids.persons}.get(shown, grids.target))
