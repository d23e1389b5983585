"""Writes of the survey's front door: keys for phones, and filing what they send."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils import timezone

from samut.forms.build import shipped_form
from samut.forms.submission import open_envelope, read_submission
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.policies import check_may_see_persons
from samut.web.areas.queries import area
from samut.web.audit.actions import record
from samut.web.fieldwork.policies import check_may_run_fieldwork
from samut.web.openrosa.models import INSTANCE_ID_LENGTH, Collector, Standing, Submission, SubmissionFile
from samut.web.openrosa.reassessing import reassess_from
from samut.web.openrosa.storage import StoredFile, store

TOKEN_BYTES = 32
DAYS_OF_A_KEY = 90


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_collector(
    *, by: User, user: User, area_code: str, days: int = DAYS_OF_A_KEY
) -> tuple[Collector, str]:
    """Give a user a key for an area. The token is told this once and never again.

    Raises: SITE_002 when `by` is no officer there, SITE_003 for an unknown area, SITE_001 when
    `user` may not see the area's persons.
    """
    check_may_run_fieldwork(by, area(area_code).code)
    check_may_see_persons(user, area_code)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    collector = Collector.objects.create(
        token_hash=token_hash(token),
        user=user,
        area_code=area_code,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    record("collector.created", by=by, target=f"collector:{collector.pk}", area_code=area_code, user=user.pk)
    return collector, token


@transaction.atomic
def revoke_collector(*, by: User, collector: Collector) -> Collector:
    """End a key now (a lost phone). Raises: SITE_002."""
    check_may_run_fieldwork(by, collector.area_code)
    collector = Collector.objects.select_for_update().get(pk=collector.pk)
    if collector.revoked_at is None:
        collector.revoked_at = timezone.now()
        collector.save(update_fields=["revoked_at"])
        target = f"collector:{collector.pk}"
        record("collector.revoked", by=by, target=target, area_code=collector.area_code)
    return collector


class Received(Enum):
    """What became of a submission."""

    NEW = "new"
    MORE_FILES = "more_files"
    ALREADY_HERE = "already_here"
    ASIDE = "aside"
    FILE_ASIDE = "file_aside"


@dataclass(frozen=True)
class Receipt:
    """The submission as filed, and what became of what was sent."""

    submission: Submission
    received: Received


def receive(*, by: Collector, xml: bytes, files: Iterable[tuple[str, Iterable[bytes]]]) -> Receipt:
    """File a submission: to disk first, then the row, then the answer.

    The same id with the same answers adds the files that are new. The same id with other answers
    (or a file of the same name with other content) is kept aside, never dropped. Census questions
    answered anew change the household's words and the figures in the same transaction.

    Raises: SEND_003, SEND_004 when it cannot be filed; FORM_001 for a form nobody gave out.
    """
    envelope = open_envelope(xml)
    form = shipped_form(envelope.form_id)
    if len(envelope.instance_id) > INSTANCE_ID_LENGTH or len(envelope.deprecated_id) > INSTANCE_ID_LENGTH:
        raise SamutError("SEND_004")
    rows = read_submission(xml, form)
    stored_xml = store([xml])
    stored_files = [(name, store(chunks)) for name, chunks in files]
    with transaction.atomic():
        # The transaction took the database's write lock: nobody files the same id meanwhile.
        same_id = Submission.objects.filter(form_id=envelope.form_id, instance_id=envelope.instance_id)
        submission = same_id.filter(content_hash=envelope.content_hash).first()
        is_new = submission is None
        if submission is None:
            submission = Submission.objects.create(
                form_id=envelope.form_id,
                version=envelope.version[:64],
                instance_id=envelope.instance_id,
                deprecated_id=envelope.deprecated_id,
                content_hash=envelope.content_hash,
                xml_sha256=stored_xml.sha256,
                household_id=rows.household_id or "",
                collector=by,
                area_code=by.area_code,
                standing=Standing.ASIDE if same_id.exists() else Standing.ACCEPTED,
            )
        added, put_aside = _file_attachments(submission, stored_files)
        received = _what_became(submission, is_new=is_new, added=added, put_aside=put_aside)
        if is_new or added:
            record(
                "submission.received",
                by=by.user,
                target=f"submission:{submission.pk}",
                area_code=by.area_code,
                form=envelope.form_id,
                received=received.value,
                files=added,
            )
        if received is Received.NEW:
            reassess_from(submission, rows)
    return Receipt(submission, received)


def _what_became(submission: Submission, *, is_new: bool, added: int, put_aside: bool) -> Received:
    if submission.standing == Standing.ASIDE:
        return Received.ASIDE
    if put_aside:
        return Received.FILE_ASIDE
    if is_new:
        return Received.NEW
    return Received.MORE_FILES if added else Received.ALREADY_HERE


def _file_attachments(submission: Submission, files: Iterable[tuple[str, StoredFile]]) -> tuple[int, bool]:
    """How many files were new, and whether one of this request contradicts an earlier one."""
    added, put_aside = 0, False
    for name, stored in files:
        of_name = submission.files.filter(name=name)
        known = of_name.filter(sha256=stored.sha256).first()
        if known is None:
            known = SubmissionFile.objects.create(
                submission=submission,
                name=name,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                standing=Standing.ASIDE if of_name.exists() else Standing.ACCEPTED,
            )
            added += 1
        put_aside = put_aside or known.standing == Standing.ASIDE
    return added, put_aside
