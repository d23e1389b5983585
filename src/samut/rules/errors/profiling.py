"""Problems of profiles and of guessing them: codes PROFILE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry

ENTRIES: tuple[Entry, ...] = (
    entry(
        "PROFILE_001",
        Severity.REFUSE,
        what=(
            "แถวหัวตารางของ {file_name} ดูเหมือนข้อมูลของบุคคล ไม่ใช่ชื่อคอลัมน์",
            "Where {file_name} should have its headers stands a row about somebody.",
        ),
        why=(
            "หากไม่มีหัวตาราง จะบอกไม่ได้ว่าคอลัมน์ใดคืออะไร และข้อมูลบุคคลอาจไปอยู่ในชื่อคอลัมน์",
            "Without headers nobody knows which column is which, and a person would become a column's name.",
        ),
        do=("ใส่แถวชื่อคอลัมน์ไว้เหนือข้อมูล แล้วลองใหม่", "Put a row of headers above the data and try again."),
    ),
    entry(
        "PROFILE_002",
        Severity.REFUSE,
        what=(
            "ไม่พบคอลัมน์ที่แยกแถวของ {file_name} ออกจากกันได้",
            "No column of {file_name} tells its rows apart.",
        ),
        why=(
            "ทะเบียนต้องมีคีย์ มิฉะนั้นจะบอกไม่ได้ว่าแถวใดซ้ำหรือเปลี่ยนแปลง",
            "A register needs a key, or nobody can say which row is a repetition and which a change.",
        ),
        do=(
            "ระบุเองด้วย --key ชื่อคอลัมน์ (ใช้ซ้ำได้) หรือเพิ่มคอลัมน์ลำดับในไฟล์",
            "Name it with --key HEADER (more than once if need be), or add a running number to the file.",
        ),
    ),
    entry(
        "PROFILE_003",
        Severity.REFUSE,
        what=("มีไฟล์ {file_name} อยู่แล้ว", "The file {file_name} is there already."),
        why=(
            "อาจเป็นโปรไฟล์ที่แก้ไขไว้แล้ว จึงไม่เขียนทับ",
            "It may be a profile that somebody has corrected, so it was not written over.",
        ),
        do=(
            "เลือกชื่ออื่นด้วย --out หรือเขียนทับด้วย --force",
            "Choose another name with --out, or write over it with --force.",
        ),
    ),
    entry(
        "PROFILE_004",
        Severity.REFUSE,
        what=(
            "ไม่มีคอลัมน์ {column} ในไฟล์ (ใกล้เคียงที่สุด: {nearest})",
            "The file has no column {column} (nearest: {nearest}).",
        ),
        why=("จึงใช้เป็นคีย์ไม่ได้", "So it cannot be the key."),
        do=("ใช้ชื่อตามหัวตารางในไฟล์", "Use a header of the file."),
    ),
    entry(
        "PROFILE_005",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {column} เป็นข้อมูลที่ปิดผนึก จึงใช้เป็นคีย์ไม่ได้",
            "The column {column} is sealed, so it cannot be the key.",
        ),
        why=(
            "ข้อความที่ปิดผนึกเทียบกันไม่ได้ มีเพียงเลขประจำตัวประชาชนที่ใช้ได้",
            "Sealed texts cannot be compared; of what is personal only a person's number can be a key.",
        ),
        do=("เลือกคอลัมน์อื่น เช่น ลำดับ", "Choose another column, for instance a running number."),
    ),
    entry(
        "PROFILE_006",
        Severity.REFUSE,
        what=(
            "ชื่อ {name} ใช้ไม่ได้ ใช้ได้เฉพาะ a-z 0-9 และ -",
            "The name {name} cannot be used: only a-z, 0-9 and - can.",
        ),
        why=("ชื่อนี้ใช้เป็นชื่อโฟลเดอร์และชื่อไฟล์", "Folders and files are called by it."),
        do=("ตั้งชื่อใหม่ เช่น farmer-list", "Choose another, for instance farmer-list."),
    ),
)
