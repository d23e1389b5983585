"""Forms drawn as tables: what the checks say, and what phones get."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import xlsxwriter

from samut.forms.build import FormRefused, build_form, shipped_form, shipped_forms
from samut.forms.sheets import read_sheets
from samut.rules.errors import SamutError

HEAD = "| survey | | type | name | label::ไทย (th) | label::English (en) | relevant |\n".replace(
    "survey | |", "survey |"
)
CHOICES = """
| choices | list_name | name | label::ไทย (th) | label::English (en) |
|         | yes_no    | yes  | ใช่              | Yes                 |
|         | yes_no    | no   | ไม่ใช่            | No                  |
"""
SETTINGS = """
| settings | form_title | form_id | version | default_language |
|          | ทดสอบ      | a_test  | 1       | ไทย (th)         |
"""


def form(tmp_path: Path, *rows: str, choices: str = CHOICES, settings: str = SETTINGS) -> Path:
    path = tmp_path / "form.md"
    path.write_text(HEAD + "\n".join(rows) + "\n" + choices + settings, "utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["| | text | ชื่อ | ชื่อ | Name | |"], [("FORM_002", "survey", 2, "name")]),
        (["| | text | 1st | ก | A | |"], [("FORM_002", "survey", 2, "name")]),
        (["| | text | | ก | A | |"], [("FORM_003", "survey", 2, "name")]),
        (["| | text | a | ก | A | |", "| | text | a | ข | B | |"], [("FORM_004", "survey", 3, "name")]),
        (["| | texte | a | ก | A | |"], [("FORM_005", "survey", 2, "type")]),
        (["| | select_one yes_on | a | ก | A | |"], [("FORM_006", "survey", 2, "type")]),
        (["| | text | a | ก | | |"], [("FORM_007", "survey", 2, "label::English (en)")]),
        (
            ["| | text | a | | | |"],
            [("FORM_007", "survey", 2, f"label::{n}") for n in ("ไทย (th)", "English (en)")],
        ),
        (["| | text | a | ก | A | ${b} = 1 |"], [("FORM_008", "survey", 2, "relevant")]),
        (
            ["| | begin_group | g | ก | A | |", "| | text | a | ก | A | |"],
            [("FORM_015", "survey", 2, "type")],
        ),
        (["| | text | a | ก | A | |", "| | end_group | | | | |"], [("FORM_015", "survey", 3, "type")]),
    ],
)
def test_every_problem_is_found_with_its_place(
    tmp_path: Path, rows: list[str], expected: list[tuple[str, str, int, str]]
) -> None:
    with pytest.raises(FormRefused) as refused:
        build_form(form(tmp_path, *rows))
    found = [(p.code, p.where.sheet, p.where.row, p.where.column) for p in refused.value.problems]
    assert found == expected
    for problem in refused.value.problems:
        assert problem.what("th") and problem.why("en") and problem.do("th")


def test_all_problems_come_together_not_one_at_a_time(tmp_path: Path) -> None:
    path = form(tmp_path, "| | texte | ชื่อ | ก | | |", settings="\n| settings | form_id |\n| | a b |\n")
    with pytest.raises(FormRefused) as refused:
        build_form(path)
    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["FORM_009", "FORM_009", "FORM_009", "FORM_002", "FORM_005", "FORM_002", "FORM_007"]


def test_a_thai_question_name_is_explained_in_thai(tmp_path: Path) -> None:
    with pytest.raises(FormRefused) as refused:
        build_form(form(tmp_path, "| | text | วันที่ | ก | A | |"))
    assert "ODK Collect" in refused.value.problems[0].why("th")


def test_what_only_pyxform_knows_arrives_with_the_row_people_see(tmp_path: Path) -> None:
    path = form(tmp_path, "| | text | a | ก | A | |", "", "", "| | calculate | b | | | |")
    with pytest.raises(FormRefused) as refused:
        build_form(path)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.sheet, problem.where.row) == ("FORM_010", "survey", 5)
    assert "calculation" in problem.what("en")


def test_the_same_file_gives_the_same_bytes_and_the_hash_is_theirs(tmp_path: Path) -> None:
    path = form(tmp_path, "| | text | a | ก | A | |")
    first, second = build_form(path), build_form(path)
    assert first == second
    assert first.hash == "md5:" + hashlib.md5(first.xml).hexdigest()  # noqa: S324
    assert (first.form_id, first.version, first.title) == ("a_test", "1", "ทดสอบ")


def test_a_spreadsheet_and_the_table_give_the_same_form(tmp_path: Path) -> None:
    path = form(tmp_path, "| | select_one yes_no | a | ก | A | |")
    spreadsheet = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(spreadsheet) as book:
        for sheet in read_sheets(path).sheets.values():
            page = book.add_worksheet(sheet.name)
            page.write_row(0, 0, sheet.columns)
            for number, row in enumerate(sheet.rows, start=1):
                page.write_row(number, 0, [row.get(column) for column in sheet.columns])
    assert build_form(spreadsheet).xml == build_form(path).xml


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no tables here", b"\xff\xfe\x00"])
@pytest.mark.parametrize("ending", ["md", "xlsx"])
def test_what_is_no_form_is_refused_by_name(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    path.write_bytes(content)
    with pytest.raises(SamutError, match="FORM_011"):
        build_form(path)


def test_the_shipped_forms_build_and_speak_both_languages() -> None:
    forms = shipped_forms()
    assert [form.form_id for form in forms] == ["census_reassessment", "follow_up_visit"]
    visit = forms[1]
    names = {question.name for question in visit.questions}
    assert {"household_id", "visited_on", "note", "help_given"} <= names
    assert {f"{d}_seen" for d in ("health", "living", "education", "income", "accessibility")} <= names
    assert "วันที่เยี่ยม".encode() in visit.xml and b"Date of the visit" in visit.xml


def test_an_unknown_form_is_named_with_the_nearest() -> None:
    with pytest.raises(SamutError, match=r"FORM_001.*follow_up_visit"):
        shipped_form("follow_up_visits")
