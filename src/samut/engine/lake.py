"""The lake: register snapshots that never change once written, and the current view over them.

    lake/registers/<register>/<edition>/<snapshot id>/{<table>.parquet, quarantine.parquet, manifest.json}

A folder of the lake is written elsewhere in the lake, synced to disk and then renamed into place,
so it is either there as a whole or not at all. What a killed process left is cleared away at the
next opening. The current view takes, for each key, the newest row over all snapshots.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from samut.engine.seal import Keys, open_keys
from samut.engine.workspace import OWNER_ONLY, Workspace
from samut.rules.errors import Problem, SamutError, Where

MANIFEST = "manifest.json"
QUARANTINE = "quarantine.parquet"
WARNINGS = "warnings.parquet"
UNFINISHED = "unfinished"
# Within a folder being written: what DuckDB puts aside there. It never becomes part of the lake.
SPILL = "spill"
MEMORY_LIMIT = "800MB"
THREADS = 2
# Columns every canonical table has beside its facts; not part of what the current view compares.
PROVENANCE = ("source_file", "source_row", "source_order", "content_hash")


@dataclass(frozen=True)
class StoredFile:
    """A file as a snapshot took it in. `accepted` rows are in the snapshot's tables.

    `header` and `delimiter` are those of the file ("," for a spreadsheet): with them the text of a
    quarantined row is a row of cells again. Empty in snapshots of before they were kept.
    """

    name: str
    sha256: str
    table: str
    rows: int
    accepted: int
    quarantined: int
    duplicates: int
    header: tuple[str, ...] = ()
    delimiter: str = ","


@dataclass(frozen=True)
class StoredTable:
    """A table of a snapshot. `unique`: no key occurs twice in it."""

    id: str
    key: tuple[str, ...]
    rows: int
    unique: bool
    bytes: int


@dataclass(frozen=True)
class Snapshot:
    """One import that brought something. Ids sort in the order of the imports."""

    id: str
    register: str
    edition: int
    path: Path
    profile: str
    files: tuple[StoredFile, ...]
    tables: tuple[StoredTable, ...]
    problems_by_code: dict[str, int] = field(hash=False)
    created_at: str = ""

    @property
    def sequence(self) -> int:
        return int(self.id.split("-", 1)[0])

    def table(self, table: str) -> StoredTable | None:
        return next((each for each in self.tables if each.id == table), None)


@dataclass(frozen=True)
class QuarantinedRow:
    """A row that was not taken in: where it stood and every reason; its text is sealed."""

    snapshot_id: str
    table: str
    file: str
    row: int
    reasons: tuple[Problem, ...]
    sealed_text: bytes


class Lake:
    """The lake of one workspace, opened. Opening clears away what a killed process left."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.root = workspace.lake
        clear_unfinished(self.root)

    @cached_property
    def keys(self) -> Keys:
        return open_keys(self.workspace)

    def registers(self) -> tuple[tuple[str, int], ...]:
        """Every (register, edition) the lake holds."""
        found = {each.parent for each in (self.root / "registers").glob("*/*/*")}
        return tuple(sorted((each.parent.name, int(each.name)) for each in found if each.name.isdecimal()))

    def newest_edition(self, register: str) -> int | None:
        return max((edition for name, edition in self.registers() if name == register), default=None)

    def register_folder(self, register: str, edition: int) -> Path:
        return self.root / "registers" / register / str(edition)

    def snapshots(self, register: str, edition: int) -> tuple[Snapshot, ...]:
        """The snapshots of one edition, oldest first. Raises: WORK_009 when one is damaged."""
        folder = self.register_folder(register, edition)
        if not folder.is_dir():
            return ()
        return tuple(read_snapshot(path) for path in sorted(folder.iterdir()) if path.is_dir())

    def has_table(self, register: str, table: str, edition: int) -> bool:
        return any(each.table(table) is not None for each in self.snapshots(register, edition))

    def view(
        self,
        register: str,
        table: str,
        edition: int,
        *,
        only: str = "",
        among: Collection[Snapshot] | None = None,
    ) -> str:
        """SQL of the current view: for each key the newest row. Use as FROM {view}.

        `only` is a condition on columns that follow from the key (the opaque id of a household does,
        its village does not): it is asked before the newest row is looked for, so that one household
        costs no sorting of everybody. `among`: read these snapshots alone, oldest first.

        Raises: WORK_015 when the lake holds no such table.
        """
        read = self.snapshots(register, edition) if among is None else among
        holding = [each for each in read if each.table(table) is not None]
        if not holding:
            raise SamutError("WORK_015", register=register, edition=edition)
        stored = holding[-1].table(table)
        if stored is None:  # never: chosen by it
            raise SamutError("WORK_009", snapshot=holding[-1].id)
        where = f" WHERE {only}" if only else ""
        if len(holding) == 1 and stored.unique:
            return f"(SELECT * FROM {parquet(holding[0].path / f'{table}.parquet')}{where})"
        parts = " UNION ALL BY NAME ".join(
            f"SELECT *, {each.sequence} AS snapshot_order "
            f"FROM {parquet(each.path / f'{table}.parquet')}{where}"
            for each in holding
        )
        key = ", ".join(quoted(column) for column in stored.key)
        return (
            f"(SELECT * EXCLUDE (snapshot_order) FROM ({parts}) QUALIFY row_number() OVER "
            f"(PARTITION BY {key} ORDER BY snapshot_order DESC, source_order DESC) = 1)"
        )

    def quarantine(
        self, register: str, edition: int, *, limit: int | None = None, offset: int = 0
    ) -> tuple[QuarantinedRow, ...]:
        """Rows that were not taken in, newest import first, in the order of their files."""
        holding = [each for each in self.snapshots(register, edition) if (each.path / QUARANTINE).is_file()]
        if not holding:
            return ()
        parts = " UNION ALL ".join(
            f"SELECT '{each.id}' AS snapshot_id, * FROM {parquet(each.path / QUARANTINE)}" for each in holding
        )
        taken = "" if limit is None else f" LIMIT {int(limit)}"
        with self.read() as connection:
            rows = connection.execute(
                'SELECT snapshot_id, "table", file_name, source_row, reasons, original '
                f"FROM ({parts}) ORDER BY snapshot_id DESC, source_order, source_row"
                f"{taken} OFFSET {int(offset)}"
            ).fetchall()
        return tuple(_quarantined(row) for row in rows)

    @contextmanager
    def connect(self, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """DuckDB for one piece of work: bounded memory, nothing fetched from anywhere.

        `spill` is the folder for what does not fit into memory; it is encrypted there.
        """
        connection = open_duckdb(spill)
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """DuckDB for a question of a page: the one of this process, from a thread of its own."""
        cursor = _shared_duckdb().cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def import_lock(self) -> Iterator[None]:
        """Held by the one import at work. Raises: WORK_008 when another holds it."""
        with _lock_file(self.root / "import.lock") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise SamutError("WORK_008") from error
            yield


def open_duckdb(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """DuckDB with bounded memory that fetches nothing; `spill` takes what does not fit, encrypted."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": str(THREADS),
            "temp_directory": str(spill) if spill else "",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    if spill:
        # DuckDB's own cipher, since the one it thinks more of is an extension, which we do not fetch;
        # without this a query that outgrows its memory fails. The folder is the owner's alone besides.
        connection.execute("SET force_mbedtls_unsafe = 'true'")
        connection.execute("SET temp_file_encryption = true")
    return connection


@lru_cache(maxsize=1)
def _shared_duckdb() -> duckdb.DuckDBPyConnection:
    """Opening one takes longer than most questions, so a process that serves pages keeps one."""
    return open_duckdb()


def quoted(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def parquet(path: Path) -> str:
    """A Parquet file as SQL reads it."""
    text = str(path).replace("'", "''")
    return f"read_parquet('{text}')"


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot in a folder. Raises: WORK_009 when a file of it is missing or cut short."""
    try:
        data: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        snapshot = Snapshot(
            id=path.name,
            register=data["register"],
            edition=data["edition"],
            path=path,
            profile=data["profile"],
            files=tuple(_stored_file(each) for each in data["files"]),
            tables=tuple(
                StoredTable(each["id"], tuple(each["key"]), each["rows"], each["unique"], each["bytes"])
                for each in data["tables"]
            ),
            problems_by_code=data["problems_by_code"],
            created_at=data["created_at"],
        )
        whole = all((path / f"{each.id}.parquet").stat().st_size == each.bytes for each in snapshot.tables)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SamutError("WORK_009", snapshot=path.name) from error
    if not whole:
        raise SamutError("WORK_009", snapshot=path.name)
    return snapshot


def _stored_file(data: dict[str, Any]) -> StoredFile:
    known = {name: data[name] for name in StoredFile.__dataclass_fields__ if name in data}
    return StoredFile(**{**known, "header": tuple(data.get("header", ()))})


@contextmanager
def whole_folder(lake: Path, final: Path) -> Iterator[Path]:
    """A folder to write into that becomes `final` when the block ends well, and vanishes otherwise.

    One that is still empty when the block ends is not kept.
    Raises: WORK_005 when the disk is full, WORK_004 when it cannot be written.
    """
    try:
        with unfinished_folder(lake) as draft:
            yield draft
            shutil.rmtree(draft / SPILL, ignore_errors=True)
            if not any(draft.iterdir()):
                return
            for each in sorted(draft.rglob("*")):
                _sync(each)
            _sync(draft)
            final.parent.mkdir(parents=True, exist_ok=True)
            draft.rename(final)
            _sync(final.parent)
    except OSError as error:
        raise disk_error(error, lake) from error
    except duckdb.Error as error:
        told = disk_error_of_duckdb(error, lake)
        if told is None:
            raise
        raise told from error


def disk_error(error: OSError, folder: Path) -> SamutError:
    """What an OSError means to the reader: a full disk, or a folder that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return SamutError("WORK_005", folder=folder)
    return SamutError("WORK_004", folder=folder, reason=os.strerror(error.errno or 0))


def disk_error_of_duckdb(error: duckdb.Error, folder: Path) -> SamutError | None:
    """The same for an error of DuckDB, which names the cause in its text only."""
    text = str(error).lower()
    if any(said in text for said in ("no space left", "quota exceeded", "file too large", "disk full")):
        return SamutError("WORK_005", folder=folder)
    if isinstance(error, duckdb.IOException):
        return SamutError("WORK_004", folder=folder, reason="DuckDB")
    return None


def clear_unfinished(lake: Path) -> int:
    """Remove what killed processes left; how many pieces. What a live one works on stays."""
    folder = lake / UNFINISHED
    if unfinished(lake) == 0:
        return 0
    removed = 0
    with _guard(lake):
        for lock in folder.glob("*.lock"):
            with _lock_file(lock) as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                lock.unlink(missing_ok=True)
                removed += 1
        for each in folder.iterdir():
            # Killed before it had its lock: folders are made under the guard, so nobody is at it.
            if each.is_dir() and not each.with_suffix(".lock").exists():
                shutil.rmtree(each, ignore_errors=True)
                removed += 1
    return removed


def unfinished(lake: Path) -> int:
    """How many pieces killed (or working) processes have in the lake."""
    folder = lake / UNFINISHED
    if not folder.is_dir():
        return 0
    return len({each.stem for each in folder.iterdir() if each.name != "guard"})


@contextmanager
def unfinished_folder(lake: Path) -> Iterator[Path]:
    """A folder of the owner's alone to work in; it is gone when the block ends, or at the next opening."""
    # The lock beside the folder lives as long as the process, whatever ends it.
    with _guard(lake):
        draft = Path(tempfile.mkdtemp(dir=lake / UNFINISHED))
        lock = draft.with_suffix(".lock")
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        lock.unlink(missing_ok=True)
        os.close(handle)


@contextmanager
def _guard(lake: Path) -> Iterator[None]:
    """Making and clearing away unfinished folders, one process at a time."""
    (lake / UNFINISHED).mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    with _lock_file(lake / UNFINISHED / "guard") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    path.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quarantined(row: tuple[Any, ...]) -> QuarantinedRow:
    snapshot_id, table, file, number, reasons, original = row
    return QuarantinedRow(
        snapshot_id=snapshot_id,
        table=table,
        file=file,
        row=number,
        reasons=tuple(
            Problem(
                each["code"], Where(file, "", number, each["column"]), (("detail", each["detail"] or ""),)
            )
            for each in reasons
        ),
        sealed_text=bytes(original),
    )
