"""Whose job it is: nobody sees, stops or repeats another's."""

from __future__ import annotations

from django.db.models import QuerySet

from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser, assignments_of
from samut.web.jobs.models import Job


def jobs_of(user: AnyUser) -> QuerySet[Job]:
    """The jobs a user may see and act on: their own, while they hold any role."""
    if not isinstance(user, User) or not assignments_of(user):
        return Job.objects.none()
    return Job.objects.filter(owner=user)
