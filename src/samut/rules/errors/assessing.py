"""Problems of putting a measure to a file of households: codes ASSESS_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "ASSESS_001",
        Severity.REFUSE,
        what=("ข้อมูลไม่มีคอลัมน์ {names}", "The data have no column {names}."),
        why=(
            "เกณฑ์ถามข้อเท็จจริงเหล่านี้ ถ้าขาดไปเงียบ ๆ จะไม่ทราบผลโดยไม่มีใครรู้ว่าเพราะอะไร",
            "The measure asks for it; left out silently, answers would be unknown and nobody would see why.",
        ),
        do=(
            "แก้ชื่อคอลัมน์ในไฟล์ หรือถ้าไม่ได้เก็บข้อมูลนี้ ให้สั่ง --without ตามด้วยชื่อ",
            "Correct the column's name in the file; if it was not collected, say so with --without NAME.",
        ),
    ),
    entry(
        "ASSESS_002",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {name} มีค่าที่อ่านไม่ได้ {count} แถว (ต้องเป็น {allowed})",
            "The column {name} has {count} rows that cannot be read (wanted: {allowed}).",
        ),
        why=(
            "ค่าที่อ่านไม่ได้ไม่ใช่ “ไม่ทราบ” และไม่ใช่ศูนย์ จึงยังไม่ได้ตัดสินครัวเรือนใด",
            "What cannot be read is not unknown and not nought, so no household was assessed.",
        ),
        do=(
            "แก้ค่าในแถวเหล่านั้น หรือปล่อยว่างหากไม่ทราบ",
            "Correct these rows, or leave the cell empty where it is not known.",
        ),
    ),
    entry(
        "ASSESS_003",
        Severity.REFUSE,
        what=(
            "{name} เป็นดัชนีชนิด {kind} คำสั่งนี้ใช้ไม่ได้",
            "{name} is a measure of the kind {kind}; this command cannot use it.",
        ),
        why=(
            "คำสั่งนี้ใช้กับชนิด {known} ซึ่งตอบได้ทีละครัวเรือน",
            "It is for the kinds {known}, which answer for a household by itself.",
        ),
        do=(
            "ใช้ samut measure สำหรับดัชนีที่ถ่วงน้ำหนักหรือแบบยูเนียน",
            "Use samut measure for measures with weights or of the union kind.",
        ),
    ),
    entry(
        "ASSESS_004",
        Severity.REFUSE,
        what=(
            "{name} ไม่มีกฎสำหรับปี {edition} (มีปี {known})",
            "{name} has no rule for edition {edition} (it has {known}).",
        ),
        why=("ความหมายเปลี่ยนตามปี จึงใช้กฎของปีอื่นแทนไม่ได้", "What it means differs from edition to edition."),
        do=("เลือกปีที่มีด้วย --edition", "Choose one of these years with --edition."),
    ),
    entry(
        "ASSESS_005",
        Severity.REFUSE,
        what=(
            "{measure} ไม่ได้ถามข้อเท็จจริง {name} (ใกล้เคียงที่สุด: {nearest})",
            "{measure} asks for no fact {name} (nearest: {nearest}).",
        ),
        why=("จึงไม่มีอะไรให้ละไว้", "So there is nothing to leave out."),
        do=("แก้ชื่อใน --without", "Correct the name after --without."),
    ),
    entry(
        "ASSESS_006",
        Severity.REFUSE,
        what=(
            "เขียนผลลงไฟล์ {name} ไม่ได้ ({reason})",
            "The answers cannot be written to {name} ({reason}).",
        ),
        why=("ไฟล์เดิมยังอยู่ ไม่มีอะไรเปลี่ยน", "Nothing was changed; what was there stays."),
        do=(
            "ใช้ชื่อที่ลงท้าย .csv .parquet หรือ .xlsx ในโฟลเดอร์ที่เขียนได้",
            "Give a name that ends in .csv, .parquet or .xlsx, in a folder that can be written to.",
        ),
    ),
    entry(
        "ASSESS_007",
        Severity.REFUSE,
        what=("ไม่มีแถวที่ {row} (ข้อมูลมี {count} แถว)", "There is no row {row} (the data have {count})."),
        why=("จึงไม่มีครัวเรือนให้อธิบาย", "So there is no household to explain."),
        do=("นับแถวของข้อมูลจาก 1 โดยไม่นับหัวตาราง", "Count the rows of the data from 1, without the header."),
    ),
    entry(
        "ASSESS_008",
        Severity.REFUSE,
        what=("ไม่มีกฎใดอ่าน {name}", "No rule of the file reads {name}."),
        why=("น่าจะสะกดผิด หรือกฎเปลี่ยนไปแล้ว", "It is misspelt, or the rule has changed."),
        do=("ลบออก หรือแก้ชื่อในไฟล์นโยบาย", "Remove it, or correct the name in the policy file."),
    ),
)
