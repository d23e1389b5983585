"""Which invitations an administrator sees, and whether one can still be used."""

from __future__ import annotations

from samut.rules.errors import SamutError
from samut.web.accounts.giving import account_scope, may_give
from samut.web.accounts.policies import AnyUser
from samut.web.administration.given_roles import GivenRole, given_roles
from samut.web.administration.models import Invitation


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
