"""Writes of tables' files: a small one at once, a large one by a job; each logged, each removed in time."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from samut.engine.workspace import OWNER_ONLY
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit.actions import record, record_looks
from samut.web.audit.addresses import current_address
from samut.web.jobs.actions import ask_for, cancel, note
from samut.web.jobs.kinds import Progress
from samut.web.jobs.models import Job
from samut.web.tables.asking import query_of, read_text
from samut.web.tables.declaring import Row
from samut.web.tables.exporting import Wanted, write
from samut.web.tables.models import Export
from samut.web.tables.policies import scope_in
from samut.web.tables.queries import exports_folder, path_of
from samut.web.tables.registered import table_of
from samut.web.tables.times import KEPT, is_over

JOB_KIND = "tables.export"
# What the log of looks calls a file of a table (samut.web.accounts.views.PAGES).
PAGE = "table_file"


def make_file(*, by: User, wanted: Wanted) -> bytes:
    """The file of a small table, with its log: no file leaves without its rows in the log.

    Raises: what the table raises for whoever may not see it, TABLE_003, TABLE_004.
    """
    looked: list[Row] = []

    def on_part(rows: Sequence[Row], done: int, total: int) -> None:
        looked.extend(rows)

    target = BytesIO()
    rows = write(wanted, target, on_part)
    with transaction.atomic():
        _log_looks(by, wanted, looked)
        _log("table.exported", by, wanted, rows=rows)
    return target.getvalue()


@transaction.atomic
def ask_file(*, by: User, wanted: Wanted) -> Export:
    """Let a job make the file of a large table. Who may see the table is asked again when it does."""
    wanted.definition.check(by, wanted.area_code)
    export = Export.objects.create(
        mark=secrets.token_hex(16),
        owner=by,
        table=wanted.definition.id,
        area_code=wanted.area_code,
        asked=query_of(wanted.definition, wanted.asked),
        ending=wanted.ending,
        language=wanted.language,
        purpose=wanted.purpose,
        from_address=current_address(),
    )
    export.job = ask_for(by=by, kind=JOB_KIND, area_code=wanted.area_code, export=export.mark)
    export.save(update_fields=["job"])
    return export


def make_large(*, job: Job, export: Export, progress: Progress) -> int:
    """Make the file a job was asked for; how many rows it has. Begun anew, it logs no look twice.

    Raises: what `write` raises; TABLE_006 when it was removed meanwhile.
    """
    if export.removed_at is not None:
        raise SamutError("TABLE_005")
    definition = table_of(export.table)
    asked = read_text(definition, export.asked, export.area_code)
    wanted = Wanted(
        definition, export.area_code, asked, export.ending, export.language, export.purpose, export.owner_id
    )
    owner = User.objects.get(pk=export.owner_id)

    def on_part(rows: Sequence[Row], done: int, total: int) -> None:
        progress(done, total, "")
        if done >= job.checkpoint.get("logged", 0):
            with transaction.atomic():
                _log_looks(owner, wanted, rows)
                note(job=job, logged=done + len(rows))

    path = path_of(export)
    path.parent.parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
    path.parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as target:
        unfinished.chmod(0o600)
        rows = write(wanted, target, on_part, folder=str(path.parent))
    with transaction.atomic():
        _log("table.made", owner, wanted, rows=rows, job=job.pk)
        scope = scope_in(owner, export.area_code)
        Export.objects.filter(pk=export.pk).update(made_at=timezone.now(), rows=rows, scope=scope)
        unfinished.rename(path)
    return rows


def log_fetched(*, by: User, export: Export) -> None:
    """The file is handed over."""
    record(
        "table.fetched",
        by=by,
        target=f"export:{export.mark}",
        area_code=export.area_code,
        table=export.table,
        rows=export.rows,
    )


@transaction.atomic
def remove(*, by: User, export: Export) -> None:
    """Remove a file before its time; a job still at it is stopped. Raises: JOB_001 for another's."""
    if export.job is not None and export.job.is_open:
        cancel(by=by, job=export.job)
    _remove(export)
    record(
        "table.removed", by=by, target=f"export:{export.mark}", area_code=export.area_code, table=export.table
    )


def remove_expired() -> None:
    """Remove the files whose time is over, and what was left without a row."""
    now = timezone.now()
    for export in Export.objects.filter(removed_at=None, asked_at__lt=now - KEPT).select_related("job"):
        if is_over(export, now) and not (export.job is not None and export.job.is_open):
            _remove(export)
    kept = set(Export.objects.filter(removed_at=None).values_list("mark", flat=True))
    folder = exports_folder()
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.name not in kept:
            shutil.rmtree(each, ignore_errors=True)


def _remove(export: Export) -> None:
    shutil.rmtree(path_of(export).parent, ignore_errors=True)
    Export.objects.filter(pk=export.pk).update(removed_at=timezone.now(), asked="")


def _log_looks(by: User, wanted: Wanted, rows: Sequence[Row]) -> None:
    """A row of the log for each household the rows tell of."""
    told = wanted.definition.households
    if told is not None:
        looked = dict.fromkeys(told(row) for row in rows)
        record_looks(by=by, households=looked, page=PAGE, purpose=wanted.purpose)


def _log(event: str, by: User, wanted: Wanted, **facts: object) -> None:
    # Which columns were filtered, not for what: a filter may be a house number.
    record(
        event,
        by=by,
        target=f"table:{wanted.definition.id}",
        area_code=wanted.area_code,
        ending=wanted.ending,
        purpose=wanted.purpose,
        columns=list(wanted.asked.columns),
        filters=[each.column for each in wanted.asked.filters],
        **facts,
    )
