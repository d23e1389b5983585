"""Who opens a case and who moves it: each status has its owner (rules/case.py)."""

from __future__ import annotations

from samut.rules.case import OWNER, CaseStatus
from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.policies import AnyUser, AreaScope, assignments_of, check_may_see_persons
from samut.web.fieldwork.policies import check_may_run_fieldwork, may_run_fieldwork
from samut.web.logbook.labels import STATUS_LABELS

# From near to far: whoever stands further along may do the work of those before, in their own area.
LINE_OF_DUTY = (Role.VOLUNTEER, Role.TAMBON_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER)


def may_open(user: AnyUser, area_code: str) -> bool:
    return may_run_fieldwork(user, area_code)


def check_may_open(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_002."""
    check_may_run_fieldwork(user, area_code)


def check_may_read(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_001."""
    check_may_see_persons(user, area_code)


def may_move_from(user: AnyUser, status: CaseStatus, area_code: str) -> bool:
    """Whether the user holds, over the area, the role that owns the status, or one above it."""
    able = LINE_OF_DUTY[LINE_OF_DUTY.index(OWNER[status]) :]
    codes = tuple(each.area_code for each in assignments_of(user) if Role(each.role) in able)
    return AreaScope(codes).covers(area_code)


def check_may_move_from(user: AnyUser, status: CaseStatus, area_code: str) -> None:
    """Raises: SITE_001 outside the user's areas, CASE_003 when the status has another owner."""
    check_may_see_persons(user, area_code)
    if not may_move_from(user, status, area_code):
        raise SamutError("CASE_003", status=STATUS_LABELS[status])
