"""Workspaces, their keys, and what the doctor says about them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from register_files import card, card_csv, number, write
from samut.engine import doctor
from samut.engine.lake import UNFINISHED, Lake
from samut.engine.registers.importing import import_register
from samut.engine.seal import open_keys
from samut.engine.workspace import RegisterFile, Workspace, create_workspace, open_workspace
from samut.rules.errors import SamutError


def test_what_is_created_is_what_is_opened(tmp_path: Path) -> None:
    registers = [RegisterFile("bmn", 2561, ("incoming/h.csv", 'incoming/"m".csv'))]
    made = create_workspace(
        tmp_path / "w", name='อำเภอ "มะขาม"', demo=False, province="22", edition=2561, registers=registers
    )
    config = open_workspace(made.root).config
    assert config.registers == tuple(registers)
    assert (config.name, config.demo, config.province, config.measure) == (
        'อำเภอ "มะขาม"',
        False,
        "22",
        "tpmap-2561",
    )
    with pytest.raises(SamutError) as caught:
        create_workspace(tmp_path / "w", name="", demo=True, province="22", edition=1, registers=[])
    assert caught.value.code == "WORK_003"


def test_nearest_workspace_upwards_then_demo(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = workspace.incoming / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert open_workspace().root == workspace.root
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SamutError) as caught:
        open_workspace()
    assert caught.value.code == "WORK_001"
    demo = create_workspace(tmp_path / "demo", name="", demo=True, province="22", edition=2561, registers=[])
    assert open_workspace().root == demo.root


@pytest.mark.parametrize("text", ["[workspace", "", '[workspace]\nname = "x"\n', "workspace = 3\n"])
def test_samut_toml_that_says_nothing_sensible(workspace: Workspace, text: str) -> None:
    (workspace.root / "samut.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SamutError) as caught:
        open_workspace(workspace.root)
    assert caught.value.code == "WORK_002"


def test_keys_are_their_owners_alone(workspace: Workspace) -> None:
    keys = open_keys(workspace)
    assert stat.S_IMODE(workspace.keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((workspace.keys / "lake.key").stat().st_mode) == 0o600
    assert open_keys(workspace).blind_index(number(1)) == keys.blind_index(number(1))
    assert len(keys.blind_index(number(1))) == 32
    sealed = keys.seal("นางสมหญิง")
    assert keys.unseal(sealed) == "นางสมหญิง"
    assert keys.seal("นางสมหญิง") != sealed
    assert keys.unseal_many([*keys.seal_many(["ก", ""]), None]) == ["ก", "", None]
    for damaged in (sealed[:-1], b"", b"\x02" + sealed[1:]):
        with pytest.raises(SamutError) as caught:
            keys.unseal(damaged)
        assert caught.value.code == "WORK_007"


def test_another_workspace_has_another_index(workspace: Workspace, tmp_path: Path) -> None:
    other = create_workspace(tmp_path / "o", name="", demo=True, province="22", edition=2561, registers=[])
    assert open_keys(workspace).blind_index(number(1)) != open_keys(other).blind_index(number(1))


def test_a_lost_key_is_never_replaced(workspace: Workspace) -> None:
    path = write(workspace, "card.csv", card_csv([card(1)]))
    import_register(workspace, "welfare-card", [path], edition=2561)
    (workspace.keys / "lake.key").unlink()
    with pytest.raises(SamutError) as caught:
        open_keys(workspace)
    assert caught.value.code == "WORK_006"
    assert not (workspace.keys / "lake.key").exists()
    (workspace.keys / "lake.key").write_bytes(b"short")
    assert {each.name: each.ok for each in doctor.examine(workspace)}["keys"] is False


def test_doctor_finds_nothing_wrong(workspace: Workspace) -> None:
    path = write(workspace, "card.csv", card_csv([card(1)]))
    import_register(workspace, "welfare-card", [path], edition=2561)
    findings = doctor.examine(workspace)
    assert [each.name for each in findings] == ["python", "sqlite", "leftovers", "disk", "keys", "lake"]
    assert all(each.ok for each in findings)
    assert all(each.text.th and each.text.en for each in findings)


def test_doctor_on_an_old_sqlite_says_which_journal_is_safe() -> None:
    old = doctor.sqlite_version((3, 40, 1))
    assert old.problem is not None
    assert old.problem.code == "WORK_010"
    assert "3.40.1" in old.text.th and "3.51.3" in old.text.th
    assert "TRUNCATE" in old.text.en
    assert (doctor.journal_mode((3, 40, 1)), doctor.journal_mode((3, 51, 3))) == ("TRUNCATE", "WAL")
    assert doctor.sqlite_version((3, 51, 3)).problem is None


def test_doctor_on_the_wrong_python() -> None:
    assert not doctor.python_version((3, 10, 4)).ok
    assert not doctor.python_version((3, 14, 0)).ok
    assert doctor.python_version((3, 13, 9)).ok


def test_doctor_sees_open_keys_leftovers_and_damage(workspace: Workspace) -> None:
    path = write(workspace, "card.csv", card_csv([card(1)]))
    import_register(workspace, "welfare-card", [path], edition=2561)
    (workspace.keys / "lake.key").chmod(0o644)
    (workspace.lake / UNFINISHED / "tmpabc").mkdir()
    (snapshot,) = Lake(workspace).snapshots("welfare-card", 2561)
    (workspace.lake / UNFINISHED / "tmpabc").mkdir(exist_ok=True)
    (snapshot.path / "person.parquet").unlink()
    found = {each.name: each for each in doctor.examine(workspace)}
    codes = {name: each.problem.code for name, each in found.items() if each.problem}
    assert codes["keys"] == "WORK_013"
    assert codes["leftovers"] == "WORK_014"
    assert codes["lake"] == "WORK_009"
    assert not found["lake"].ok
    assert found["leftovers"].ok
