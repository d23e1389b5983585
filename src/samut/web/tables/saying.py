"""How a cell is said: on the screen in words, in a file as the figure itself where there is one."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from samut.reports.table_file import Value
from samut.rules.errors.entry import Text
from samut.rules.status import Answer
from samut.rules.thai_dates import format_date
from samut.web.tables.declaring import Cell, Column, Kind, answer_of

SMALL = Text("น้อยกว่า 5", "fewer than 5")
NOT_SHOWN = Text("ไม่แสดง", "not shown")
BETWEEN_TEXTS = " · "
SIGNS = {"yes": "✓", "no": "–", "unknown": "?"}


def said(column: Column, cell: Cell, language: str) -> str:
    """A cell in words. Unknown is said in words, never as nought and never as an empty cell."""
    value = file_value(column, cell, language)
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return format_date(value, language, short=True)
    if column.kind is Kind.SHARE:
        return f"{value * 100:.{column.decimals}f}%"
    return f"{value:,.{column.decimals}f}" if column.kind is Kind.NUMBER else f"{value:,}"


def file_value(column: Column, cell: Cell, language: str) -> Value:
    """A cell as a file holds it: a figure or a date where there is one, else words."""
    if column.kind is Kind.ANSWER:
        return answer_words(column, cell).in_language(language)
    if cell is None or cell == ():
        return column.unknown.in_language(language)
    if isinstance(cell, Enum) and not isinstance(cell, Answer):
        return (SMALL if cell.name == "SMALL" else NOT_SHOWN).in_language(language)
    if isinstance(cell, Text):
        return cell.in_language(language)
    if isinstance(cell, tuple):
        return BETWEEN_TEXTS.join(each.in_language(language) for each in cell)
    return cell


def answer_words(column: Column, cell: Cell) -> Text:
    """Yes, no or unknown in the words of the column."""
    yes, no, unknown = column.answers
    return {"yes": yes, "no": no, "unknown": unknown}[answer_of(cell)]


def is_hidden(cell: Cell) -> bool:
    """Whether the cell says why a figure is not shown."""
    return isinstance(cell, Enum) and not isinstance(cell, Answer)
