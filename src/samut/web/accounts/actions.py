"""Writes of accounts: making a user, giving and ending a role."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from samut.rules.roles import Role
from samut.web.accounts.models import Assignment, User
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
    """Give a user a role in an area, from today on unless a date is named."""
    assignment = Assignment.objects.create(
        user=user,
        role=role.value,
        area_code=area_code,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
    )
    record("role.assigned", by=by, target=f"user:{user.pk}", area_code=area_code, role=role.value)
    return assignment


@transaction.atomic
def end_assignment(*, by: User | None, assignment: Assignment, on: dt.date) -> Assignment:
    """The role no longer holds from `on` on."""
    assignment.valid_to = on
    assignment.save(update_fields=["valid_to"])
    record(
        "role.ended",
        by=by,
        target=f"user:{assignment.user_id}",
        area_code=assignment.area_code,
        role=assignment.role,
    )
    return assignment
