"""Problems of following people over time: codes PANEL_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "PANEL_001",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {name} มีค่าที่อ่านเป็นปีหรือวันไม่ได้ {count} แถว (แถวแรก ๆ: {rows})",
            "The column {name} holds what is no year and no day in {count} rows (the first: {rows}).",
        ),
        why=(
            "ต้องรู้ว่าปีใดมาก่อนปีใด และใครเกิดหรือเสียชีวิตเมื่อใด",
            "It must be clear which edition comes first, and who was born or died when.",
        ),
        do=(
            "ใช้ปี เช่น 2561 หรือ 2018 หรือวัน เช่น 2018-01-31",
            "Write a year such as 2561 or 2018, or a day such as 2018-01-31.",
        ),
    ),
    entry(
        "PANEL_002",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {name} มีค่าอื่นนอกจาก 0 1 หรือว่าง {count} แถว (แถวแรก ๆ: {rows})",
            "The column {name} holds other values than 0, 1 or nothing in {count} rows (the first: {rows}).",
        ),
        why=(
            "1 คือยากจน 0 คือไม่ยากจน ว่างคือไม่ทราบ",
            "1 is poor, 0 is not, empty is unknown; nothing else has a meaning.",
        ),
        do=("แก้ค่าในแถวเหล่านั้น หรือปล่อยว่างหากไม่ทราบ", "Correct these rows, or leave them empty if unknown."),
    ),
    entry(
        "PANEL_003",
        Severity.REFUSE,
        what=("มีปีข้อมูลให้เทียบเพียง {count} ปี", "There is {count} edition to compare."),
        why=("การติดตามต้องมีอย่างน้อยสองปี", "Following needs two editions at least."),
        do=(
            "รวมข้อมูลของทุกปีไว้ในไฟล์เดียว หรือระบุ --editions ที่มีข้อมูลแล้ว",
            "Put all editions into one file, or name --editions that have been imported.",
        ),
    ),
    entry(
        "PANEL_004",
        Severity.REFUSE,
        what=("ไม่มีปีข้อมูล {edition} (มี: {known})", "There is no edition {edition} (there are: {known})."),
        why=("จึงไม่มีอะไรให้เทียบ", "So there is nothing to compare with."),
        do=("เลือกปีที่มี หรือนำเข้าข้อมูลปีนั้นก่อน", "Choose one there is, or import that edition first."),
    ),
    entry(
        "PANEL_005",
        Severity.WARN,
        what=(
            "อนุกรม {series} ขาดตอนระหว่าง {since} กับ {until}: จาก {poor_before} เหลือ {poor_after} คน",
            "The series {series} breaks between {since} and {until}:"
            " from {poor_before} to {poor_after} persons.",
        ),
        why=(
            "การเปลี่ยนแปลงขนาดนี้ไม่ใช่การเปลี่ยนของความเป็นอยู่ ผู้ที่ดูเหมือนพ้นความยากจนอาจไม่ได้พ้นจริง",
            "No change of welfare does that: who seems to have left poverty may not have.",
        ),
        do=(
            "อย่ารายงานจำนวนผู้พ้นความยากจนระหว่างสองปีนี้ หากข้อมูลเป็นของอนุกรมนี้",
            "If these are data of that series, do not report how many left poverty between the two.",
        ),
    ),
    entry(
        "PANEL_006",
        Severity.WARN,
        what=(
            "จำนวนคนยากจนเปลี่ยนจาก {poor_before} เป็น {poor_after} คน ระหว่าง {since} กับ {until}"
            " (เกินร้อยละ {largest})",
            "Poor persons went from {poor_before} to {poor_after} between {since} and {until}"
            " (more than {largest} per cent).",
        ),
        why=(
            "การเปลี่ยนแปลงมากเช่นนี้มักมาจากวิธีเก็บหรือความครอบคลุม ไม่ใช่ความเป็นอยู่ที่ดีขึ้นหรือแย่ลง",
            "So large a change mostly comes from how the data were collected, or of whom.",
        ),
        do=(
            "ตรวจว่าคำถาม ผู้ที่ถูกสำรวจ และเกณฑ์เหมือนกันทั้งสองปี ก่อนใช้ตัวเลข",
            "Before using the figures, see whether questions, people surveyed and thresholds are the same.",
        ),
    ),
    entry(
        "PANEL_007",
        Severity.WARN,
        what=(
            "ปี {edition}: {count} แถวติดตามไม่ได้ (ไม่มีเลข {without} แถว, เลขซ้ำกัน {shared} แถว)",
            "Edition {edition}: {count} rows cannot be followed ({without} without a number,"
            " {shared} whose number is held twice).",
        ),
        why=(
            "ไม่รู้ว่าเป็นใครในปีอื่น จึงนับแยกไว้ ไม่นับว่าพ้นความยากจน",
            "Who they are in other editions is not known; they are counted apart,"
            " not as having left poverty.",
        ),
        do=(
            "ตรวจเลขประจำตัวในทะเบียนต้นทาง",
            "Look at the numbers in the register they come from.",
        ),
    ),
    entry(
        "PANEL_008",
        Severity.WARN,
        what=(
            "{count} คนมีบันทึกว่าเสียชีวิตก่อน {edition} แต่ยังอยู่ในข้อมูลของปีนั้น",
            "{count} persons are recorded as dead before {edition} and still listed in it.",
        ),
        why=(
            "ข้อมูลปีหลังของคนเหล่านี้น่าจะเป็นของเก่า จึงนับเป็นเสียชีวิต",
            "What the later edition says of them is most likely old; they are counted as died.",
        ),
        do=("ตรวจทั้งสองทะเบียน", "Look at both registers."),
    ),
    entry(
        "PANEL_009",
        Severity.REFUSE,
        what=("{name} ต้องอยู่ระหว่าง {least} ถึง {most}", "{name} must lie between {least} and {most}."),
        why=("ค่าอื่นไม่มีความหมาย", "Nothing else has a meaning."),
        do=("แก้ค่าที่ให้มา", "Correct the value given."),
    ),
)
