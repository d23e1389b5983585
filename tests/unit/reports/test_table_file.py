"""Files of tables: what they say of themselves, typed cells, and no formula from what people typed."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from samut.reports.table_file import CellKind, Heading, TableFile, Value, write_csv, write_xlsx

TABLE = TableFile(
    title="ครัวเรือน & บ้าน",
    headings=(
        Heading("บ้านเลขที่", CellKind.CODE),
        Heading("คน", CellKind.COUNT),
        Heading("สัดส่วน", CellKind.SHARE),
        Heading("วัน", CellKind.DATE),
        Heading("ผล", CellKind.ANSWER),
    ),
    watermark="ดาวน์โหลดโดย มาลี",
    about=(("ผู้ดาวน์โหลด", "มาลี"), ("กรองด้วย", "=1+1\nอีกบรรทัด")),
    language="th",
    demo=False,
)
ROWS: list[list[Value]] = [
    ["01/2", 4, 0.25, dt.date(2018, 2, 15), "ใช่"],
    ["=cmd()", "น้อยกว่า 5", "ไม่ทราบ", "ไม่ทราบ", "ไม่ทราบ"],
]


def _csv(rows: list[list[Value]], table: TableFile = TABLE) -> list[list[str]]:
    target = BytesIO()
    write_csv(table, rows, target)
    # Spreadsheets know by this mark that the text is UTF-8.
    assert target.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(target.getvalue().decode("utf-8-sig"))))


def test_csv_says_what_it_is_before_the_headings() -> None:
    lines = _csv(ROWS)
    assert lines[:3] == [["# ดาวน์โหลดโดย มาลี"], ["# ผู้ดาวน์โหลด: มาลี"], ["# กรองด้วย: =1+1 อีกบรรทัด"]]
    assert lines[3] == ["บ้านเลขที่", "คน", "สัดส่วน", "วัน", "ผล"]
    assert lines[4] == ["01/2", "4", "0.25", "2018-02-15", "ใช่"]
    assert lines[5] == ["'=cmd()", "น้อยกว่า 5", "ไม่ทราบ", "ไม่ทราบ", "ไม่ทราบ"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(start: str) -> None:
    row: list[Value] = [f"{start}1", 1, 0.5, "", ""]
    (*_, found) = _csv([row])
    assert found[0] == f"'{start}1"
    book = _book([row])
    cell = book.worksheets[0]["A2"]
    assert cell.data_type == "s"


def test_a_negative_figure_stays_a_figure() -> None:
    (*_, found) = _csv([["1", -4, -0.5, "", ""]])
    assert found[1:3] == ["-4", "-0.5"]


def _book(rows: list[list[Value]], table: TableFile = TABLE, folder: str | None = None) -> openpyxl.Workbook:
    target = BytesIO()
    write_xlsx(table, rows, target, folder=folder)
    target.seek(0)
    return openpyxl.load_workbook(target)


@pytest.mark.parametrize("large", [False, True])
def test_spreadsheet_has_typed_cells_and_a_sheet_about_it(large: bool, tmp_path: Path) -> None:
    book = _book(ROWS, folder=str(tmp_path) if large else None)
    data, about = book.worksheets
    assert [cell.value for cell in data[1]] == ["บ้านเลขที่", "คน", "สัดส่วน", "วัน", "ผล"]
    assert [cell.value for cell in data[2]][:3] == ["01/2", 4, 0.25]
    assert data["D2"].value.date() == dt.date(2018, 2, 15) and data["E2"].value == "ใช่"
    assert data["A2"].data_type == "s" and data["B2"].data_type == "n" and data["D2"].is_date
    # The Buddhist calendar, with Arabic digits.
    assert "107041E" in data["D2"].number_format
    assert [cell.value for cell in data[3]] == ["=cmd()", "น้อยกว่า 5", "ไม่ทราบ", "ไม่ทราบ", "ไม่ทราบ"]
    assert data["A3"].data_type == "s"
    assert data.freeze_panes == "B2" and data.auto_filter.ref == "A1:E3"
    assert {data["A1"].font.name, data["B2"].font.name} == {"TH SarabunPSK"}
    said = {row[0].value: row[1].value for row in about.iter_rows(min_row=4)}
    assert said["ผู้ดาวน์โหลด"] == "มาลี"
    assert about["A2"].value == "ดาวน์โหลดโดย มาลี"
    assert data.oddFooter is not None and data.oddFooter.left is not None
    assert "ดาวน์โหลดโดย มาลี" in str(data.oddFooter.left.text)
    # What was put aside while it was written is gone.
    assert list(tmp_path.iterdir()) == []


def test_no_rows_is_a_whole_file() -> None:
    assert len(_csv([])) == 4
    assert _book([]).worksheets[0].max_row == 1


def test_demo_data_say_so_in_both_kinds_of_file() -> None:
    demo = TableFile(**{**vars(TABLE), "demo": True})
    assert any("สมมติขึ้น" in line[0] for line in _csv(ROWS, demo)[:5])
    target = BytesIO()
    write_xlsx(demo, ROWS, target)
    with zipfile.ZipFile(target) as packed:
        assert "สมมติขึ้น" in packed.read("xl/sharedStrings.xml").decode()
