"""Who may bring registers in: officers of the whole province, whose persons a register names."""

from __future__ import annotations

from samut.rules.errors import SamutError
from samut.rules.roles import ROLES, Role
from samut.web.accounts.policies import AnyUser, AreaScope, assignments_of
from samut.web.areas.queries import workspace_config


def may_import(user: AnyUser) -> bool:
    """Whether the user may import, and see the refused rows of an import as they were sent."""
    config = workspace_config()
    if config is None:
        return False
    held = (each for each in assignments_of(user) if ROLES[Role(each.role)].imports_registers)
    return AreaScope(tuple(sorted({each.area_code for each in held}))).covers(config.province)


def check_may_import(user: AnyUser) -> None:
    """Raises: SITE_002."""
    if not may_import(user):
        raise SamutError("SITE_002")
