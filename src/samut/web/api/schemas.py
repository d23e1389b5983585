"""The shapes of the API's answers: areas and counts, never a person or a household.

A count that is not there is null, and `missing` says why by its name: `small` (hidden because it
could point at somebody) or `unpublished`. Null is never nought.
"""

from __future__ import annotations

from typing import Any

from ninja import Schema

from samut.engine.areas import Area
from samut.web.insight.figures import COUNTS, AreaFigures, DimensionCounts, Missing, Source
from samut.web.insight.queries import AreaPage, Row


class AreaOut(Schema):
    """An area by its code (TH, or two to eight digits)."""

    code: str
    level: str
    name_th: str
    name_en: str


class DimensionOut(Schema):
    """One of the five dimensions. Unit: persons."""

    id: str
    label_th: str
    label_en: str
    poor_persons: int | None
    target_persons: int | None
    unknown_persons: int | None
    missing: dict[str, str]


class FiguresOut(Schema):
    """The counts of an area under one switch of the dimensions."""

    households: int | None
    persons: int | None
    poor_households: int | None
    poor_persons: int | None
    registered_persons: int | None
    target_persons: int | None
    unknown_households: int | None
    unknown_persons: int | None
    missing: dict[str, str]
    dimensions: list[DimensionOut]


class SourceOut(Schema):
    """Where the figures come from."""

    label_th: str
    label_en: str
    edition: int
    detail: str


class AreaFiguresOut(Schema):
    """An area with its figures; null where nothing was imported for it."""

    area: AreaOut
    switch: str
    edition: int
    published: bool
    source: SourceOut | None
    figures: FiguresOut | None


class ChildOut(Schema):
    """An area one level down with its figures."""

    area: AreaOut
    figures: FiguresOut | None


class ChildrenOut(Schema):
    """The areas one level down."""

    area: AreaOut
    switch: str
    edition: int
    children: list[ChildOut]


def area_out(area: Area) -> AreaOut:
    return AreaOut(code=area.code, level=area.level, name_th=area.name_th, name_en=area.name_en)


def _counts(record: AreaFigures | DimensionCounts) -> dict[str, Any]:
    """Counts by name, and why those that are not there are missing."""
    values = {name: getattr(record, name) for name in COUNTS[type(record)]}
    missing = {name: value.value for name, value in values.items() if isinstance(value, Missing)}
    return {name: None if name in missing else value for name, value in values.items()} | {"missing": missing}


def figures_out(figures: AreaFigures | None) -> FiguresOut | None:
    if figures is None:
        return None
    dimensions = [
        DimensionOut(id=each.id, label_th=each.label.th, label_en=each.label.en, **_counts(each))
        for each in figures.dimensions
    ]
    return FiguresOut(**_counts(figures), dimensions=dimensions)


def _source_out(source: Source | None) -> SourceOut | None:
    if source is None:
        return None
    return SourceOut(
        label_th=source.label.th, label_en=source.label.en, edition=source.edition, detail=source.detail
    )


def area_figures_out(page: AreaPage) -> AreaFiguresOut:
    return AreaFiguresOut(
        area=area_out(page.area),
        switch=page.switch.bits,
        edition=page.edition,
        published=page.is_published,
        source=_source_out(page.source),
        figures=figures_out(page.figures),
    )


def child_out(row: Row) -> ChildOut:
    return ChildOut(area=area_out(row.area), figures=figures_out(row.figures))
