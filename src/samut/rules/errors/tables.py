"""Problems of tables on pages and their exports: codes TABLE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry

_NO_FILE = ("ยังไม่มีไฟล์ใดถูกจัดทำ", "No file was made.")

ENTRIES: tuple[Entry, ...] = (
    entry(
        "TABLE_001",
        Severity.REFUSE,
        what=(
            "ค่าที่ใช้กรองหรือเรียงตารางอ่านไม่ได้ ({name})",
            "What the table is to be filtered or sorted by cannot be read ({name}).",
        ),
        why=("จึงไม่รู้ว่าจะแสดงแถวใด", "It does not say which rows to show."),
        do=(
            "กลับไปที่ตาราง แก้ช่องนั้นหรือเว้นว่าง แล้วกดแสดงอีกครั้ง",
            "Go back to the table, mend that field or leave it empty, and press Show again.",
        ),
    ),
    entry(
        "TABLE_002",
        Severity.REFUSE,
        what=("ตารางนี้ไม่มีคอลัมน์ {name}", "The table has no column {name}."),
        why=("ลิงก์อาจมาจากสมุดรุ่นก่อน", "The link may come from an earlier version."),
        do=("เปิดตารางใหม่แล้วเลือกคอลัมน์จากรายการ", "Open the table anew and choose from its columns."),
    ),
    entry(
        "TABLE_003",
        Severity.REFUSE,
        what=("ตารางมี {rows} แถว มากเกินกว่าจะเป็นไฟล์เดียว", "The table has {rows} rows, too many for one file."),
        why=("ไฟล์หนึ่งมีได้ไม่เกิน {limit} แถว", "A file holds {limit} rows at most."),
        do=("กรองตารางให้แคบลง หรือดาวน์โหลดทีละพื้นที่", "Filter the table, or take it area by area."),
    ),
    entry(
        "TABLE_004",
        Severity.REFUSE,
        what=("ตัวเลขเปลี่ยนระหว่างจัดทำไฟล์", "The figures changed while the file was made."),
        why=("ไฟล์จึงจะปนตัวเลขสองชุด ระบบไม่เก็บไฟล์นั้น", "It would hold two sets of figures, so it was not kept."),
        do=("กดทำต่อเพื่อจัดทำไฟล์ใหม่", "Press Go on: the file is made anew."),
    ),
    entry(
        "TABLE_005",
        Severity.REFUSE,
        what=("ไม่มีไฟล์นี้ หรือเป็นไฟล์ของผู้อื่น", "There is no such file, or it is somebody else's."),
        why=("แต่ละคนเปิดได้เฉพาะไฟล์ที่ตนสั่ง", "Everybody opens only the files they asked for."),
        do=("ดูงานของท่านในหน้า งานของฉัน", "Your own files are on the page My jobs."),
    ),
    entry(
        "TABLE_006",
        Severity.REFUSE,
        what=("ไฟล์นี้หมดอายุหรือยังจัดทำไม่เสร็จ", "The file has expired, or is not finished yet."),
        why=("ไฟล์เก็บไว้ {hours} ชั่วโมงแล้วลบ", "Files are kept for {hours} hours and then removed."),
        do=("เปิดตารางเดิมแล้วสั่งดาวน์โหลดใหม่", "Open the table again and ask for the file anew."),
    ),
    entry(
        "TABLE_007",
        Severity.REFUSE,
        what=("ไม่รู้จักตาราง {name}", "There is no table {name}."),
        why=_NO_FILE,
        do=("เปิดตารางจากหน้าเว็บแล้วกดดาวน์โหลดที่นั่น", "Open the table on the site and download it there."),
    ),
    entry(
        "TABLE_008",
        Severity.REFUSE,
        what=("สิทธิ์ของท่านเปลี่ยนหลังจัดทำไฟล์นี้", "Your rights changed after this file was made."),
        why=(
            "ไฟล์แสดงตามสิทธิ์ในเวลาที่จัดทำ จึงเปิดให้ไม่ได้",
            "It shows what you might see then, so it is no longer opened.",
        ),
        do=(
            "เปิดตารางแล้วสั่งดาวน์โหลดใหม่ตามสิทธิ์ปัจจุบัน",
            "Open the table and ask for a file under your present rights.",
        ),
    ),
)
