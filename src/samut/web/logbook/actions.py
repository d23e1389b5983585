"""Writes of the logbook: opening a case and moving it on, each with its event and its audit row."""

from __future__ import annotations

from django.db import transaction

from samut.rules.case import START, CaseStatus, Outcome, may_move
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit.actions import record
from samut.web.households import queries as households
from samut.web.logbook import policies
from samut.web.logbook.labels import STATUS_LABELS
from samut.web.logbook.models import Case, CaseEvent

LONGEST_NOTE = 2000


@transaction.atomic
def open_case(*, by: User, household_id: str, note: str = "") -> Case:
    """Open the case of a household of the shown result.

    Raises: SITE_001 when `by` may not see the household (or there is none), SITE_002 when `by` is no
    officer of its area, CASE_002 when it has a case already.
    """
    area_code = households.village_for(by, household_id)
    policies.check_may_open(by, area_code)
    if Case.objects.filter(household_id=household_id).exists():
        raise SamutError("CASE_002")
    case = Case.objects.create(household_id=household_id, area_code=area_code, status=START)
    CaseEvent.objects.create(case=case, by=by, after=START, note=note.strip()[:LONGEST_NOTE])
    record("case.opened", by=by, target=f"case:{case.pk}", area_code=area_code)
    return case


@transaction.atomic
def move_case(
    *, by: User, case: Case, to: CaseStatus, note: str = "", outcome: Outcome | None = None
) -> Case:
    """Move a case to another status.

    Raises: SITE_001 outside the areas of `by`, CASE_003 when `by` does not own the present status,
    CASE_001 when `to` may not follow it, CASE_004 when it is closed without saying why.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    now = CaseStatus(case.status)
    policies.check_may_move_from(by, now, case.area_code)
    if not may_move(now, to):
        raise SamutError("CASE_001", status=STATUS_LABELS[now], target=STATUS_LABELS[to])
    if to is CaseStatus.CLOSED and outcome is None:
        raise SamutError("CASE_004")
    case.status, case.outcome = to, outcome if outcome is not None and to is CaseStatus.CLOSED else ""
    case.save(update_fields=["status", "outcome", "moved_at"])
    CaseEvent.objects.create(
        case=case, by=by, before=now, after=to, outcome=case.outcome, note=note.strip()[:LONGEST_NOTE]
    )
    record(
        "case.moved",
        by=by,
        target=f"case:{case.pk}",
        area_code=case.area_code,
        before=now.value,
        after=to.value,
    )
    return case
