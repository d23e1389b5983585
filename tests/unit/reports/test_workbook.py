"""The spreadsheet, opened again as an office would."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from samut.reports.target_list import TargetLine, target_table
from samut.reports.workbook import Column, Kind, Table, workbook_bytes
from samut.rules.errors import Text

DAY = date(2021, 4, 22)


def column(thai: str, kind: Kind) -> Column:
    return Column(Text(thai, thai + " en"), kind, Text("ความหมาย", "meaning of " + thai))


def opened(table: Table, *, demo: bool = False) -> Workbook:
    return load_workbook(BytesIO(workbook_bytes(table, demo=demo, made_on=DAY)))


TABLE = Table(
    Text("ชื่อ", "Title"),
    (
        column("รหัส", Kind.CODE),
        column("คน", Kind.COUNT),
        column("ใช่ไหม", Kind.YES_NO),
        column("วัน", Kind.DATE_BE),
        column("ข้อความ", Kind.TEXT),
    ),
    [("01", 1234, True, DAY, "=1+1"), ("02", None, False, None, "http://example.org")],
)


def test_cells_keep_their_kind() -> None:
    page = opened(TABLE).worksheets[0]
    assert [cell.value for cell in page[4]] == ["01", 1234, "ใช่", "22 เม.ย. 2564", "=1+1"]
    assert page["E4"].data_type == "s"  # what people wrote never becomes a formula
    assert page["E5"].hyperlink is None


def test_what_is_not_known_is_said_and_is_no_empty_cell_and_no_nought() -> None:
    page = opened(TABLE).worksheets[0]
    assert [page["B5"].value, page["D5"].value] == ["ไม่ทราบ", "ไม่ทราบ"]


def test_headings_in_two_languages_stay_in_sight_and_filter() -> None:
    page = opened(TABLE).worksheets[0]
    assert [page["A2"].value, page["A3"].value] == ["รหัส", "รหัส en"]
    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == "A3:E5"


def test_the_demo_says_on_every_sheet_that_the_people_are_invented() -> None:
    for page in opened(TABLE, demo=True).worksheets:
        said = " ".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
        assert "สมมติขึ้น" in said and "invented" in said
    for page in opened(TABLE).worksheets:
        assert "สมมติขึ้น" not in str(list(page.values))


def test_every_column_is_defined() -> None:
    definitions = opened(TABLE).worksheets[1]
    defined = [row[1].value for row in definitions.iter_rows(min_row=2, max_row=6)]
    assert defined == [column.heading.en for column in TABLE.columns]


def test_an_empty_list_is_still_a_file_that_opens() -> None:
    page = opened(Table(TABLE.title, TABLE.columns, [])).worksheets[0]
    assert page["A2"].value == "รหัส"


def test_the_list_of_target_households() -> None:
    line = TargetLine("0123456789abcdef", "22070401", "บ้านชะมาน", None, 4, 2, (Text("สุขภาพ", "Health"),))
    table = target_table(Text("ต.ฉมัน", "Chaman"), 2561, [line], source=Text("ที่มา", "source"))
    page = opened(table, demo=True).worksheets[0]
    assert "ปี 2561" in page["A1"].value
    assert [cell.value for cell in page[5]] == [
        "0123456789abcdef",
        "22070401",
        "บ้านชะมาน",
        "ไม่ทราบ",
        4,
        2,
        "สุขภาพ",
    ]
