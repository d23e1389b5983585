"""Which parts of a table of areas are covered for whoever may not see its persons, from the province down.

A part is all that is told from the same counts. It is covered where one of them is small, where it is
all that a sum leaves over, where its sum is covered, and where another page hides what it would give away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from samut.rules.disclosure import rows_to_cover
from samut.web.areas.queries import COUNTRY

PROVINCE_DIGITS = 2
Counts = tuple[int, ...]


class Tables(Protocol):
    """The counts of all areas, one table of areas below each."""

    def below(self, code: str) -> tuple[str, ...]:
        """The areas one level down, which add up to this one."""
        ...

    def parts(self, code: str) -> Mapping[str, Counts]:
        """The counts that each part of an area tells of; the same places in every area."""
        ...

    def beside(self, parent: str, name: str, covered: Sequence[Collection[str]]) -> Collection[int]:
        """The rows of a table that other tables hide; `covered` are the parts covered so far in each row."""
        ...


def covered(tables: Tables, code: str) -> frozenset[str]:
    """The parts of one area that an outsider is not told. Those of a whole province are published."""
    if code == COUNTRY or len(code) <= PROVINCE_DIGITS:
        return frozenset()
    return covered_below(tables, code[:-2]).get(code, frozenset())


def covered_below(tables: Tables, parent: str) -> dict[str, frozenset[str]]:
    """The same for each area one level down."""
    codes = tables.below(parent)
    if parent == COUNTRY:
        return dict.fromkeys(codes, frozenset())
    of_sum = covered(tables, parent)
    parts = [tables.parts(code) for code in codes]
    found: list[set[str]] = [set() for _ in codes]
    for name in dict.fromkeys(name for each in parts for name in each):
        also = tables.beside(parent, name, found)
        for place in _to_cover([each.get(name, ()) for each in parts], also, name in of_sum):
            found[place].add(name)
    return {code: frozenset(names) for code, names in zip(codes, found, strict=True)}


def _to_cover(rows: list[Counts], also: Collection[int], sum_covered: bool) -> frozenset[int]:
    """The rows of one part to cover. A covered sum must not be had by adding up its rows."""
    if sum_covered:
        return frozenset(place for place, counts in enumerate(rows) if any(counts)) | frozenset(also)
    return rows_to_cover(rows, also)
