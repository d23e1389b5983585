"""Writing what an import brought: the accepted rows, the quarantine, the warnings, the manifest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from samut import __version__
from samut.engine.lake import MANIFEST, QUARANTINE, WARNINGS, StoredFile, StoredTable
from samut.engine.registers.checks import quote
from samut.engine.registers.places import placed
from samut.engine.registers.profile import Profile, Table
from samut.engine.registers.reading import SourceFile, changed_meanwhile, original_rows
from samut.engine.registers.staging import Staging, melted, unique_in
from samut.engine.seal import Keys

SEAL_ROWS = 10_000
_ORIGINALS = pa.schema(
    [
        ("source_order", pa.int32()),
        ("source_row", pa.int32()),
        ("file_name", pa.string()),
        ("source_file", pa.string()),
        ("original", pa.binary()),
    ]
)


@dataclass(frozen=True)
class StagedFile:
    """A file whose rows are staged: its place in the order, and its table."""

    order: int
    file: SourceFile
    table: Table


def write_tables(draft: Path, staging: Staging, files: Sequence[StagedFile]) -> tuple[StoredTable, ...]:
    """Write the accepted rows as Parquet, one file per table of the lake."""
    cases = " ".join(f"WHEN {each.order} THEN {quote(each.file.sha256)}" for each in files)
    source = f"CASE source_order {cases} END AS source_file"
    queries: dict[str, list[str]] = {}
    keys: dict[str, tuple[str, ...]] = {}
    expected: dict[str, int] = {}
    for table in staging.profile.tables:
        accepted_rows = staging.accepted_rows(table)
        if not accepted_rows:
            continue
        accepted = f"SELECT *, {source} FROM ({placed(staging, table)})"
        queries.setdefault(table.stored_id, []).append(
            melted(table, accepted) if table.melted_into else accepted
        )
        if not table.melted_into:
            expected[table.stored_id] = accepted_rows
        keys[table.stored_id] = (*table.key, "figure") if table.melted_into else table.key
    stored = []
    for name, parts in queries.items():
        path = draft / f"{name}.parquet"
        staging.connection.execute(
            f"COPY ({' UNION ALL BY NAME '.join(parts)}) TO {quote(str(path))} "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
        )
        rows = pq.read_metadata(path).num_rows
        if rows != expected.get(name, rows):
            raise AssertionError(f"{name}: {expected[name]} rows accepted, {rows} written")
        unique = unique_in(staging.connection, path, keys[name])
        stored.append(StoredTable(name, keys[name], rows, unique, path.stat().st_size))
    return tuple(stored)


def write_quarantine(draft: Path, staging: Staging, files: Sequence[StagedFile], keys: Keys) -> None:
    """Write the rows that were refused, their own text sealed, with all their reasons."""
    wanted = {each.order: staging.quarantined_rows(each.order) for each in files}
    if not any(wanted.values()):
        return
    staging.connection.execute(
        "CREATE TABLE originals (source_order INTEGER, source_row INTEGER, file_name VARCHAR, "
        "source_file VARCHAR, original BLOB)"
    )
    for each in files:
        pending: list[tuple[int, str]] = []
        found = 0
        for row in original_rows(each.file, wanted[each.order]):
            pending.append(row)
            found += 1
            if len(pending) >= SEAL_ROWS:
                _store_originals(staging, each, pending, keys)
                pending = []
        _store_originals(staging, each, pending, keys)
        if found != len(wanted[each.order]):
            raise changed_meanwhile(each.file)
    path = draft / QUARANTINE
    staging.connection.execute(
        f'COPY (SELECT "table", source_order, source_row, file_name, source_file, reasons, original '
        f"FROM ({staging.reasons()}) JOIN originals USING (source_order, source_row) "
        f"ORDER BY source_order, source_row) TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    )
    written = pq.read_metadata(path).num_rows
    if written != sum(len(rows) for rows in wanted.values()):
        raise AssertionError(f"quarantine: {written} rows written")


def write_warnings(draft: Path, staging: Staging) -> None:
    """Write what was made unknown in accepted rows: which row, which column, why."""
    path = draft / WARNINGS
    staging.connection.execute(
        f"COPY ({staging.warnings()}) TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    )


def write_manifest(
    draft: Path,
    staging: Staging,
    edition: int,
    files: Sequence[StoredFile],
    tables: Sequence[StoredTable],
    parent: str | None,
) -> None:
    """Write what the snapshot is, last of all: a folder without it is no snapshot."""
    profile: Profile = staging.profile
    manifest = {
        "register": profile.register,
        "edition": edition,
        "profile": profile.id,
        "profile_version": profile.version,
        "parent": parent,
        "files": [asdict(each) for each in files],
        "tables": [asdict(each) for each in tables],
        "problems_by_code": staging.problems_by_code(),
        "problems": [
            {"table": table, "code": code, "column": column, "count": count}
            for table, code, column, count in staging.problem_columns()
        ],
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine_version": __version__,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _store_originals(staging: Staging, file: StagedFile, rows: list[tuple[int, str]], keys: Keys) -> None:
    if not rows:
        return
    originals = pa.table(
        {
            "source_order": pa.array([file.order] * len(rows), pa.int32()),
            "source_row": pa.array([row for row, _ in rows], pa.int32()),
            "file_name": pa.array([file.file.name] * len(rows), pa.string()),
            "source_file": pa.array([file.file.sha256] * len(rows), pa.string()),
            "original": pa.array(keys.seal_many([text for _, text in rows]), pa.binary()),
        },
        schema=_ORIGINALS,
    )
    staging.connection.register("incoming_originals", originals)
    staging.connection.execute("INSERT INTO originals SELECT * FROM incoming_originals")
    staging.connection.unregister("incoming_originals")
