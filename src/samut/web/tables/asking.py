"""What an address asks of a table: order, page, columns and filters; and the address that asks for it.

Values that are empty say nothing: a form sends its empty fields too. What cannot be read is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from samut.rules.errors import SamutError
from samut.web.tables.declaring import Asked, Bound, Column, Filter, Filtered, Kind, TableDefinition

LEAST, MOST = ".from", ".to"
LONGEST_TEXT = 100
WHOLE = re.compile(r"-?[0-9]{1,12}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


def read_asked(definition: TableDefinition, said: QueryDict, area_code: str) -> Asked:
    """What a page's address asks. Names it does not know are somebody else's.

    Raises: TABLE_001 for a value that cannot be read, TABLE_002 for a column that there is none of.
    """
    sort = said.get("sort", "") or definition.sort
    page = said.get("page", "")
    return Asked(
        sort=_sorting(definition, sort.removeprefix("-")).id,
        descending=sort.startswith("-"),
        # Anything that is no page number is the first page, as in every list.
        page=max(1, int(page)) if re.fullmatch("[0-9]{1,9}", page) else 1,
        columns=_columns(definition, said.getlist("col")),
        filters=tuple(_filters(definition, said, area_code)),
        also=tuple((name, str(said[name])) for name in definition.also if said.get(name)),
    )


def read_text(definition: TableDefinition, text: str, area_code: str) -> Asked:
    """The same from an address kept as a text."""
    return read_asked(definition, QueryDict(text.removeprefix("?")), area_code)


def _column(definition: TableDefinition, name: str) -> Column:
    found = definition.by_id.get(name)
    if found is None:
        raise SamutError("TABLE_002", name=name[:40])
    return found


def _sorting(definition: TableDefinition, name: str) -> Column:
    found = _column(definition, name)
    if not found.sorts:
        raise SamutError("TABLE_001", name="sort")
    return found


def _columns(definition: TableDefinition, chosen: Iterable[str]) -> tuple[str, ...]:
    """The chosen columns in the order of the table, the first always among them; the usual where none is."""
    wanted = {_column(definition, each).id for each in chosen if each}
    if not wanted:
        return definition.usual_columns
    return tuple(
        each.id for number, each in enumerate(definition.columns) if number == 0 or each.id in wanted
    )


def _filters(definition: TableDefinition, said: QueryDict, area_code: str) -> Iterator[Filtered]:
    for column in definition.columns:
        if column.filter is Filter.RANGE:
            least, most = (_bound(column, said, end) for end in (LEAST, MOST))
            if least is not None or most is not None:
                yield Filtered(column.id, (), least, most)
        elif column.filter is Filter.TEXT:
            text = said.get(column.id, "").strip()
            if len(text) > LONGEST_TEXT or "\0" in text:
                raise SamutError("TABLE_001", name=column.label)
            if text:
                yield Filtered(column.id, (text,))
        elif column.filter is not Filter.NONE:
            texts = tuple(dict.fromkeys(each for each in said.getlist(column.id) if each))
            if texts and not {name for name, _ in column.options(area_code)}.issuperset(texts):
                raise SamutError("TABLE_001", name=column.label)
            if texts:
                yield Filtered(column.id, texts)


def _bound(column: Column, said: QueryDict, end: str) -> Bound | None:
    text = said.get(column.id + end, "").strip()
    if not text:
        return None
    try:
        if column.kind is Kind.DATE:
            return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SamutError("TABLE_001", name=column.label) from error
    if column.kind is Kind.COUNT and WHOLE.fullmatch(text):
        return int(text)
    if column.kind in (Kind.NUMBER, Kind.SHARE) and DECIMAL.fullmatch(text):
        # A share is typed as percent, as it is shown.
        return float(text) / 100 if column.kind is Kind.SHARE else float(text)
    raise SamutError("TABLE_001", name=column.label)


def typed(column: Column, bound: Bound | None) -> str:
    """A bound as one types it."""
    if bound is None:
        return ""
    if isinstance(bound, dt.date):
        return bound.isoformat()
    value = bound * 100 if column.kind is Kind.SHARE else bound
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def parts_of(definition: TableDefinition, asked: Asked) -> list[tuple[str, str]]:
    """What an address must say to ask for this; what is usual is left out."""
    parts = list(asked.also)
    sort = f"-{asked.sort}" if asked.descending else asked.sort
    if sort != definition.sort:
        parts.append(("sort", sort))
    if asked.page > 1:
        parts.append(("page", str(asked.page)))
    if asked.columns != definition.usual_columns:
        parts += [("col", name) for name in asked.columns]
    for each in asked.filters:
        column = definition.by_id[each.column]
        parts += [(column.id, text) for text in each.texts]
        ends = ((LEAST, each.least), (MOST, each.most))
        parts += [(column.id + end, typed(column, bound)) for end, bound in ends if bound is not None]
    return parts


def query_of(definition: TableDefinition, asked: Asked, **changes: object) -> str:
    """The tail of the address that asks for this, with changes; "?" alone where everything is usual."""
    return "?" + urlencode(parts_of(definition, replace(asked, **changes)))  # type: ignore[arg-type]


def without(asked: Asked, column: str) -> Asked:
    """The same with nothing asked of a column, from the first page."""
    return replace(asked, page=1, filters=tuple(each for each in asked.filters if each.column != column))
