"""`samut profile` as it is typed: guesses, the register that fits, a first profile, the next step."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from register_files import card, card_csv, number, write
from samut.cli import main, screen
from samut.engine.registers.profile import OWN_PROFILES, load_profile
from samut.engine.workspace import Workspace, create_workspace

PEOPLE = 6


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=2561)


@pytest.fixture
def helped(office: Workspace) -> Path:
    """A list no profile knows: who was helped with what."""
    rows = [f"{number(place)},นายสมชาย,ใจดี{place},ถุงยังชีพ,1000" for place in range(PEOPLE)]
    return write(office, "helped.csv", "\n".join(["เลขบัตร ปชช.,ผู้รับ,สกุล,ประเภทความช่วยเหลือ,มูลค่า (บาท)", *rows]))


def asked(office: Workspace, command: str, *options: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(
        main,
        [command, "--workspace", str(office.root), *map(str, options)],
        catch_exceptions=False,
    )
    return done.exit_code, done.output


@pytest.mark.parametrize("width", [200, 80])
def test_the_guesses_are_shown_and_nothing_is_written(
    office: Workspace, helped: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(screen.console, "_width", width)
    before = files_of(office)
    code, output = asked(office, "profile", helped)
    assert code == 0
    for shown in ("เลขบัตร ปชช.", "person_key", "13-digit number", "ปิดผนึก", "•••", "--register helped"):
        assert shown in output
    assert not any(each in output for each in ("ใจดี0", "นายสมชาย", number(0)))
    assert files_of(office) == before


def files_of(office: Workspace) -> dict[str, bytes]:
    """What lies in the workspace, apart from the folder that unfinished work leaves empty."""
    files = [each for each in office.root.rglob("*") if each.is_file() and "unfinished" not in each.parts]
    return {str(each): each.read_bytes() for each in files}


def test_a_named_register_gets_a_profile_of_the_workspace_and_is_imported_with_it(
    office: Workspace, helped: Path
) -> None:
    code, output = asked(office, "profile", helped, "--register", "helped", "--label", "ผู้ได้รับความช่วยเหลือ")
    assert code == 0
    profile = load_profile(office.root / OWN_PROFILES / "helped.toml")
    assert (profile.register, profile.label.th) == ("helped", "ผู้ได้รับความช่วยเหลือ")
    assert f"samut --workspace {office.root} import helped {helped} --preview" in output.replace("\n", "")
    code, output = asked(office, "import", "helped", helped)
    assert code == 0
    assert f"{PEOPLE}" in output
    # What is known now fits wholly the next time.
    assert "helped (person): 5" in asked(office, "profile", helped)[1]


def test_a_profile_elsewhere_is_named_in_the_next_command(
    office: Workspace, helped: Path, tmp_path: Path
) -> None:
    out = tmp_path / "mine.toml"
    code, output = asked(office, "profile", helped, "--out", out, "--from", "2561", "--to", "2563")
    assert code == 0
    profile = load_profile(out)
    assert (profile.register, profile.from_edition, profile.to_edition) == ("helped", 2561, 2563)
    assert (
        f"samut --workspace {office.root} import helped {helped} --profile {out} --preview"
        in output.replace("\n", "")
    )
    assert asked(office, "import", "helped", helped, "--profile", out)[0] == 0


def test_a_profile_that_is_there_is_not_written_over(office: Workspace, helped: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.toml"
    out.write_text("corrected by hand")
    code, output = asked(office, "profile", helped, "--out", out)
    assert (code, out.read_text()) == (1, "corrected by hand")
    assert "PROFILE_003" in output
    assert asked(office, "profile", helped, "--out", out, "--force")[0] == 0
    assert load_profile(out).register == "helped"


def test_a_file_of_a_known_register_needs_no_profile(office: Workspace) -> None:
    path = write(office, "cards.csv", card_csv([card(1), card(2)]))
    code, output = asked(office, "profile", path)
    assert code == 0
    assert (
        f"samut --workspace {office.root} import welfare-card {path} --profile welfare-card --preview"
        in output.replace("\n", "")
    )


def test_a_key_may_be_named(office: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "mine.toml"
    path = write(office, "events.csv", "ตำบล,ครั้ง,ผู้เข้าร่วม\nฉมัน,ก,5\nฉมัน,ก,5\nมะขาม,ข,3\n")
    refused = asked(office, "profile", path, "--out", out)
    assert (refused[0], "PROFILE_002" in refused[1]) == (1, True)
    assert "--key" in refused[1]
    unknown = asked(office, "profile", path, "--out", out, "--key", "ตำบน")
    assert (unknown[0], "PROFILE_004" in unknown[1], "ตำบล" in unknown[1]) == (1, True, True)
    sealed = asked(office, "profile", path, "--out", out, "--key", "ครั้ง")
    assert (sealed[0], "PROFILE_005" in sealed[1]) == (1, True)
    assert asked(office, "profile", path, "--out", out, "--key", "ตำบล", "--key", "ผู้เข้าร่วม")[0] == 0
    assert load_profile(out).tables[0].key == ("tambon_name", "column_3")


@pytest.mark.parametrize("name", ["ชาวนา", "../evil", "A b", ""])
def test_a_register_is_called_so_that_a_folder_can_be(office: Workspace, helped: Path, name: str) -> None:
    code, output = asked(office, "profile", helped, "--register", name)
    assert (code, "PROFILE_006" in output) == (1, True)
    assert not (office.root / OWN_PROFILES).exists()


def test_what_cannot_be_read_is_told(office: Workspace, tmp_path: Path) -> None:
    assert "IMPORT_007" in asked(office, "profile", tmp_path / "none.csv")[1]
    assert (
        "PROFILE_001"
        in asked(office, "profile", write(office, "x.csv", f"{number(1)},ก\n{number(2)},ข\n"))[1]
    )
