"""One register file in the making: header, rows, and what was deliberately done wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from samut.rules.policy_files import Table, read_table

Row = tuple[str, ...]


@dataclass(frozen=True)
class FileSummary:
    """What one file holds. `dirty_kinds` are rows an importer must refuse; rows = the sum of all.

    `warned` rows are accepted with something in them that must become unknown.
    """

    name: str
    register: str
    table: str
    rows: int
    duplicates: int
    dirty_kinds: tuple[tuple[str, int], ...]
    warned: tuple[tuple[str, int], ...] = ()

    @property
    def dirty(self) -> int:
        """Rows that must be refused."""
        return sum(count for _, count in self.dirty_kinds)

    @property
    def accepted(self) -> int:
        return self.rows - self.dirty - self.duplicates


@dataclass
class Sheet:
    """A file's rows while it is put together. `names` are the profile's column names, in order."""

    name: str
    register: str
    table: str
    names: tuple[str, ...]
    header: Row
    rows: list[Row]
    duplicates: int = 0
    dirty: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)

    def place(self, name: str) -> int:
        return self.names.index(name)

    def changed(self, row: Row, **values: str) -> Row:
        """The row with other values in some columns."""
        cells = list(row)
        for name, value in values.items():
            cells[self.place(name)] = value
        return tuple(cells)

    def summary(self) -> FileSummary:
        return FileSummary(
            self.name,
            self.register,
            self.table,
            len(self.rows),
            self.duplicates,
            tuple(sorted(self.dirty.items())),
            tuple(sorted(self.warned.items())),
        )


def profile_table(profile: str, table: str) -> tuple[tuple[str, ...], Row]:
    """The profile's column names, and the first header of each: what the file's first line says."""
    tables: tuple[Table, ...] = read_table("profiles", profile).tables("table")
    columns = next(each for each in tables if each.need("id") == table).tables("column")
    return tuple(column.need("name") for column in columns), tuple(
        column.need("headers")[0] for column in columns
    )


def sheet_of(name: str, profile: str, table: str, columns: Mapping[str, Sequence[str]]) -> Sheet:
    """A sheet from columns by the profile's names. Every column of the profile must be there."""
    names, header = profile_table(profile, table)
    register = str(read_table("profiles", profile).need("register"))
    rows = list(zip(*(columns[column] for column in names), strict=True))
    return Sheet(name, register, table, names, header, rows)


def insert_anywhere(rows: list[Row], extra: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    """The rows with others strewn in at random places. The first row stays first."""
    places = np.sort(rng.integers(1, len(rows) + 1, len(extra))).tolist()
    merged: list[Row] = []
    last = 0
    for place, row in zip(places, extra, strict=True):
        merged += rows[last:place]
        merged.append(row)
        last = place
    return merged + rows[last:]


def repeat_rows(sheet: Sheet, count: int, rng: np.random.Generator) -> list[Row]:
    """So many exact copies of rows of the sheet, counted as duplicates."""
    places = rng.choice(len(sheet.rows), size=count, replace=False).tolist()
    sheet.duplicates += count
    return [sheet.rows[place] for place in places]


def spoil(
    sheet: Sheet, kind: str, count: int, change: Callable[[Row], Row], rng: np.random.Generator
) -> list[Row]:
    """So many changed copies of rows of the sheet, counted as dirty of this kind."""
    places = rng.choice(len(sheet.rows), size=count, replace=False).tolist()
    sheet.dirty[kind] += count
    return [change(sheet.rows[place]) for place in places]
