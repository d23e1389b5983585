"""Writes of jobs: asking for one, stopping it, asking for it again; and what a worker writes on its way.

Every step of a worker is one UPDATE that names the state it expects, so that two workers can never
both be told yes: whoever changes no row has lost. The same holds on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from samut.rules.errors import Problem, SamutError, Text
from samut.web.accounts.models import User
from samut.web.audit.actions import record
from samut.web.jobs.kinds import kind_of
from samut.web.jobs.models import Job, JobState, Worker
from samut.web.jobs.queries import GONE_AFTER

# How long a worker may be silent before its job is taken by another.
LEASE = dt.timedelta(seconds=30)
# A job that brought down its worker so often is not tried again by itself.
MOST_ATTEMPTS = 3
_NOBODY: dict[str, Any] = {"worker": "", "lease_until": None}


@transaction.atomic
def ask_for(*, by: User, kind: str, area_code: str, **arguments: Any) -> Job:
    """Put a job in line. Who may ask for it is the business of the app whose work it is.

    Raises: JOB_005 when there is no such kind of work.
    """
    kind_of(kind)
    job = Job.objects.create(kind=kind, owner=by, area_code=area_code, arguments=arguments)
    record("job.asked", by=by, target=f"job:{job.pk}", area_code=area_code, kind=kind)
    return job


@transaction.atomic
def cancel(*, by: User, job: Job) -> None:
    """Stop a job: at once where nobody works on it, else as soon as its worker hears of it.

    Raises: JOB_001 when it is somebody else's, JOB_002 when it has ended already.
    """
    _check_own(by, job)
    now = timezone.now()
    unheld = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
    stopped = _this(job).filter(unheld).update(**_ended(JobState.CANCELLED, now), cancel_asked=True)
    if not stopped and not _this(job).filter(state=JobState.RUNNING).update(cancel_asked=True):
        raise SamutError("JOB_002")
    record("job.cancelled", by=by, target=f"job:{job.pk}", area_code=job.area_code, kind=job.kind)


@transaction.atomic
def ask_again(*, by: User, job: Job) -> None:
    """Put a job that failed or was stopped in line once more; it goes on from its checkpoint.

    Raises: JOB_001 when it is somebody else's, JOB_006 when it neither failed nor was stopped.
    """
    _check_own(by, job)
    fresh: dict[str, Any] = {"done": 0, "total": None, "label": "", "rate": None, "attempts": 0}
    ended = _this(job).filter(state__in=(JobState.FAILED, JobState.CANCELLED))
    if not ended.update(
        state=JobState.WAITING, cancel_asked=False, error_code="", error_values={}, finished_at=None, **fresh
    ):
        raise SamutError("JOB_006")
    record("job.asked_again", by=by, target=f"job:{job.pk}", area_code=job.area_code, kind=job.kind)


def _check_own(by: User, job: Job) -> None:
    if job.owner_id != by.pk:
        raise SamutError("JOB_001")


def take_next(*, worker: str) -> Job | None:
    """Take the lease of the oldest job that nobody works on; None when there is none.

    One that was to be stopped, or has brought down its worker too often, ends here.
    """
    while True:
        now = timezone.now()
        free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
        candidate = Job.objects.filter(free).order_by("id").first()
        if candidate is None:
            return None
        chosen = _this(candidate).filter(free)
        if candidate.cancel_asked:
            chosen.update(**_ended(JobState.CANCELLED, now))
        elif candidate.attempts >= MOST_ATTEMPTS:
            told = _told(Problem("JOB_003", values=(("attempts", str(candidate.attempts)),)))
            chosen.update(**_ended(JobState.FAILED, now), **told)
        elif chosen.update(
            state=JobState.RUNNING,
            worker=worker,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            started_at=candidate.started_at or now,
        ):
            return Job.objects.get(pk=candidate.pk)


def renew(*, job: Job, worker: str, done: int, total: int | None, label: str, rate: float | None) -> bool:
    """Keep the lease and say how far the work is. False: it is to stop, asked to or overtaken."""
    kept = _held(job, worker).filter(cancel_asked=False)
    limit = Job._meta.get_field("label").max_length
    return bool(
        kept.update(
            lease_until=timezone.now() + LEASE, done=done, total=total, label=label[:limit], rate=rate
        )
    )


def note(*, job: Job, **facts: Any) -> None:
    """Keep something for the case that the work is begun anew."""
    job.checkpoint = {**job.checkpoint, **facts}
    _held(job, job.worker).update(checkpoint=job.checkpoint)


def finish(*, job: Job, worker: str, result: dict[str, Any]) -> bool:
    """The work is done. False when the lease had gone to another meanwhile."""
    now = timezone.now()
    return bool(_held(job, worker).update(**_ended(JobState.DONE, now), result=result))


def fail(*, job: Job, worker: str, problem: Problem) -> bool:
    """The work could not be done."""
    ended = _ended(JobState.FAILED, timezone.now())
    return bool(_held(job, worker).update(**ended, **_told(problem)))


def stop(*, job: Job, worker: str) -> bool:
    """The work was stopped because its owner wished so. Nothing of it is left."""
    stopped = _held(job, worker).filter(cancel_asked=True)
    return bool(stopped.update(**_ended(JobState.CANCELLED, timezone.now())))


def give_back(*, job: Job, worker: str) -> bool:
    """The worker is told to end: the job is anybody's again, and this attempt does not count."""
    waiting = {"state": JobState.WAITING, "attempts": F("attempts") - 1, **_NOBODY}
    return bool(_held(job, worker).update(**waiting))


def say_here(*, worker: str) -> None:
    """A worker is there; those that have not been seen for long are forgotten."""
    now = timezone.now()
    Worker.objects.update_or_create(mark=worker, defaults={"seen_at": now})
    Worker.objects.filter(seen_at__lt=now - 2 * GONE_AFTER).delete()


def say_gone(*, worker: str) -> None:
    Worker.objects.filter(mark=worker).delete()


def _this(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk)


def _held(job: Job, worker: str) -> QuerySet[Job]:
    return _this(job).filter(state=JobState.RUNNING, worker=worker)


def _ended(state: JobState, now: dt.datetime) -> dict[str, Any]:
    return {"state": state, "finished_at": now, **_NOBODY}


def _told(problem: Problem) -> dict[str, Any]:
    where = {name: value for name, value in vars(problem.where).items() if value}
    values = {
        name: [value.th, value.en] if isinstance(value, Text) else value for name, value in problem.values
    }
    return {"error_code": problem.code, "error_values": {"where": where, "values": values}}
