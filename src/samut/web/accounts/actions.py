"""Writes of accounts: making a user, giving and ending a role, counting attempts to sign in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.models import Assignment, LoginAttempts, User
from samut.web.audit.actions import record

MOST_ATTEMPTS = 6
PAUSE_MINUTES = 5
PAUSE = dt.timedelta(minutes=PAUSE_MINUTES)


@transaction.atomic
def create_user(*, by: User | None, username: str, password: str, first_name: str = "") -> User:
    """Make an account without any role: it sees areas only."""
    user = User.objects.create_user(username=username, password=password, first_name=first_name)
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


def _attempts_key(username: str, address: str) -> str:
    return salted_hmac(
        "samut.login", f"{username.strip().casefold()}|{address}", algorithm="sha256"
    ).hexdigest()


@transaction.atomic
def count_login_attempt(*, username: str, address: str) -> None:
    """Count an attempt before its password is looked at, so that many at once are not let through.

    Behind a web server every address is that server's, and a user name alone is what is paused.

    Raises: SITE_008 after too many, for some minutes.
    """
    now = timezone.now()
    LoginAttempts.objects.filter(last_at__lt=now - PAUSE).delete()
    attempts, _ = LoginAttempts.objects.get_or_create(
        key=_attempts_key(username, address), defaults={"count": 0, "last_at": now}
    )
    if attempts.count >= MOST_ATTEMPTS:
        raise SamutError("SITE_008", minutes=PAUSE_MINUTES)
    attempts.count, attempts.last_at = attempts.count + 1, now
    attempts.save(update_fields=["count", "last_at"])
    if attempts.count == MOST_ATTEMPTS:
        known = User.objects.filter(username=username).first()
        record("login.paused", by=None, target=f"user:{known.pk}" if known else "")


def forget_login_attempts(*, username: str, address: str) -> None:
    """The password was right."""
    LoginAttempts.objects.filter(key=_attempts_key(username, address)).delete()
