"""Who plans and runs field work: officers, in the areas they answer for."""

from __future__ import annotations

from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.policies import AnyUser, AreaScope, assignments_of

OFFICERS = frozenset({Role.TAMBON_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER})


def officer_scope_of(user: AnyUser) -> AreaScope:
    """The areas in which the user is an officer (not a volunteer, an analyst or an administrator)."""
    codes = {each.area_code for each in assignments_of(user) if Role(each.role) in OFFICERS}
    return AreaScope(tuple(sorted(codes)))


def may_run_fieldwork(user: AnyUser, area_code: str) -> bool:
    return officer_scope_of(user).covers(area_code)


def check_may_run_fieldwork(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_002."""
    if not may_run_fieldwork(user, area_code):
        raise SamutError("SITE_002")
