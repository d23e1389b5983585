"""Who keeps a list of a target group: officers, in the areas they answer for."""

from __future__ import annotations

from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser, is_officer_of


def may_keep(user: AnyUser, area_code: str) -> bool:
    return is_officer_of(user, area_code)


def check_may_keep(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_002."""
    if not may_keep(user, area_code):
        raise SamutError("SITE_002")
