"""Where a value comes from: register, edition, file and row, for as long as the lake remembers.

Every row of the lake carries its file's hash and its number in it. A key that came in more than once
has a history: what each import said, when, the oldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from samut.engine.lake import Lake, Snapshot, StoredTable, parquet, quoted
from samut.rules.errors import SamutError

Value = str | int | float | bool | date | None


@dataclass(frozen=True)
class ValueSource:
    """What one row of one file said.

    `value` is None where nothing was said, and where `sealed`: then it is a name or a number, which
    only the page of a person shows. `newest`: this is what the lake answers today.
    """

    register: str
    edition: int
    snapshot_id: str
    imported_at: str
    file: str
    sha256: str
    row: int
    value: Value
    sealed: bool
    newest: bool


def provenance_of(
    lake: Lake, register: str, table: str, edition: int, key: Sequence[str], column: str
) -> tuple[ValueSource, ...]:
    """Which file and row gave a value, and what earlier imports of the edition had said; oldest first.

    Unknown: empty when no import ever had a row of this key.
    Raises: WORK_015 when the lake holds no such table.
    """
    holding = [
        (each, stored)
        for each in lake.snapshots(register, edition)
        if (stored := each.table(table)) is not None
    ]
    if not holding:
        raise SamutError("WORK_015", register=register, edition=edition)
    found: list[ValueSource] = []
    for snapshot, stored in holding:
        found += _said_in(lake, snapshot, stored, key, column)
    return tuple(replace(each, newest=each is found[-1]) for each in found)


def _said_in(
    lake: Lake, snapshot: Snapshot, stored: StoredTable, key: Sequence[str], column: str
) -> list[ValueSource]:
    source = parquet(snapshot.path / f"{stored.id}.parquet")
    with lake.read() as connection:
        kinds = {
            name: kind for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        }
        sealed = kinds.get(column, "BLOB") == "BLOB"
        where = " AND ".join(f"{quoted(name)} = ?" for name in stored.key)
        rows = connection.execute(
            f"SELECT source_file, source_row, {'NULL' if sealed else quoted(column)} "
            f"FROM {source} WHERE {where} ORDER BY source_order",
            list(key),
        ).fetchall()
    names = {each.sha256: each.name for each in snapshot.files}
    return [
        ValueSource(
            register=snapshot.register,
            edition=snapshot.edition,
            snapshot_id=snapshot.id,
            imported_at=snapshot.created_at,
            file=names.get(sha256, ""),
            sha256=sha256,
            row=row,
            value=value,
            sealed=sealed,
            newest=False,
        )
        for sha256, row, value in rows
    ]
