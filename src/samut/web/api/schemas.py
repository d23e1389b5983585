"""The shapes of answers about areas: counts, never a person or a household.

A count that is not there is null, and `missing` says why by its name: `small` (hidden because it
could point at somebody) or `unpublished`. Null is never nought.
"""

from __future__ import annotations

from typing import Any

from ninja import Schema

from samut.engine.areas import Area
from samut.web.insight.figures import (
    COUNTS,
    AreaFigures,
    DimensionCounts,
    IndicatorCounts,
    Missing,
    Source,
)
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


def _counts(record: AreaFigures | DimensionCounts | IndicatorCounts) -> dict[str, Any]:
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


class AreaListOut(Schema):
    """The areas one level down, without figures."""

    area: AreaOut
    areas: list[AreaOut]


class IndicatorOut(Schema):
    """One indicator of an area. Unit: persons."""

    number: int
    label_th: str
    label_en: str
    exposed_persons: int | None
    failing_persons: int | None
    target_persons: int | None
    unknown_persons: int | None
    missing: dict[str, str]


class IndicatorGroupOut(Schema):
    """The indicators of one dimension, or those of no dimension."""

    label_th: str
    label_en: str
    indicators: list[IndicatorOut]


class IndicatorsOut(Schema):
    """Every indicator of an area."""

    area: AreaOut
    edition: int
    groups: list[IndicatorGroupOut]


class AggregateOut(Schema):
    """One area of a level with its figures."""

    area: AreaOut
    figures: FiguresOut


class AggregatesOut(Schema):
    """The areas of one level inside an area that have figures, in the order of their codes."""

    area: AreaOut
    level: str
    switch: str
    edition: int
    rows: list[AggregateOut]


def indicators_out(page: AreaPage) -> IndicatorsOut:
    return IndicatorsOut(
        area=area_out(page.area),
        edition=page.edition,
        groups=[
            IndicatorGroupOut(
                label_th=group.label.th,
                label_en=group.label.en,
                indicators=[
                    IndicatorOut(
                        number=each.number, label_th=each.label.th, label_en=each.label.en, **_counts(each)
                    )
                    for each in group.indicators
                ],
            )
            for group in page.indicator_groups
        ],
    )


def aggregate_out(row: Row) -> AggregateOut:
    figures = figures_out(row.figures)
    if figures is None:
        raise ValueError("an area without figures is in no aggregate")
    return AggregateOut(area=area_out(row.area), figures=figures)
