"""Problems of what-if on the site, comparing, and tables by any fields: codes ANALYSIS_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOTHING_COUNTED = ("จึงยังไม่ได้คำนวณอะไร", "Nothing was counted.")
_NOTHING_SAVED = ("จึงยังไม่ได้บันทึกมุมมอง", "The view was not saved.")
_CHOOSE_AGAIN = (
    "กลับไปเลือกใหม่จากรายการในหน้านั้น",
    "Go back and choose from the lists of the page.",
)

ENTRIES = (
    entry(
        "ANALYSIS_001",
        Severity.REFUSE,
        what=("ท่านไม่มีบทบาทในพื้นที่นี้", "You hold no role in this area."),
        why=(
            "ตารางวิเคราะห์นับได้เฉพาะในพื้นที่ที่ท่านมีบทบาท",
            "Tables are counted only within the areas of one's own role.",
        ),
        do=(
            "เลือกพื้นที่ของท่าน หรือขอสิทธิ์จากผู้ดูแลระบบ",
            "Choose an area of yours, or ask the administrator for a role there.",
        ),
    ),
    entry(
        "ANALYSIS_002",
        Severity.REFUSE,
        what=("ไม่มีหัวข้อชื่อ “{name}”", "There is no field “{name}”."),
        why=_NOTHING_COUNTED,
        do=("ที่ใกล้ที่สุดคือ “{nearest}” เลือกหัวข้อจากรายการ", "The nearest is “{nearest}”; choose from the list."),
    ),
    entry(
        "ANALYSIS_003",
        Severity.REFUSE,
        what=(
            "ตารางนี้จะมี {rows} แถว {columns} คอลัมน์ ใหญ่เกินไป",
            "The table would have {rows} rows and {columns} columns: too many.",
        ),
        why=(
            "ตารางหนึ่งมีได้ไม่เกิน {cells} ช่อง และไม่เกิน {classes} แถวหรือคอลัมน์",
            "A table may have up to {cells} cells, and up to {classes} rows or columns.",
        ),
        do=(
            "ลดหัวข้อลงหนึ่งหัวข้อ เลือกระดับพื้นที่ที่ใหญ่ขึ้น หรือเลือกพื้นที่ที่เล็กลง",
            "Take one field fewer, larger areas as rows, or a smaller area.",
        ),
    ),
    entry(
        "ANALYSIS_004",
        Severity.REFUSE,
        what=("เลือกหัวข้อ “{name}” ซ้ำกัน", "The field “{name}” was chosen twice."),
        why=_NOTHING_COUNTED,
        do=("เลือกหัวข้อต่างกันในแถวและคอลัมน์", "Choose different fields for rows and columns."),
    ),
    entry(
        "ANALYSIS_005",
        Severity.REFUSE,
        what=("ตัวกรอง “{name}” ใช้ไม่ได้", "The filter “{name}” cannot be used."),
        why=(
            "ตัวกรองต้องเป็นกลุ่มหนึ่งของหัวข้อหนึ่ง และใช้ได้ไม่เกิน {limit} ตัว",
            "A filter is one class of one field, and there may be up to {limit}.",
        ),
        do=_CHOOSE_AGAIN,
    ),
    entry(
        "ANALYSIS_006",
        Severity.REFUSE,
        what=("พื้นที่ {area} ไม่อยู่ในพื้นที่นี้", "The area {area} does not lie in this one."),
        why=_NOTHING_COUNTED,
        do=(
            "พิมพ์รหัสหมู่บ้าน 8 หลัก ตำบล 6 หลัก หรืออำเภอ 4 หลัก ที่อยู่ในพื้นที่ของหน้านี้",
            "Type the code of a village (8 digits), tambon (6) or amphoe (4) within the area of the page.",
        ),
    ),
    entry(
        "ANALYSIS_007",
        Severity.REFUSE,
        what=("ยังไม่มีผลการวัดของพื้นที่นี้", "Nothing has been measured for this area."),
        why=(
            "หน้านี้คำนวณจากทะเบียนที่นำเข้าในพื้นที่ทำงาน ตัวเลขที่เผยแพร่อย่างเดียวคำนวณไม่ได้",
            "This page reckons with the registers of the workspace; published figures alone do not do.",
        ),
        do=("เลือกพื้นที่ที่นำเข้าข้อมูล จปฐ. แล้ว", "Choose an area whose census has been imported."),
    ),
    entry(
        "ANALYSIS_008",
        Severity.REFUSE,
        what=("ชื่อมุมมองใช้ไม่ได้", "The view cannot have this name."),
        why=("ชื่อต้องมี 1 ถึง {limit} ตัวอักษร", "A name has 1 to {limit} characters."),
        do=("พิมพ์ชื่อสั้น ๆ ที่ท่านจำได้", "Type a short name that you will know again."),
    ),
    entry(
        "ANALYSIS_009",
        Severity.REFUSE,
        what=("หน้านี้บันทึกเป็นมุมมองไม่ได้", "This page cannot be saved as a view."),
        why=_NOTHING_SAVED,
        do=(
            "บันทึกได้เฉพาะหน้าพื้นที่ คำนวณ “ถ้าหาก” เปรียบเทียบ และตารางวิเคราะห์ ที่มีที่อยู่ไม่เกิน {limit} ตัวอักษร",
            "Area pages, what-ifs, comparisons and tables can be saved, with addresses of up to {limit} "
            "characters.",
        ),
    ),
    entry(
        "ANALYSIS_010",
        Severity.REFUSE,
        what=("ท่านบันทึกมุมมองครบ {limit} รายการแล้ว", "You have saved {limit} views already."),
        why=_NOTHING_SAVED,
        do=("ลบมุมมองที่ไม่ใช้แล้ว", "Delete views that you no longer use."),
    ),
    entry(
        "ANALYSIS_011",
        Severity.REFUSE,
        what=("ไม่พบมุมมองนี้", "There is no such view."),
        why=(
            "เจ้าของอาจลบแล้ว หรือไม่ได้แบ่งปันในพื้นที่ของท่าน",
            "Its owner may have deleted it, or does not share it in your area.",
        ),
        do=(
            "ขอให้เจ้าของแบ่งปันอีกครั้ง หรือเลือกจากรายการของท่าน",
            "Ask its owner to share it, or choose from your list.",
        ),
    ),
    entry(
        "ANALYSIS_012",
        Severity.REFUSE,
        what=("ไม่มีตัวชี้วัดหรือโครงการชื่อ “{name}”", "There is no indicator or programme “{name}”."),
        why=_NOTHING_COUNTED,
        do=_CHOOSE_AGAIN,
    ),
    entry(
        "ANALYSIS_013",
        Severity.REFUSE,
        what=("ไม่มีข้อมูลรุ่นปี {edition}", "There are no figures of the edition {edition}."),
        why=_NOTHING_COUNTED,
        do=("เลือกรุ่นปีจากรายการ", "Choose an edition from the list."),
    ),
    entry(
        "ANALYSIS_014",
        Severity.REFUSE,
        what=(
            "เลือกหมู่บ้านได้เฉพาะผู้ที่ดูข้อมูลบุคคลในพื้นที่นี้ได้",
            "Only whoever may see the persons of this area may choose its villages.",
        ),
        why=(
            "ผลของหมู่บ้านทีละแห่งนำมาลบกันแล้วชี้ตัวครัวเรือนได้",
            "Answers for one village after another, set against each other, can point at a household.",
        ),
        do=("คำนวณทั้งพื้นที่", "Ask for the whole area."),
    ),
)
