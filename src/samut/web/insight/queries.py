"""What an area page shows, from our own measurement or from what TPMAP published, for one viewer.

The country and the provinces we hold no registers of have published figures only. A province
whose census was imported shows our own, with the published ones beside them. Below a province,
counts that could point at somebody are hidden from whoever may not see its persons anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from samut.engine.areas import Area
from samut.engine.workspace import Config
from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.policy import Measure, load_measure
from samut.web.accounts.policies import (
    PROVINCE_DIGITS,
    AnyUser,
    is_officer_of,
    may_see_exact_counts,
    may_see_persons,
)
from samut.web.areas import queries as areas
from samut.web.areas.names import sort_key
from samut.web.households.models import ShownResult
from samut.web.households.queries import shown_result
from samut.web.insight import computed
from samut.web.insight.figures import (
    AreaFigures,
    Count,
    IndicatorCounts,
    Missing,
    Source,
    hide_in_table,
    hide_small,
)
from samut.web.insight.published import Published, published
from samut.web.insight.switch import ALL, Switch

COUNTRY = areas.COUNTRY
# Lists of households: province, amphoe, tambon, village.
WITH_HOUSEHOLD_LIST = (2, 4, areas.TAMBON_DIGITS, areas.VILLAGE_DIGITS)


@dataclass(frozen=True)
class Row:
    """One child area in the table and on the map; no figures where nothing was imported."""

    area: Area
    figures: AreaFigures | None


@dataclass(frozen=True)
class Compared:
    """One figure: ours beside the published one."""

    label: Text
    ours: Count
    theirs: Count

    @property
    def difference(self) -> int | None:
        if isinstance(self.ours, Missing) or isinstance(self.theirs, Missing):
            return None
        return self.ours - self.theirs


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators of one dimension (or those no dimension of the measure uses)."""

    label: Text
    indicators: tuple[IndicatorCounts, ...]


@dataclass(frozen=True)
class AreaPage:
    """Everything on the page of one area."""

    area: Area
    trail: tuple[Area, ...]
    switch: Switch
    edition: int
    figures: AreaFigures | None
    source: Source | None
    is_published: bool
    rows: tuple[Row, ...]
    indicator_groups: tuple[IndicatorGroup, ...]
    compared: tuple[Compared, ...]
    published_source: Source | None
    hides_small: bool
    nothing_imported: bool
    may_list_households: bool
    is_officer: bool


@dataclass(frozen=True)
class Holdings:
    """What there is to show: the shown result, the published figures, or neither."""

    config: Config
    measure: Measure
    shown: ShownResult | None
    published: Published | None

    def is_ours(self, code: str) -> bool:
        """Whether our own measurement answers for this area: its province has households in the result."""
        if self.shown is None or code == COUNTRY:
            return False
        return code[:PROVINCE_DIGITS] in computed.histogram(self.shown).provinces

    def version(self) -> str:
        ours = computed.version(self.shown) if self.shown else ""
        return f"{ours}:{self.published.version if self.published else ''}"


def holdings() -> Holdings:
    """What the workspace holds now. Raises: WORK_001 without a workspace."""
    config = areas.workspace().config
    measure = load_measure(config.measure)
    return Holdings(
        config,
        measure,
        shown_result(config.measure, config.edition),
        published(areas.workspace(), config.edition),
    )


def figures_of(held: Holdings, code: str, switch: Switch) -> AreaFigures | None:
    """The figures of one area as they are; None where nothing was imported for it."""
    if held.is_ours(code) and held.shown is not None:
        figures = computed.histogram(held.shown).figures(code, switch.bits)
        return computed.area_figures(figures, held.measure) if figures.households else None
    if held.published is not None and held.published.has(code):
        return held.published.area(code, held.measure, switch)
    return None


def rows_of(held: Holdings, code: str, switch: Switch, *, exact: bool) -> tuple[Row, ...]:
    """The areas one level down with their figures, in the order of their codes."""
    figures = _children_figures(held, code, switch)
    known = areas.children(code)
    unnamed = tuple(sorted(set(figures) - {area.code for area in known}))
    if unnamed and len(code) == areas.TAMBON_DIGITS:
        known = (*known, *areas.village_areas(unnamed))
    listed = sorted(known, key=lambda area: area.code)
    found = [figures.get(area.code) for area in listed]
    if not exact and code != COUNTRY:
        found = hide_in_table(found)
    return tuple(Row(area, each) for area, each in zip(listed, found, strict=True))


def figures_for(user: AnyUser, held: Holdings, code: str, switch: Switch) -> AreaFigures | None:
    """The figures of one area for one viewer: where small counts are hidden, as in the table above it."""
    if may_see_exact_counts(user, code):
        return figures_of(held, code, switch)
    parent = code[: len(code) - 2]
    siblings = rows_of(held, parent, switch, exact=False)
    return next((row.figures for row in siblings if row.area.code == code), None)


def _children_figures(held: Holdings, code: str, switch: Switch) -> Mapping[str, AreaFigures]:
    if code == COUNTRY:
        if held.published is None:
            return {}
        each_province = held.published.provinces()
        return {each: held.published.area(each, held.measure, switch) for each in each_province}
    if held.is_ours(code) and held.shown is not None and len(code) < areas.VILLAGE_DIGITS:
        children = computed.histogram(held.shown).children(code, switch.bits)
        return {child: computed.area_figures(each, held.measure) for child, each in children.items()}
    return {}


def area_page(user: AnyUser, code: str, switch: Switch, sort: str) -> AreaPage:
    """The page of one area for one viewer.

    Raises: SITE_003 for an unknown code, WORK_001 without a workspace.
    """
    area = areas.area(code)
    held = holdings()
    exact = may_see_exact_counts(user, code)
    ours = held.is_ours(code)
    # Children of a province are below province level: exact only for those who may see its persons.
    rows = rows_of(held, code, switch, exact=code != COUNTRY and may_see_persons(user, code))
    figures = figures_for(user, held, code, switch)
    return AreaPage(
        area=area,
        trail=areas.trail(code),
        switch=switch,
        edition=held.config.edition,
        figures=figures,
        source=_source(held, ours=ours) if figures is not None else None,
        is_published=not ours,
        rows=sorted_rows(rows, sort),
        indicator_groups=_indicator_groups(held, code, exact=exact) if figures is not None else (),
        compared=_compared(held, code) if ours and switch.bits == ALL else (),
        published_source=held.published.source if held.published else None,
        hides_small=code != COUNTRY and not may_see_persons(user, code) and figures is not None and ours,
        nothing_imported=held.shown is None and held.published is None,
        may_list_households=ours and len(code) in WITH_HOUSEHOLD_LIST and may_see_persons(user, code),
        is_officer=is_officer_of(user, code),
    )


def _source(held: Holdings, *, ours: bool) -> Source | None:
    if ours and held.shown is not None:
        return computed.source(held.shown)
    return held.published.source if held.published is not None else None


SORTS = {
    "households": lambda figures: figures.households,
    "persons": lambda figures: figures.persons,
    "poor_households": lambda figures: figures.poor_households,
    "poor_persons": lambda figures: figures.poor_persons,
    "registered": lambda figures: figures.registered_persons,
    "target": lambda figures: figures.target_persons,
    "rate": lambda figures: figures.rate,
    "unknown": lambda figures: figures.unknown_persons,
}


def read_sort(text: str, *, also: str = "name") -> str:
    """The column to sort by, from an address. Raises: SITE_004 when there is none of that name."""
    if text.removeprefix("-") not in {*SORTS, "name"} and text != also:
        raise SamutError("SITE_004", name="sort")
    return text


def sorted_rows(rows: tuple[Row, ...], sort: str) -> tuple[Row, ...]:
    """Rows by a column, "-" before its name for the largest first; rows without a figure stand last.

    Hidden counts have no order among themselves: their place must tell nothing.
    """
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "name":
        return tuple(sorted(rows, key=lambda row: sort_key(row.area.name_th), reverse=descending))
    column = SORTS.get(name)
    if column is None:
        return rows
    known: list[tuple[float, Row]] = []
    rest: list[Row] = []
    for row in rows:
        value = column(row.figures) if row.figures is not None else None
        if value is None or isinstance(value, Missing):
            rest.append(row)
        else:
            known.append((value, row))
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return (*(row for _, row in known), *rest)


def _labels(measure: Measure) -> dict[int, Text]:
    return {each.number: each.label for each in measure.indicator_set.indicators}


OUTSIDE = Text("ตัวชี้วัดที่ไม่อยู่ในดัชนี", "Indicators outside the measure")


def _indicator_groups(held: Holdings, code: str, *, exact: bool) -> tuple[IndicatorGroup, ...]:
    labels = _labels(held.measure)
    if held.is_ours(code) and held.shown is not None:
        counts = computed.indicator_counts(computed.histogram(held.shown).indicator_figures(code), labels)
    elif held.published is not None:
        counts = held.published.indicators(code, labels)
    else:
        return ()
    if not exact:
        counts = tuple(hide_small(each) for each in counts)
    numbers = {each.id: each.number for each in held.measure.indicator_set.indicators}
    by_number = {each.number: each for each in counts}
    groups = [
        IndicatorGroup(
            dimension.label,
            tuple(
                by_number.pop(numbers[each]) for each in dimension.indicators if numbers[each] in by_number
            ),
        )
        for dimension in held.measure.dimensions
    ]
    return (*groups, IndicatorGroup(OUTSIDE, tuple(by_number.values())))


def indicator_of(held: Holdings, code: str, number: int) -> IndicatorCounts | None:
    """One indicator in one area as it is; None where nothing tells of it."""
    labels = _labels(held.measure)
    if held.is_ours(code) and held.shown is not None:
        found = computed.histogram(held.shown).indicator_figures(code)
        counts = computed.indicator_counts([each for each in found if each.number == number], labels)
    elif held.published is not None and held.published.has(code):
        counts = held.published.indicators(code, {number: labels[number]})
    else:
        return None
    return next(iter(counts), None)


def _compared(held: Holdings, code: str) -> tuple[Compared, ...]:
    """Our figures of a whole province beside TPMAP's, where both are there."""
    if held.published is None or not held.published.has(code):
        return ()
    ours, theirs = (figures_of(held, code, Switch()), held.published.area(code, held.measure, Switch()))
    if ours is None:
        return ()
    lines = [
        (Text("ครัวเรือนที่สำรวจ", "Households surveyed"), ours.households, theirs.households),
        (Text("คนที่สำรวจ", "Persons surveyed"), ours.persons, theirs.persons),
        (Text("ครัวเรือนยากจน", "Poor households"), ours.poor_households, theirs.poor_households),
        (Text("คนจน จปฐ.", "BMN-poor persons"), ours.poor_persons, theirs.poor_persons),
        (
            Text("คนจนที่ลงทะเบียน", "Registered poor persons"),
            ours.registered_persons,
            theirs.registered_persons,
        ),
        (Text("คนจนเป้าหมาย", "Target poor persons"), ours.target_persons, theirs.target_persons),
    ]
    by_dimension = zip(ours.dimensions, theirs.dimensions, strict=True)
    lines += [(each.label, each.target_persons, other.target_persons) for each, other in by_dimension]
    return tuple(Compared(*line) for line in lines)


def version_for(user: AnyUser, code: str, *parts: str) -> str:
    """An entity tag: changes with what is held, with what is asked, and with what the viewer may see."""
    exact = may_see_persons(user, code)
    text = "|".join((holdings().version(), code, str(exact), *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:24]
