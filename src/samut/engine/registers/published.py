"""TPMAP's published figures as a register: its two files of provinces, taken in as they are.

`common` holds what was surveyed, `poor` what was found. Both become rows of `area_figure`:
area_code, figure (TPMAP's own column name), value.
Source: TPMAP open data files 2561_province_common.csv and 2561_province_poor.csv.
"""

from __future__ import annotations

import hashlib

from samut.engine.registers.profile import Column, Profile, Table
from samut.rules.errors import Text

REGISTER = "tpmap-province"
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


def _table(table_id: str, label: Text, figures: tuple[str, ...]) -> Table:
    code = Column(
        name=AREA_CODE,
        headers=("province_ID",),
        kind="province_code",
        label=Text("รหัสจังหวัด", "Province code"),
        required=True,
        blank_refused=True,
    )
    columns = [
        Column(name=each, headers=(each,), kind="number", label=Text(each, each), required=True)
        for each in figures
    ]
    return Table(table_id, label, (AREA_CODE,), (code, *columns), melted_into=AREA_FIGURE)


PROFILE = Profile(
    id="tpmap-province",
    register=REGISTER,
    label=Text("ตัวเลขรายจังหวัดที่ TPMAP เผยแพร่", "Figures of provinces published by TPMAP"),
    from_edition=2559,
    to_edition=2570,
    tables=(
        _table("common", Text("จำนวนที่สำรวจ", "What was surveyed"), COMMON),
        _table("poor", Text("จำนวนที่ตกเกณฑ์", "What was found"), POOR),
    ),
    version=hashlib.sha256("\n".join(COMMON + POOR).encode()).hexdigest()[:12],
)
