"""Problems of files that cannot be read as a table: codes READ_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOTHING_CHANGED = (
    "ไม่มีข้อมูลใดถูกนำเข้า ข้อมูลเดิมยังอยู่ครบ",
    "Nothing was imported; what was there stays.",
)

ENTRIES = (
    entry(
        "READ_001",
        Severity.REFUSE,
        what=("ไฟล์ {file_name} อ่านเป็น {kind} ไม่ได้", "The file {file_name} cannot be read as {kind}."),
        why=_NOTHING_CHANGED,
        do=(
            "ไฟล์อาจส่งมาไม่ครบ ให้ดาวน์โหลดหรือคัดลอกใหม่",
            "It may be cut short: download or copy it again.",
        ),
    ),
    entry(
        "READ_002",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {column} มีรายการซ้อนอยู่ในช่องเดียว",
            "The column {column} holds lists within its cells.",
        ),
        why=("หนึ่งช่องต้องมีค่าเดียว จึงไม่รู้ว่าจะใช้ค่าใด", "A cell must hold one value."),
        do=(
            "แยกเป็นตารางหรือคอลัมน์ต่างหาก แล้วส่งใหม่",
            "Put them into a table or columns of their own and send it again.",
        ),
    ),
    entry(
        "READ_003",
        Severity.REFUSE,
        what=(
            "ไฟล์ JSON ต้องมีรายการข้อมูลหนึ่งชุด แต่พบ {count} ชุด",
            "The JSON document must hold one list of records; it holds {count}.",
        ),
        why=_NOTHING_CHANGED,
        do=(
            "ส่งออกเป็นรายการของแถว เช่น [ {{…}}, {{…}} ] หรือหนึ่งแถวต่อบรรทัด",
            "Export a list of rows such as [ {{…}}, {{…}} ], or one row on each line.",
        ),
    ),
    entry(
        "READ_004",
        Severity.REFUSE,
        what=("มีตารางอยู่ {count} ตารางในไฟล์เดียว", "The file holds {count} tables."),
        why=("จึงไม่รู้ว่าหมายถึงตารางใด", "Which one is meant is not known."),
        do=("แยกเป็นไฟล์ละตาราง", "Put each table into a file of its own."),
    ),
    entry(
        "READ_005",
        Severity.REFUSE,
        what=("ไฟล์ {file_name} ตั้งรหัสผ่านไว้", "The file {file_name} has a password."),
        why=_NOTHING_CHANGED,
        do=(
            "แตกไฟล์ด้วยรหัสผ่านบนเครื่องของท่าน แล้วนำเข้าไฟล์ข้างใน",
            "Unpack it with its password and import what is inside.",
        ),
    ),
    entry(
        "READ_006",
        Severity.REFUSE,
        what=(
            "โฟลเดอร์ {folder} ไม่มีไฟล์ข้อมูล หรือมีมากผิดปกติ",
            "The folder {folder} holds no data file, or absurdly many.",
        ),
        why=_NOTHING_CHANGED,
        do=("ตรวจสอบว่าเป็นโฟลเดอร์ที่ถูกต้อง", "See that it is the right folder."),
    ),
    entry(
        "READ_007",
        Severity.REFUSE,
        what=(
            "ไฟล์ {file_name} ถูกบันทึกผิดรหัสอักษรมาก่อน ตัวอักษรไทยในหัวคอลัมน์หายไปแล้ว (�)",
            "The file {file_name} was once saved in the wrong encoding: its header has lost its letters (�).",
        ),
        why=_NOTHING_CHANGED,
        do=(
            "ขอไฟล์ต้นฉบับใหม่จากหน่วยงาน หรือส่งออกใหม่เป็น UTF-8 หรือ Excel",
            "Ask for the original, or export it again as UTF-8 or Excel.",
        ),
    ),
)
