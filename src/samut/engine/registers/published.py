"""TPMAP's published figures as registers: its two files of each level of area, taken in as they are.

`common` holds what was surveyed, `poor` what was found. Both become rows of `area_figure`:
area_code, figure (TPMAP's own column name), value. Each level is a register of its own, for a village's
figures say nothing about whether its tambon's were imported.
Source: TPMAP open data files 2561_province_common.csv and 2561_province_poor.csv; below the province the
same columns behind the key of the level, as TPMAP's own program reads them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from samut.engine.registers.profile import Column, Profile, Table
from samut.rules.errors import Text

AREA_FIGURE = "area_figure"
AREA_CODE = "area_code"
INDICATORS = range(1, 32)
DIMENSIONS = ("health", "living", "education", "income", "accessibility")

COMMON = (
    "household.CNT",
    "HOUSEMEMBER_CNT",
    "MOF_REG_CNT",
    "MOF_VAL_CNT",
    "ELDERLY_CNT",
    "DISABLED_CNT",
    "CHRONICPATIENT_CNT",
    "happiness",
    *(f"indicator{number}.ALL" for number in INDICATORS),
    *(f"indicator{number}.CNT" for number in INDICATORS),
)
POOR = (
    "poor.household.CNT",
    "poor.JPT.CNT",
    "poor.JPT.MOFreg.CNT",
    "poor.JPT.MOFval.CNT",
    *(f"poor.JPT.MOFval.{dimension}" for dimension in DIMENSIONS),
    "JPT.MOFval.pov.rate",
    *(f"poor.JPT.MOFval.ind{number}.CNT" for number in INDICATORS),
)


@dataclass(frozen=True)
class Level:
    """A level of area that TPMAP publishes figures of: the header and the kind of its codes."""

    id: str
    header: str
    kind: str
    label: Text
    code_label: Text


LEVELS = (
    Level(
        "province",
        "province_ID",
        "province_code",
        Text("ตัวเลขรายจังหวัดที่ TPMAP เผยแพร่", "Figures of provinces published by TPMAP"),
        Text("รหัสจังหวัด", "Province code"),
    ),
    Level(
        "amphoe",
        "amphur_ID",
        "amphoe_code",
        Text("ตัวเลขรายอำเภอที่ TPMAP เผยแพร่", "Figures of amphoe published by TPMAP"),
        Text("รหัสอำเภอ", "Amphoe code"),
    ),
    Level(
        "tambon",
        "tumbol_ID",
        "tambon_code",
        Text("ตัวเลขรายตำบลที่ TPMAP เผยแพร่", "Figures of tambon published by TPMAP"),
        Text("รหัสตำบล", "Tambon code"),
    ),
    Level(
        "village",
        "village_ID",
        "new_village_code",
        Text("ตัวเลขรายหมู่บ้านที่ TPMAP เผยแพร่", "Figures of villages published by TPMAP"),
        Text("รหัสหมู่บ้าน", "Village code"),
    ),
)


def _table(table_id: str, label: Text, figures: tuple[str, ...], level: Level) -> Table:
    code = Column(
        name=AREA_CODE,
        headers=(level.header,),
        kind=level.kind,
        label=level.code_label,
        required=True,
        blank_refused=True,
    )
    columns = [
        Column(name=each, headers=(each,), kind="number", label=Text(each, each), required=True)
        for each in figures
    ]
    return Table(table_id, label, (AREA_CODE,), (code, *columns), melted_into=AREA_FIGURE)


def _profile(level: Level) -> Profile:
    return Profile(
        id=f"tpmap-{level.id}",
        register=f"tpmap-{level.id}",
        label=level.label,
        from_edition=2559,
        to_edition=2570,
        tables=(
            _table("common", Text("จำนวนที่สำรวจ", "What was surveyed"), COMMON, level),
            _table("poor", Text("จำนวนที่ตกเกณฑ์", "What was found"), POOR, level),
        ),
        version=hashlib.sha256("\n".join(COMMON + POOR).encode()).hexdigest()[:12],
    )


PROFILES = tuple(_profile(level) for level in LEVELS)
