"""Meetings speak of the households of an area: those who answer for it read them, officers write."""

from __future__ import annotations

from samut.web.accounts.policies import AnyUser, check_may_see_persons
from samut.web.fieldwork.policies import check_may_run_fieldwork, may_run_fieldwork


def check_may_read(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_001."""
    check_may_see_persons(user, area_code)


def may_write(user: AnyUser, area_code: str) -> bool:
    return may_run_fieldwork(user, area_code)


def check_may_write(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_002."""
    check_may_run_fieldwork(user, area_code)
