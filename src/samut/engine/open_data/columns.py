"""The figures that are published, each declared once: its name, what it counts, and what it is a part of.

The files, their dictionary, the pages and the rules of disclosure all follow this declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samut.engine.histogram import Histogram
from samut.rules.errors import Text
from samut.rules.indicators import Indicator
from samut.rules.policy import Dimension, Measure

HOUSEHOLDS, PERSONS = "households_surveyed", "persons_surveyed"
POOR_PERSONS, POOR_HOUSEHOLDS = "poor_persons", "poor_households"
REGISTERED, TARGET = "registered_poor_persons", "target_poor_persons"
UNKNOWN_PERSONS, UNKNOWN_HOUSEHOLDS = "unknown_persons", "unknown_households"
UNKNOWN_TARGET = "target_unknown_persons"


class Unit(StrEnum):
    """What a figure counts."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"


class Kind(StrEnum):
    """Of what a figure tells: the area as a whole, one dimension, or one indicator."""

    HEADLINE = "headline"
    DIMENSION = "dimension"
    INDICATOR = "indicator"


@dataclass(frozen=True)
class Figure:
    """One published figure. `of`: the dimension's or indicator's id; `part`: what of it is counted."""

    name: str
    label: Text
    unit: Unit
    meaning: Text
    kind: Kind = Kind.HEADLINE
    of: str = ""
    part: str = ""


# A whole stands before its parts. Where few are left of a whole, the last one that tells so is hidden.
HEADLINE = (
    Figure(
        PERSONS,
        Text("คนที่สำรวจ", "Persons surveyed"),
        Unit.PERSONS,
        Text("คนทั้งหมดในครัวเรือนที่สำรวจ", "Everybody in the households surveyed."),
    ),
    Figure(
        HOUSEHOLDS,
        Text("ครัวเรือนที่สำรวจ", "Households surveyed"),
        Unit.HOUSEHOLDS,
        Text("ครัวเรือนในทะเบียน จปฐ. ที่นำเข้า", "Households of the imported census."),
    ),
    Figure(
        POOR_PERSONS,
        Text("คนจนตามเกณฑ์ จปฐ.", "BMN-poor persons"),
        Unit.PERSONS,
        Text("คนในครัวเรือนที่ขัดสนอย่างน้อยหนึ่งมิติ", "Persons in households deprived in at least one dimension."),
    ),
    Figure(
        REGISTERED,
        Text("คนจนที่ลงทะเบียนสวัสดิการ", "Registered poor persons"),
        Unit.PERSONS,
        Text(
            "คนจนตามเกณฑ์ จปฐ. ที่ลงทะเบียนบัตรสวัสดิการแห่งรัฐ",
            "BMN-poor persons who registered for the state welfare card.",
        ),
    ),
    Figure(
        TARGET,
        Text("คนจนเป้าหมาย", "Target poor persons"),
        Unit.PERSONS,
        Text(
            "คนจนตามเกณฑ์ จปฐ. ที่อยู่ในกลุ่มเป้าหมายของรุ่นปีนั้น",
            "BMN-poor persons who belong to the target group of the edition.",
        ),
    ),
    Figure(
        POOR_HOUSEHOLDS,
        Text("ครัวเรือนยากจน", "Poor households"),
        Unit.HOUSEHOLDS,
        Text("ครัวเรือนที่ขัดสนอย่างน้อยหนึ่งมิติ", "Households deprived in at least one dimension."),
    ),
    Figure(
        UNKNOWN_PERSONS,
        Text("คนที่ไม่ทราบผล", "Persons of whom it is not known"),
        Unit.PERSONS,
        Text(
            "คนในครัวเรือนที่บอกไม่ได้ว่ายากจนหรือไม่ ไม่นับทั้งในคนจนและคนไม่จน",
            "Persons in households of which it cannot be said whether they are poor: in neither count.",
        ),
    ),
    Figure(
        UNKNOWN_HOUSEHOLDS,
        Text("ครัวเรือนที่ไม่ทราบผล", "Households of which it is not known"),
        Unit.HOUSEHOLDS,
        Text(
            "ครัวเรือนที่บอกไม่ได้ว่ายากจนหรือไม่ เพราะขาดคำตอบ",
            "Households of which it cannot be said whether they are poor, for answers are missing.",
        ),
    ),
    Figure(
        UNKNOWN_TARGET,
        Text("คนจนที่ไม่มีเลขให้ตรวจสอบ", "Poor persons without a number to look up"),
        Unit.PERSONS,
        Text(
            "คนในครัวเรือนยากจนที่ไม่มีเลขประจำตัวถูกต้อง จึงไม่ทราบว่าเป็นเป้าหมายหรือไม่",
            "Persons in poor households without a valid number: whether they are target poor is not known.",
        ),
    ),
)
POOR, TARGETS, UNKNOWN = "poor_persons", "target_poor_persons", "unknown_persons"
CONCERNED, FAILING = "concerned_persons", "failing_persons"


def figures_of(measure: Measure) -> tuple[Figure, ...]:
    """Every figure published of a measure: of the area, of its dimensions, of its indicators.

    An indicator that makes up a dimension alone is told by its dimension.
    """
    dimensions = (each for dimension in measure.dimensions for each in _of_dimension(dimension))
    indicators = (each for indicator in told_indicators(measure) for each in _of_indicator(indicator))
    return (*HEADLINE, *dimensions, *indicators)


def told_indicators(measure: Measure) -> tuple[Indicator, ...]:
    alone = {each.indicators[0] for each in measure.dimensions if len(each.indicators) == 1}
    return tuple(each for each in measure.indicator_set.indicators if each.id not in alone)


def of_dimension(part: str, dimension_id: str) -> str:
    return f"{part}_{dimension_id}"


def of_indicator(part: str, number: int) -> str:
    return f"{part}_indicator_{number:02d}"


def _of_dimension(dimension: Dimension) -> Iterator[Figure]:
    told = (
        (
            POOR,
            Text("คนจน จปฐ. มิติ{}", "BMN-poor persons: {}"),
            Text("คนในครัวเรือนที่ขัดสนมิตินี้", "Persons in households deprived in this dimension."),
        ),
        (
            TARGETS,
            Text("คนจนเป้าหมาย มิติ{}", "Target poor persons: {}"),
            Text(
                "คนจนเป้าหมายในครัวเรือนที่ขัดสนมิตินี้",
                "Target poor persons in households deprived in this dimension.",
            ),
        ),
        (
            UNKNOWN,
            Text("คนที่ไม่ทราบผล มิติ{}", "Persons of whom it is not known: {}"),
            Text(
                "คนในครัวเรือนที่บอกไม่ได้ว่าขัดสนมิตินี้หรือไม่",
                "Persons in households of which it cannot be said for this dimension.",
            ),
        ),
    )
    for part, label, meaning in told:
        yield Figure(
            of_dimension(part, dimension.id),
            _filled(label, dimension.label),
            Unit.PERSONS,
            meaning,
            Kind.DIMENSION,
            dimension.id,
            part,
        )


def _of_indicator(indicator: Indicator) -> Iterator[Figure]:
    told = (
        (
            CONCERNED,
            Text("คนที่เกี่ยวข้อง: {}", "Persons concerned: {}"),
            Text(
                "คนในครัวเรือนที่ตัวชี้วัดนี้เกี่ยวข้องและทราบคำตอบ",
                "Persons in households the indicator concerns and whose answer is known.",
            ),
        ),
        (
            FAILING,
            Text("คนในครัวเรือนที่ตกเกณฑ์: {}", "Persons in households that fail: {}"),
            Text("คนในครัวเรือนที่ตกเกณฑ์ตัวชี้วัดนี้", "Persons in households that fail this indicator."),
        ),
        (
            TARGETS,
            Text("คนจนเป้าหมายที่ตกเกณฑ์: {}", "Target poor persons who fail: {}"),
            Text(
                "คนจนเป้าหมายในครัวเรือนที่ตกเกณฑ์ตัวชี้วัดนี้",
                "Target poor persons in households that fail this indicator.",
            ),
        ),
    )
    for part, label, meaning in told:
        yield Figure(
            of_indicator(part, indicator.number),
            _filled(label, indicator.label),
            Unit.PERSONS,
            meaning,
            Kind.INDICATOR,
            str(indicator.number),
            part,
        )


def _filled(label: Text, name: Text) -> Text:
    return Text(label.th.format(name.th), label.en.format(name.en))


def counts_of(histogram: Histogram, area_code: str) -> dict[str, int]:
    """Every figure of one area, as it is. Its sums over areas are those of the area around."""
    figures = histogram.figures(area_code, histogram.measure.whole_switch)
    found = {
        PERSONS: figures.persons,
        HOUSEHOLDS: figures.households,
        POOR_PERSONS: figures.poor_persons,
        REGISTERED: figures.registered_persons,
        TARGET: figures.target_persons,
        POOR_HOUSEHOLDS: figures.poor_households,
        UNKNOWN_PERSONS: figures.unknown_persons,
        UNKNOWN_HOUSEHOLDS: figures.unknown_households,
        UNKNOWN_TARGET: figures.target_unknown_persons,
    }
    for each in figures.dimensions:
        found[of_dimension(POOR, each.id)] = each.poor_persons
        found[of_dimension(TARGETS, each.id)] = each.target_persons
        found[of_dimension(UNKNOWN, each.id)] = each.unknown_persons
    told = {each.number for each in told_indicators(histogram.measure)}
    for one in histogram.indicator_figures(area_code):
        if one.number in told:
            found[of_indicator(CONCERNED, one.number)] = one.exposed_persons
            found[of_indicator(FAILING, one.number)] = one.failing_persons
            found[of_indicator(TARGETS, one.number)] = one.target_persons
    return found
