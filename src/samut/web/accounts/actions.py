"""Writes of accounts: making a user, giving, passing on and ending a role, closing an account.

`by` is None for a command of whoever runs the machine: that one is asked nothing about their own role,
but what nobody may hold, nobody gets this way either.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts import giving
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.signing_in_actions import end_sessions
from samut.web.accounts.user_names import user_name
from samut.web.audit.actions import record


@transaction.atomic
def create_user(*, by: User | None, username: str, password: str, first_name: str = "") -> User:
    """Make an account without any role: it sees areas only.

    Raises: ACCOUNT_001 when that cannot be a user name.
    """
    user = User.objects.create_user(username=user_name(username), password=password, first_name=first_name)
    record("account.created", by=by, target=f"user:{user.pk}")
    return user


@transaction.atomic
def assign_role(
    *,
    by: User | None,
    user: User,
    role: Role,
    area_code: str,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Assignment:
    """Give a user a role in an area, from today on unless a date is named.

    Raises: SITE_002 and ACCOUNT_033 to ACCOUNT_038 (samut.web.accounts.giving).
    """
    if by is not None:
        giving.check_may_give(by, role=role, area_code=area_code, user=user)
    first_day = valid_from or timezone.localdate()
    giving.check_can_be_held(
        user=user, role=role, area_code=area_code, valid_from=first_day, valid_to=valid_to
    )
    assignment = Assignment.objects.create(
        user=user, role=role.value, area_code=area_code, valid_from=first_day, valid_to=valid_to
    )
    _written("role.assigned", by, assignment)
    return assignment


@transaction.atomic
def end_assignment(*, by: User | None, assignment: Assignment, on: dt.date) -> Assignment:
    """The role no longer holds from `on` on; one that had not begun never will.

    What was passed on from it ends with it. A role that ends earlier anyway stays as it is.

    Raises: ACCOUNT_039, ACCOUNT_040 for the last administrator.
    """
    if by is not None:
        giving.check_may_end(by, assignment)
    giving.check_an_administrator_stays([assignment])
    if assignment.valid_to is not None and assignment.valid_to <= on:
        return assignment
    assignment.valid_to = max(on, assignment.valid_from)
    assignment.save(update_fields=["valid_to"])
    _written("role.ended", by, assignment)
    for delegated in assignment.delegations.all():
        if delegated.meets(on, None):
            end_assignment(by=None, assignment=delegated, on=on)
    return assignment


@transaction.atomic
def delegate_role(
    *,
    by: User,
    assignment: Assignment,
    to: User,
    area_code: str,
    valid_from: dt.date,
    valid_to: dt.date,
) -> Assignment:
    """Let somebody stand in for `by` in an area of their role, or in a part of it, for some days.

    Raises: ACCOUNT_050 to ACCOUNT_052, ACCOUNT_053 when `to` is oneself or closed, and what
    giving.check_can_be_held raises.
    """
    giving.check_may_delegate(by, assignment, area_code=area_code, valid_from=valid_from, valid_to=valid_to)
    if to.pk == by.pk or not to.is_active:
        raise SamutError("ACCOUNT_053")
    role = Role(assignment.role)
    giving.check_can_be_held(
        user=to, role=role, area_code=area_code, valid_from=valid_from, valid_to=valid_to
    )
    delegated = Assignment.objects.create(
        user=to,
        role=role.value,
        area_code=area_code,
        valid_from=valid_from,
        valid_to=valid_to,
        delegated_from=assignment,
    )
    _written("role.delegated", by, delegated, days=(valid_to - valid_from).days)
    return delegated


@transaction.atomic
def close_account(*, by: User | None, user: User) -> User:
    """Nobody signs in with it any more; its sessions end, its roles and those passed on rest.

    Raises: ACCOUNT_031, ACCOUNT_032, ACCOUNT_040 for the last administrator.
    """
    if by is not None:
        giving.check_looks_after(by, user)
    giving.check_an_administrator_stays(user.assignments.all())
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.closed", by=by, target=f"user:{user.pk}")
    end_sessions(by=by, user=user)
    return user


@transaction.atomic
def open_account(*, by: User | None, user: User) -> User:
    """A closed account can be used again, with the roles that still hold.

    Raises: ACCOUNT_031, ACCOUNT_032.
    """
    if by is not None:
        giving.check_looks_after(by, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.opened", by=by, target=f"user:{user.pk}")
    return user


def _written(event: str, by: User | None, assignment: Assignment, **facts: object) -> None:
    if assignment.delegated_from_id is not None:
        facts["delegated_from"] = assignment.delegated_from_id
    record(
        event,
        by=by,
        target=f"user:{assignment.user_id}",
        area_code=assignment.area_code,
        role=assignment.role,
        valid_from=assignment.valid_from.isoformat(),
        valid_to=assignment.valid_to.isoformat() if assignment.valid_to else "",
        **facts,
    )
