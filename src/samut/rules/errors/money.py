"""Problems of measuring poverty in money and inequality: codes MONEY_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "MONEY_001",
        Severity.REFUSE,
        what=(
            "เส้นความยากจน {line} ไม่มีค่าเดียวที่แน่นอนสำหรับปี {edition} (ปีที่มี: {years})",
            "The line {line} has no single amount for the year {edition} (years it has: {years}).",
        ),
        why=(
            "เส้นความยากจนเปลี่ยนทุกปี ใช้ค่าของปีอื่นแทนจะได้อัตราความยากจนที่ผิด",
            "A line is of its year; another year's would give a wrong poverty rate.",
        ),
        do=(
            "ระบุปี พ.ศ. เช่น --line {line}:2564 หรือ --edition 2564 หรือให้จำนวนบาทเอง",
            "Name the Buddhist year, as in --line {line}:2564 or --edition 2564, or give the baht yourself.",
        ),
    ),
    entry(
        "MONEY_002",
        Severity.REFUSE,
        what=("{found} ไม่ใช่จำนวนเงินที่มากกว่าศูนย์", "{found} is no amount above nought."),
        why=("ช่องว่างความยากจนวัดเป็นสัดส่วนของเส้น", "The poverty gap is a share of the line."),
        do=(
            "ให้จำนวนบาทต่อคนต่อปี เช่น 36000 หรือต่อเดือน เช่น 3000/month",
            "Give baht per person and year, as 36000, or per month, as 3000/month.",
        ),
    ),
    entry(
        "MONEY_003",
        Severity.REFUSE,
        what=(
            "ไม่ได้บอกว่ารายได้เป็นของครัวเรือนหรือของแต่ละคน",
            "It was not said whether the income is the household's or one person's.",
        ),
        why=(
            "ความยากจนวัดจากรายได้ต่อคน ถ้าไม่หารด้วยจำนวนสมาชิก ผลจะผิดทั้งหมด",
            "Poverty is measured on income per person; undivided, every figure would be wrong.",
        ),
        do=(
            "ใช้ --members COL (รายได้ครัวเรือน หารด้วยจำนวนสมาชิก) หรือ --per-person (รายได้ต่อคนแล้ว)",
            "Use --members COL (household income, to be divided) or --per-person (already divided).",
        ),
    ),
    entry(
        "MONEY_004",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {name} มีค่าที่ไม่ใช่จำนวน {count} แถว (แถวแรก ๆ: {rows})",
            "The column {name} holds what is no number in {count} rows (the first: {rows}).",
        ),
        why=(
            "ว่างคือไม่ทราบ แต่ข้อความที่อ่านไม่ได้อาจเป็นคำตอบจริงที่พิมพ์ผิด",
            "Empty is unknown, but what cannot be read may be an answer that was mistyped.",
        ),
        do=(
            "แก้ค่าในแถวเหล่านั้น หรือปล่อยว่างหากไม่ทราบ",
            "Correct these rows, or leave them empty if unknown.",
        ),
    ),
    entry(
        "MONEY_005",
        Severity.REFUSE,
        what=(
            "คอลัมน์คะแนน {name} มีค่านอกช่วง 0 ถึง 1 จำนวน {count} แถว (แถวแรก ๆ: {rows})",
            "The scores of {name} lie outside 0 to 1 in {count} rows (the first: {rows}).",
        ),
        why=(
            "คะแนนความขัดสนเป็นสัดส่วนของน้ำหนักทั้งหมด",
            "A deprivation score is a share of all weight.",
        ),
        do=("ใช้คะแนนเป็นสัดส่วน เช่น 0.33 ไม่ใช่ร้อยละ", "Give shares such as 0.33, not per cent."),
    ),
    entry(
        "MONEY_006",
        Severity.REFUSE,
        what=("ให้ {given} แต่ไม่ได้ให้ {lacking}", "{given} was given without {lacking}."),
        why=(
            "ความเหลื่อมล้ำในหมู่คนจนต้องรู้ทั้งคะแนนและว่าใครจน",
            "Inequality among the poor needs the score and who is poor.",
        ),
        do=("ให้ทั้ง --score และ --poor", "Give both --score and --poor."),
    ),
)
