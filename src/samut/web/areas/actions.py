"""Writes of areas: taking over the village register."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from samut.web.accounts.models import User
from samut.web.areas.models import Village
from samut.web.audit.actions import record


@transaction.atomic
def load_villages(*, by: User | None, villages: Sequence[Village]) -> int:
    """Make the villages of the site those of the register. Nothing is written when nothing changed."""
    wanted = {village.code: village for village in villages}
    fields = ("tambon_code", "name_th", "latitude", "longitude")
    held = {row[0]: row[1:] for row in Village.objects.values_list("code", *fields)}
    if held == {code: tuple(getattr(village, field) for field in fields) for code, village in wanted.items()}:
        return 0
    Village.objects.all().delete()
    Village.objects.bulk_create(wanted.values(), batch_size=1000)
    record("areas.villages_loaded", by=by, villages=len(wanted))
    return len(wanted)
