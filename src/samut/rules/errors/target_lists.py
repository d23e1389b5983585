"""Problems of lists of target groups that are handed on: codes LIST_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOTHING_FROZEN = ("ไม่มีรายชื่อใดถูกบันทึก", "No list was kept.")

ENTRIES = (
    entry(
        "LIST_001",
        Severity.REFUSE,
        what=(
            "เกณฑ์ {measure} ถามข้อเท็จจริง {fact} ซึ่ง จปฐ. ไม่มี (ใกล้เคียงที่สุด: {nearest})",
            "The measure {measure} asks for {fact}, which the census does not have (nearest: {nearest}).",
        ),
        why=("จึงทำรายชื่อจากทะเบียนไม่ได้", "A list cannot be made of it from the registers."),
        do=(
            "ใช้ samut assess กับไฟล์ที่มีคอลัมน์นั้น หรือเลือกกลุ่มอื่น",
            "Put it to a file that has the column with samut assess, or choose another group.",
        ),
    ),
    entry(
        "LIST_002",
        Severity.REFUSE,
        what=("การบันทึกรายชื่อต้องมีเหตุผล", "A list that is handed on needs a reason."),
        why=(
            "ผู้รับรายชื่อและผู้ตรวจสอบต้องรู้ว่าทำขึ้นเพื่ออะไร",
            "Whoever receives or audits it must know what it was made for.",
        ),
        do=(
            "ระบุเหตุผลสั้น ๆ เช่น “ส่งให้เทศบาลวางแผนเยี่ยมบ้าน”",
            "Say it briefly, such as “for the municipality to plan visits”.",
        ),
    ),
    entry(
        "LIST_003",
        Severity.REFUSE,
        what=(
            "ไม่มีรายชื่อที่บันทึกไว้ชื่อ {list_id} (ใกล้เคียงที่สุด: {nearest})",
            "There is no kept list called {list_id} (nearest: {nearest}).",
        ),
        why=_NOTHING_FROZEN,
        do=("ดูชื่อด้วย samut targets lists", "See the names with samut targets lists."),
    ),
    entry(
        "LIST_004",
        Severity.REFUSE,
        what=(
            "รายชื่อสองชุดนี้เป็นคนละกลุ่ม ({before} กับ {after})",
            "The two lists are of different groups ({before} and {after}).",
        ),
        why=(
            "การเข้าหรือออกจะไม่มีความหมาย",
            "Who came in and who dropped out would mean nothing.",
        ),
        do=("เลือกรายชื่อของกลุ่มเดียวกัน", "Choose two lists of one group."),
    ),
    entry(
        "LIST_005",
        Severity.REFUSE,
        what=(
            "ไฟล์ของรายชื่อ {list_id} ไม่ตรงกับที่บันทึกไว้",
            "The file of the list {list_id} is not the one that was kept.",
        ),
        why=(
            "รายชื่อที่ส่งต่อแล้วต้องไม่เปลี่ยน ไฟล์นี้อาจเสียหรือถูกแก้",
            "A list that was handed on must not change; this file was damaged or altered.",
        ),
        do=("นำไฟล์กลับจากข้อมูลสำรอง", "Restore it from the backup."),
    ),
    entry(
        "LIST_006",
        Severity.REFUSE,
        what=("ไม่มีพื้นที่รหัส {area}", "There is no area with the code {area}."),
        why=(
            "รายชื่อของพื้นที่ที่ไม่มีจะว่างเปล่าและทำให้เข้าใจผิด",
            "The list of an area there is none of would be empty, and mislead.",
        ),
        do=(
            "ใช้ TH หรือรหัส 2, 4, 6 หรือ 8 หลักของกรมการปกครอง",
            "Use TH or a code of 2, 4, 6 or 8 digits of the registration administration.",
        ),
    ),
    entry(
        "LIST_020",
        Severity.REFUSE,
        what=(
            "รายชื่อนี้มี {members} รายการ เกิน {most} รายการต่อไฟล์",
            "The list holds {members} entries, more than {most} in one file.",
        ),
        why=(
            "รายชื่อที่ส่งต่อทำเพื่อใช้ทำงานในพื้นที่หนึ่ง ไม่ใช่สำเนาของทะเบียน",
            "A list that is handed on is for work in one area, not a copy of the register.",
        ),
        do=("เลือกพื้นที่ที่แคบลง เช่น อำเภอหรือตำบล", "Choose a smaller area, such as a district or tambon."),
    ),
)
