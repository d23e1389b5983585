"""Which invitations an administrator sees, whether one can be used, and what one alone does not do."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from samut.rules.accounts_policy import load_accounts_policy
from samut.rules.errors import SamutError
from samut.web.accounts.giving import AccountScope, account_scope, may_give
from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser, account_scope_of, person_scope_of
from samut.web.administration.given_roles import GivenRole, given_roles
from samut.web.administration.models import Invitation
from samut.web.audit.models import AuditEvent


def invitations_of(by: AnyUser) -> list[Invitation]:
    """Open invitations all of whose roles lie in the administrator's areas. Raises: SITE_002."""
    scope = account_scope(by).scope
    found = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True).select_related(
        "made_by"
    )
    return [each for each in found if all(scope.covers(role.area_code) for role in given_roles(each))]


def invitation_for(by: AnyUser, pk: int) -> Invitation:
    """One of them. Raises: SITE_002, ACCOUNT_044."""
    found = next((each for each in invitations_of(by) if each.pk == pk), None)
    if found is None:
        raise SamutError("ACCOUNT_044")
    return found


def can_be_used(invitation: Invitation | None) -> bool:
    """It stands, and whoever made it may still give all of its roles."""
    if invitation is None or not invitation.stands:
        return False
    roles = given_roles(invitation)
    return bool(roles) and all(_may_still_give(invitation, each) for each in roles)


def _may_still_give(invitation: Invitation, given: GivenRole) -> bool:
    return may_give(invitation.made_by, given.role, given.area_code)


def check_not_both(by: User, user: User, *, done_before: str) -> None:
    """Nobody alone opens the account of somebody who sees persons, where there is a second administrator.

    A new password and no second factor together would. `done_before`: the event of the other of the two.

    Raises: ACCOUNT_045.
    """
    hours = load_accounts_policy(timezone.localdate()).apart_hours
    since = timezone.now() - dt.timedelta(hours=hours)
    done = AuditEvent.objects.filter(
        event=done_before, actor_id=by.pk, target=f"user:{user.pk}", at__gte=since
    )
    if person_scope_of(user).codes and done.exists() and _has_another_administrator(by, user):
        raise SamutError("ACCOUNT_045", hours=hours)


def _has_another_administrator(by: User, user: User) -> bool:
    others = User.objects.filter(is_active=True, assignments__role="administrator")
    others = others.exclude(pk__in=[by.pk, user.pk]).distinct()
    return any(AccountScope(account_scope_of(each)).looks_after(user) for each in others)
