"""What stands in each column of the downloads: made from the same declaration as the columns themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samut.engine.open_data.columns import Figure, Kind, figures_of, told_indicators
from samut.rules.errors import Text
from samut.rules.policy import Measure

AREAS, INDICATORS, FIGURES = "areas", "indicators", "figures"
TABLES = {
    AREAS: Text("ภาพรวมและมิติ หนึ่งแถวต่อหนึ่งพื้นที่", "Headline figures and dimensions, one row for each area"),
    INDICATORS: Text("ตัวชี้วัด หนึ่งแถวต่อพื้นที่และตัวชี้วัด", "Indicators, one row for each area and indicator"),
    FIGURES: Text(
        "ทุกตัวเลขแบบยาว หนึ่งแถวต่อพื้นที่และตัวเลข", "Every figure in long form, one row for each area and figure"
    ),
}
PROTECTED = "protected"
WITHHELD = "withheld"


@dataclass(frozen=True)
class Column:
    """One column of a table. `kind`: text, whole number or number; `unit` empty where there is none."""

    table: str
    name: str
    label: Text
    kind: str
    unit: str
    meaning: Text


WHICH = (
    (
        "edition",
        "ปีของข้อมูล (พ.ศ.)",
        "Edition",
        "whole number",
        "Buddhist year",
        "พ.ศ. ของการสำรวจ",
        "The Buddhist year of the census; less 543 is the common year.",
    ),
    ("measure", "ดัชนี", "Measure", "text", "", "รหัสของดัชนีที่ใช้วัด", "The measure that decided who is poor."),
    (
        "area_code",
        "รหัสพื้นที่",
        "Area code",
        "text",
        "",
        "รหัสกรมการปกครอง: จังหวัด 2 หลัก อำเภอ 4 ตำบล 6 หมู่บ้าน 8; TH คือประเทศ",
        "DOPA's code: province 2 digits, amphoe 4, tambon 6, village 8; TH is the country.",
    ),
    (
        "area_level",
        "ระดับพื้นที่",
        "Level of the area",
        "text",
        "",
        "country, province, amphoe, tambon หรือ village",
        "country, province, amphoe, tambon or village.",
    ),
    ("area_name_th", "ชื่อพื้นที่ (ไทย)", "Name of the area in Thai", "text", "", "ชื่อภาษาไทย", "The Thai name."),
    (
        "area_name_en",
        "ชื่อพื้นที่ (อังกฤษ)",
        "Name of the area in English",
        "text",
        "",
        "ชื่อภาษาอังกฤษ",
        "The English name.",
    ),
)
WITHHELD_WIDE = Text(
    "ชื่อของตัวเลขที่ปกปิดในแถวนี้ คั่นด้วยช่องว่าง ตัวเลขที่ปกปิดเป็นค่าว่าง ไม่ใช่ศูนย์",
    "Names of the figures protected in this row, with blanks between. They are empty, never zero.",
)
WITHHELD_LONG = Text(
    "protected เมื่อปกปิดเพื่อคุ้มครองบุคคล ว่างเมื่อแสดง",
    "protected where the figure is hidden to protect persons, empty where it is shown.",
)
PERCENTS = (
    ("poor_percent", "poor_persons", Text("ร้อยละของคนจน จปฐ.", "BMN-poor, percent")),
    ("target_poor_percent", "target_poor_persons", Text("ร้อยละของคนจนเป้าหมาย", "Target poor, percent")),
)
PERCENT_MEANING = Text(
    "คิดจากตัวเลขที่เผยแพร่แล้ว (ปัดแล้ว) ต่อคนที่สำรวจ",
    "Of the persons surveyed, reckoned from the published (rounded) figures.",
)


def columns_of(measure: Measure) -> tuple[Column, ...]:
    """Every column of every table, in the order it has there."""
    return (*_areas(measure), *_indicators(measure), *_figures(measure))


def wide_figures(measure: Measure) -> tuple[Figure, ...]:
    """The figures that are columns of the table of areas."""
    return tuple(each for each in figures_of(measure) if each.kind is not Kind.INDICATOR)


def _which(table: str) -> Iterator[Column]:
    for name, th, en, kind, unit, says_th, says_en in WHICH:
        yield Column(table, name, Text(th, en), kind, unit, Text(says_th, says_en))


def _areas(measure: Measure) -> Iterator[Column]:
    yield from _which(AREAS)
    yield Column(
        AREAS,
        "parent_code",
        Text("รหัสพื้นที่ที่อยู่เหนือขึ้นไป", "Code of the area around"),
        "text",
        "",
        Text("ว่างเมื่อไม่มี", "Empty where there is none."),
    )
    for figure in wide_figures(measure):
        yield Column(AREAS, figure.name, figure.label, "whole number", figure.unit, figure.meaning)
    for name, _, label in PERCENTS:
        yield Column(AREAS, name, label, "number", "percent, 0 to 100", PERCENT_MEANING)
    yield Column(AREAS, WITHHELD, Text("ที่ปกปิด", "Withheld"), "text", "", WITHHELD_WIDE)


def _indicators(measure: Measure) -> Iterator[Column]:
    yield from _which(INDICATORS)
    number = Text("เลขที่ตัวชี้วัด", "Number of the indicator")
    yield Column(
        INDICATORS, "indicator", number, "whole number", "", Text("เลขที่ในชุดตัวชี้วัด", "Its number in the set.")
    )
    names = ", ".join(f"{each.number} {each.label.en}" for each in told_indicators(measure))
    names_th = ", ".join(f"{each.number} {each.label.th}" for each in told_indicators(measure))
    label = Text("ชื่อตัวชี้วัด", "Name of the indicator")
    yield Column(INDICATORS, "indicator_name_th", label, "text", "", Text(names_th, names))
    yield Column(INDICATORS, "indicator_name_en", label, "text", "", Text(names_th, names))
    first = told_indicators(measure)[:1]
    for figure in figures_of(measure):
        if figure.kind is Kind.INDICATOR and first and figure.of == str(first[0].number):
            plain = Text(figure.label.th.split(": ")[0], figure.label.en.split(": ")[0])
            yield Column(INDICATORS, figure.part, plain, "whole number", figure.unit, figure.meaning)
    yield Column(INDICATORS, WITHHELD, Text("ที่ปกปิด", "Withheld"), "text", "", WITHHELD_WIDE)


def _figures(measure: Measure) -> Iterator[Column]:
    yield from _which(FIGURES)
    names = Text("ชื่อของตัวเลข", "Name of the figure")
    meant = Text(
        "ตามชื่อคอลัมน์ของตาราง areas หรือ <ชื่อคอลัมน์>_indicator_<เลขที่> ของตาราง indicators",
        "A column of the table areas, or <column>_indicator_<number> of the table indicators.",
    )
    yield Column(FIGURES, "figure", names, "text", "", meant)
    yield Column(
        FIGURES,
        "unit",
        Text("หน่วย", "Unit"),
        "text",
        "",
        Text("persons หรือ households", "persons or households."),
    )
    value = Text("ค่า", "Value")
    empty = Text("ว่างเมื่อปกปิด", "Empty where it is protected.")
    yield Column(FIGURES, "value", value, "whole number", "persons or households", empty)
    yield Column(FIGURES, WITHHELD, Text("ที่ปกปิด", "Withheld"), "text", "", WITHHELD_LONG)
