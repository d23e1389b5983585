"""Writing the sheets as an office would hold them: CSV in several encodings, one XLSX, a README."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from samut.engine.synth.sheets import Sheet
from samut.rules.policy import policy_dir

README = """\
ข้อมูลสมมติ ไม่ใช่บุคคลจริง
============================
ไฟล์ทุกไฟล์ในโฟลเดอร์นี้สร้างขึ้นด้วยคอมพิวเตอร์ ชื่อ ที่อยู่ วันเกิด และคำตอบทั้งหมดเป็นเรื่องสมมติ
เลขประจำตัวประชาชนทุกเลขมีหลักที่ 2-5 เป็น 9999 และรหัสประจำบ้านขึ้นต้นด้วย 9999 ซึ่งไม่มีสำนักทะเบียนใดใช้
ยอดรวมระดับจังหวัดทำให้ตรงกับที่ TPMAP เผยแพร่ ปี {year} (จังหวัด {province}) ยอดระดับอำเภอ ตำบล หมู่บ้าน เป็นเรื่องสมมติ
ในแต่ละไฟล์ตั้งใจใส่แถวที่ผิดไว้ เพื่อให้เห็นว่าระบบกักแถวเหล่านั้นอย่างไร

SYNTHETIC DATA: NO REAL PERSON
==============================
Every file in this folder was made by a computer. Names, addresses, birth dates and answers are invented.
All 13-digit numbers have 9999 as digits 2 to 5, and house codes begin with 9999: no registry office is
numbered so. Totals of the province agree with TPMAP's published row of {year} (province {province});
totals of districts, subdistricts and villages are invented.
Each file deliberately holds some bad rows, to show how they are set aside.

ไฟล์ / files
{files}
"""


def write_csv(path: Path, sheet: Sheet, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.header)
        writer.writerows(sheet.rows)


def write_xlsx(path: Path, sheet: Sheet, created: datetime) -> None:
    """One worksheet of texts. The date within is given, so that the same rows make the same bytes."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": created, "comments": "ข้อมูลสมมติ / synthetic data: no real person"})
        page = book.add_worksheet("ทะเบียน")
        for number, row in enumerate([sheet.header, *sheet.rows]):
            page.write_row(number, 0, row)


def write_readme(folder: Path, sheets: list[Sheet], *, province: str, year: int) -> None:
    lines = [f"  {sheet.name}: {len(sheet.rows):,} แถว / rows" for sheet in sheets]
    text = README.format(year=year, province=province, files="\n".join(lines))
    (folder / "README.txt").write_text(text, encoding="utf-8", newline="\n")


def copy_published(folder: Path, year: int = 2561) -> tuple[str, ...]:
    """Copy TPMAP's own province files beside the synthetic ones.

    The paths are as a workspace names them whose incoming folder this is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = tuple(f"{year}_province_{kind}.csv" for kind in ("common", "poor"))
    for name in names:
        shutil.copyfile(policy_dir() / "published" / "tpmap" / name, folder / name)
    return tuple(f"{folder.name}/{name}" for name in names)


def opening_day(year: int) -> datetime:
    """A date for files that carry one: the first of April after the survey."""
    return datetime(year - 543, 4, 1, tzinfo=UTC).replace(tzinfo=None)
