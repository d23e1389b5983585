"""A table made ready for its template: heads to sort by, lines, filters, columns to choose, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from samut.rules.errors.entry import Text
from samut.web.tables.asking import parts_of, query_of, read_asked, typed, without
from samut.web.tables.declaring import (
    Asked,
    Column,
    Filter,
    Filtered,
    Found,
    Kind,
    Question,
    Row,
    TableDefinition,
    answer_of,
)
from samut.web.tables.saying import SIGNS, is_hidden, said

FIGURES = (Kind.COUNT, Kind.NUMBER, Kind.SHARE)


@dataclass(frozen=True)
class Head:
    """The head of a column. `query`: the address that sorts by it; empty where it does not sort."""

    column: Column
    query: str
    direction: str
    is_figure: bool


@dataclass(frozen=True)
class ShownCell:
    """One cell in words, with its `sign` where it is an answer."""

    label: str
    words: str
    classes: str
    address: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Field:
    """The filter of a column in the form. A `range` has the typed ends of what is asked."""

    column: Column
    kind: str
    name: str
    value: str = ""
    least: str = ""
    most: str = ""
    input: str = "text"
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A filter at work, and the address without it."""

    label: Text
    words: str
    query: str


@dataclass(frozen=True)
class ShownTable:
    """Everything the template draws."""

    definition: TableDefinition
    area_code: str
    asked: Asked
    found: Found
    page: int
    pages: int
    first: int
    last: int
    heads: tuple[Head, ...]
    lines: tuple[tuple[ShownCell, ...], ...]
    fields: tuple[Field, ...]
    choosable: tuple[Option, ...]
    chips: tuple[Chip, ...]

    @property
    def previous_query(self) -> str:
        return query_of(self.definition, self.asked, page=self.page - 1)

    @property
    def next_query(self) -> str:
        return query_of(self.definition, self.asked, page=self.page + 1)

    @property
    def unfiltered_query(self) -> str:
        return query_of(self.definition, self.asked, page=1, filters=())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of filters and columns sends on as it is."""
        bare = replace(self.asked, page=1, filters=(), columns=self.definition.usual_columns)
        return parts_of(self.definition, bare)

    @property
    def said_in_full(self) -> str:
        """What is asked, for the button that makes a file."""
        return query_of(self.definition, self.asked, page=1)

    def named(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer to a form of the table, under the short address: a form sends its empty fields too."""
        if request.headers.get("HX-Request") == "true":
            response["HX-Push-Url"] = request.path + query_of(self.definition, self.asked)
        patch_vary_headers(response, ["HX-Request"])
        return response

    @property
    def file_address(self) -> str:
        return reverse("tables:export", args=[self.definition.id, self.area_code])

    @property
    def is_large(self) -> bool:
        """A file of it takes so long that it is made beside the site."""
        return self.found.total > settings.SAMUT_EXPORT_AT_ONCE


def shown(request: HttpRequest, definition: TableDefinition, area_code: str) -> ShownTable:
    """The table of an area as this request asks for it. Of a personal table the caller logs the look.

    Raises: what the table's own check and rows raise, TABLE_001 and TABLE_002 for the address.
    """
    definition.check(request.user, area_code)
    asked = read_asked(definition, request.GET, area_code)
    size = definition.rows_a_page
    question = Question(request.user, area_code, asked, size, (asked.page - 1) * size)
    found = definition.rows(question)
    pages = max(1, -(-found.total // size))
    if asked.page > pages:
        asked = replace(asked, page=pages)
        found = definition.rows(replace(question, asked=asked, offset=(pages - 1) * size))
    first = (asked.page - 1) * size
    columns = definition.shown(asked)
    language = get_language() or "th"
    return ShownTable(
        definition,
        area_code,
        asked,
        found,
        page=asked.page,
        pages=pages,
        first=first + 1,
        last=first + len(found.rows),
        heads=tuple(_head(definition, column, asked) for column in columns),
        lines=tuple(line_of(columns, row, language) for row in found.rows),
        fields=tuple(
            _field(column, asked.filtered(column.id), area_code)
            for column in definition.columns
            if column.filter is not Filter.NONE
        ),
        choosable=tuple(
            Option(each.id, each.label, each.id in asked.columns) for each in definition.columns[1:]
        ),
        chips=tuple(_chip(definition, asked, each, area_code, language) for each in asked.filters),
    )


def _head(definition: TableDefinition, column: Column, asked: Asked) -> Head:
    figure = column.kind in FIGURES
    if not column.sorts:
        return Head(column, "", "", figure)
    sorted_now = asked.sort == column.id
    # Figures begin with the largest, words with the first letter; a second press turns it round.
    descending = not asked.descending if sorted_now else figure
    query = query_of(definition, asked, sort=column.id, descending=descending, page=1)
    direction = ("descending" if asked.descending else "ascending") if sorted_now else ""
    return Head(column, query, direction, figure)


def line_of(columns: Sequence[Column], row: Row, language: str) -> tuple[ShownCell, ...]:
    """A row as the screen shows it."""
    return tuple(_cell(column, row, language) for column in columns)


def _cell(column: Column, row: Row, language: str) -> ShownCell:
    cell = row[column.id]
    answer = answer_of(cell) if column.kind is Kind.ANSWER else ""
    muted = cell is None or answer == "unknown" or is_hidden(cell)
    classes = ("num " if column.kind in FIGURES else "") + ("muted" if muted else "")
    return ShownCell(
        column.label.in_language(language),
        said(column, cell, language),
        classes.strip(),
        column.address(row) if column.address else "",
        SIGNS.get(answer, ""),
    )


def _field(column: Column, filtered: Filtered | None, area_code: str) -> Field:
    asked = filtered or Filtered(column.id)
    kind = column.filter.value
    if column.filter is Filter.RANGE:
        least, most = typed(column, asked.least), typed(column, asked.most)
        usual = "date" if column.kind is Kind.DATE else "number"
        return Field(column, kind, column.id, least=least, most=most, input=usual)
    if column.filter is Filter.TEXT:
        return Field(column, kind, column.id, value="".join(asked.texts))
    options = tuple(Option(name, label, name in asked.texts) for name, label in column.options(area_code))
    return Field(column, "choice", column.id, options=options)


def _chip(
    definition: TableDefinition, asked: Asked, filtered: Filtered, area_code: str, language: str
) -> Chip:
    column = definition.by_id[filtered.column]
    words = filter_words(column, filtered, area_code, language)
    return Chip(column.label, words, query_of(definition, without(asked, column.id)))


def filter_words(column: Column, filtered: Filtered, area_code: str, language: str) -> str:
    """What is asked of a column, in words."""
    if filtered.texts:
        labels = {name: label.in_language(language) for name, label in column.options(area_code)}
        return ", ".join(labels.get(each, each) for each in filtered.texts)
    least, most = (
        None if end is None else said(column, end, language) for end in (filtered.least, filtered.most)
    )
    if least is None:
        return Text(f"ไม่เกิน {most}", f"at most {most}").in_language(language)
    if most is None:
        return Text(f"ตั้งแต่ {least}", f"from {least}").in_language(language)
    return Text(f"{least} ถึง {most}", f"{least} to {most}").in_language(language)
