"""Writes of imports on the site: taking files in, saying what they are, asking for work, removing them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from samut.engine.registers.guesses import ProfileGuess
from samut.engine.registers.known_fits import all_profiles
from samut.engine.registers.own_profiles import save_guess, save_layout
from samut.rules.errors import SamutError, Text
from samut.web.accounts.models import User
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record
from samut.web.jobs.actions import ask_for
from samut.web.jobs.models import Job, JobState
from samut.web.registers.models import Upload
from samut.web.registers.policies import check_may_import
from samut.web.registers.receiving import uploads_folder

# Files that nobody went on with are removed after this long.
KEPT = dt.timedelta(days=7)
# A folder of files whose sending broke off.
BROKEN_OFF_AFTER = dt.timedelta(days=1)
FIRST_EDITION, LAST_EDITION = 2500, 2650


@transaction.atomic
def receive(
    *, by: User, folder: Path, files: Sequence[Mapping[str, Any]], register: str, edition: int
) -> Upload:
    """Files have come in. `register` is empty where it is not known.

    Raises: SITE_002 when `by` may not import, JOB_010 without a file, JOB_014 for no Buddhist year,
    JOB_015 for no register that is known.
    """
    check_may_import(by)
    if not files:
        raise SamutError("JOB_010")
    _check_known(register, edition)
    upload = Upload.objects.create(
        owner=by, register=register, edition=edition, files=list(files), folder=folder.name
    )
    _record("upload.received", by, upload, files=len(files), bytes=upload.bytes)
    return upload


@transaction.atomic
def say_register(*, by: User, upload: Upload, register: str, edition: int, profile: str = "") -> None:
    """Say which register and edition the files are. What was looked at before no longer holds.

    Raises: JOB_016 when they are being imported, JOB_014 and JOB_015 as above.
    """
    check_may_import(by)
    _check_known(register, edition)
    _check_waits(upload)
    upload.register, upload.edition, upload.profile = register, edition, profile
    upload.preview = None
    upload.save(update_fields=["register", "edition", "profile", "preview"])
    _record("upload.told", by, upload)


def keep_layout(
    *, by: User, upload: Upload, profile: str, table: str, picked: Mapping[str, str | None]
) -> None:
    """Keep which column of a known register's file is which fact. Raises: JOB_016, JOB_018."""
    check_may_import(by)
    _check_waits(upload)
    known = next((each for each in all_profiles(workspace()) if each.id == profile), None)
    if known is None or table not in {each.id for each in known.tables}:
        raise SamutError("SITE_004", name="profile")
    name = save_layout(workspace(), known, table, picked, upload.edition)
    say_register(by=by, upload=upload, register=known.register, edition=upload.edition, profile=name)


def keep_guess(*, by: User, upload: Upload, guess: ProfileGuess, register: str, label: Text) -> None:
    """Keep the corrected guess as a register of the office's own. Raises: JOB_016, JOB_018, PROFILE_002."""
    check_may_import(by)
    _check_waits(upload)
    name = save_guess(workspace(), guess, register=register, label=label, edition=upload.edition)
    say_register(by=by, upload=upload, register=register, edition=upload.edition, profile=name)


@transaction.atomic
def ask_preview(*, by: User, upload: Upload, profile: str) -> Job:
    """Look what the import would change. `profile`: the layout found to fit. Raises: JOB_015, JOB_016."""
    check_may_import(by)
    _check_waits(upload)
    if not upload.register:
        raise SamutError("JOB_015")
    upload.profile = profile
    upload.preview = ask_for(by=by, kind="register.preview", area_code=_province(), upload=upload.pk)
    upload.save(update_fields=["profile", "preview"])
    return upload.preview


@transaction.atomic
def ask_import(*, by: User, upload: Upload) -> Job:
    """Import what the preview showed. Raises: JOB_016, JOB_017 before a preview is done."""
    check_may_import(by)
    _check_waits(upload)
    if upload.preview is None or upload.preview.state != JobState.DONE:
        raise SamutError("JOB_017")
    upload.importing = ask_for(by=by, kind="register.import", area_code=_province(), upload=upload.pk)
    upload.save(update_fields=["importing"])
    return upload.importing


@transaction.atomic
def discard(*, by: User, upload: Upload) -> None:
    """Remove the files without importing them. Raises: JOB_016 while a job needs them."""
    check_may_import(by)
    for job in (upload.preview, upload.importing):
        if job is not None and job.is_open:
            raise SamutError("JOB_016")
    remove_files(upload=upload)
    _record("upload.discarded", by, upload)


def remove_files(*, upload: Upload) -> None:
    """The files are gone; what they were and what became of them stays."""
    shutil.rmtree(uploads_folder() / upload.folder, ignore_errors=True)
    Upload.objects.filter(pk=upload.pk, removed_at=None).update(removed_at=timezone.now())


def remove_expired() -> None:
    """Remove what nobody went on with, and what came in only in part."""
    now = timezone.now()
    for upload in Upload.objects.filter(removed_at=None, sent_at__lt=now - KEPT):
        if not any(job is not None and job.is_open for job in (upload.preview, upload.importing)):
            remove_files(upload=upload)
    waiting = set(Upload.objects.filter(removed_at=None).values_list("folder", flat=True))
    folder = uploads_folder()
    for each in folder.iterdir() if folder.is_dir() else ():
        old = now.timestamp() - each.stat().st_mtime > BROKEN_OFF_AFTER.total_seconds()
        if each.name not in waiting and old:
            shutil.rmtree(each, ignore_errors=True)


def paths_of(upload: Upload) -> list[Path]:
    """Where the files lie, in the order they were sent."""
    return [uploads_folder() / upload.folder / each["name"] for each in upload.files]


def _check_known(register: str, edition: int) -> None:
    if not FIRST_EDITION <= edition <= LAST_EDITION:
        example = workspace().config.edition
        raise SamutError("JOB_014", first=FIRST_EDITION, last=LAST_EDITION, example=example)
    if register and register not in {each.register for each in all_profiles(workspace())}:
        raise SamutError("JOB_015")


def _check_waits(upload: Upload) -> None:
    """Raises: JOB_013 when the files are gone, JOB_016 when they are being imported or are in."""
    if upload.removed_at is not None:
        raise SamutError("JOB_013", days=KEPT.days)
    if upload.importing is not None and upload.importing.state not in (JobState.FAILED, JobState.CANCELLED):
        raise SamutError("JOB_016")


def _province() -> str:
    return workspace().config.province


def _record(event: str, by: User, upload: Upload, **facts: object) -> None:
    told = {"register": upload.register, "edition": upload.edition, "profile": upload.profile, **facts}
    record(event, by=by, target=f"upload:{upload.pk}", area_code=_province(), **told)
