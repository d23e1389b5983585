"""Writes of administration: invitations, one-time codes, sessions and second factors of others.

What is given away as a code is told once, to whoever made it; what is kept is a hash.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from samut.rules.accounts_policy import AccountsPolicy, load_accounts_policy
from samut.rules.errors import SamutError
from samut.rules.roles import ROLES
from samut.web.accounts import signing_in_actions as signing_in
from samut.web.accounts.actions import assign_role, create_user
from samut.web.accounts.giving import check_go_together, check_looks_after, check_may_give
from samut.web.accounts.models import User
from samut.web.accounts.queries import user_named
from samut.web.accounts.user_names import user_name
from samut.web.administration.codes import LONG, SHORT, digest_of, new_code
from samut.web.administration.given_roles import GivenRole, given_roles, pairs
from samut.web.administration.models import Invitation, OneTimeCode
from samut.web.administration.policies import can_be_used, check_not_both, invitation_for
from samut.web.audit.actions import record

# No user name holds a colon: wrong codes are counted beside wrong passwords, as nobody's.
INVITATIONS = "invitation:"


def policy() -> AccountsPolicy:
    return load_accounts_policy(timezone.localdate())


@transaction.atomic
def invite(*, by: User, username: str, full_name: str, roles: Sequence[GivenRole]) -> tuple[Invitation, str]:
    """Invite somebody to make an account. The code is told here and kept nowhere.

    Raises: ACCOUNT_001, ACCOUNT_042 when the name is taken, ACCOUNT_043 without a name or a role, and
    what giving.check_may_give raises.
    """
    name = user_name(username)
    if not full_name.strip() or not roles:
        raise SamutError("ACCOUNT_043")
    for each in roles:
        check_may_give(by, role=each.role, area_code=each.area_code)
        if each.valid_to is not None and each.valid_to <= each.valid_from:
            raise SamutError("ACCOUNT_038")
    for one, other in pairs(roles):
        check_go_together([one.role], other.role)
        if one.role == other.role and one.area_code == other.area_code:
            raise SamutError("ACCOUNT_037", role=ROLES[one.role].label)
    _check_name_is_free(name)
    code = new_code(LONG)
    invitation = Invitation.objects.create(
        username=name,
        full_name=full_name.strip(),
        roles=[each.as_kept() for each in roles],
        digest=digest_of(code),
        made_by=by,
        expires_at=_invitation_ends(),
    )
    record("invitation.made", by=by, target=f"invitation:{invitation.pk}", roles=_told(roles))
    return invitation, code


def _check_name_is_free(name: str) -> None:
    waiting = Invitation.objects.filter(
        username=name, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
    )
    if user_named(name) is not None or waiting.exists():
        raise SamutError("ACCOUNT_042")


def _invitation_ends() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=policy().invitation_days)


def _told(roles: Sequence[GivenRole]) -> list[list[str]]:
    return [[each.role.value, each.area_code] for each in roles]


@transaction.atomic
def renew_invitation(*, by: User, pk: int) -> tuple[Invitation, str]:
    """A new code for an open invitation, with the whole time; the old code opens nothing any more.

    From now on it is `by` who answers for its roles. Raises: ACCOUNT_044, and what check_may_give raises.
    """
    invitation = invitation_for(by, pk)
    for each in given_roles(invitation):
        check_may_give(by, role=each.role, area_code=each.area_code)
    code = new_code(LONG)
    invitation.digest, invitation.made_by, invitation.expires_at = digest_of(code), by, _invitation_ends()
    invitation.save(update_fields=["digest", "made_by", "expires_at"])
    record("invitation.renewed", by=by, target=f"invitation:{invitation.pk}")
    return invitation, code


@transaction.atomic
def withdraw_invitation(*, by: User, pk: int) -> Invitation:
    """Take an invitation back. Raises: ACCOUNT_044."""
    invitation = invitation_for(by, pk)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", by=by, target=f"invitation:{invitation.pk}")
    return invitation


def open_invitation(*, code: str, address: str) -> Invitation:
    """The invitation of a code, to look at. Wrong codes from one address are counted.

    Raises: ACCOUNT_041, SITE_008 after too many.
    """
    found = Invitation.objects.filter(digest=digest_of(code)).select_related("made_by").first()
    if found is None or not can_be_used(found):
        signing_in.count_login_attempt(username=INVITATIONS, address=address)
        raise SamutError("ACCOUNT_041")
    return found


@transaction.atomic
def accept_invitation(*, code: str, password: str, address: str) -> User:
    """Make the account with its roles, given by whoever invited.

    Raises: ACCOUNT_041 when it can no longer be used, ACCOUNT_042 when the name was taken meanwhile.
    """
    invitation = open_invitation(code=code, address=address)
    if user_named(invitation.username) is not None:
        raise SamutError("ACCOUNT_042")
    by = invitation.made_by
    user = create_user(
        by=by, username=invitation.username, password=password, first_name=invitation.full_name
    )
    for each in given_roles(invitation):
        assign_role(
            by=by,
            user=user,
            role=each.role,
            area_code=each.area_code,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
    invitation.used_at, invitation.user = timezone.now(), user
    invitation.save(update_fields=["used_at", "user"])
    record("invitation.accepted", by=user, target=f"invitation:{invitation.pk}")
    return user


@transaction.atomic
def make_code(*, by: User | None, user: User) -> str:
    """A code with which the user sets one new password. An older one opens nothing any more.

    Raises: ACCOUNT_031, ACCOUNT_032, ACCOUNT_045; ACCOUNT_002 for a closed account.
    """
    if by is not None:
        check_looks_after(by, user)
        check_not_both(by, user, done_before="second_factor.reset")
    if not user.is_active:
        raise SamutError("ACCOUNT_002")
    code = new_code(SHORT)
    ends = timezone.now() + dt.timedelta(hours=policy().one_time_code_hours)
    kept = {"digest": digest_of(code), "made_by": by, "expires_at": ends, "wrong": 0}
    OneTimeCode.objects.update_or_create(user=user, defaults=kept)
    record("password.code_made", by=by, target=f"user:{user.pk}")
    return code


@transaction.atomic
def use_code(*, username: str, code: str, password: str, address: str) -> User | None:
    """Set a new password with a one-time code; None when name and code do not go together.

    Every session of the user ends. The second factor stays as it is.

    Raises: SITE_008 after too many wrong ones.
    """
    signing_in.count_login_attempt(username=username, address=address)
    user, tried = user_named(username), digest_of(code)
    held = OneTimeCode.objects.filter(user=user).first() if user is not None else None
    if user is None or held is None or not _opens(held, user, tried):
        if held is not None:
            OneTimeCode.objects.filter(pk=held.pk).update(wrong=F("wrong") + 1)
        signing_in.refuse_login(username=username, address=address)
        return None
    held.delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    record("password.reset", by=user, target=f"user:{user.pk}")
    signing_in.end_sessions(by=user, user=user)
    signing_in.forget_login_attempts(username=username, address=address)
    return user


def _opens(held: OneTimeCode, user: User, tried: str) -> bool:
    in_time = user.is_active and timezone.now() < held.expires_at and held.wrong < policy().most_wrong_codes
    return constant_time_compare(held.digest, tried) and in_time


@transaction.atomic
def end_all_sessions(*, by: User, user: User) -> int:
    """Wherever the user is signed in, they are not any more. Raises: ACCOUNT_031, ACCOUNT_032."""
    check_looks_after(by, user)
    return signing_in.end_sessions(by=by, user=user)


@transaction.atomic
def forget_second_factors(*, by: User, user: User) -> int:
    """The user lost the phone: at the next sign-in they enrol anew.

    Raises: ACCOUNT_031, ACCOUNT_032, ACCOUNT_045.
    """
    check_looks_after(by, user)
    check_not_both(by, user, done_before="password.code_made")
    return signing_in.remove_second_factors(by=by, user=user)


def record_looking_as(*, by: User, user: User) -> None:
    """An administrator looked what a user can see."""
    record("account.looked_as", by=by, target=f"user:{user.pk}")
