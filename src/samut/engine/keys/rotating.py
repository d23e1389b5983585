"""Changing the key of the lake: a whole new lake beside the old one, proved, then put in its place.

    lake.next, keys/lake.key.next       being made; begun anew after an interruption
    keys/changing.json                  both are proved and are being put into place
    lake.before, keys/lake.key.before   what was there, until `retire`

Whatever ends the process: before the journal is there the old lake counts, and after it the change is
brought to its end by the next call. Files are never changed in place.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from samut.engine.key_files import make_secret
from samut.engine.keys.building import Built, build, files_of, rows_in
from samut.engine.keys.checking import check, check_opens
from samut.engine.keys.rows import Change
from samut.engine.lake import Lake, disk_error
from samut.engine.seal import CHANGING_FILE, HOUSEHOLD_FILE, KEY_FILE, keys_from, open_keys
from samut.engine.workspace import OWNER_ONLY, Workspace
from samut.rules.errors import SamutError

NEXT, BEFORE = ".next", ".before"
Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Rotation:
    """What a change of the key is about, or what became of it. `finished_one`: an interrupted one was.

    `built` None: nothing was made (a dry run, or what was left of an interrupted one).
    """

    files: int
    rows: int
    bytes: int
    built: Built | None = None
    finished_one: bool = False


def planned(workspace: Workspace) -> Rotation:
    """What `rotate` would read and write. Raises: AUDIT_012, AUDIT_013, WORK_005 as `rotate` does."""
    _check_ready(workspace)
    files = [each for each in files_of(workspace.lake) if each.suffix == ".parquet"]
    size = sum(each.stat().st_size for each in files)
    if shutil.disk_usage(workspace.root).free < size:
        raise SamutError("WORK_005", folder=workspace.root)
    return Rotation(len(files), sum(map(rows_in, files)), size)


def rotate(workspace: Workspace, progress: Progress) -> Rotation:
    """Give the lake a new key, and everything in it with it; bring an interrupted change to its end.

    The site must not run meanwhile. Raises: AUDIT_010 for what the old key does not open or explain,
    AUDIT_012 before the last change was retired, AUDIT_013 without a key, WORK_005, WORK_008; the old
    lake and its key then stay as they were.
    """
    if (workspace.keys / CHANGING_FILE).exists():
        _put_into_place(workspace)
        return Rotation(0, 0, 0, finished_one=True)
    plan = planned(workspace)
    lake = Lake(workspace)
    with lake.import_lock():
        try:
            built = _made_beside(workspace, plan, progress)
        except OSError as error:
            raise disk_error(error, workspace.root) from error
        _begin_changing(workspace)
        _put_into_place(workspace)
    return Rotation(plan.files, plan.rows, plan.bytes, built)


def retire(workspace: Workspace, progress: Progress) -> int:
    """Remove the old key and the lake sealed with it, after every sealed text was opened with the new.

    How many texts were. Raises: AUDIT_014 when there is nothing to retire, AUDIT_010 when one does not open.
    """
    if not any(each.exists() for each in (_old_key(workspace), _old_lake(workspace))):
        raise SamutError("AUDIT_014")
    opened = check_opens(open_keys(workspace), workspace.lake, progress)
    shutil.rmtree(_old_lake(workspace), ignore_errors=True)
    _old_key(workspace).unlink(missing_ok=True)
    _sync(workspace.keys)
    return opened


def _check_ready(workspace: Workspace) -> None:
    if not (workspace.keys / KEY_FILE).exists():
        raise SamutError("AUDIT_013")
    if _old_key(workspace).exists() or _old_lake(workspace).exists():
        raise SamutError("AUDIT_012")


def _made_beside(workspace: Workspace, plan: Rotation, progress: Progress) -> Built:
    """The new lake and its key, proved, beside what counts until then."""
    draft, key = _next_lake(workspace), _next_key(workspace)
    shutil.rmtree(draft, ignore_errors=True)
    key.unlink(missing_ok=True)
    make_secret(key)
    old = open_keys(workspace)
    change = Change(old, keys_from(key.read_bytes(), old.household_key))
    draft.mkdir(mode=OWNER_ONLY)
    try:
        # Each row is read twice: to be written anew, and to be proved.
        told = _added_up(progress, 2 * plan.rows)
        built = build(change, workspace.lake, draft, told)
        check(change, workspace.lake, draft, built, told)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        key.unlink(missing_ok=True)
        raise
    for each in sorted(draft.rglob("*")):
        _sync(each)
    return built


def _added_up(progress: Progress, total: int) -> Callable[[int, str], None]:
    done = 0

    def told(rows: int, label: str) -> None:
        nonlocal done
        done += rows
        progress(min(done, total), total, label)

    return told


def _begin_changing(workspace: Workspace) -> None:
    """From here on only going on leads anywhere."""
    make_secret(workspace.keys / HOUSEHOLD_FILE, open_keys(workspace).household_key)
    make_secret(workspace.keys / CHANGING_FILE, json.dumps({"lake": "changing"}).encode())
    _sync(workspace.keys)


def _put_into_place(workspace: Workspace) -> None:
    """Each step may have been done before; the journal goes last."""
    if _next_lake(workspace).exists():
        if workspace.lake.exists():
            workspace.lake.rename(_old_lake(workspace))
        _next_lake(workspace).rename(workspace.lake)
        _sync(workspace.root)
    key = workspace.keys / KEY_FILE
    if _next_key(workspace).exists():
        if not _old_key(workspace).exists():
            os.link(key, _old_key(workspace))
        _next_key(workspace).replace(key)
        _sync(workspace.keys)
    (workspace.keys / CHANGING_FILE).unlink()
    _sync(workspace.keys)


def _next_lake(workspace: Workspace) -> Path:
    return workspace.lake.with_name(workspace.lake.name + NEXT)


def _old_lake(workspace: Workspace) -> Path:
    return workspace.lake.with_name(workspace.lake.name + BEFORE)


def _next_key(workspace: Workspace) -> Path:
    return workspace.keys / (KEY_FILE + NEXT)


def _old_key(workspace: Workspace) -> Path:
    return workspace.keys / (KEY_FILE + BEFORE)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
