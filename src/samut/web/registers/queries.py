"""Reads of registers: what was imported, and which rows were refused and why.

No text of a row is read here: it is sealed in the lake. A row is named by its number and its file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samut.engine.lake import Lake, QuarantinedRow, Snapshot, StoredFile
from samut.rules.errors import CATALOGUE, Entry, SamutError, Text
from samut.web.accounts.policies import AnyUser, check_may_see_imports
from samut.web.areas.queries import workspace
from samut.web.households.presenting import REGISTER_LABELS

PAGE_ROWS = 50


@dataclass(frozen=True)
class ImportedRegister:
    """One edition of one register: everything that was imported for it."""

    register: str
    edition: int
    snapshots: tuple[Snapshot, ...]

    @property
    def label(self) -> Text:
        return REGISTER_LABELS.get(self.register, Text(self.register, self.register))

    @property
    def files(self) -> tuple[StoredFile, ...]:
        return tuple(file for snapshot in self.snapshots for file in snapshot.files)

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def accepted(self) -> int:
        return sum(file.accepted for file in self.files)

    @property
    def quarantined(self) -> int:
        return sum(file.quarantined for file in self.files)

    @property
    def duplicates(self) -> int:
        return sum(file.duplicates for file in self.files)

    @property
    def imported_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.snapshots[-1].created_at)


@dataclass(frozen=True)
class ReasonCount:
    """How often one reason was given."""

    entry: Entry
    count: int


@dataclass(frozen=True)
class QuarantinePage:
    """One page of the rows of a register that were refused."""

    imported: ImportedRegister
    reasons: tuple[ReasonCount, ...]
    rows: tuple[QuarantinedRow, ...]
    page: int
    pages: int


def imported_registers(user: AnyUser) -> tuple[ImportedRegister, ...]:
    """Everything the lake holds. Raises: SITE_002."""
    check_may_see_imports(user)
    lake = Lake(workspace())
    found = (
        ImportedRegister(register, edition, lake.snapshots(register, edition))
        for register, edition in lake.registers()
    )
    return tuple(each for each in found if each.snapshots)


def quarantine_page(user: AnyUser, register: str, edition: int, page: int) -> QuarantinePage:
    """Refused rows of one register. Raises: SITE_002, SITE_006 when there is no such register."""
    check_may_see_imports(user)
    lake = Lake(workspace())
    if (register, edition) not in lake.registers():
        raise SamutError("SITE_006")
    imported = ImportedRegister(register, edition, lake.snapshots(register, edition))
    pages = max(1, -(-imported.quarantined // PAGE_ROWS))
    page = min(max(page, 1), pages)
    rows = lake.quarantine(register, edition, limit=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS)
    counts: dict[str, int] = {}
    for snapshot in imported.snapshots:
        for code, count in snapshot.problems_by_code.items():
            counts[code] = counts.get(code, 0) + count
    reasons = tuple(
        ReasonCount(CATALOGUE[code], count)
        for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        if code in CATALOGUE
    )
    return QuarantinePage(imported, reasons, rows, page, pages)
