"""The figures of one area as a page shows them, whichever source they come from.

A figure is a number, or the reason why there is none. A missing figure is never nought.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any, TypeVar

from samut.rules.disclosure import is_small
from samut.rules.errors.entry import Text


class Missing(Enum):
    """Why a figure is not shown."""

    SMALL = "small"
    UNPUBLISHED = "unpublished"


Count = int | Missing


@dataclass(frozen=True)
class Source:
    """Where figures come from: the register or the measurement, its edition, and since when we have it."""

    label: Text
    edition: int
    at: dt.datetime | None
    detail: str


@dataclass(frozen=True)
class DimensionCounts:
    """One of the five dimensions in one area."""

    id: str
    label: Text
    poor_persons: Count
    target_persons: Count
    unknown_persons: Count


@dataclass(frozen=True)
class AreaFigures:
    """The headline counts of one area under one switch of the dimensions."""

    households: Count
    persons: Count
    poor_households: Count
    poor_persons: Count
    registered_persons: Count
    target_persons: Count
    target_unknown_persons: Count
    unknown_households: Count
    unknown_persons: Count
    dimensions: tuple[DimensionCounts, ...] = ()

    @property
    def rate(self) -> float | None:
        """Target poor persons as a share of the persons surveyed."""
        return share(self.target_persons, self.persons)

    @property
    def poor_rate(self) -> float | None:
        """Persons in poor households as a share of the persons surveyed."""
        return share(self.poor_persons, self.persons)


@dataclass(frozen=True)
class IndicatorCounts:
    """One indicator in one area: persons it applies to, persons in households that fail, targets."""

    number: int
    label: Text
    exposed_persons: Count
    failing_persons: Count
    target_persons: Count
    unknown_persons: Count


def share(part: Count, whole: Count) -> float | None:
    if isinstance(part, Missing) or isinstance(whole, Missing) or whole == 0:
        return None
    return part / whole


Record = TypeVar("Record", AreaFigures, DimensionCounts, IndicatorCounts)
COUNTS = {
    kind: tuple(field.name for field in fields(kind) if field.type == "Count")
    for kind in (AreaFigures, DimensionCounts, IndicatorCounts)
}


def hide_small(record: Record) -> Record:
    """The record with every count that could point at somebody hidden."""
    hidden: dict[str, Any] = {name: _hidden(getattr(record, name)) for name in COUNTS[type(record)]}
    if isinstance(record, AreaFigures):
        hidden["dimensions"] = tuple(hide_small(each) for each in record.dimensions)
    return replace(record, **hidden)


def _hidden(count: Count) -> Count:
    return Missing.SMALL if isinstance(count, int) and is_small(count) else count


def hide_in_table(rows: Sequence[AreaFigures | None]) -> list[AreaFigures | None]:
    """Sibling areas with their small counts hidden, and never one count of a column alone.

    A single hidden cell could be worked out from the total above it, so the smallest other count
    of its column goes with it.
    """
    hidden: list[Any] = [None if row is None else hide_small(row) for row in rows]
    for name in COUNTS[AreaFigures]:
        _hide_second(hidden, name)
    dimensions = max((len(row.dimensions) for row in hidden if row is not None), default=0)
    for place in range(dimensions):
        column = [None if row is None else row.dimensions[place] for row in hidden]
        for name in COUNTS[DimensionCounts]:
            _hide_second(column, name)
        for index, (row, cell) in enumerate(zip(hidden, column, strict=True)):
            if row is not None and cell is not None:
                cells = (*row.dimensions[:place], cell, *row.dimensions[place + 1 :])
                hidden[index] = replace(row, dimensions=cells)
    return hidden


def hide_in_columns(counts: Sequence[IndicatorCounts | None]) -> list[IndicatorCounts | None]:
    """One indicator of sibling areas with its small counts hidden, never one of a column alone."""
    hidden: list[Any] = [None if each is None else hide_small(each) for each in counts]
    for name in COUNTS[IndicatorCounts]:
        _hide_second(hidden, name)
    return hidden


def _hide_second(column: list[Any], name: str) -> None:
    small = [row for row in column if row is not None and getattr(row, name) is Missing.SMALL]
    if len(small) != 1:
        return
    others = [
        (getattr(row, name), index)
        for index, row in enumerate(column)
        if row is not None and isinstance(getattr(row, name), int) and getattr(row, name) > 0
    ]
    if others:
        index = min(others)[1]
        column[index] = replace(column[index], **{name: Missing.SMALL})
