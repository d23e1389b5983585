"""Who may search for persons and houses, and where."""

from __future__ import annotations

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser, person_scope_of


def may_search(user: AnyUser) -> bool:
    """Whoever sees persons somewhere searches there, and nowhere else."""
    return bool(person_scope_of(user).codes)


def searching(user: AnyUser) -> User:
    """The user, who may search. Raises: SITE_001 for everybody else."""
    if not isinstance(user, User) or not may_search(user):
        raise SamutError("SITE_001")
    return user


def searched_ranges(user: AnyUser) -> tuple[tuple[str, str], ...]:
    """The half-open ranges of area codes whose persons a user may be shown."""
    return person_scope_of(user).ranges()
