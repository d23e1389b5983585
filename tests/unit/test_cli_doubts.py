"""What is doubtful in rows that were taken in is told by file and row, and as a file to work through."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from register_files import household, household_csv, member, member_csv, number, write
from samut.cli import main
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace

EDITION = 2561


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)


def sent(office: Workspace, households: list[dict[str, str]], members: list[dict[str, str]]) -> None:
    files = [
        write(office, "h.csv", household_csv(households)),
        write(office, "m.csv", member_csv(members)),
    ]
    import_register(office, "bmn", files, edition=EDITION)


def asked(office: Workspace, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        main, ["doubts", "bmn", "--workspace", str(office.root), *options], catch_exceptions=False
    )
    return done.exit_code, done.output


def test_doubts_are_listed_by_file_row_and_column_and_name_nobody(office: Workspace, tmp_path: Path) -> None:
    away = household(2, latitude="18.79", longitude="98.98")
    wrong = number(99)[:-1] + str((int(number(99)[-1]) + 1) % 10)
    members = [member(1), member(1, 2), member(2, person_key=wrong, first_name="ชื่อลับ")]
    sent(office, [household(1), away], members)
    code, told = asked(office)
    assert code == 0
    for line in (
        "CHECK_044 × 1",
        "CHECK_044  m.csv แถว/row 3 relation",
        "CHECK_061  h.csv แถว/row 3 latitude",
    ):
        assert line in told
    out = tmp_path / "list.csv"
    assert asked(office, "--out", str(out))[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[:4] for line in lines[1:]] == [
        ["h.csv", "3", "latitude", "CHECK_061"],
        ["m.csv", "3", "relation", "CHECK_044"],
        ["m.csv", "4", "person_key", "IMPORT_023"],
    ]
    assert "500" in lines[1][4] and "Ask the household" in lines[2][7]
    text = out.read_text("utf-8-sig")
    assert wrong not in text and "ชื่อลับ" not in text and "ชื่อลับ" not in told


def test_nothing_doubtful_and_nothing_there(office: Workspace, tmp_path: Path) -> None:
    code, told = asked(office)
    assert code == 1 and "WORK_015" in told
    sent(office, [household(1)], [member(1)])
    assert asked(office) == (0, "ไม่มีข้อสังเกต · nothing is doubtful\n")
    sent(office, [household(2)], [member(2, relation="3")])
    code, told = asked(office, "--out", str(tmp_path / "no" / "list.csv"))
    assert code == 1 and "CHECK_043 × 1" in told and "WORK_004" in told
