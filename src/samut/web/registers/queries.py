"""Reads of registers: what was imported, and which rows were refused and why.

No text of a row is read here: it is sealed in the lake. A row is named by its number and its file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from samut.engine.lake import Lake, QuarantinedRow, Snapshot, StoredFile
from samut.engine.registers.known_fits import all_profiles
from samut.engine.registers.returning import ReturnedFile, returned_files
from samut.rules.errors import CATALOGUE, Entry, SamutError, Text
from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser, check_may_see_imports
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record_look
from samut.web.households.presenting import REGISTER_LABELS
from samut.web.jobs.models import Job
from samut.web.registers.models import Upload
from samut.web.registers.policies import check_may_import, may_import

PAGE_ROWS = 50


@dataclass(frozen=True)
class OneImport:
    """One import of a register: its files, when, and by whom (empty: by the command line)."""

    snapshot: Snapshot
    by: str

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.snapshot.created_at)


@dataclass(frozen=True)
class ImportedRegister:
    """One edition of one register: everything that was imported for it."""

    register: str
    edition: int
    snapshots: tuple[Snapshot, ...]
    label: Text
    imports: tuple[OneImport, ...] = ()

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
    lake, labels, names = Lake(workspace()), register_labels(), _who_imported()
    found = (_imported(lake, register, edition, labels, names) for register, edition in lake.registers())
    return tuple(each for each in found if each.snapshots)


def _imported(
    lake: Lake, register: str, edition: int, labels: dict[str, Text], names: dict[str, str]
) -> ImportedRegister:
    snapshots = lake.snapshots(register, edition)
    label = labels.get(register, Text(register, register))
    imports = tuple(OneImport(each, names.get(f"{register}/{edition}/{each.id}", "")) for each in snapshots)
    return ImportedRegister(register, edition, snapshots, label, imports[::-1])


def _who_imported() -> dict[str, str]:
    """Who asked for the imports of the site, by register, edition and snapshot."""
    done = Upload.objects.filter(importing__result__has_key="snapshot_id").select_related(
        "owner", "importing"
    )
    return {
        f"{each.register}/{each.edition}/{each.importing.result['snapshot_id']}": each.owner.get_full_name()
        or each.owner.username
        for each in done
        if each.importing is not None
    }


def register_labels() -> dict[str, Text]:
    """The known registers and what they are called, the office's own too."""
    return {each.register: each.label for each in all_profiles(workspace())} | REGISTER_LABELS


def my_uploads(user: AnyUser) -> QuerySet[Upload]:
    """The user's own; none where they may not import."""
    if not may_import(user):
        return Upload.objects.none()
    return Upload.objects.filter(owner=user.pk).select_related("preview", "importing")


def my_upload(user: AnyUser, pk: int) -> Upload:
    """Raises: SITE_006, the same whether there is none or it is somebody else's."""
    found = my_uploads(user).filter(pk=pk).first()
    if found is None:
        raise SamutError("SITE_006")
    return found


def waiting_uploads(user: AnyUser) -> QuerySet[Upload]:
    """The user's own files that are not in yet."""
    return my_uploads(user).filter(removed_at=None)


def refused_rows(user: User, register: str, edition: int, *, purpose: str) -> tuple[ReturnedFile, ...]:
    """The refused rows of the newest import as they were sent. The look is logged before they are opened.

    Raises: SITE_002, SITE_006 when there is no such register, IMPORT_019 when nothing waits.
    """
    check_may_import(user)
    held = workspace()
    lake = Lake(held)
    if (register, edition) not in lake.registers():
        raise SamutError("SITE_006")
    record_look(by=user, household_id="", area_code=held.config.province, page="quarantine", purpose=purpose)
    return returned_files(lake, register, edition)


def reasons_of(counts: dict[str, int]) -> tuple[ReasonCount, ...]:
    """Problems by how often they occur."""
    return tuple(
        ReasonCount(CATALOGUE[code], count)
        for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        if code in CATALOGUE
    )


def open_job(upload: Upload) -> Job | None:
    """The job of an upload that is in line or at work."""
    return next(
        (each for each in (upload.importing, upload.preview) if each is not None and each.is_open), None
    )


def quarantine_page(user: AnyUser, register: str, edition: int, page: int) -> QuarantinePage:
    """Refused rows of one register. Raises: SITE_002, SITE_006 when there is no such register."""
    check_may_see_imports(user)
    lake = Lake(workspace())
    if (register, edition) not in lake.registers():
        raise SamutError("SITE_006")
    imported = _imported(lake, register, edition, register_labels(), {})
    pages = max(1, -(-imported.quarantined // PAGE_ROWS))
    page = min(max(page, 1), pages)
    rows = lake.quarantine(register, edition, limit=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS)
    counts: dict[str, int] = {}
    for snapshot in imported.snapshots:
        for code, count in snapshot.problems_by_code.items():
            counts[code] = counts.get(code, 0) + count
    reasons = reasons_of(counts)
    return QuarantinePage(imported, reasons, rows, page, pages)
