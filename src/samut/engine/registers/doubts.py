"""What is told of rows that are taken in: beside other rows, beside the map, and values made unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samut.engine.lake import WARNINGS, Lake, Snapshot, parquet
from samut.engine.registers.household_checks import note_household_doubts
from samut.engine.registers.places import note_places
from samut.engine.registers.staging import Staging
from samut.rules.errors import Problem, SamutError, Where

# How many rows of a long list are read at a time.
ROWS_READ = 10_000


@dataclass(frozen=True)
class Doubts:
    """How often each thing is told of the rows that an import took in."""

    snapshot: Snapshot
    by_code: dict[str, int]

    @property
    def count(self) -> int:
        return sum(self.by_code.values())


def note_doubts(staging: Staging, lake: Lake, edition: int) -> None:
    """Store every doubt as a problem that refuses nothing. Called when every row has its verdict."""
    note_household_doubts(staging, lake, edition)
    note_places(staging)


def newest_doubts(lake: Lake, register: str, edition: int) -> Doubts | None:
    """How often each thing was told by the newest import that told any; None where none did.

    Raises: WORK_015 when the lake holds no such register.
    """
    snapshots = lake.snapshots(register, edition)
    if not snapshots:
        raise SamutError("WORK_015", register=register, edition=edition)
    for snapshot in reversed([each for each in snapshots if (each.path / WARNINGS).is_file()]):
        with lake.read() as connection:
            rows = connection.execute(
                f"SELECT code, count(*) FROM {parquet(snapshot.path / WARNINGS)} GROUP BY code ORDER BY code"
            ).fetchall()
        if rows:
            return Doubts(snapshot, dict(rows))
    return None


def doubtful_rows(lake: Lake, snapshot: Snapshot, *, of_each: int | None = None) -> Iterator[Problem]:
    """Each thing told, with file, row and column; never the row's text. `of_each`: so many of each code.

    Rows: one for each problem, by file and row.
    """
    names = {each.sha256: each.name for each in snapshot.files}
    files = " UNION ".join(
        f"SELECT source_order, source_file FROM {parquet(snapshot.path / f'{each.id}.parquet')}"
        for each in snapshot.tables
    )
    order = 'source_order, source_row, "column"'
    few = f"QUALIFY row_number() OVER (PARTITION BY code ORDER BY {order}) <= {of_each}" if of_each else ""
    with lake.read() as connection:
        found = connection.execute(
            'SELECT source_file, source_row, code, "column", detail '
            f"FROM {parquet(snapshot.path / WARNINGS)} JOIN "
            f"(SELECT DISTINCT source_order, source_file FROM ({files})) USING (source_order) {few} "
            f"ORDER BY {'code, ' if few else ''}{order}, code"
        )
        while rows := found.fetchmany(ROWS_READ):
            for source, row, code, column, detail in rows:
                where = Where(names.get(source, ""), "", row, column)
                yield Problem(code, where, (("detail", detail or ""),))
