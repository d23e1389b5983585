"""Writes of households: choosing the result that pages show."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from samut.web.accounts.models import User
from samut.web.audit.actions import record
from samut.web.households.models import ShownResult


@transaction.atomic
def show_result(
    *,
    by: User | None,
    measure: str,
    edition: int,
    result_id: str,
    measured_at: dt.datetime,
    policy_version: str,
) -> ShownResult:
    """Let pages show this result from now on. The same result again changes nothing."""
    shown = ShownResult.objects.filter(measure=measure, edition=edition).first()
    if shown is not None and shown.result_id == result_id:
        return shown
    shown, _ = ShownResult.objects.update_or_create(
        measure=measure,
        edition=edition,
        defaults={"result_id": result_id, "measured_at": measured_at, "policy_version": policy_version},
    )
    record("result.shown", by=by, target=f"result:{result_id}", measure=measure, edition=edition)
    return shown
