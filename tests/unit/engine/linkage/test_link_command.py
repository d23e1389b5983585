"""`samut link`: a line for each register, a dash where there is none."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from register_files import card, card_csv, household, household_csv, member, member_csv, write
from samut.cli import main
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace


def office(tmp_path: Path) -> Workspace:
    return create_workspace(
        tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=2561, registers=[]
    )


def test_each_register_has_its_line(tmp_path: Path) -> None:
    workspace = office(tmp_path)
    files = [
        write(workspace, "h.csv", household_csv([household(1)])),
        write(workspace, "m.csv", member_csv([member(1, 1), member(1, 2)])),
    ]
    import_register(workspace, "bmn", files, edition=2561)
    cards = write(workspace, "card.csv", card_csv([card(11), card(999)]))
    import_register(workspace, "welfare-card", [cards], edition=2561)
    for said in ("", "done before"):
        done = CliRunner().invoke(main, ["--workspace", str(workspace.root), "link"])
        assert done.exit_code == 0, done.output
        persons, households = done.output.split("ครัวเรือน · households")
        lines = {line.split("│")[1].strip(): line for line in persons.splitlines() if "│" in line}
        in_it = {line.split("│")[1].strip(): line for line in households.splitlines() if "│" in line}
        assert [cell.strip() for cell in in_it["welfare-card"].split("│")[2:5]] == ["1", "0", "0"]
        assert [cell.strip() for cell in lines["welfare-card"].split("│")[2:7]] == ["1", "0", "0", "0", "1"]
        assert "—" in lines["disability"]
        assert "0" not in lines["disability"]
        assert said in done.output


def test_without_a_census_it_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--workspace", str(office(tmp_path).root), "link"])
    assert done.exit_code == 1
    assert "WORK_015" in done.output
