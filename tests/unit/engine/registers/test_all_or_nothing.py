"""Killed, out of disk, two at once: the lake is as before or as after, never between."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from register_files import card, card_csv, write
from samut.engine.lake import UNFINISHED, Lake, unfinished
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError

KILLED = """
import os, signal, sys
from samut.engine.registers.importing import import_register
from samut.engine.workspace import open_workspace

def progress(done, total, label):
    if (label == "lake") == (sys.argv[3] == "lake") and done >= int(sys.argv[4]):
        seen.append(done)
        if len(seen) == int(sys.argv[5]):
            os.kill(os.getpid(), signal.SIGKILL)

seen = []
import_register(open_workspace(sys.argv[1]), "welfare-card", [sys.argv[2]], edition=2561, progress=progress)
"""
LIMITED = """
import resource, sys
from samut.engine.registers.importing import import_register
from samut.engine.workspace import open_workspace
from samut.rules.errors import SamutError

workspace = open_workspace(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    import_register(workspace, "welfare-card", [sys.argv[2]], edition=2561)
except SamutError as error:
    sys.exit(error.code)
"""


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def cards(workspace: Workspace, rows: int = 3000) -> Path:
    return write(
        workspace, "card.csv", card_csv([card(place) for place in range(rows)] + [card(1, tambon="9")])
    )


def content(workspace: Workspace) -> tuple[list[str], list[tuple[object, ...]], list[tuple[int, str]]]:
    """Everything a lake says, apart from the random part of its seals."""
    lake = Lake(workspace)
    folders = [each.id for each in lake.snapshots("welfare-card", 2561)]
    with lake.connect() as connection:
        view = lake.view("welfare-card", "person", 2561)
        rows = connection.execute(f"SELECT * EXCLUDE (identity) FROM {view} ORDER BY source_row").fetchall()
        sealed = connection.execute(f"SELECT identity FROM {view} ORDER BY source_row").fetchall()
    opened = [(*row, lake.keys.unseal(blob)) for row, (blob,) in zip(rows, sealed, strict=True)]
    refused = [
        (each.row, lake.keys.unseal(each.sealed_text)) for each in lake.quarantine("welfare-card", 2561)
    ]
    return folders, opened, refused


@pytest.mark.parametrize(
    ("label", "rows", "turn"), [("file", 0, 1), ("file", 3000, 1), ("lake", 0, 1), ("lake", 0, 2)]
)
def test_killed_and_done_again_is_like_never_killed(
    workspace: Workspace, tmp_path: Path, label: str, rows: int, turn: int
) -> None:
    path = cards(workspace)
    undisturbed = create_workspace(
        tmp_path / "other", name="", demo=True, province="22", edition=2561, registers=[]
    )
    _ = Lake(workspace).keys
    (undisturbed.keys / "lake.key").write_bytes((workspace.keys / "lake.key").read_bytes())
    import_register(undisturbed, "welfare-card", [path], edition=2561)

    killed = run(KILLED, workspace.root, path, label, rows, turn)
    assert killed.returncode == -9, killed.stderr
    assert unfinished(workspace.lake) == 1
    lake = Lake(workspace)
    assert unfinished(workspace.lake) == 0
    assert sorted(each.name for each in (workspace.lake / UNFINISHED).iterdir()) == ["guard"]
    assert lake.snapshots("welfare-card", 2561) == ()
    again = import_register(workspace, "welfare-card", [path], edition=2561)
    assert (again.accepted, again.quarantined) == (3000, 1)
    assert content(workspace) == content(undisturbed)


@pytest.mark.parametrize("most_bytes", [4096, 40_000])
def test_no_room_for_the_file(workspace: Workspace, most_bytes: int) -> None:
    """A real refusal of the system to write on, at the limit of a file's size."""
    import_register(
        workspace, "welfare-card", [write(workspace, "a.csv", card_csv([card(9999)]))], edition=2561
    )
    before = content(workspace)
    ended = run(LIMITED, workspace.root, cards(workspace), most_bytes)
    assert ended.stderr.strip() == "WORK_005"
    assert content(workspace) == before
    assert unfinished(workspace.lake) == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "WORK_005"),
        (errno.EDQUOT, "WORK_005"),
        (errno.EROFS, "WORK_004"),
        (errno.EIO, "WORK_004"),
    ],
)
def test_disk_refuses_at_the_last_step(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = cards(workspace, 10)

    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    _ = Lake(workspace).keys
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(SamutError) as caught:
            import_register(workspace, "welfare-card", [path], edition=2561)
    assert caught.value.code == code
    assert Lake(workspace).snapshots("welfare-card", 2561) == ()
    assert import_register(workspace, "welfare-card", [path], edition=2561).accepted == 10


def test_two_imports_at_once(workspace: Workspace) -> None:
    path = cards(workspace, 10)
    handle = os.open(workspace.lake / "import.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(SamutError) as caught:
            import_register(workspace, "welfare-card", [path], edition=2561)
        assert caught.value.code == "WORK_008"
    finally:
        os.close(handle)
    assert import_register(workspace, "welfare-card", [path], edition=2561).accepted == 10


def test_what_a_living_import_works_on_is_left_alone(workspace: Workspace) -> None:
    seen: list[int] = []

    def open_meanwhile(done: int, total: int | None, label: str) -> None:
        Lake(workspace)
        seen.append(unfinished(workspace.lake))

    path = cards(workspace, 10)
    result = import_register(workspace, "welfare-card", [path], edition=2561, progress=open_meanwhile)
    assert result.accepted == 10
    assert set(seen) == {1}


def test_a_file_changed_during_the_import(workspace: Workspace) -> None:
    path = cards(workspace, 10)

    def tamper(done: int, total: int | None, label: str) -> None:
        if label == "lake":
            path.write_text(card_csv([card(1)]), encoding="utf-8")

    with pytest.raises(SamutError) as caught:
        import_register(workspace, "welfare-card", [path], edition=2561, progress=tamper)
    assert caught.value.code == "IMPORT_012"
    assert Lake(workspace).snapshots("welfare-card", 2561) == ()


def test_a_damaged_snapshot_is_not_read(workspace: Workspace) -> None:
    import_register(workspace, "welfare-card", [cards(workspace, 10)], edition=2561)
    (snapshot,) = Lake(workspace).snapshots("welfare-card", 2561)
    table = snapshot.path / "person.parquet"
    table.write_bytes(table.read_bytes()[:-10])
    with pytest.raises(SamutError) as caught:
        Lake(workspace).view("welfare-card", "person", 2561)
    assert caught.value.code == "WORK_009"
