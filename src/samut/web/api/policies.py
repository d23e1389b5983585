"""What a caller of the API may see: what its owner may see today, narrowed by the token.

There is no second way: a token becomes its owner with fewer assignments, and every policy of the
site is asked about that user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from samut.rules.errors import SamutError
from samut.rules.roles import ROLES, PersonAccess, Role
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import COUNTRY, AnyUser, assignments_of, person_scope_of, scope_of
from samut.web.api.scopes import OF_PERSONS, Scope


def narrowed(owner: User, area_codes: Collection[str], scopes: Collection[Scope]) -> User:
    """The owner as a token of these areas and scopes sees the site: a copy that is never saved.

    Without a scope of persons, a role that opens persons counts as an analyst's.
    """
    seen = User.objects.get(pk=owner.pk)
    persons = not OF_PERSONS.isdisjoint(scopes)
    seen.assignments_read = tuple(
        Assignment(
            user=seen,
            role=each.role if persons else _without_persons(each.role),
            area_code=code,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for each in assignments_of(owner)
        for code in sorted({_common(each.area_code, asked) for asked in area_codes} - {""})
    )
    return seen


def _without_persons(role: str) -> str:
    return role if ROLES[Role(role)].persons is PersonAccess.NEVER else Role.ANALYST.value


def _common(one: str, other: str) -> str:
    """The area that two areas share: the smaller, where it lies in the larger; else none."""
    if COUNTRY in (one, other):
        return other if one == COUNTRY else one
    if one.startswith(other):
        return one
    return other if other.startswith(one) else ""


def check_may_make(user: AnyUser, area_codes: Iterable[str], scopes: Collection[Scope]) -> None:
    """Raises: API_014 for an area outside the user's, API_015 for persons the user may not see there."""
    scope, persons = scope_of(user), person_scope_of(user)
    for code in area_codes:
        if not scope.covers(code):
            raise SamutError("API_014", area_code=code)
        if not OF_PERSONS.isdisjoint(scopes) and not persons.covers(code):
            raise SamutError("API_015", area_code=code)
