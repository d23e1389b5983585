"""Problems of asking what if: codes WHATIF_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "WHATIF_001",
        Severity.REFUSE,
        what=(
            "ในทะเบียนที่วัดแล้วไม่มีครัวเรือนในพื้นที่ {area}",
            "The measured register has no household in the area {area}.",
        ),
        why=("จึงไม่มีอะไรให้คำนวณ", "So there is nothing to reckon with."),
        do=(
            "ใช้รหัสพื้นที่ที่มีในทะเบียน เช่น {known} และให้ --in อยู่ใน --area",
            "Name an area of the register, such as {known}; those of --in lie within --area.",
        ),
    ),
    entry(
        "WHATIF_002",
        Severity.REFUSE,
        what=(
            "น้ำหนักของมิติที่ระบุรวมได้ {total} และยังมีมิติที่ไม่ได้ระบุ",
            "The dimensions named weigh {total} together, and others were not named.",
        ),
        why=(
            "มิติที่ไม่ได้ระบุแบ่งน้ำหนักที่เหลือจาก 1 ตามสัดส่วนเดิม",
            "Those not named share what is left of 1 in the proportions they had.",
        ),
        do=(
            "ให้ส่วนที่ระบุรวมไม่เกิน 1 เช่น --weight income=1/2 หรือระบุทุกมิติ",
            "Let the named shares add up to 1 at most, such as --weight income=1/2, or name every dimension.",
        ),
    ),
    entry(
        "WHATIF_003",
        Severity.REFUSE,
        what=(
            "ระดับ {level} ไม่อยู่ในพื้นที่ {area}",
            "The level {level} does not lie within the area {area}.",
        ),
        why=("ตารางแบ่งพื้นที่เป็นพื้นที่ย่อยในนั้น", "The table splits the area into those within it."),
        do=("เลือกระดับที่เล็กกว่า: {levels}", "Choose a smaller level: {levels}."),
    ),
    entry(
        "WHATIF_004",
        Severity.REFUSE,
        what=("อ่านน้ำหนัก {found} ไม่ได้", "The weight {found} cannot be read."),
        why=("ต้องรู้ว่ามิติใดมีน้ำหนักเท่าใด", "It must be clear which dimension weighs how much."),
        do=("เขียนเป็น มิติ=น้ำหนัก เช่น income=1/2", "Write DIMENSION=WEIGHT, such as income=1/2."),
    ),
)
