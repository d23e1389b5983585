"""Refused rows go back to the office as its own spreadsheet; mended and sent again, only they enter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import samut.cli.quarantine as quarantine_command
from register_files import card, card_csv, write
from samut.cli import main
from samut.engine.lake import Lake
from samut.engine.registers.importing import import_register
from samut.engine.registers.returning import returned_files
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError

EDITION = 2561


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)


def sent(office: Workspace) -> None:
    """Four cards: one of an unknown tambon and born in the future, one answering 9, two sound."""
    far = list(card(2, tambon="229901"))
    far[4] = "15/08/2661"
    text = card_csv([card(1), tuple(far), card(3, registered="9"), card(4)])
    result = import_register(office, "welfare-card", [write(office, "card.csv", text)], edition=EDITION)
    assert (result.accepted, result.quarantined) == (2, 2)


def asked(office: Workspace, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        main,
        ["quarantine", "welfare-card", "--workspace", str(office.root), *options],
        catch_exceptions=False,
    )
    return done.exit_code, done.output


def test_only_the_mended_rows_enter(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[tuple[str, str]] = []
    monkeypatch.setattr(
        quarantine_command,
        "log_look",
        lambda workspace, household, area, purpose: looks.append((area, purpose)),
    )
    sent(office)
    out = tmp_path / "back.xlsx"
    assert asked(office, "--out", str(out), "--purpose", "check")[0] == 0
    assert looks == [("22", "check")]
    book = load_workbook(out)
    page = book.worksheets[0]
    assert [page.cell(1, place).value for place in (1, 6)] == ["pid", "รหัสตำบล"]
    assert str(page.cell(1, 9).value).startswith("เหตุผลที่ยังไม่รับ")
    assert [page.cell(row, 10).value for row in (2, 3)] == [3, 4]
    wrong = {
        (row, place)
        for row in (2, 3)
        for place in range(1, 9)
        if page.cell(row, place).fill.fill_type == "solid"
    }
    # Born in the future, of no tambon there is; neither yes nor no.
    assert wrong == {(2, 5), (2, 6), (3, 7)}
    assert all(page.cell(row, place).comment is not None for row, place in wrong)
    said = str(page.cell(2, 9).value)
    assert "IMPORT_026" in said and "IMPORT_024" in said
    page.cell(3, 7).value = "1"
    book.save(tmp_path / "mended.xlsx")
    again = import_register(office, "welfare-card", [tmp_path / "mended.xlsx"], edition=EDITION)
    assert (again.rows, again.accepted, again.quarantined) == (2, 1, 1)
    with Lake(office).read() as connection:
        view = Lake(office).view("welfare-card", "person", EDITION)
        assert connection.execute(f"SELECT count(*) FROM {view}").fetchone() == (3,)


def test_a_purpose_is_needed_before_anything_is_written(office: Workspace, tmp_path: Path) -> None:
    sent(office)
    out = tmp_path / "back.xlsx"
    code, _ = asked(office, "--out", str(out))
    assert code == 1 and not out.exists()


def test_nothing_in_quarantine_says_so(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine_command, "log_look", lambda *told: None)
    path = write(office, "card.csv", card_csv([card(1)]))
    import_register(office, "welfare-card", [path], edition=EDITION)
    out = tmp_path / "back.xlsx"
    assert asked(office, "--out", str(out), "--purpose", "check")[0] == 1
    assert not out.exists()


def test_rows_kept_without_their_header_are_not_said_to_be_gone(office: Workspace) -> None:
    sent(office)
    (snapshot,) = Lake(office).snapshots("welfare-card", EDITION)
    path = snapshot.path / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for file in manifest["files"]:
        del file["header"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(SamutError) as told:
        returned_files(Lake(office), "welfare-card", EDITION)
    assert told.value.code == "IMPORT_050"


def test_a_folder_that_is_not_there_is_told(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine_command, "log_look", lambda *told: None)
    sent(office)
    code, said = asked(office, "--out", str(office.root / "no" / "back.xlsx"), "--purpose", "check")
    assert code == 1 and "WORK_004" in said
