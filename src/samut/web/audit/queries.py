"""Reads of the audit rows. Who may read them is decided by the pages above (the accounts stand higher)."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from samut.web.audit.models import Look

# A page that was logged brings its parts in within this time.
PARTS_FOLLOW_WITHIN = dt.timedelta(minutes=2)


def looks(*, household_id: str = "", actor_name: str = "") -> QuerySet[Look]:
    """Looks at personal data, the newest first, of one household or one user when named."""
    found = Look.objects.all()
    if household_id:
        found = found.filter(household_id=household_id)
    if actor_name:
        found = found.filter(actor_name=actor_name)
    return found


def has_just_looked(*, actor_id: int, household_id: str, page: str) -> bool:
    """Whether the look that a part of a page belongs to is in the log already."""
    since = timezone.now() - PARTS_FOLLOW_WITHIN
    found = looks(household_id=household_id).filter(actor_id=actor_id, page=page, at__gte=since)
    return found.exists()
