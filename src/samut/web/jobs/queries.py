"""Reads of jobs, already limited to the user's own."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser
from samut.web.jobs.models import Job, JobState, Worker
from samut.web.jobs.policies import jobs_of

# A worker says that it is there every few seconds; after this long without a word it is not.
GONE_AFTER = dt.timedelta(seconds=45)


def my_jobs(user: AnyUser) -> QuerySet[Job]:
    """The user's jobs, the newest first."""
    return jobs_of(user)


def my_job(user: AnyUser, pk: int) -> Job:
    """Raises: JOB_001, the same whether there is none or it is somebody else's."""
    found = jobs_of(user).filter(pk=pk).first()
    if found is None:
        raise SamutError("JOB_001")
    return found


def somebody_works() -> bool:
    """Whether a worker was seen lately, or is at work."""
    now = timezone.now()
    seen = Worker.objects.filter(seen_at__gte=now - GONE_AFTER).exists()
    return seen or Job.objects.filter(state=JobState.RUNNING, lease_until__gte=now).exists()
