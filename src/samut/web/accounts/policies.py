"""Who may see persons, and where: roles held in areas, as half-open ranges of area codes.

Deny by default: somebody without a role that holds today sees areas only, as an outsider does. A role
that was passed on for a holiday is one of the roles held, while the giver's own holds (models.Assignment).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.rules.roles import ROLES, PersonAccess, Role
from samut.web.accounts.models import Assignment, User

COUNTRY = "TH"
PROVINCE_DIGITS = 2
# Codes are digits; ":" is the character after "9", so [code, code + ":") holds the code and all below it.
AFTER_DIGITS = ":"

AnyUser = User | AnonymousUser


@dataclass(frozen=True)
class AreaScope:
    """A set of areas, each with everything below it. Empty: no area at all."""

    codes: tuple[str, ...] = ()

    def ranges(self) -> tuple[tuple[str, str], ...]:
        """Half-open ranges [from, to) of area codes, for a filter on a plain `area_code` column."""
        return tuple(
            ("0", AFTER_DIGITS) if code == COUNTRY else (code, code + AFTER_DIGITS) for code in self.codes
        )

    def covers(self, area_code: str) -> bool:
        """Whether the whole area lies inside the scope. The country lies only in a country-wide scope."""
        if area_code == COUNTRY:
            return COUNTRY in self.codes
        return any(low <= area_code < high for low, high in self.ranges())


def assignments_of(user: AnyUser, on: dt.date | None = None) -> tuple[Assignment, ...]:
    """The assignments that hold on a day (today, when none is named)."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    if user.assignments_read is None:
        user.assignments_read = tuple(user.assignments.all())
    day = on or timezone.localdate()
    return tuple(each for each in user.assignments_read if each.role in ROLES and each.holds_on(day))


def roles_of(user: AnyUser) -> tuple[Role, ...]:
    return tuple(Role(each.role) for each in assignments_of(user))


def _scope(assignments: Iterable[Assignment]) -> AreaScope:
    return AreaScope(tuple(sorted({each.area_code for each in assignments})))


def scope_of(user: AnyUser) -> AreaScope:
    """The areas in which the user holds any role."""
    return _scope(assignments_of(user))


def person_scope_of(user: AnyUser) -> AreaScope:
    """The areas in which the user's role opens persons and households by itself."""
    return _scope(
        each for each in assignments_of(user) if ROLES[Role(each.role)].persons is PersonAccess.IN_AREA
    )


def may_see_persons(user: AnyUser, area_code: str) -> bool:
    return person_scope_of(user).covers(area_code)


def check_may_see_persons(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_001, the same whether the household exists or not."""
    if not may_see_persons(user, area_code):
        raise SamutError("SITE_001")


def is_officer_of(user: AnyUser, area_code: str) -> bool:
    """Whether the user answers for the area as an officer: sees its persons, and is no volunteer."""
    officers = (each for each in assignments_of(user) if each.role != Role.VOLUNTEER)
    return _scope(each for each in officers if ROLES[Role(each.role)].persons is PersonAccess.IN_AREA).covers(
        area_code
    )


def may_see_exact_counts(user: AnyUser, area_code: str) -> bool:
    """Small counts of an area are shown as they are to those who may see its persons anyway.

    Figures of the country and of a whole province are published, so everybody sees them exactly.
    """
    if area_code == COUNTRY or len(area_code) <= PROVINCE_DIGITS:
        return True
    return may_see_persons(user, area_code)


def account_scope_of(user: AnyUser) -> AreaScope:
    """The areas in which the user gives roles and looks after accounts."""
    return _scope(each for each in assignments_of(user) if ROLES[Role(each.role)].manages_accounts)


def may_manage_accounts(user: AnyUser) -> bool:
    return bool(account_scope_of(user).codes)


def check_may_manage_accounts(user: AnyUser) -> None:
    """Raises: SITE_002."""
    if not may_manage_accounts(user):
        raise SamutError("SITE_002")


def may_read_logs(user: AnyUser) -> bool:
    return any(ROLES[role].reads_logs for role in roles_of(user))


def check_may_read_logs(user: AnyUser) -> None:
    """Raises: SITE_002."""
    if not may_read_logs(user):
        raise SamutError("SITE_002")


def may_see_imports(user: AnyUser) -> bool:
    """Officers and administrators see what came in and what was refused (no personal text is in it)."""
    roles = set(roles_of(user))
    return bool(roles - {Role.VOLUNTEER, Role.ANALYST, Role.DATA_PROTECTION_OFFICER, Role.AGENCY_OFFICER})


def check_may_see_imports(user: AnyUser) -> None:
    """Raises: SITE_002."""
    if not may_see_imports(user):
        raise SamutError("SITE_002")
