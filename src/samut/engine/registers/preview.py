"""What an import would change, before it changes anything: new, changed, unchanged, gone, refused.

Why it exists: whoever has sent the wrong month's file sees it here (everybody is new, or half are gone)
and not a week later. The files are read, sealed and checked as the import does it; then they are compared
with what the lake has of the edition, or of the newest one before it. Nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from samut.engine.lake import SPILL, Lake, disk_error, quoted, whole_folder
from samut.engine.registers.checks import Asked, quote
from samut.engine.registers.doubts import note_doubts
from samut.engine.registers.importing import BANGKOK, STAGED, FileResult
from samut.engine.registers.intake import stage
from samut.engine.registers.profile import Table, choose_profile
from samut.engine.registers.published import PROFILES as PUBLISHED
from samut.engine.registers.sources import Source, check_partners, check_unchanged, opened
from samut.engine.registers.staging import MARK, Staging
from samut.engine.seal import Keys
from samut.engine.workspace import Workspace
from samut.rules.errors import Text
from samut.rules.thai_dates import from_be

Progress = Callable[[int, int | None, str], None]
IDENTITY = "identity"
IDENTITY_LABEL = Text("ชื่อหรือเลขประจำตัว", "name or number")
# Sealed identities that are opened and compared at a time.
OPENED_ROWS = 10_000


@dataclass(frozen=True)
class ChangedField:
    """In how many rows a fact says something else. Names and numbers are one field, told by nobody."""

    name: str
    label: Text
    rows: int


@dataclass(frozen=True)
class TablePreview:
    """One table: rows = new + changed + unchanged + refused + duplicates.

    `gone`: keys that were there and are in none of the files. An import does not take them away.
    `duplicates`: rows that repeat the key of another row of the files.
    """

    table: str
    label: Text
    rows: int
    new: int
    changed: int
    unchanged: int
    gone: int
    refused: int
    duplicates: int
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True)
class Preview:
    """What an import would do. `compared_with`: the edition it was held against, None: nothing yet.

    `already_in`: the lake has every one of the files.
    """

    register: str
    edition: int
    profile: str
    compared_with: int | None
    tables: tuple[TablePreview, ...]
    files: tuple[FileResult, ...]
    problems_by_code: dict[str, int] = field(hash=False)
    already_in: bool


def preview_import(
    workspace: Workspace,
    register: str,
    files: Sequence[Path | str],
    *,
    edition: int,
    profile: str | Path | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> Preview:
    """What `import_register` would do with the same arguments. Nothing is written.

    Raises: what `import_register` raises; and whatever `progress` raises, which ends it.
    """
    chosen = choose_profile(register, edition, profile, workspace=workspace, besides=PUBLISHED)
    lake = Lake(workspace)
    snapshots = lake.snapshots(register, edition)
    try:
        with opened(chosen, [Path(each) for each in files], snapshots, lake) as sources:
            check_partners(chosen, sources, lake, edition)
            day = today or datetime.now(BANGKOK).date()
            # A folder of which nothing is left is not kept: no snapshot comes of this.
            final = lake.register_folder(register, edition) / "preview"
            with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
                asked = Asked(day, from_be(edition))
                staging = Staging(connection, chosen, asked, draft / SPILL / STAGED)
                return _previewed(lake, staging, edition, sources, progress or _silent)
    except OSError as error:
        raise disk_error(error, lake.root) from error


def compared_edition(lake: Lake, register: str, edition: int) -> int | None:
    """The edition itself where the lake has it, else the newest one before it."""
    held = [found for name, found in lake.registers() if name == register and found <= edition]
    return max(held, default=None)


def _previewed(
    lake: Lake, staging: Staging, edition: int, sources: list[Source], progress: Progress
) -> Preview:
    profile = staging.profile
    staging.learn_areas(lake)
    staging.learn_present(lake, edition)
    # Every row is looked at, those of files that are in already too.
    read = stage(staging, [replace(each, waiting=frozenset()) for each in sources], lake.keys, progress)
    staging.decide()
    note_doubts(staging, lake, edition)
    for each in sources:
        check_unchanged(each)
    before = compared_edition(lake, profile.register, edition)
    tables = [
        _compared(lake, staging, table, before) for table in profile.tables if staging.has_staged(table)
    ]
    return Preview(
        register=profile.register,
        edition=edition,
        profile=profile.id,
        compared_with=before,
        tables=tuple(tables),
        files=tuple(_file(staging, each, read[each.order]) for each in sources),
        problems_by_code=staging.problems_by_code(),
        already_in=all(each.known_rows is not None for each in sources),
    )


def _file(staging: Staging, source: Source, rows: int) -> FileResult:
    counts = staging.counts(source.matched.table, source.order)
    return FileResult(
        source.file.name,
        source.file.sha256,
        source.matched.table.id,
        rows,
        counts.accepted,
        counts.quarantined,
        counts.duplicates,
    )


def _compared(lake: Lake, staging: Staging, table: Table, before: int | None) -> TablePreview:
    """One table held against the edition before."""
    rows, refused = staging.staged_rows(table), staging.refused_rows(table)
    staging.connection.execute(f"CREATE OR REPLACE TEMP VIEW came AS {staging.one_row_per_key(table)}")
    came = _number(staging.connection, "SELECT count(*) FROM came")
    new, changed, gone = came, 0, 0
    fields: tuple[ChangedField, ...] = ()
    if before is not None and lake.has_table(staging.profile.register, table.stored_id, before):
        view = lake.view(staging.profile.register, table.stored_id, before)
        if table.melted_into:
            key = ", ".join(map(quoted, table.key))
            view = f"(SELECT DISTINCT {key}, content_hash FROM {view} WHERE part = {quote(table.id)})"
        new, gone = _new_and_gone(staging, table, view)
        changed, fields = _changed(staging, table, view, lake.keys)
    return TablePreview(
        table=table.id,
        label=table.label,
        rows=rows,
        new=new,
        changed=changed,
        unchanged=came - new - changed,
        gone=gone,
        refused=refused,
        duplicates=rows - refused - came,
        fields=fields,
    )


def _new_and_gone(staging: Staging, table: Table, view: str) -> tuple[int, int]:
    using = ", ".join(map(quoted, table.key))
    new = _number(staging.connection, f"SELECT count(*) FROM came ANTI JOIN {view} USING ({using})")
    # A row that is refused is still there in the file: its key has not gone.
    gone = _number(
        staging.connection, f"SELECT count(*) FROM {view} ANTI JOIN {staging.staged(table)} USING ({using})"
    )
    return new, gone


def _changed(staging: Staging, table: Table, view: str, keys: Keys) -> tuple[int, tuple[ChangedField, ...]]:
    """How many rows say something else, and what. Equal hashes say the same; the others are looked at."""
    connection = staging.connection
    known = _names(connection, view) & _names(connection, "came")
    compared = {
        check.column.name: [name for name in check.values if name in known]
        for check in staging.checks[table.id]
        if not check.column.personal
    }
    told = {
        f"d_{name}": " OR ".join(
            f"{_text('came', each)} IS DISTINCT FROM {_text('old', each)}" for each in values
        )
        for name, values in compared.items()
        if values
    }
    marks = ", ".join(f"({sql}) AS {quoted(name)}" for name, sql in told.items())
    sealed = IDENTITY in known
    kept = (
        f"came.{IDENTITY} AS came_identity, came.{MARK} AS mark, old.{IDENTITY} AS old_identity"
        if sealed
        else ""
    )
    using = " AND ".join(f"came.{quoted(each)} = old.{quoted(each)}" for each in table.key)
    chosen = ", ".join(each for each in (marks, kept) if each) or "true AS differs"
    connection.execute(
        f"CREATE OR REPLACE TABLE differing AS SELECT {chosen} FROM came JOIN {view} old ON {using} "
        "WHERE came.content_hash <> old.content_hash"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE renamed (place BIGINT)")
    if sealed:
        _find_renamed(connection, keys)
    if table.melted_into:
        return _number(connection, "SELECT count(*) FROM differing"), ()
    return _counted(connection, table, list(told), sealed=sealed)


def _counted(
    connection: duckdb.DuckDBPyConnection, table: Table, told: list[str], *, sealed: bool
) -> tuple[int, tuple[ChangedField, ...]]:
    named = "differing.rowid IN (SELECT place FROM renamed)" if sealed else "false"
    counts = ", ".join(f"count(*) FILTER ({quoted(each)})" for each in told)
    any_told = " OR ".join([*map(quoted, told), named])
    row = connection.execute(
        f"SELECT count(*) FILTER ({any_told}), count(*) FILTER ({named}){f', {counts}' if told else ''} "
        "FROM differing"
    ).fetchall()[0]
    found = [ChangedField(IDENTITY, IDENTITY_LABEL, row[1])]
    found += [
        ChangedField(name[2:], table.column(name[2:]).label, rows)
        for name, rows in zip(told, row[2:], strict=True)
    ]
    return row[0], tuple(sorted((each for each in found if each.rows), key=lambda each: -each.rows))


def _find_renamed(connection: duckdb.DuckDBPyConnection, keys: Keys) -> None:
    """The rows whose sealed name or number is another. Marks are compared, what is opened is not told."""
    asked = connection.cursor().execute("SELECT rowid, came_identity, mark, old_identity FROM differing")
    while rows := asked.fetchmany(OPENED_ROWS):
        renamed = [place for place, *sealed in rows if _says_otherwise(*sealed, keys=keys)]
        connection.register("found_renamed", pa.table({"place": pa.array(renamed, pa.int64())}))
        connection.execute("INSERT INTO renamed SELECT place FROM found_renamed")
        connection.unregister("found_renamed")


def _says_otherwise(came: bytes, mark: bytes, old: bytes | None, *, keys: Keys) -> bool:
    if old is None:
        return True
    before = keys.unseal(old)
    if keys.content_mark(before) == mark:
        return False
    # Another edition's profile may know other columns: what both know is what can have changed.
    now, then = json.loads(keys.unseal(came)), json.loads(before)
    return any(now[name] != then[name] for name in now.keys() & then.keys())


def _text(table: str, name: str) -> str:
    return f"CAST({table}.{quoted(name)} AS VARCHAR)"


def _names(connection: duckdb.DuckDBPyConnection, source: str) -> set[str]:
    return {name for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return int(rows[0][0])


def _silent(done: int, total: int | None, label: str) -> None:
    """Progress for nobody."""
