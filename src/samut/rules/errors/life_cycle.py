"""Problems of life-cycle groups: codes LIFE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "LIFE_001",
        Severity.REFUSE,
        what=(
            "ช่วงวัย {name} ไม่ต่อเนื่องกับช่วงก่อนหน้า หรือช่วงสุดท้ายมีเพดาน",
            "The age band {name} does not follow the one before it, or the last one has an end.",
        ),
        why=(
            "ทุกอายุต้องอยู่ในช่วงวัยเดียวเท่านั้น",
            "Every age has to lie in one band and no more.",
        ),
        do=(
            "แก้ from_years และ to_years ใน policy/life_cycle.toml",
            "Correct from_years and to_years in policy/life_cycle.toml.",
        ),
    ),
    entry(
        "LIFE_002",
        Severity.REFUSE,
        what=(
            "ไม่มีคอลัมน์อายุหรือวันเกิด",
            "No column of ages and none of births was named.",
        ),
        why=("จึงไม่รู้ว่าใครอยู่ในช่วงวัยใด", "So it is not known who is of which age."),
        do=(
            "ระบุคอลัมน์อายุ (ปี) หรือวันเกิด (2018-01-31 หรือปี)",
            "Name the column of ages (in years) or of births (2018-01-31, or a year).",
        ),
    ),
)
