"""What a table is: declared once, and from that shown, sorted, filtered, paged and handed on as a file.

An app says which columns there are and where the rows come from; everything else is the same for every
table. Screen and file ask the same function for the rows, so that neither can tell more than the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from samut.reports.table_file import CellKind as Kind
from samut.rules.errors.entry import Text
from samut.rules.fact_words import NO, UNKNOWN, YES
from samut.rules.status import Answer
from samut.web.accounts.policies import AnyUser

# An Enum that is no Answer says why a figure is hidden or absent; a member named SMALL is a small count.
# A text may be in two languages; several texts are read one after the other.
Cell = str | int | float | dt.date | Text | Enum | tuple[Text, ...] | None
Row = Mapping[str, Cell]
Bound = int | float | dt.date
Choices = Sequence[tuple[str, Text]]
ROWS_A_PAGE = 50
# What the address of a page says besides the filters.
TAKEN = frozenset({"sort", "page", "col", "next", "file"})


class Filter(StrEnum):
    """How a column can be filtered."""

    NONE = "none"
    TEXT = "text"
    CHOICE = "choice"
    RANGE = "range"
    ANSWER = "answer"


@dataclass(frozen=True)
class Column:
    """One column. `usual`: shown unless columns were chosen. `personal`: tells of a person or household.

    `choices`: what a column with a filter by choice can be, in an area. `address`: where the cell of a
    row leads. `answers`: the words for yes, no and unknown. `unknown`: what an empty cell says.
    """

    id: str
    label: Text
    kind: Kind = Kind.TEXT
    personal: bool = False
    usual: bool = True
    filter: Filter = Filter.NONE
    sorts: bool = True
    choices: Callable[[str], Choices] | None = None
    address: Callable[[Row], str] | None = None
    answers: tuple[Text, Text, Text] = (YES, NO, UNKNOWN)
    unknown: Text = UNKNOWN
    decimals: int = 2

    def options(self, area_code: str) -> Choices:
        """What the filter of the column offers; empty where one types."""
        if self.filter is Filter.ANSWER:
            return tuple(zip(("yes", "no", "unknown"), self.answers, strict=True))
        return () if self.choices is None else self.choices(area_code)


@dataclass(frozen=True)
class Filtered:
    """What is asked of one column: one of `texts`, a part of its text, or a value between two bounds."""

    column: str
    texts: tuple[str, ...] = ()
    least: Bound | None = None
    most: Bound | None = None


@dataclass(frozen=True)
class Asked:
    """What an address asks of a table. `columns` in the order of the table; `also`: what else it says."""

    sort: str
    descending: bool
    page: int
    columns: tuple[str, ...]
    filters: tuple[Filtered, ...] = ()
    also: tuple[tuple[str, str], ...] = ()

    def filtered(self, column: str) -> Filtered | None:
        """What is asked of a column; None when nothing is."""
        return next((each for each in self.filters if each.column == column), None)

    def said(self, name: str) -> str:
        """One of the other values of the address; empty when it is not there."""
        return dict(self.also).get(name, "")


@dataclass(frozen=True)
class Question:
    """Who asks for which rows of an area: `limit` of them after the first `offset`; None: all the rest."""

    user: AnyUser
    area_code: str
    asked: Asked
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class Found:
    """The rows, and how many there are in all under the filters.

    `source`: what the figures rest on (edition, result), said in every file. `hides`: counts are hidden.
    """

    rows: Sequence[Row]
    total: int
    source: tuple[Text, ...] = ()
    hides: bool = False


@dataclass(frozen=True)
class TableDefinition:
    """A table. The first column names the row and is always shown.

    `rows` gives the rows to whoever may see them and raises otherwise; the same for screen and file.
    `check` raises when the user may not see the table of an area (asked again when a file is fetched).
    `page` is the address of the page the table stands on. `also` are names of other values of its
    address that `rows` reads, `also_words` what they mean. `households`: the household (id, area code)
    that a row tells of, for the log of looks. `sort`: a column, with "-" before it for the largest
    first. `empty`: what is said of a table without rows, and what to do.
    """

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: Callable[[Question], Found]
    check: Callable[[AnyUser, str], None]
    page: Callable[[str], str]
    sort: str
    households: Callable[[Row], tuple[str, str]] | None = None
    also: tuple[str, ...] = ()
    also_words: Callable[[Asked], Sequence[Text]] | None = None
    rows_a_page: int = ROWS_A_PAGE
    empty: tuple[Text, Text] = (Text("ไม่มีแถวในตารางนี้", "This table has no rows"), Text("", ""))
    by_id: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = [each.id for each in self.columns]
        if len(set(names)) < len(names) or TAKEN & set(names) or self.sort.removeprefix("-") not in names:
            raise ValueError(f"the table {self.id} has a column twice, a taken name, or an unknown order")
        object.__setattr__(self, "by_id", {each.id: each for each in self.columns})

    @property
    def personal(self) -> bool:
        """Whether the table tells of persons or households: it then needs a purpose, and is logged."""
        return self.households is not None or any(each.personal for each in self.columns)

    @property
    def usual_columns(self) -> tuple[str, ...]:
        first, *others = self.columns
        return (first.id, *(each.id for each in others if each.usual))

    def shown(self, asked: Asked) -> tuple[Column, ...]:
        """The columns that were asked for."""
        return tuple(self.by_id[name] for name in asked.columns)


def answer_of(cell: Cell) -> str:
    """yes, no or unknown, of a cell that holds an answer."""
    if isinstance(cell, Answer):
        return cell.value
    return "unknown" if cell is None else ("yes" if cell else "no")
