"""Keeping a list of a target group: it is written into the lake and never changes; who kept it is logged."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from samut.engine.results import MeasureResult
from samut.engine.target_lists.keeping import KeptList, keep
from samut.rules.errors import SamutError, Text
from samut.rules.target_groups import target_group
from samut.web.accounts.models import User
from samut.web.areas.queries import area, workspace
from samut.web.audit.actions import record
from samut.web.target_lists import policies

MOST_LETTERS = 500


@transaction.atomic
def keep_list(*, by: User, result: MeasureResult, group_id: str, area_code: str, reason: str) -> KeptList:
    """Keep the list of a group in an area as it is now.

    Raises: SITE_002 when `by` is no officer there, SITE_009 for a reason that is too long, LIST_002
    without one, POLICY_002 for an unknown group, ASSESS_004 and POLICY_007 for one without a rule in
    the edition, WORK_004 and WORK_005 for the disk.
    """
    policies.check_may_keep(by, area(area_code).code)
    if len(reason.strip()) > MOST_LETTERS:
        raise SamutError("SITE_009", name=Text("เหตุผล", "Reason"), limit=MOST_LETTERS)
    kept = keep(
        workspace(),
        result,
        target_group(group_id),
        area_code=area_code,
        reason=reason,
        by=by.get_username(),
        at=timezone.localtime(),
    )
    record("list.kept", by=by, target=f"list:{kept.id}", area_code=area_code, **dict(kept.counts))
    return kept
