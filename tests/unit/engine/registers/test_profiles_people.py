"""Registers of persons: small files with the headers that each profile names, imported as they are."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from profile_files import as_file, identities, stored, taken_in
from register_files import number
from samut.engine.workspace import Workspace

EDITION = 2568
CHILD = {
    "เลขประจำตัวประชาชนเด็ก": number(1),
    "ชื่อเด็ก": "ก้อง",
    "นามสกุลเด็ก": "ใจดี",
    "วันเดือนปีเกิดเด็ก": "15/08/2566",
    "เพศ": "ชาย",
    "รหัสตำบล": "220506",
    "เลขประจำตัวประชาชนผู้ปกครอง": number(99),
    "ชื่อผู้ปกครอง": "มานี ใจดี",
    "จำนวนเงินต่อเดือน": "600",
    "วันที่ลงทะเบียน": "1 ก.ย. 2566",
}
PUPIL = {
    "เลขประจำตัวประชาชน": number(1),
    "คำนำหน้า": "ด.ญ.",
    "ชื่อ": "ชูใจ",
    "นามสกุล": "ใจดี",
    "วันเดือนปีเกิด": "00/05/2553",
    "รหัสตำบล": "220506",
    "สถานะการศึกษา": "หลุดจากระบบการศึกษา",
    "ระดับชั้น": "ม.1",
    "รายได้เฉลี่ยต่อคนต่อเดือน": "1,250",
    "ได้รับทุนเสมอภาค": "0",
    "สาเหตุที่ออกจากระบบ": "ช่วยครอบครัวทำงาน",
}
PLACE = {"หมู่ที่": "2", "ตำบล": "ฉมัน", "อำเภอ": "มะขาม", "จังหวัด": "จันทบุรี"}
FARMER = {
    "รหัสทะเบียนเกษตรกร": "220506000001",
    "เลขประจำตัวประชาชน": number(1),
    "ชื่อ": "สมชาย",
    "นามสกุล": "ใจดี",
    "บ้านเลขที่": "12/3",
    **PLACE,
    "พื้นที่รวม (ไร่)": "12-2-0",
    "วันที่ปรับปรุงทะเบียน": "01/06/2568",
}
MISSED = {
    "ลำดับ": "1",
    "ปี": "2567",
    "รหัสบ้าน": "99990000001",
    "ลำดับสมาชิก": "1",
    "คำนำหน้า": "นาย",
    "ชื่อ": "สมชาย",
    "นามสกุล": "ใจดี",
    "บ้านเลขที่": "12",
    **PLACE,
    "หมู่บ้าน": "บ้านฉมัน",
    "สถานะความยากจน": "คนจน จปฐ.",
    "สวัสดิการแห่งรัฐ": "ไม่ได้รับ",
    "รายได้ต่อปี": "24,000",
}
LISTED = {
    "ลำดับ": "1",
    "เลขบัตรประชาชน": number(1),
    "ชื่อ-สกุล": "นางสาวมานี มีนา",
    "วันเกิด": "1/2/2510",
    **PLACE,
    "เบอร์โทร": "0812345678",
    "หมายเหตุ": "พี่สาวของนายสมชาย",
}


def test_the_newborn_grant(workspace: Workspace) -> None:
    too_old = {**CHILD, "เลขประจำตัวประชาชนเด็ก": number(2), "วันเดือนปีเกิดเด็ก": "01/01/2555"}
    wrong = {**CHILD, "เลขประจำตัวประชาชนเด็ก": "1234567890123"}
    result = taken_in(workspace, "newborn-grant", EDITION, as_file(workspace, "n.csv", CHILD, too_old, wrong))
    assert (result.rows, result.accepted, result.quarantined) == (3, 2, 1)
    found = stored(
        workspace,
        "newborn-grant",
        "person",
        EDITION,
        "birth_year, sex, tambon_code, grant_month_baht, registered_on::VARCHAR",
    )
    assert found[0] == (2023, "male", "220506", 600, "2023-09-01")
    # Whoever is older than the grant is paid for is told, not refused.
    assert sum(times for code, times in result.problems_by_code.items() if code.startswith("CHECK_")) == 1
    person = identities(workspace, "newborn-grant", "person", EDITION)[0]
    assert (person["number"], person["first_name"]) == (number(1), "ก้อง")
    assert (person["guardian_key"], person["guardian_name"]) == (number(99), "มานี ใจดี")


def test_out_of_school(workspace: Workspace) -> None:
    back = {
        **PUPIL,
        "เลขประจำตัวประชาชน": number(2),
        "สถานะการศึกษา": "กลับเข้าเรียน",
        "ได้รับทุนเสมอภาค": "",
    }
    odd = {**PUPIL, "เลขประจำตัวประชาชน": number(3), "สถานะการศึกษา": "?"}
    result = taken_in(workspace, "eef", EDITION, as_file(workspace, "e.csv", PUPIL, back, odd))
    assert (result.accepted, result.quarantined, result.problems_by_code.get("IMPORT_031")) == (2, 1, 1)
    columns = "school_status, birth_month, birth_day, income_person_month_baht, grant_received"
    assert stored(workspace, "eef", "person", EDITION, columns) == [
        ("out_of_school", 5, None, 1250, False),
        ("returned", 5, None, 1250, None),
    ]


def test_the_farmer_register_by_household(workspace: Workspace) -> None:
    nowhere = {**FARMER, "เลขประจำตัวประชาชน": number(2), "ตำบล": "ไม่มีตำบลนี้", "พื้นที่รวม (ไร่)": "5.5"}
    result = taken_in(workspace, "farmer", EDITION, as_file(workspace, "f.csv", FARMER, nowhere))
    assert (result.rows, result.accepted, result.quarantined) == (2, 2, 0)
    found = stored(workspace, "farmer", "person", EDITION, "tambon_code, village_code, farm_land_rai")
    assert found == [("220506", "22050602", 12.5), (None, None, 5.5)]
    assert result.problems_by_code["IMPORT_036"] == 2
    person = identities(workspace, "farmer", "person", EDITION)[0]
    assert (person["last_name"], person["farmer_no"]) == ("ใจดี", "220506000001")


def test_the_farmer_register_by_plot(workspace: Workspace) -> None:
    plot = {
        "เลขประจำตัวประชาชน": number(1),
        "แปลงที่": "1",
        "ชนิดพืช": "ทุเรียน",
        "เนื้อที่ปลูก (ไร่)": "3 ไร่ 2 งาน",
        **PLACE,
    }
    rows = (plot, {**plot, "แปลงที่": "2", "เนื้อที่ปลูก (ไร่)": "1.25"}, {**plot, "แปลงที่": ""})
    result = taken_in(workspace, "farmer", EDITION, as_file(workspace, "p.csv", *rows))
    assert [(each.table, each.accepted, each.quarantined) for each in result.files] == [("plot", 2, 1)]
    found = stored(workspace, "farmer", "plot", EDITION, "plot_no, crop, planted_rai, village_code")
    assert found == [(1, "ทุเรียน", 3.5, "22050602"), (2, "ทุเรียน", 1.25, "22050602")]


def test_the_list_of_those_missed_as_persons(workspace: Workspace) -> None:
    second = {**MISSED, "ลำดับสมาชิก": "2", "ชื่อ": "มานี", "รายได้ต่อปี": "-", "หมู่ที่": "ม.9"}
    result = taken_in(workspace, "missed-list", EDITION, as_file(workspace, "m.csv", MISSED, second))
    assert [(each.table, each.accepted) for each in result.files] == [("person", 2)]
    columns = "house_id, member_no, village_code, welfare_card, income_year_baht, household_id IS NOT NULL"
    found = stored(workspace, "missed-list", "person", EDITION, columns)
    assert found == [
        ("99990000001", 1, "22050602", "not_received", 24000, True),
        ("99990000001", 2, "22050609", "not_received", None, True),
    ]
    assert identities(workspace, "missed-list", "person", EDITION)[1]["first_name"] == "มานี"


def missed_workbook(path: Path, *, by_tambon: bool) -> Path:
    """The province's workbook: a title, the headers, an area a row, and a row that adds all up."""
    groups = ["ผู้ตกเกณฑ์ จปฐ.+ไม่มีบัตร", "กลุ่มเปราะบาง+ไม่มีบัตร", "ทั้ง 3 กลุ่ม+ไม่มีบัตร", "รวมทั้ง 3 กลุ่ม"]
    areas = [["มะขาม", "ฉมัน"], ["มะขาม", "ปัถวี"]] if by_tambon else [["มะขาม"], ["ท่าใหม่"]]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "จำนวนกลุ่มเป้าหมายผู้ตกหล่น จังหวัดจันทบุรี")
        sheet.write_row(1, 0, ["ลำดับ", "อำเภอ", *(["ตำบล"] if by_tambon else []), *groups])
        for row, area in enumerate(areas, start=1):
            sheet.write_row(row + 1, 0, [row, *area, 10 * row, 20 * row, 3, 30 * row + 3])
        sheet.write_row(len(areas) + 2, 0, ["", "รวมทั้งจังหวัด", *([""] if by_tambon else []), 30, 60, 6, 96])
    return path


def test_the_counts_of_those_missed_without_the_row_that_adds_them_up(workspace: Workspace) -> None:
    files = [
        missed_workbook(workspace.incoming / f"{place}.xlsx", by_tambon=by_tambon)
        for place, by_tambon in enumerate((False, True))
    ]
    result = taken_in(workspace, "missed-list", EDITION, *files)
    assert [(each.table, each.rows, each.accepted, each.quarantined) for each in result.files] == [
        ("amphoe", 3, 2, 1),
        ("tambon", 3, 2, 1),
    ]
    columns = (
        "failing_without_card_count, vulnerable_without_card_count, both_without_card_count, missed_count"
    )
    assert stored(workspace, "missed-list", "amphoe", EDITION, f"amphoe_name, {columns}") == [
        ("มะขาม", 10, 20, 3, 33),
        ("ท่าใหม่", 20, 40, 3, 63),
    ]
    assert stored(workspace, "missed-list", "tambon", EDITION, "tambon_name, missed_count") == [
        ("ฉมัน", 33),
        ("ปัถวี", 63),
    ]


def test_any_list_of_persons(workspace: Workspace) -> None:
    apart = {
        "cid": number(2),
        "คำนำหน้า": "นาย",
        "ชื่อ": "ปิติ",
        "นามสกุล": "พอใจ",
        "เพศ": "ช",
        "จังหวัด": "จ.จันทบุรี",
        "อำเภอ": "อ.มะขาม",
        "ตำบล": "ต.ฉมัน",
    }
    files = [as_file(workspace, "a.csv", LISTED), as_file(workspace, "b.csv", apart)]
    result = taken_in(workspace, "person-list", EDITION, *files)
    assert [(each.table, each.accepted) for each in result.files] == [("person", 1), ("person", 1)]
    # The rows of two files come in any order.
    told = {each["first_name"]: each for each in identities(workspace, "person-list", "person", EDITION)}
    first, second = told["มานี"], told["ปิติ"]
    assert (first["title"], first["first_name"], first["last_name"]) == ("นางสาว", "มานี", "มีนา")
    assert (second["title"], second["first_name"], second["last_name"]) == ("นาย", "ปิติ", "พอใจ")
    assert first["note"] == "พี่สาวของนายสมชาย"
    found = stored(workspace, "person-list", "person", EDITION, "tambon_code, village_code, birth_year, sex")
    assert set(found) == {("220506", "22050602", 1967, None), ("220506", None, None, "male")}


def test_a_title_of_its_own_goes_before_that_of_the_whole_name(workspace: Workspace) -> None:
    rows = (
        {"ลำดับ": "1", "คำนำหน้า": "นาง", "ชื่อ-สกุล": "มานี มีนา"},
        {"ลำดับ": "2", "คำนำหน้า": "", "ชื่อ-สกุล": "นายปิติ พอใจ"},
    )
    result = taken_in(workspace, "person-list", EDITION, as_file(workspace, "l.csv", *rows))
    assert [(each.table, each.accepted) for each in result.files] == [("listed", 2)]
    titles = [each["title"] for each in identities(workspace, "person-list", "listed", EDITION)]
    assert titles == ["นาง", "นาย"]


def test_no_text_of_a_person_is_stored_in_the_clear(workspace: Workspace) -> None:
    taken_in(workspace, "person-list", EDITION, as_file(workspace, "a.csv", LISTED))
    taken_in(workspace, "newborn-grant", EDITION, as_file(workspace, "n.csv", CHILD))
    for register in ("person-list", "newborn-grant"):
        rows = stored(workspace, register, "person", EDITION, "*")
        shown = repr([cell for row in rows for cell in row if not isinstance(cell, bytes)])
        for text in ("มานี", "มีนา", "สมชาย", "0812345678", number(1), number(99), "ก้อง"):
            assert text not in shown
