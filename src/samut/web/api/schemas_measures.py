"""The shape of a measure."""

from __future__ import annotations

from ninja import Schema

from samut.rules.alkire_foster import AlkireFoster


class IndicatorTermOut(Schema):
    """One indicator of a dimension; `weight` is 0 to 1."""

    id: str
    label_th: str
    label_en: str
    weight: float


class MeasureDimensionOut(Schema):
    """One dimension with its indicators."""

    id: str
    label_th: str
    label_en: str
    indicators: list[IndicatorTermOut]


class MeasureOut(Schema):
    """One measure. `union`: deprived anywhere is poor; else poor from each of the `cutoffs` (0 to 1) on."""

    id: str
    label_th: str
    label_en: str
    union: bool
    unknown: str
    cutoffs: list[float]
    source: str
    status: str
    dimensions: list[MeasureDimensionOut]


class MeasureListOut(Schema):
    """The ids of the measures."""

    measures: list[str]


def measure_out(measure: AlkireFoster) -> MeasureOut:
    """The measure with its own weights (the first scheme)."""
    scheme = measure.schemes[0]
    weights = dict(zip((term.id for term in measure.terms), scheme.numerators, strict=True))
    return MeasureOut(
        id=measure.id,
        label_th=measure.label.th,
        label_en=measure.label.en,
        union=measure.is_union,
        unknown=measure.unknown.value,
        cutoffs=[float(each.value) for each in measure.cutoffs],
        source=measure.source,
        status=measure.status,
        dimensions=[
            MeasureDimensionOut(
                id=dimension.id,
                label_th=dimension.label.th,
                label_en=dimension.label.en,
                indicators=[
                    IndicatorTermOut(
                        id=term.id,
                        label_th=term.label.th,
                        label_en=term.label.en,
                        weight=weights[term.id] / scheme.total,
                    )
                    for term in dimension.terms
                ],
            )
            for dimension in measure.dimensions
        ],
    )
