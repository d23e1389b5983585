"""A table by any declared fields: what the address asks, and the table as its viewer may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from samut.engine.areas import all_areas, parent_of
from samut.engine.lake import Lake
from samut.engine.pivot.asking import Asked as Table
from samut.engine.pivot.asking import Filter, Key, Limits, pivot
from samut.engine.pivot.covering import LABELS, Shown, ShownTable, shown_table
from samut.engine.pivot.fields import EDITION, Field, FieldKind, field_of, fields_of
from samut.rules.disclosure_table import Entry
from samut.rules.errors import SamutError, Text
from samut.web.accounts.policies import AnyUser
from samut.web.analysis.beside import entries_beside
from samut.web.analysis.editions import measured_editions
from samut.web.analysis.place import Place, place_of, policy
from samut.web.analysis.policies import check_may_count, counts_exactly
from samut.web.analysis.prepared import prepared_of
from samut.web.areas import queries as areas

KINDS = {
    FieldKind.PLACE: Text("พื้นที่", "Area"),
    FieldKind.TIME: Text("เวลา", "Time"),
    FieldKind.POVERTY: Text("ความยากจนและสวัสดิการ", "Poverty and welfare"),
    FieldKind.DIMENSION: Text("มิติ", "Dimensions"),
    FieldKind.INDICATOR: Text("ตัวชี้วัด (* นอกดัชนี)", "Indicators (* outside the measure)"),
    FieldKind.HOUSEHOLD: Text("ครัวเรือน", "Household"),
    FieldKind.MEMBERS: Text("สมาชิก", "Members"),
    FieldKind.HOUSE: Text("ที่อยู่อาศัย", "Dwelling"),
}
TOTAL = Text("รวม", "Total")
# The table that is shown before anything was chosen.
USUAL_COLUMN = "poor"
PLACES_BELOW = {"country": "province", "province": "amphoe", "amphoe": "tambon"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Fields by their ids; filters are a field and a class of it."""

    area: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    shown: Shown

    @property
    def query(self) -> str:
        """The tail of the address that asks this."""
        told = [("area", self.area)]
        told += [("row", each) for each in self.rows] + [("column", each) for each in self.columns]
        told += [("only", f"{field}:{of}") for field, of in self.filters]
        return f"?{urlencode([*told, ('count', self.shown.value)])}"


@dataclass(frozen=True)
class FieldGroup:
    """The fields of one kind, for a choice."""

    label: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Head:
    """One heading above columns."""

    label: Text
    span: int


@dataclass(frozen=True)
class TableRow:
    """A row with its headings; cells with the total last. A cell None with `hidden` is hidden."""

    heads: tuple[Text, ...]
    cells: tuple[tuple[int | float | None, bool], ...]
    is_total: bool


@dataclass(frozen=True)
class PivotPage:
    """Everything on the page. `table` None: it has to be prepared by a job, or nothing was measured."""

    place: Place
    asked: Asked
    fields: tuple[FieldGroup, ...]
    exact: bool
    most_filters: int
    heads: tuple[tuple[Head, ...], ...] = ()
    row_heads: tuple[Text, ...] = ()
    rows: tuple[TableRow, ...] = ()
    table: ShownTable | None = None
    label: Text = LABELS[Shown.HOUSEHOLDS]
    waiting: bool = False

    @property
    def several_editions(self) -> bool:
        return EDITION in (*self.asked.rows, *self.asked.columns)

    @property
    def is_share(self) -> bool:
        return self.asked.shown is Shown.RATE

    @property
    def hides(self) -> bool:
        return self.table is not None and bool(self.table.hidden)


def read(query: QueryDict, fields: Mapping[str, Field], area: str) -> Asked:
    """What an address asks for; without anything, a table to begin with.

    Raises: ANALYSIS_002, ANALYSIS_004, ANALYSIS_005, SITE_004.
    """
    known = dict(fields)
    rows, columns = (tuple(filter(None, query.getlist(name)))[:2] for name in ("row", "column"))
    if "row" not in query and "column" not in query:
        below = PLACES_BELOW.get(areas.area(area).level, "village")
        rows, columns = (below,), (USUAL_COLUMN,)
    for place, name in enumerate((*rows, *columns)):
        field_of(known, name[:60])
        if name in (*rows, *columns)[:place]:
            raise SamutError("ANALYSIS_004", name=fields[name].label)
    said = list(filter(None, query.getlist("only")))
    filters = tuple(_read_filter(each, known) for each in said)
    most = policy().most_filters
    if len(filters) > most:
        raise SamutError("ANALYSIS_005", name=said[most][:60], limit=most)
    shown = query.get("count", Shown.HOUSEHOLDS.value)
    if shown not in set(Shown):
        raise SamutError("SITE_004", name="count")
    return Asked(area, rows, columns, filters, Shown(shown))


def _read_filter(said: str, fields: dict[str, Field]) -> tuple[str, str]:
    name, _, of = said.partition(":")
    field = field_of(fields, name[:60])
    if field.kind is FieldKind.PLACE or not field.holds_class(of):
        raise SamutError("ANALYSIS_005", name=said[:60], limit=policy().most_filters)
    return name, of


def pivot_page(user: AnyUser, query: QueryDict, area: str) -> PivotPage:
    """The table of an address for one viewer.

    Raises: ANALYSIS_001 outside the viewer's areas, ANALYSIS_003 for too large a table, what `read` raises.
    """
    place = place_of(user, area)
    check_may_count(user, place.code)
    # Only results of one measure: the same words mean the same in them.
    measured = measured_editions(place.held.measure.id)
    fields = fields_of(place.held.measure, timezone.localdate(), tuple(measured))
    asked = read(query, fields, place.code)
    exact = counts_exactly(user, place.code)
    page = PivotPage(place, asked, _grouped(fields), exact, policy().most_filters, label=LABELS[asked.shown])
    if place.held.shown is None or not (place.code == areas.COUNTRY or place.shown):
        return page
    wanted = measured if EDITION in _used(asked) else {place.edition: place.held.shown}
    paths = {edition: prepared_of(shown) for edition, shown in wanted.items()}
    ready = {edition: path for edition, path in paths.items() if path is not None}
    if len(ready) < len(paths):
        return replace(page, waiting=True)
    limits = Limits(policy().most_cells, policy().most_classes)
    found = pivot(Lake(areas.workspace()), ready, place.held.measure, _table(asked, fields), limits)
    also = frozenset[Entry]() if exact else entries_beside(found, place.held, asked.shown)
    return _laid_out(page, shown_table(found, asked.shown, exact=exact, also=also))


def _used(asked: Asked) -> set[str]:
    return {*asked.rows, *asked.columns, *(field for field, _ in asked.filters)}


def _grouped(fields: Mapping[str, Field]) -> tuple[FieldGroup, ...]:
    return tuple(
        FieldGroup(KINDS[kind], tuple(within)) for kind, within in groupby(fields.values(), lambda f: f.kind)
    )


def _table(asked: Asked, fields: Mapping[str, Field]) -> Table:
    return Table(
        tuple(fields[each] for each in asked.rows),
        tuple(fields[each] for each in asked.columns),
        tuple(Filter(fields[field], of) for field, of in asked.filters),
        asked.area,
    )


def _laid_out(page: PivotPage, shown: ShownTable) -> PivotPage:
    table = shown.table
    codes = _codes(table.asked.rows, table.rows) | _codes(table.asked.columns, table.columns)
    names = _area_names(codes)
    heads = tuple(
        _heads(table.asked.columns, table.columns, level, names) for level in range(len(table.asked.columns))
    )
    rows = tuple(
        TableRow(
            _labels(table.asked.rows, key, names) if key is not None else (TOTAL,),
            tuple((cell, (place, across) in shown.hidden) for across, cell in enumerate(shown.cells[place])),
            key is None,
        )
        for place, key in enumerate((*table.rows, None))
    )
    return replace(
        page, heads=heads, row_heads=tuple(each.label for each in table.asked.rows), rows=rows, table=shown
    )


def _codes(fields: tuple[Field, ...], keys: tuple[Key, ...]) -> set[str]:
    places = [place for place, field in enumerate(fields) if field.kind is FieldKind.PLACE]
    return {key[place] for key in keys for place in places}


def _area_names(codes: set[str]) -> dict[str, Text]:
    """The names of areas, with the area around where several are told of; the code of one that is no
    area in force."""
    villages = tuple(sorted(code for code in codes if len(code) == areas.VILLAGE_DIGITS))
    found = {each.code: each for each in (*areas.village_areas(villages), *all_areas().values())}
    around = {code: parent_of(code) or "" for code in codes if len(code) >= areas.TAMBON_DIGITS}
    parents = {(len(code), parent) for code, parent in around.items()}
    several = {size for size, _ in parents if sum(each == size for each, _ in parents) > 1}

    def name(code: str) -> Text:
        if code not in found:
            return Text(code, code)
        own = Text(found[code].name_th, found[code].name_en)
        parent = found.get(around.get(code, "")) if len(code) in several else None
        if parent is None:
            return own
        return Text(f"{own.th} ({parent.name_th})", f"{own.en}, {parent.name_en}")

    return {code: name(code) for code in codes}


def _labels(fields: tuple[Field, ...], key: Key, names: Mapping[str, Text]) -> tuple[Text, ...]:
    return tuple(_label(field, part, names) for field, part in zip(fields, key, strict=True)) or (TOTAL,)


def _label(field: Field, part: str, names: Mapping[str, Text]) -> Text:
    if field.kind is FieldKind.PLACE:
        return names[part]
    return next(each.label for each in field.classes if each.id == part)


def _heads(
    fields: tuple[Field, ...], keys: tuple[Key, ...], level: int, names: Mapping[str, Text]
) -> tuple[Head, ...]:
    """The headings of one level; those of the first span what stands below them."""
    field = fields[level]
    last = level == len(fields) - 1
    runs = (
        [(key[: level + 1], 1) for key in keys]
        if last
        else [(prefix, len(list(run))) for prefix, run in groupby(keys, lambda key: key[: level + 1])]
    )
    return tuple(Head(_label(field, prefix[level], names), span) for prefix, span in runs)
