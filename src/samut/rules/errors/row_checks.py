"""Problems of values, and of rows beside other rows, found while importing: codes CHECK_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_TAKEN_IN = (
    "แถวนี้นำเข้าแล้วตามที่เขียนมา เป็นข้อสังเกตให้ตรวจสอบ",
    "The row is in as it is written; this is told to be looked at.",
)
_ASK_THE_HOUSE = (
    "สอบถามครัวเรือน ถ้าผิดให้แก้ที่ต้นทางแล้วนำเข้าใหม่ ถ้าถูกแล้วไม่ต้องทำอะไร",
    "Ask the household. Where it is wrong correct it at its source and import again; else leave it.",
)

_OF_VALUES = (
    entry(
        "CHECK_001",
        Severity.WARN,
        what=(
            "เลขประจำตัวถูกต้องตามหลักตรวจสอบ แต่หลักที่ 2-5 ไม่ใช่รหัสสำนักทะเบียนที่รู้จัก",
            "The number's check digit is right, but its digits 2 to 5 are no registry office we know.",
        ),
        why=(
            "หลักตรวจสอบมองไม่เห็นการพิมพ์หลักที่ 3 ผิด จึงต้องดูรหัสสำนักทะเบียนด้วย",
            "The check digit does not see a slip in digit 3; the registry office shows it.",
        ),
        do=(
            "เทียบกับบัตรประชาชน ถ้าผิดให้แก้แล้วนำเข้าใหม่ แถวนี้นำเข้าแล้วด้วยเลขที่เขียนมา",
            "Compare with the card. Where it is wrong correct it and import again; the row is in as written.",
        ),
    ),
    entry(
        "CHECK_002",
        Severity.WARN,
        what=(
            "อายุไม่ตรงกับผู้มีสิทธิในทะเบียนนี้ ({detail} ปี)",
            "The age is not that of the persons this register is for ({detail} years).",
        ),
        why=(
            "ตลอดปีของข้อมูล บุคคลนี้มีอายุนอกช่วงดังกล่าว อาจเป็นวันเกิดผิด หรือแถวอยู่ผิดทะเบียน",
            "All through the edition's year the person is outside it: a wrong birth, or the wrong register.",
        ),
        do=(
            "ตรวจวันเกิดและสิทธิ ถ้าผิดให้แก้แล้วนำเข้าใหม่ แถวนี้นำเข้าแล้ว",
            "Check birth and entitlement. Where wrong correct it and import again; the row is in.",
        ),
    ),
    entry(
        "CHECK_003",
        Severity.NOTE,
        what=(
            "ปีเขียนสองหลัก อ่านเป็นพุทธศักราช",
            "The year has two digits; it is read as a Buddhist one.",
        ),
        why=(
            "เลขสองหลักบอกศตวรรษไม่ได้ ถ้าปี 25xx อยู่ในอนาคตจะอ่านเป็น 24xx",
            "Two digits do not say the century: 25xx, or 24xx where that would lie in the future.",
        ),
        do=(
            "ถ้าในไฟล์เป็นคริสต์ศักราช ให้เขียนปีสี่หลักแล้วนำเข้าใหม่",
            "If the file means years of the common era, write four digits and import again.",
        ),
    ),
    entry(
        "CHECK_004",
        Severity.REFUSE,
        what=(
            "ช่องวันที่เป็นตัวเลขลำดับวันของโปรแกรมตารางคำนวณ ไม่ใช่วันที่",
            "The date is a spreadsheet's day number, not a date.",
        ),
        why=(
            "โปรแกรมต่างกันนับวันจากจุดเริ่มต่างกัน จึงแปลงกลับโดยไม่เดาไม่ได้",
            "Programs count from different days, so it cannot be turned back without guessing.",
        ),
        do=(
            "จัดรูปแบบคอลัมน์เป็นวันที่ (วว/ดด/ปปปป) แล้วบันทึกและนำเข้าใหม่",
            "Format the column as a date (dd/mm/yyyy), save and import again.",
        ),
    ),
)
_OF_HOUSEHOLDS = (
    entry(
        "CHECK_040",
        Severity.WARN,
        what=(
            "จำนวนสมาชิกที่ระบุในแถวครัวเรือนไม่เท่ากับในไฟล์สมาชิก ({detail})",
            "The household's row gives another number of members than the member file has ({detail}).",
        ),
        why=(
            "อาจมีสมาชิกตกหล่นหรือเกินมา รายได้ต่อคนจะคลาดเคลื่อน",
            "A member may be missing or one too many, and the income per person is off.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_041",
        Severity.NOTE,
        what=(
            "ครัวเรือนมีสมาชิกมากผิดปกติ ({detail} คน)",
            "The household has unusually many members ({detail}).",
        ),
        why=(
            "อาจเป็นหลายครัวเรือนที่ใช้รหัสประจำบ้านเดียวกัน",
            "Several households may stand under one house code.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_042",
        Severity.WARN,
        what=(
            "คำตอบข้อนี้นับคนมากกว่าสมาชิกที่มีในไฟล์ ({detail})",
            "The answer counts more persons than the member file has ({detail}).",
        ),
        why=(
            "อาจมีสมาชิกตกหล่น หรือกรอกจำนวนผิด",
            "A member may be missing, or the number is wrong.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_043",
        Severity.WARN,
        what=("ครัวเรือนไม่มีหัวหน้าครัวเรือน", "The household has no head."),
        why=(
            "ความสัมพันธ์ของสมาชิกทุกคนจึงไม่รู้ว่าเทียบกับใคร",
            "Every relation is one to the head, and there is none.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_044",
        Severity.WARN,
        what=(
            "ครัวเรือนนี้มีหัวหน้าครัวเรือนคนอื่นอยู่แล้ว",
            "The household has another head already.",
        ),
        why=(
            "ความสัมพันธ์ของสมาชิกไม่รู้ว่าเทียบกับหัวหน้าคนใด",
            "Every relation is one to the head; which head is not known.",
        ),
        do=_ASK_THE_HOUSE,
    ),
)

_OF_MEMBERS = (
    entry(
        "CHECK_050",
        Severity.WARN,
        what=("หัวหน้าครัวเรือนอายุน้อยผิดปกติ", "The head of the household is unusually young."),
        why=(
            "ถ้าเป็นจริงคือครัวเรือนที่เด็กอยู่ตามลำพัง ต้องได้รับการช่วยเหลือ ถ้าไม่จริงคือวันเกิดหรือความสัมพันธ์ผิด",
            "If it is true, children live on their own and need help; if not, birth or relation is wrong.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_051",
        Severity.WARN,
        what=("บุตรเกิดก่อนหัวหน้าครัวเรือน", "The child was born before the head of the household."),
        why=_TAKEN_IN,
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_052",
        Severity.WARN,
        what=(
            "บุตรอายุใกล้กับหัวหน้าครัวเรือนเกินไป",
            "The child is too few years younger than the head of the household.",
        ),
        why=_TAKEN_IN,
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_053",
        Severity.WARN,
        what=(
            "พ่อหรือแม่เกิดหลังหัวหน้าครัวเรือน",
            "The parent was born after the head of the household.",
        ),
        why=_TAKEN_IN,
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_054",
        Severity.WARN,
        what=(
            "พ่อหรือแม่อายุใกล้กับหัวหน้าครัวเรือนเกินไป",
            "The parent is too few years older than the head of the household.",
        ),
        why=_TAKEN_IN,
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_055",
        Severity.WARN,
        what=(
            "หลานอายุมากกว่าหรือใกล้กับหัวหน้าครัวเรือนเกินไป",
            "The grandchild is older than the head of the household, or too few years younger.",
        ),
        why=(
            "แถวนี้นำเข้าแล้วตามที่เขียนมา อาจเป็นหลานที่เป็นลูกของพี่น้อง ซึ่งควรลงเป็นญาติอื่น",
            "The row is in as it is written. It may be a nephew or niece, whose relation is another one.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_056",
        Severity.NOTE,
        what=(
            "หัวหน้าครัวเรือนมีคู่สมรสคนอื่นอยู่แล้วในครัวเรือน",
            "The head of the household has another spouse in it already.",
        ),
        why=_TAKEN_IN,
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_057",
        Severity.NOTE,
        what=(
            "หัวหน้าครัวเรือนมีพ่อหรือแม่เพศเดียวกันอีกคนอยู่แล้วในครัวเรือน",
            "The head of the household has another parent of the same sex in it already.",
        ),
        why=(
            "แถวนี้นำเข้าแล้วตามที่เขียนมา อาจเป็นพ่อตาแม่ยายหรือพ่อเลี้ยงแม่เลี้ยง",
            "The row is in as it is written. It may be a parent-in-law or a step-parent.",
        ),
        do=_ASK_THE_HOUSE,
    ),
    entry(
        "CHECK_058",
        Severity.WARN,
        what=(
            "สมาชิกสองคนในครัวเรือนเดียวกันใช้เลขประจำตัวประชาชนเดียวกัน",
            "Two members of the household have the same 13-digit number.",
        ),
        why=(
            "อาจกรอกคนเดียวกันสองครั้ง หรือใส่เลขของคนอื่น",
            "One person may stand there twice, or a number belongs to another.",
        ),
        do=_ASK_THE_HOUSE,
    ),
)

_OF_PLACES = (
    entry(
        "CHECK_060",
        Severity.WARN,
        what=(
            "พิกัดอยู่นอกตำบลของแถวนี้ (อยู่ในตำบล {detail})",
            "The position lies outside the row's tambon (it is in {detail}).",
        ),
        why=(
            "แผนที่จะแสดงบ้านผิดที่ หรือรหัสพื้นที่อาจผิด",
            "The map shows the house in the wrong place, or the area code is wrong.",
        ),
        do=(
            "ตรวจสอบพิกัดและรหัสพื้นที่ แก้ที่ต้นทางแล้วนำเข้าใหม่",
            "Compare position and area code; correct them at their source and import again.",
        ),
    ),
    entry(
        "CHECK_061",
        Severity.WARN,
        what=(
            "พิกัดอยู่นอกจังหวัดของแถวนี้ (อยู่ในตำบล {detail})",
            "The position lies outside the row's province (it is in {detail}).",
        ),
        why=(
            "แผนที่จะแสดงบ้านผิดที่ หรือรหัสพื้นที่อาจผิด",
            "The map shows the house in the wrong place, or the area code is wrong.",
        ),
        do=(
            "ตรวจสอบพิกัดและรหัสพื้นที่ แก้ที่ต้นทางแล้วนำเข้าใหม่",
            "Compare position and area code; correct them at their source and import again.",
        ),
    ),
    entry(
        "CHECK_062",
        Severity.WARN,
        what=(
            "ช่องนี้เป็นค่าของอีกช่องหนึ่ง ละติจูดกับลองจิจูดน่าจะสลับกัน",
            "The other degrees stand here: latitude and longitude look swapped.",
        ),
        why=(
            "แถวนี้นำเข้าแล้ว แต่พิกัดถือว่าไม่ทราบ",
            "The row is in, with its position as unknown.",
        ),
        do=(
            "สลับสองค่าคืนที่ต้นทาง แล้วนำเข้าใหม่",
            "Swap the two back at their source and import again.",
        ),
    ),
)

ENTRIES = (*_OF_VALUES, *_OF_HOUSEHOLDS, *_OF_MEMBERS, *_OF_PLACES)
