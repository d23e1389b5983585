"""Each way a file can be wrong: the code, words in both languages, and a lake that did not change."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from register_files import (
    VILLAGE,
    card,
    card_csv,
    household,
    household_csv,
    member,
    member_csv,
    number,
    write,
)
from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.workspace import Workspace
from samut.rules.errors import CATALOGUE, Problem, SamutError

TODAY = date(2026, 1, 1)


def lake_content(workspace: Workspace) -> dict[str, bytes]:
    files = sorted(path for path in workspace.lake.rglob("*") if path.is_file())
    return {str(path.relative_to(workspace.lake)): path.read_bytes() for path in files if path.stat().st_size}


def in_both_languages(problem: Problem) -> bool:
    thai = [problem.what("th"), problem.why("th"), problem.do("th")]
    english = [problem.what("en"), problem.why("en"), problem.do("en")]
    has_thai = all(any("\u0e00" <= letter <= "\u0e7f" for letter in text) for text in thai)
    return has_thai and all(english) and thai != english


def good_bmn(workspace: Workspace) -> tuple[Path, Path]:
    return (
        write(workspace, "good_households.csv", household_csv([household(1)])),
        write(workspace, "good_members.csv", member_csv([member(1)])),
    )


def refused(workspace: Workspace, register: str, *files: Path, edition: int = 2561) -> SamutError:
    """Import into a lake that holds something; it must end in an error and leave that as it was."""
    import_register(workspace, "bmn", good_bmn(workspace), edition=2561)
    before = lake_content(workspace)
    with pytest.raises(SamutError) as caught:
        import_register(workspace, register, files, edition=edition)
    assert lake_content(workspace) == before
    assert in_both_languages(caught.value.problem)
    return caught.value


def import_bmn(workspace: Workspace, households: str, members: str) -> ImportResult:
    files = [write(workspace, "h.csv", households), write(workspace, "m.csv", members)]
    return import_register(workspace, "bmn", files, edition=2561, today=TODAY)


def only_reasons(workspace: Workspace, register: str = "bmn") -> list[tuple[str, int, str, str]]:
    """(code, row, column, detail) of everything in quarantine."""
    found = []
    for row in Lake(workspace).quarantine(register, 2561):
        for reason in row.reasons:
            assert in_both_languages(reason)
            found.append((reason.code, row.row, reason.where.column, str(dict(reason.values)["detail"])))
    return found


# Files that are nothing to import


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 pid}", "RTF"),
        (b"<html><p>pid</p></html>", "HTML"),
        (b"pid,name\n\0\0\0\1", "binary"),
    ],
)
def test_wrong_file_type(workspace: Workspace, content: bytes, found: str) -> None:
    path = workspace.incoming / "register.xlsx"
    path.write_bytes(content)
    error = refused(workspace, "welfare-card", path)
    assert error.code == "IMPORT_003"
    assert found in error.problem.what("en")


def test_zip_that_is_no_workbook(workspace: Workspace) -> None:
    path = workspace.incoming / "register.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(workspace, "welfare-card", path).code == "IMPORT_003"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n"])
def test_empty_file(workspace: Workspace, content: bytes) -> None:
    path = workspace.incoming / "empty.csv"
    path.write_bytes(content)
    assert refused(workspace, "welfare-card", path).code == "IMPORT_001"


def test_header_only(workspace: Workspace) -> None:
    path = write(workspace, "header.csv", card_csv([]))
    assert refused(workspace, "welfare-card", path).code == "IMPORT_002"


def test_missing_column_is_named_with_the_nearest(workspace: Workspace) -> None:
    header = "pid,คำนำหน้า,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบลที่อยู่,ลงทะเบียน,ผ่านการตรวจสอบ"
    error = refused(workspace, "welfare-card", write(workspace, "card.csv", card_csv([card(1)], header)))
    assert error.code == "IMPORT_006"
    for language in ("th", "en"):
        assert "รหัสตำบล" in error.problem.what(language)
        assert "≈ รหัสตำบลที่อยู่" in error.problem.what(language)


def test_a_column_that_is_there_twice(workspace: Workspace) -> None:
    header = "pid,คำนำหน้า,ชื่อ,ชื่อ,วันเดือนปีเกิด,รหัสตำบล,ลงทะเบียน,ผ่านการตรวจสอบ"
    error = refused(workspace, "welfare-card", write(workspace, "card.csv", card_csv([card(1)], header)))
    assert error.code == "IMPORT_017"


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xfc\xfd"])
def test_wrong_encoding(workspace: Workspace, bad: bytes) -> None:
    path = workspace.incoming / "card.csv"
    path.write_bytes(card_csv([card(1)]).encode("cp874") + bad + b",x\n")
    error = refused(workspace, "welfare-card", path)
    assert error.code == "IMPORT_005"
    assert error.problem.where.row == 3


def test_utf_16_cut_short(workspace: Workspace) -> None:
    path = write(workspace, "card.csv", card_csv([card(1)]), "utf-16")
    path.write_bytes(path.read_bytes()[:-1])
    assert refused(workspace, "welfare-card", path).code == "IMPORT_005"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "IMPORT_004"),
        (b"<html><table><tr><td>pid</td></tr></table>", "IMPORT_002"),
    ],
)
def test_old_workbooks_that_are_broken_or_empty(workspace: Workspace, content: bytes, code: str) -> None:
    path = workspace.incoming / "register.xls"
    path.write_bytes(content)
    assert refused(workspace, "welfare-card", path).code == code


def test_quotation_mark_never_closed_in_a_short_file(workspace: Workspace) -> None:
    text = card_csv([card(1), card(2), card(3)]).replace("สมชาย", '"สมชาย', 1)
    error = refused(workspace, "welfare-card", write(workspace, "card.csv", text))
    assert (error.code, error.problem.where.row) == ("IMPORT_011", 2)


def xlsx_bytes() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(card_csv([card(1)]).splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return stream.getvalue()


def test_broken_workbook(workspace: Workspace) -> None:
    path = workspace.incoming / "card.xlsx"
    path.write_bytes(xlsx_bytes()[:2000])
    assert refused(workspace, "welfare-card", path).code == "IMPORT_004"


def test_workbook_with_a_damaged_sheet(workspace: Workspace) -> None:
    path = workspace.incoming / "card.xlsx"
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes())) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            content = whole.read(name)
            broken.writestr(name, content[:120] if name.endswith("sheet1.xml") else content)
    assert refused(workspace, "welfare-card", path).code in {"IMPORT_004", "IMPORT_001"}


def test_quotation_mark_never_closed(workspace: Workspace) -> None:
    rows = [card(place) for place in range(1, 4000)]
    text = card_csv(rows).replace("สมชาย", '"สมชาย', 1)
    assert refused(workspace, "welfare-card", write(workspace, "card.csv", text)).code == "IMPORT_011"


def test_file_not_found(workspace: Workspace) -> None:
    assert refused(workspace, "welfare-card", workspace.incoming / "no.csv").code == "IMPORT_007"


def test_no_file_named(workspace: Workspace) -> None:
    assert refused(workspace, "welfare-card").code == "IMPORT_018"


def test_unknown_register_offers_the_nearest(workspace: Workspace) -> None:
    error = refused(workspace, "welfare-cards", write(workspace, "card.csv", card_csv([card(1)])))
    assert error.code == "IMPORT_008"
    assert "welfare-card)" in error.problem.what("en")


def test_edition_without_a_profile(workspace: Workspace) -> None:
    path = write(workspace, "h.csv", household_csv([household(1)]))
    assert refused(workspace, "bmn", path, edition=2018).code == "IMPORT_010"


def test_households_without_their_member_file(workspace: Workspace) -> None:
    path = write(workspace, "h.csv", household_csv([household(1)]))
    assert refused(workspace, "bmn", path, edition=2562).code == "IMPORT_013"


# Rows that are wrong: they wait in quarantine, the others come in


@pytest.mark.parametrize(
    ("cells", "code", "column", "detail"),
    [
        ({"village_code": "99010101"}, "IMPORT_026", "village_code", "99010101"),
        ({"village_code": "220506"}, "IMPORT_026", "village_code", "220506"),
        ({"village_code": "สมหญิง"}, "IMPORT_026", "village_code", ""),
        ({"village_code": "22050701"}, "IMPORT_027", "village_code", "220507 → 221003"),
        ({"village_code": ""}, "IMPORT_021", "village_code", ""),
        ({"food_approved": "2"}, "IMPORT_029", "food_approved", ""),
        ({"food_approved": "yes"}, "IMPORT_029", "food_approved", ""),
        ({"person_6_up_exercise_count": "-1"}, "IMPORT_030", "person_6_up_exercise_count", ""),
        ({"person_6_up_exercise_count": "1.5"}, "IMPORT_030", "person_6_up_exercise_count", ""),
        ({"elderly_count": "1,500"}, "IMPORT_030", "elderly_count", ""),
        ({"smoker_count": "0"}, "IMPORT_030", "smoker_count", ""),
        ({"smoker_count": "99999999999999999999"}, "IMPORT_030", "smoker_count", ""),
        ({"income_year_baht": "-5"}, "IMPORT_033", "income_year_baht", ""),
        ({"income_year_baht": "9999999999"}, "IMPORT_033", "income_year_baht", ""),
        ({"happiness_score": "11"}, "IMPORT_034", "happiness_score", ""),
        ({"surveyed_on": "31/02/2561"}, "IMPORT_025", "surveyed_on", ""),
        ({"surveyed_on": "เมื่อวาน"}, "IMPORT_025", "surveyed_on", ""),
        ({"house_id": "9999/#"}, "IMPORT_035", "house_id", ""),
    ],
)
def test_household_row(
    workspace: Workspace, cells: dict[str, str], code: str, column: str, detail: str
) -> None:
    households = household_csv([household(1), household(2, **cells)])
    result = import_bmn(workspace, households, member_csv([member(1)]))
    assert (result.rows, result.accepted, result.quarantined) == (3, 2, 1)
    assert only_reasons(workspace) == [(code, 3, column, detail)]
    assert result.problems_by_code == {code: 1}


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"birth": "01/02/2570"}, "IMPORT_024", "birth"),
        ({"birth": "31/02/2520"}, "IMPORT_025", "birth"),
        ({"birth": "12/13/2520"}, "IMPORT_025", "birth"),
        ({"birth": "29/02/2501"}, "IMPORT_025", "birth"),
        ({"birth": "01/01/2300"}, "IMPORT_025", "birth"),
        ({"birth": "01/01/2420"}, "IMPORT_025", "birth"),
        ({"sex": "3"}, "IMPORT_031", "sex"),
        ({"member_no": ""}, "IMPORT_021", "member_no"),
        ({"can_help_self": "ได้"}, "IMPORT_029", "can_help_self"),
    ],
)
def test_member_row(workspace: Workspace, cells: dict[str, str], code: str, column: str) -> None:
    members = member_csv([member(1), member(1, 2, **cells)])
    result = import_bmn(workspace, household_csv([household(1)]), members)
    assert (result.rows, result.accepted, result.quarantined) == (3, 2, 1)
    assert only_reasons(workspace) == [(code, 3, column, "")]


def test_all_reasons_of_a_row_are_kept(workspace: Workspace) -> None:
    wrong = household(2, village_code="22050701", food_approved="x", income_year_baht="-1", latitude="712345")
    import_bmn(workspace, household_csv([household(1), wrong]), member_csv([member(1)]))
    assert [reason[0] for reason in only_reasons(workspace)] == [
        "IMPORT_027",
        "IMPORT_029",
        "IMPORT_033",
        "IMPORT_032",
    ]


def test_wrong_number_of_a_member_becomes_unknown_and_is_counted(workspace: Workspace) -> None:
    wrong = number(11)[:-1] + str((int(number(11)[-1]) + 1) % 10)
    result = import_bmn(workspace, household_csv([household(1)]), member_csv([member(1, person_key=wrong)]))
    assert (result.accepted, result.quarantined) == (2, 0)
    assert result.problems_by_code == {"IMPORT_023": 1}
    lake = Lake(workspace)
    with lake.connect() as connection:
        row = connection.execute(f"SELECT person_key FROM {lake.view('bmn', 'member', 2561)}").fetchone()
    assert row == (None,)


def test_wrong_number_in_a_register_of_persons_refuses_the_row(workspace: Workspace) -> None:
    wrong = ("3999900000000", *card(1)[1:])
    path = write(workspace, "card.csv", card_csv([card(1), wrong, ("", *card(1)[1:])]))
    result = import_register(workspace, "welfare-card", [path], edition=2561)
    assert (result.accepted, result.quarantined) == (1, 2)
    assert [reason[:3] for reason in only_reasons(workspace, "welfare-card")] == [
        ("IMPORT_022", 3, "person_key"),
        ("IMPORT_021", 4, "person_key"),
    ]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"latitude": "1412345.5"}, {"IMPORT_032": 1}),
        ({"latitude": "0"}, {"IMPORT_032": 1}),
        ({"longitude": "12.7"}, {"CHECK_062": 1}),
        ({"latitude": "102.2", "longitude": "12.75"}, {"CHECK_062": 2}),
    ],
)
def test_positions_that_are_no_degrees_become_unknown(
    workspace: Workspace, cells: dict[str, str], found: dict[str, int]
) -> None:
    result = import_bmn(workspace, household_csv([household(1, **cells)]), member_csv([member(1)]))
    assert (result.accepted, result.quarantined) == (2, 0)
    assert result.problems_by_code == found
    assert all(in_both_languages(Problem(code)) for code in found)
    lake = Lake(workspace)
    with lake.connect() as connection:
        query = f"SELECT {next(iter(cells))} FROM {lake.view('bmn', 'household', 2561)}"
        assert connection.execute(query).fetchone() == (None,)


def test_household_without_members(workspace: Workspace) -> None:
    result = import_bmn(workspace, household_csv([household(1), household(2)]), member_csv([member(1)]))
    assert result.quarantined == 1
    assert only_reasons(workspace) == [("IMPORT_041", 3, "house_id", "")]


def test_member_without_household(workspace: Workspace) -> None:
    result = import_bmn(workspace, household_csv([household(1)]), member_csv([member(1), member(2)]))
    assert result.quarantined == 1
    assert only_reasons(workspace) == [("IMPORT_042", 3, "house_id", "")]


def test_a_refused_household_takes_its_members_along(workspace: Workspace) -> None:
    households = household_csv([household(1), household(2, village_code="99999999")])
    import_bmn(workspace, households, member_csv([member(1), member(2), member(2, 2)]))
    assert sorted(reason[0] for reason in only_reasons(workspace)) == [
        "IMPORT_026",
        "IMPORT_043",
        "IMPORT_043",
    ]


def test_the_members_come_in_when_their_household_is_mended(workspace: Workspace) -> None:
    members = member_csv([member(1), member(2), member(2, 2), member(3, birth="01/01/2600"), member(3, 2)])
    broken = [household(1), household(2, village_code="99999999"), household(3)]
    first = import_bmn(workspace, household_csv(broken), members)
    assert (first.accepted, first.quarantined) == (4, 4)
    mended = import_bmn(workspace, household_csv([household(1), household(2), household(3)]), members)
    assert (mended.rows, mended.accepted, mended.quarantined, mended.duplicates) == (8, 3, 0, 5)
    again = import_bmn(workspace, household_csv([household(1), household(2), household(3)]), members)
    assert (again.accepted, again.quarantined, again.already_in) == (0, 0, True)


def test_the_household_comes_in_when_its_members_arrive(workspace: Workspace) -> None:
    households = household_csv([household(1), household(2)])
    first = import_bmn(workspace, households, member_csv([member(1)]))
    assert (first.accepted, first.quarantined) == (2, 1)
    whole = import_bmn(workspace, households, member_csv([member(1), member(2)]))
    assert (whole.rows, whole.accepted, whole.quarantined, whole.duplicates) == (4, 2, 0, 2)


def test_an_old_file_beside_a_new_one_brings_nothing_old_back(workspace: Workspace) -> None:
    households, old = household_csv([household(1)]), member_csv([member(1, first_name="เดิม")])
    import_bmn(workspace, households, old)
    import_bmn(workspace, households, member_csv([member(1, first_name="ใหม่")]))
    late = import_bmn(workspace, household_csv([household(1, house_no="9")]), old)
    assert (late.accepted, late.quarantined, late.duplicates) == (1, 0, 1)


def test_a_household_whose_members_are_all_refused(workspace: Workspace) -> None:
    members = member_csv([member(1), member(2, birth="01/01/2600"), member(1, 2, birth="01/01/2600")])
    result = import_bmn(workspace, household_csv([household(1), household(2)]), members)
    assert (result.accepted, result.quarantined) == (2, 3)
    assert sorted(reason[0] for reason in only_reasons(workspace)) == [
        "IMPORT_024",
        "IMPORT_024",
        "IMPORT_044",
    ]


def test_members_of_a_household_already_in_the_lake_count(workspace: Workspace) -> None:
    import_bmn(workspace, household_csv([household(1)]), member_csv([member(1)]))
    newborn = write(workspace, "newborn.csv", member_csv([member(1, 2)]))
    result = import_register(workspace, "bmn", [newborn], edition=2561, today=TODAY)
    assert (result.accepted, result.quarantined) == (1, 0)


def test_ragged_rows(workspace: Workspace) -> None:
    text = card_csv([card(1), (*card(2), "เกิน"), card(3)[:-1], (*card(4), "", "")])
    result = import_register(workspace, "welfare-card", [write(workspace, "c.csv", text)], edition=2561)
    assert (result.accepted, result.quarantined) == (2, 2)
    assert {(code, row) for code, row, _, _ in only_reasons(workspace, "welfare-card")} == {
        ("IMPORT_020", 3),
        ("IMPORT_020", 4),
    }


def test_same_key_with_other_content_in_one_file_keeps_the_first(workspace: Workspace) -> None:
    text = card_csv([card(1), card(1, validated="0"), card(1)])
    result = import_register(workspace, "welfare-card", [write(workspace, "c.csv", text)], edition=2561)
    assert (result.accepted, result.quarantined, result.duplicates) == (1, 1, 1)
    assert only_reasons(workspace, "welfare-card") == [("IMPORT_040", 3, "person_key", "")]
    lake = Lake(workspace)
    with lake.connect() as connection:
        query = f"SELECT card_validated FROM {lake.view('welfare-card', 'person', 2561)}"
        assert connection.execute(query).fetchall() == [(True,)]


def test_village_must_be_in_the_village_register_of_its_tambon(workspace: Workspace) -> None:
    villages = f"mcode,mname\n{VILLAGE},บ้านฉมัน\n"
    import_register(workspace, "villages", [write(workspace, "v.csv", villages)], edition=2561)
    households = [household(1), household(2, village_code="22050699"), household(3, village_code="22050101")]
    result = import_bmn(workspace, household_csv(households), member_csv([member(1), member(3)]))
    assert result.accepted == 4  # the register says nothing about the villages of another tambon
    assert only_reasons(workspace) == [("IMPORT_028", 3, "village_code", "22050699")]


def test_every_entry_of_the_family_is_in_both_languages() -> None:
    for code, entry in CATALOGUE.items():
        if code.startswith(("IMPORT_", "WORK_")):
            for text in (entry.what, entry.why, entry.do):
                assert text.en and text.th and text.en != text.th, code


def test_quarantined_text_is_the_row_as_it_stood(workspace: Workspace) -> None:
    text = card_csv([card(1), card(2, tambon="220507")])
    path = write(workspace, "card.csv", text, "cp874")
    import_register(workspace, "welfare-card", [path], edition=2561)
    lake = Lake(workspace)
    (row,) = lake.quarantine("welfare-card", 2561)
    assert (row.file, row.row) == ("card.csv", 3)
    assert lake.keys.unseal(row.sealed_text) == text.splitlines()[2]
    stored = b"".join(lake_content(workspace).values())
    for clear in (number(1), number(2), "สมชาย", "ทดสอบ"):
        assert clear.encode() not in stored
