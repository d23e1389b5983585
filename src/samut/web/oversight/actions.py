"""Writes of the oversight: counting days that are over, and keeping what was looked into."""

from __future__ import annotations

import datetime as dt
import time

from django.db import transaction
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.rules.oversight import LABELS
from samut.rules.oversight_policy import OversightPolicy, load_oversight_policy
from samut.web.accounts.models import User
from samut.web.accounts.policies import check_may_read_logs
from samut.web.audit.actions import record
from samut.web.audit.chain import append
from samut.web.oversight.counting import again_and_again, counted, policy_mark
from samut.web.oversight.models import CountedDay, DaySummary, LookedInto

# A page waits no longer than this for days that nobody has counted yet.
PAGE_SECONDS = 1.5
# The days that are counted; the rest of the log is read where somebody asks for it.
KEPT_DAYS = 90


def count_days(seconds: float = float("inf")) -> int:
    """Count the days that are over and not counted yet, newest first; how many are left after that time.

    The first of them is counted whatever time there is.
    """
    policy = load_oversight_policy()
    mark, today = policy_mark(policy), timezone.localdate()
    days = [today - dt.timedelta(days=ago) for ago in range(1, policy.limits.period_days + 1)]
    known = set(CountedDay.objects.filter(day__in=days, policy=mark).values_list("day", flat=True))
    missing = [day for day in days if day not in known]
    started, done = time.monotonic(), 0
    for day in missing:
        if done and time.monotonic() - started > seconds:
            break
        _count(day, policy, mark, newest=day == days[0])
        done += 1
    return len(missing) - done


def count_for_tidying() -> None:
    """What the worker does beside its jobs: count, and throw away counts of long ago."""
    count_days()
    old = timezone.localdate() - dt.timedelta(days=KEPT_DAYS)
    CountedDay.objects.filter(day__lt=old).delete()
    DaySummary.objects.filter(day__lt=old).delete()


@transaction.atomic
def _count(day: dt.date, policy: OversightPolicy, mark: str, *, newest: bool) -> None:
    DaySummary.objects.filter(day=day).delete()
    DaySummary.objects.bulk_create(
        [
            DaySummary(day=day, actor_id=actor_id, actor_name=name, counts=counts.written())
            for (actor_id, name), counts in counted(day, policy).items()
        ]
    )
    # Only the newest is asked for it, and it is the longest part of the counting.
    again = again_and_again(day, policy) if newest else []
    CountedDay.objects.update_or_create(day=day, defaults={"policy": mark, "again": again})


@transaction.atomic
def look_into(
    *, by: User, pattern: str, actor_id: int, day: dt.date, household_id: str, note: str
) -> LookedInto:
    """Keep what was found about an unusual pattern. Raises: SITE_002, AUDIT_020 without a note, SITE_004."""
    check_may_read_logs(by)
    if pattern not in LABELS:
        raise SamutError("SITE_004", name="pattern")
    if not note.strip():
        raise SamutError("AUDIT_020")
    kept = LookedInto(
        pattern=pattern,
        actor_id=actor_id,
        day=day.isoformat(),
        household_id=household_id,
        note=note.strip()[: LookedInto._meta.get_field("note").max_length],
        by_id=by.pk,
        by_name=by.get_username(),
    )
    append([kept], batch=1)
    record("oversight.looked_into", by=by, target=f"user:{actor_id}", pattern=pattern, day=day.isoformat())
    return kept
