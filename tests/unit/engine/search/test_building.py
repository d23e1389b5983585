"""The index of the small world: built from the lake, found again, built anew when the census changes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from samut.cli import main
from samut.engine.lake import Lake
from samut.engine.registers.importing import import_register
from samut.engine.search import Kind, build, find, opened_index, question
from samut.engine.search.opening import forget
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import load_link_policy
from web_world import EDITION, PROVINCE, house, houses, write_registers

TITLES = load_link_policy().titles
SCOPE = ((PROVINCE, f"{PROVINCE}:"),)


def nothing(done: int, total: int | None, label: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "w", name="ทดสอบ", demo=True, province=PROVINCE, edition=EDITION)
    files = write_registers(made.incoming, houses())
    for register in ("villages", "bmn"):
        import_register(made, register, files[register], edition=EDITION)
    forget()
    return made


def ask(workspace: Workspace, typed: str) -> list[tuple[str, str]]:
    opened = opened_index(workspace, EDITION)
    assert opened.index is not None
    found = find(opened.index, opened.keys, SCOPE, question(typed, TITLES))
    return [(each.name, each.house_no) for each in found.hits]


def test_every_member_and_house_is_in_it(workspace: Workspace) -> None:
    built = build(workspace, EDITION, nothing)
    assert built.households == len(houses())
    assert built.persons == sum(each.members for each in houses())
    first = house("2/2")
    assert ask(workspace, first.number(3)) == [(f"นายสมมติ3 {first.surname}", "2/2")]
    assert ask(workspace, "2/2")[0] == ("", "2/2")
    # Surnames of the small world differ by digits alone, which are no letters of a name.
    assert "2/2" in {each[1] for each in ask(workspace, f"สมมติ {first.surname}")}


def test_a_second_build_does_nothing(workspace: Workspace) -> None:
    once = build(workspace, EDITION, nothing)
    again = build(workspace, EDITION, nothing)
    assert (again.index_id, again.done_before) == (once.index_id, True)
    assert again.persons == once.persons


def test_no_name_is_on_disk(workspace: Workspace) -> None:
    built = build(workspace, EDITION, nothing)
    for path in built.folder.iterdir():
        content = path.read_bytes()
        assert "สมมติ".encode() not in content
        assert house("2/2").number(1).encode() not in content
    assert not (workspace.lake / "unfinished").exists() or not list(
        (workspace.lake / "unfinished").glob("*/*")
    )


def test_a_newer_census_asks_for_a_newer_index_and_the_old_one_serves_until_then(
    workspace: Workspace,
) -> None:
    old = build(workspace, EDITION, nothing)
    assert opened_index(workspace, EDITION).current
    newer = write_registers(workspace.incoming, [*houses(), *houses("8/8 22050603 2 900000")])
    import_register(workspace, "bmn", newer["bmn"], edition=EDITION)
    stale = opened_index(workspace, EDITION)
    assert stale.index is not None and not stale.current
    assert ask(workspace, "8/8") == []
    built = build(workspace, EDITION, nothing)
    assert built.index_id != old.index_id
    assert not old.folder.exists()
    assert ask(workspace, "8/8") == [("", "8/8")]


def test_without_an_index_or_with_a_damaged_one_there_is_none(workspace: Workspace) -> None:
    assert opened_index(workspace, EDITION).index is None
    built = build(workspace, EDITION, nothing)
    (built.folder / "index.sealed").write_bytes(b"nothing")
    assert opened_index(workspace, EDITION).index is None
    assert not build(workspace, EDITION, nothing).done_before
    assert opened_index(workspace, EDITION).current


def test_a_build_that_is_stopped_leaves_nothing(workspace: Workspace) -> None:
    def stop(done: int, total: int | None, label: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(workspace, EDITION, stop)
    assert opened_index(workspace, EDITION).index is None
    assert not list((workspace.lake / "search").glob("*/*")) if (workspace.lake / "search").exists() else True


def test_without_a_census_there_is_nothing_to_search(workspace: Workspace) -> None:
    with pytest.raises(SamutError) as problem:
        build(workspace, EDITION + 1, nothing)
    assert problem.value.problem.code == "SEARCH_001"


def test_telephones_come_from_lists_that_tell_them(workspace: Workspace) -> None:
    """The census has none; a list of persons with 13-digit numbers has one of a member."""
    build(workspace, EDITION, nothing)
    opened = opened_index(workspace, EDITION)
    assert opened.index is not None
    asked = question("081-234-5678", TITLES)
    unknown = find(opened.index, opened.keys, SCOPE, asked)
    assert (unknown.kind, unknown.hits, unknown.telephones_known) == (Kind.PHONE, (), False)

    member = house("2/3")
    rows = [
        {
            "pid": member.number(2),
            "ชื่อ": "สมมติ2",
            "นามสกุล": member.surname,
            "เบอร์โทร": "๐๘๑ ๒๓๔ ๕๖๗๘, 039123456",
        },
        {"pid": "1101700230708", "ชื่อ": "คนอื่น", "นามสกุล": "ที่อื่น", "เบอร์โทร": "089 999 9999"},
    ]
    path = workspace.incoming / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    import_register(workspace, "person-list", [path], edition=EDITION)
    assert not opened_index(workspace, EDITION).current
    built = build(workspace, EDITION, nothing)
    assert built.telephones == 2
    assert json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))["has_phones"] is True
    assert ask(workspace, "0812345678") == [(f"นางสมมติ2 {member.surname}", "2/3")]
    assert ask(workspace, "039-123456") == [(f"นางสมมติ2 {member.surname}", "2/3")]
    assert ask(workspace, "0899999999") == []
    assert b"0812345678" not in (built.folder / "index.sealed").read_bytes()
    assert Lake(workspace).keys.blind_index("phone:0812345678") != Lake(workspace).keys.blind_index(
        "0812345678"
    )


def test_the_command_builds_it_and_says_what_is_in_it(workspace: Workspace) -> None:
    command = ["search", "build", "--workspace", str(workspace.root)]
    first, second = (CliRunner().invoke(main, command, catch_exceptions=False) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"{sum(each.members for each in houses())} persons in {len(houses())} houses" in first.output
    assert "done before" in second.output
    lacking = CliRunner().invoke(main, [*command, "--edition", "2599"], catch_exceptions=False)
    assert lacking.exit_code == 1
    assert "SEARCH_001" in lacking.output
