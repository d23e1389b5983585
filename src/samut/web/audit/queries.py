"""Reads of the audit rows. Who may read them is decided by the pages above (the accounts stand higher)."""

from __future__ import annotations

from django.db.models import QuerySet

from samut.web.audit.models import Look


def looks(*, household_id: str = "", actor_name: str = "") -> QuerySet[Look]:
    """Looks at personal data, the newest first, of one household or one user when named."""
    found = Look.objects.all()
    if household_id:
        found = found.filter(household_id=household_id)
    if actor_name:
        found = found.filter(actor_name=actor_name)
    return found
