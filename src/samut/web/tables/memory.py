"""Sorting, filtering and paging of rows that are all at hand: for tables of a few thousand rows.

A table over the lake does this in its own query; what comes out is the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import Any

from samut.rules.errors.entry import Text
from samut.rules.status import Answer
from samut.web.areas.names import sort_key
from samut.web.tables.declaring import (
    Cell,
    Column,
    Filter,
    Filtered,
    Kind,
    Question,
    Row,
    TableDefinition,
    answer_of,
)

ANSWER_ORDER = {"yes": 0, "no": 1}


def in_memory(
    definition: TableDefinition, rows: Sequence[Row], question: Question, *, language: str = "th"
) -> tuple[Sequence[Row], int]:
    """The rows that were asked for, and how many there are under the filters.

    Unknown: comes last in either order. A hidden count sorts below every count, so that the order tells
    nothing of it, and no range holds it.
    """
    asked = question.asked
    kept = [row for row in rows if all(matches(definition, each, row) for each in asked.filters)]
    column = definition.by_id[asked.sort]
    known = [row for row in kept if not _is_unknown(column, row[column.id])]
    unknown = [row for row in kept if _is_unknown(column, row[column.id])]
    known.sort(key=lambda row: _key(column, row[column.id], language), reverse=asked.descending)
    ordered = known + unknown
    end = None if question.limit is None else question.offset + question.limit
    return ordered[question.offset : end], len(ordered)


def matches(definition: TableDefinition, filtered: Filtered, row: Row) -> bool:
    """Whether a row is one of those asked for. What is not known is in no range."""
    column = definition.by_id[filtered.column]
    cell = row[column.id]
    if column.filter is Filter.ANSWER:
        return answer_of(cell) in filtered.texts
    if column.filter is Filter.CHOICE:
        return str(cell.th if isinstance(cell, Text) else cell) in filtered.texts
    if column.filter is Filter.TEXT:
        return any(filtered.texts[0].casefold() in text.casefold() for text in _texts(cell))
    if cell is None or isinstance(cell, (Enum, str, Text, tuple)):
        return False
    number: Any = cell
    return (filtered.least is None or number >= filtered.least) and (
        filtered.most is None or number <= filtered.most
    )


def _texts(cell: Cell) -> tuple[str, ...]:
    if isinstance(cell, Text):
        return cell.th, cell.en
    if isinstance(cell, tuple):
        return tuple(text for each in cell for text in (each.th, each.en))
    return () if cell is None else (str(cell),)


def _is_unknown(column: Column, cell: Cell) -> bool:
    return answer_of(cell) == "unknown" if column.kind is Kind.ANSWER else cell is None


def _key(column: Column, cell: Cell, language: str) -> Any:
    if column.kind is Kind.ANSWER:
        return ANSWER_ORDER[answer_of(cell)]
    if isinstance(cell, Enum) and not isinstance(cell, Answer):
        return (0, 0)
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, (int, float)):
        return (1, cell)
    if isinstance(cell, tuple):
        return len(cell), sort_key(cell[0].in_language(language)) if cell else ("", "")
    return sort_key(cell.in_language(language) if isinstance(cell, Text) else str(cell))
