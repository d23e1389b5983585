"""What open pages show: the protected figures of the newest public tables, and what TPMAP published.

Nothing here reads a household, or a figure that is not in the public tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samut.engine.areas import Area
from samut.engine.open_data.columns import (
    CONCERNED,
    FAILING,
    HOUSEHOLDS,
    PERSONS,
    POOR,
    POOR_HOUSEHOLDS,
    POOR_PERSONS,
    REGISTERED,
    TARGET,
    TARGETS,
    UNKNOWN,
    of_dimension,
    of_indicator,
    told_indicators,
)
from samut.engine.open_data.kept import PublicFigures, PublicTables, editions, read_figures
from samut.engine.open_data.publishing import edition_of
from samut.engine.open_data.telling import Edition
from samut.rules.disclosure_policy import load_disclosure_policy
from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.policy import Measure, load_measure
from samut.web.areas import queries as areas
from samut.web.areas.names import sort_key
from samut.web.insight import published as tpmap
from samut.web.insight.figures import Missing, Source

COUNTRY = areas.COUNTRY
# A figure by its name: a number, None where it is hidden, missing where it is not published.
Values = Mapping[str, int | None]
TPMAP_TARGETS = "poor.JPT.MOFval"
FROM_TPMAP = {
    HOUSEHOLDS: tpmap.HOUSEHOLDS,
    PERSONS: tpmap.PERSONS,
    POOR_HOUSEHOLDS: tpmap.POOR_HOUSEHOLDS,
    POOR_PERSONS: tpmap.POOR_PERSONS,
    REGISTERED: tpmap.REGISTERED,
    TARGET: tpmap.TARGET,
}
OUTSIDE = Text("ตัวชี้วัดที่ไม่อยู่ในดัชนี", "Indicators outside the measure")


@dataclass(frozen=True)
class OpenEdition:
    """One edition as open pages read it; `published` is what TPMAP published of the same year."""

    tables: PublicTables
    figures: PublicFigures
    measure: Measure
    published: tpmap.Published | None

    def values(self, code: str) -> Values:
        """The figures of an area, ours where there are any. Empty: there are none of it."""
        if self.figures.has(code):
            return self.figures.of(code)
        return self._of_tpmap(code)

    def is_ours(self, code: str) -> bool:
        return self.figures.has(code)

    def _of_tpmap(self, code: str) -> Values:
        if self.published is None or not self.published.has(code):
            return {}
        names = dict(FROM_TPMAP)
        for dimension in self.measure.dimensions:
            names[of_dimension(TARGETS, dimension.id)] = f"{TPMAP_TARGETS}.{dimension.id}"
        for each in told_indicators(self.measure):
            names[of_indicator(CONCERNED, each.number)] = f"indicator{each.number}.ALL"
            names[of_indicator(FAILING, each.number)] = f"indicator{each.number}.CNT"
            names[of_indicator(TARGETS, each.number)] = f"{TPMAP_TARGETS}.ind{each.number}.CNT"
        found = {name: self.published.count(code, theirs) for name, theirs in names.items()}
        return {name: number for name, number in found.items() if not isinstance(number, Missing)}


@dataclass(frozen=True)
class Line:
    """A dimension or an indicator of an area, with the names its figures go by."""

    number: int | None
    label: Text
    values: Values
    failing: str
    target: str
    unknown: str = ""
    concerned: str = ""


@dataclass(frozen=True)
class Group:
    """The indicators of one dimension."""

    label: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """One area in the table and on the map; no values where there are no public figures of it."""

    area: Area
    values: Values


@dataclass(frozen=True)
class Trend:
    """The figures of an area in one edition."""

    edition: int
    values: Values


@dataclass(frozen=True)
class OpenAreaPage:
    """Everything on the open page of one area."""

    area: Area
    trail: tuple[Area, ...]
    edition: OpenEdition
    values: Values
    is_ours: bool
    source: Source | None
    dimensions: tuple[Line, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    trend: tuple[Trend, ...]


def check_public() -> None:
    """Raises: OPEN_001 where the office keeps its pages closed, WORK_001 without a workspace."""
    if not areas.workspace().config.site.public:
        raise SamutError("OPEN_001")


def all_editions() -> tuple[PublicTables, ...]:
    """The public tables, the newest edition first. Raises: OPEN_002 when none were made."""
    found = editions(areas.workspace())
    if not found:
        raise SamutError("OPEN_002")
    return found


def edition_named(text: str) -> OpenEdition:
    """The edition of an address, the newest where it names none. Raises: OPEN_002, SITE_004."""
    tables = all_editions()
    wanted = [each for each in tables if text in ("", str(each.edition))]
    if not wanted:
        raise SamutError("SITE_004", name="edition")
    return _opened(wanted[0])


def _opened(tables: PublicTables) -> OpenEdition:
    return OpenEdition(
        tables,
        read_figures(tables.folder),
        load_measure(tables.measure),
        tpmap.published(areas.workspace(), tables.edition),
    )


def told_of(edition: OpenEdition) -> Edition:
    """What an edition says of itself."""
    return edition_of(areas.workspace(), edition.tables)


def area_page(code: str, edition: OpenEdition) -> OpenAreaPage:
    """The open page of one area. Raises: SITE_003 for an unknown code, OPEN_004 without public figures."""
    area = areas.area(code)
    values = edition.values(code)
    if not values:
        raise SamutError("OPEN_004", area_code=code)
    return OpenAreaPage(
        area=area,
        trail=areas.trail(code),
        edition=edition,
        values=values,
        is_ours=edition.is_ours(code),
        source=None if edition.is_ours(code) or edition.published is None else edition.published.source,
        dimensions=tuple(_dimension_lines(edition.measure, values)),
        groups=_groups(edition.measure, values),
        rows=by_name(rows_below(code, edition)),
        trend=_trend(code),
    )


def _dimension_lines(measure: Measure, values: Values) -> list[Line]:
    return [
        Line(
            None,
            each.label,
            values,
            of_dimension(POOR, each.id),
            of_dimension(TARGETS, each.id),
            of_dimension(UNKNOWN, each.id),
        )
        for each in measure.dimensions
    ]


def _groups(measure: Measure, values: Values) -> tuple[Group, ...]:
    left = {each.id: each for each in told_indicators(measure)}
    groups = []
    for dimension in measure.dimensions:
        within = [left.pop(each) for each in dimension.indicators if each in left]
        groups.append(
            Group(dimension.label, tuple(_line(each.number, each.label, values) for each in within))
        )
    rest = tuple(_line(each.number, each.label, values) for each in left.values())
    return tuple(group for group in (*groups, Group(OUTSIDE, rest)) if group.lines)


def _line(number: int, label: Text, values: Values) -> Line:
    failing, target, concerned = (of_indicator(part, number) for part in (FAILING, TARGETS, CONCERNED))
    return Line(number, label, values, failing, target, concerned=concerned)


def rows_below(code: str, edition: OpenEdition) -> tuple[Row, ...]:
    """The areas one level down that have public figures, or could; none below the lowest published."""
    ours = edition.figures.below(code)
    if code != COUNTRY and not ours:
        return ()
    known = {area.code: area for area in areas.children(code)}
    if len(code) == areas.TAMBON_DIGITS:
        known |= {area.code: area for area in areas.village_areas(ours)}
    return tuple(Row(area, edition.values(area.code)) for area in known.values())


def by_name(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: sort_key(row.area.name_th)))


def _trend(code: str) -> tuple[Trend, ...]:
    opened = [_opened(tables) for tables in reversed(all_editions())]
    found = [Trend(each.tables.edition, each.values(code)) for each in opened]
    return tuple(each for each in found if each.values)


def lowest_level() -> str:
    """The smallest areas that have public figures."""
    return load_disclosure_policy().lowest_level


def provinces_of(edition: OpenEdition) -> tuple[Area, ...]:
    """The provinces that have figures of our own in an edition."""
    return tuple(areas.area(code) for code in edition.figures.below(COUNTRY))
