"""Our own figures: the histogram of the shown result, kept up to date in memory, in the form of a page."""

from __future__ import annotations

from collections.abc import Iterable

from samut.engine.histogram import DimensionFigures, Figures, IndicatorFigures
from samut.rules.errors.entry import Text
from samut.rules.policy import Measure
from samut.web.households import live
from samut.web.households.live import histogram
from samut.web.households.models import ShownResult
from samut.web.insight.figures import AreaFigures, DimensionCounts, IndicatorCounts, Source

__all__ = ["area_figures", "histogram", "indicator_counts", "source", "version"]

LABEL = Text("คำนวณจากทะเบียนที่นำเข้า", "Computed from the imported registers")


def version(shown: ShownResult) -> str:
    """What the figures of a result are by now: the result, and the last household told anew."""
    return f"{shown.result_id}-{live.figures(shown).last}"


def source(shown: ShownResult) -> Source:
    detail = f"{shown.measure} · {shown.result_id[:12]}"
    return Source(LABEL, shown.edition, shown.measured_at, detail)


def area_figures(figures: Figures, measure: Measure) -> AreaFigures:
    labels = {dimension.id: dimension.label for dimension in measure.dimensions}
    return AreaFigures(
        households=figures.households,
        persons=figures.persons,
        poor_households=figures.poor_households,
        poor_persons=figures.poor_persons,
        registered_persons=figures.registered_persons,
        target_persons=figures.target_persons,
        target_unknown_persons=figures.target_unknown_persons,
        unknown_households=figures.unknown_households,
        unknown_persons=figures.unknown_persons,
        dimensions=tuple(_dimension(each, labels[each.id]) for each in figures.dimensions),
    )


def _dimension(figures: DimensionFigures, label: Text) -> DimensionCounts:
    return DimensionCounts(
        figures.id, label, figures.poor_persons, figures.target_persons, figures.unknown_persons
    )


def indicator_counts(
    figures: Iterable[IndicatorFigures], labels: dict[int, Text]
) -> tuple[IndicatorCounts, ...]:
    return tuple(
        IndicatorCounts(
            each.number,
            labels[each.number],
            each.exposed_persons,
            each.failing_persons,
            each.target_persons,
            each.unknown_persons,
        )
        for each in figures
    )
