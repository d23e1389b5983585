"""The commands as a person at a terminal meets them: what is printed, and the exit codes."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samut.cli import main
from samut.engine.lake import Lake
from samut.engine.workspace import create_workspace, open_workspace
from samut.rules import thai_id

HEADER = "pid,คำนำหน้า,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล,ลงทะเบียน,ผ่านการตรวจสอบ"


def number(serial: int) -> str:
    twelve = f"1{thai_id.TEST_OFFICE}{serial:07d}"
    return twelve + str(thai_id.check_digit(twelve))


def card(pid: str, tambon: str = "220506") -> str:
    return f"{pid},นาง,ทดสอบ,สมมติ,01/01/2510,{tambon},1,1"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return create_workspace(
        tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=2561, registers=[]
    ).root


def samut(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_clean_file_ends_with_0_and_again_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    file.write_text("\n".join([HEADER, card(number(1)), card(number(2))]), encoding="utf-8")
    first = samut("--workspace", workspace, "import", "welfare-card", file)
    assert first.exit_code == 0, first.output
    assert "2 rows = 2 accepted + 0 quarantined + 0 duplicates" in first.output
    before = Lake(open_workspace(workspace)).snapshots("welfare-card", 2561)
    again = samut("--workspace", workspace, "import", "welfare-card", file)
    assert again.exit_code == 0
    assert "2 rows = 0 accepted + 0 quarantined + 2 duplicates" in again.output
    assert Lake(open_workspace(workspace)).snapshots("welfare-card", 2561) == before


def test_quarantined_rows_end_with_exit_code_3_and_say_where_and_why(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    rows = [HEADER, card(number(1)), card(number(2), tambon="999999"), card("1999900000000")]
    file.write_text("\n".join(rows), encoding="utf-8")
    done = samut("--workspace", workspace, "import", "welfare-card", file)
    assert done.exit_code == 3
    assert "3 rows = 1 accepted + 2 quarantined + 0 duplicates" in done.output
    assert "cards.csv แถว/row 3: IMPORT_026" in done.output
    assert "cards.csv แถว/row 4: IMPORT_022" in done.output
    assert "ไม่รู้จักรหัสพื้นที่" in done.output and "is not known" in done.output
    # Where and why, never who.
    assert "สมมติ" not in done.output and number(2) not in done.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import", "welfare-cards", "x.csv"], "IMPORT_008"),
        (["import", "welfare-card", "nowhere.csv"], "IMPORT_007"),
        (["synth", "province", "99"], "SYNTH_001"),
    ],
)
def test_a_refusal_speaks_both_languages(workspace: Path, arguments: list[str], code: str) -> None:
    done = samut("--workspace", workspace, *arguments)
    assert done.exit_code == 1
    thai, english = (line for line in done.stderr.splitlines() if line.startswith(code))
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in thai)
    assert not any("\u0e00" <= letter <= "\u0e7f" for letter in english)


def test_without_a_workspace_the_way_to_one_is_told(tmp_path: Path) -> None:
    done = samut("--workspace", tmp_path / "none", "doctor")
    assert done.exit_code == 1 and "WORK_001" in done.stderr and "samut init" in done.stderr


def test_init_makes_a_workspace_the_doctor_finds_whole(tmp_path: Path) -> None:
    made = samut("init", tmp_path / "new", "--province", "22", "--edition", "2561")
    assert made.exit_code == 0
    done = samut("--workspace", tmp_path / "new", "doctor")
    assert done.exit_code == 0, done.output
    assert samut("init", tmp_path / "new", "--province", "22", "--edition", "2561").exit_code == 1


def test_a_taken_port_is_said_before_any_work(workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = samut("--workspace", workspace, "run", "--serve", "--port", port)
    assert done.exit_code == 1
    assert "WORK_020" in done.stderr and f"PORT={port + 1}" in done.stderr
    assert "done" not in done.output


def test_the_workspace_may_be_named_before_or_after_the_command(workspace: Path) -> None:
    assert (
        samut("--workspace", workspace, "doctor").output == samut("doctor", "--workspace", workspace).output
    )
    assert samut("doctor", "--workspace", workspace / "none").exit_code == 1
