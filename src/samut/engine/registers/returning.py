"""The refused rows of an import as the office sent them, with what is wrong in which cell.

Their text is sealed in the lake and opened here: whoever calls this may see persons and has logged it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from samut.engine.lake import Lake, QuarantinedRow, Snapshot, StoredFile
from samut.engine.registers.profile import Table, profile_read_with
from samut.engine.registers.published import PROFILES as PUBLISHED
from samut.engine.registers.reading import normal_header
from samut.rules.errors import Problem, SamutError


@dataclass(frozen=True)
class ReturnedRow:
    """One refused row: its number in the file, its cells as sent, all reasons, and where each is.

    `places`: the position of the cell of each reason; None: it is about the row as a whole.
    """

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]
    places: tuple[int | None, ...]


@dataclass(frozen=True)
class ReturnedFile:
    """The refused rows of one file, under the file's own header."""

    name: str
    header: tuple[str, ...]
    rows: tuple[ReturnedRow, ...]


def returned_files(lake: Lake, register: str, edition: int) -> tuple[ReturnedFile, ...]:
    """The refused rows of the newest import that refused any, by file.

    Raises: IMPORT_019 when nothing waits in quarantine, IMPORT_050 when it was kept without its header.
    """
    refusing = [each for each in lake.snapshots(register, edition) if _refused(each)]
    if not refusing:
        raise SamutError("IMPORT_019", register=register, edition=edition)
    newest = refusing[-1]
    if not all(file.header for file in newest.files if file.quarantined):
        raise SamutError("IMPORT_050", register=register, edition=edition)
    profile = profile_read_with(
        newest.profile, register, edition, workspace=lake.workspace, besides=PUBLISHED
    )
    rows = [each for each in lake.quarantine(register, edition) if each.snapshot_id == newest.id]
    return tuple(
        _returned(lake, file, profile.table(file.table), [each for each in rows if each.file == file.name])
        for file in newest.files
        if file.quarantined
    )


def _refused(snapshot: Snapshot) -> bool:
    return any(file.quarantined for file in snapshot.files)


def _returned(lake: Lake, file: StoredFile, table: Table, rows: list[QuarantinedRow]) -> ReturnedFile:
    places = _places(file, table)
    returned = []
    for row in rows:
        text = lake.keys.unseal(row.sealed_text)
        cells = next(csv.reader(io.StringIO(text), delimiter=file.delimiter), [])
        told = tuple(places.get(problem.where.column) for problem in row.reasons)
        returned.append(ReturnedRow(row.row, tuple(cells), row.reasons, told))
    return ReturnedFile(file.name, file.header, tuple(returned))


def _places(file: StoredFile, table: Table) -> dict[str, int]:
    """Where the cell of each fact stands in the file."""
    headers = [normal_header(each) for each in file.header]
    found = {}
    for column in table.columns:
        wanted = {normal_header(each) for each in column.headers}
        place = next((place for place, each in enumerate(headers) if each in wanted), None)
        if place is not None:
            found[column.name] = place
    return found
