"""Is this machine fit for the work, and is the workspace whole? What `samut doctor` says."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from dataclasses import dataclass
from types import ModuleType

from samut.engine.lake import Lake, unfinished
from samut.engine.seal import KEY_FILE, open_keys
from samut.engine.workspace import Workspace
from samut.rules.errors import Problem, SamutError, Severity, Text, Where

try:
    import pysqlite3
except ImportError:  # no wheel for this machine: the standard library's SQLite, in its safe mode
    pysqlite3 = None

# From 3.51.3 on the WAL-reset fault is mended; older ones use the TRUNCATE journal.
SQLITE_NEEDED = (3, 51, 3)
PYTHON_FROM, PYTHON_BEFORE = (3, 11), (3, 14)
FREE_MB_WANTED = 2048
MEGABYTE = 1 << 20
KEY_MODES = 0o077


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `ok` with a `problem` of severity WARN or NOTE: works, but see to it."""

    name: str
    ok: bool
    text: Text
    problem: Problem | None = None


def examine(workspace: Workspace | None = None) -> list[Finding]:
    """Look at the machine and, when given, at the workspace. Only clears leftovers."""
    findings = [python_version(), sqlite_version()]
    if workspace is not None:
        # Opening a lake clears leftovers away, so they are counted first.
        findings.append(leftovers(workspace))
        findings += [free_disk(workspace), keys_permission(workspace), lake_whole(workspace)]
    return findings


def sqlite_in_use() -> ModuleType:
    """The SQLite that the site uses: pysqlite3's where it is installed."""
    return sqlite3 if pysqlite3 is None else pysqlite3


def sqlite_is_new_enough(version: tuple[int, ...]) -> bool:
    return version >= SQLITE_NEEDED


def journal_mode(version: tuple[int, ...] | None = None) -> str:
    """The journal that is safe with this SQLite: WAL, or TRUNCATE when it is too old."""
    found = sqlite_in_use().sqlite_version_info if version is None else version
    return "WAL" if sqlite_is_new_enough(found) else "TRUNCATE"


def sqlite_version(version: tuple[int, ...] | None = None) -> Finding:
    found = sqlite_in_use().sqlite_version_info if version is None else version
    said = ".".join(map(str, found))
    if sqlite_is_new_enough(found):
        return Finding("sqlite", True, Text(f"SQLite {said} บันทึกแบบ WAL", f"SQLite {said}, WAL journal"))
    needed = ".".join(map(str, SQLITE_NEEDED))
    return _found("sqlite", Problem("WORK_010", Where(), (("needed", needed), ("version", said))))


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    said = ".".join(map(str, version))
    if PYTHON_FROM <= version[:2] < PYTHON_BEFORE:
        return Finding("python", True, Text(f"Python {said}", f"Python {said}"))
    return _found("python", Problem("WORK_012", Where(), (("version", said),)))


def free_disk(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(workspace.root).free // MEGABYTE
    if free >= FREE_MB_WANTED:
        return Finding("disk", True, Text(f"ที่ว่างบนดิสก์ {free:,} MB", f"{free:,} MB free on the disk"))
    values = (("free", f"{free:,}"), ("needed", f"{FREE_MB_WANTED:,}"))
    return _found("disk", Problem("WORK_011", Where(), values))


def keys_permission(workspace: Workspace) -> Finding:
    """Whether the keys are there, whole, and their owner's alone."""
    key = workspace.keys / KEY_FILE
    if not key.exists() and not any((workspace.lake / "registers").glob("*/*/*/manifest.json")):
        return Finding(
            "keys", True, Text("ยังไม่มีกุญแจ จะสร้างเมื่อนำเข้าครั้งแรก", "No key yet; the first import makes it")
        )
    try:
        open_keys(workspace)
    except SamutError as error:
        return _found("keys", error.problem)
    for path in (workspace.keys, *workspace.keys.iterdir()):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & KEY_MODES:
            return _found("keys", Problem("WORK_013", Where(file=path.name), (("mode", f"{mode:03o}"),)))
    return Finding("keys", True, Text("กุญแจเปิดได้เฉพาะเจ้าของ", "The keys are their owner's alone"))


def leftovers(workspace: Workspace) -> Finding:
    """What a killed import left. The next opening of the lake clears it away."""
    count = unfinished(workspace.lake)
    if count == 0:
        return Finding("leftovers", True, Text("ไม่มีงานค้าง", "Nothing unfinished"))
    return _found("leftovers", Problem("WORK_014", Where(), (("count", str(count)),)))


def lake_whole(workspace: Workspace) -> Finding:
    """Whether the workspace can be read and written, and every snapshot in it is whole."""
    if not os.access(workspace.root, os.R_OK | os.W_OK | os.X_OK):
        values = (("folder", str(workspace.root)), ("reason", "permission"))
        return _found("lake", Problem("WORK_004", Where(), values))
    lake = Lake(workspace)
    try:
        count = sum(len(lake.snapshots(register, edition)) for register, edition in lake.registers())
    except SamutError as error:
        return _found("lake", error.problem)
    return Finding("lake", True, Text(f"ชุดข้อมูลครบถ้วน {count} ชุด", f"{count} snapshots, all whole"))


def _found(name: str, problem: Problem) -> Finding:
    text = Text(
        *(
            f"{problem.what(language)} {problem.why(language)} {problem.do(language)}"
            for language in ("th", "en")
        )
    )
    return Finding(name, problem.entry.severity is not Severity.REFUSE, text, problem)
