"""Reads of accounts: where somebody's own work is."""

from __future__ import annotations

from samut.web.accounts.models import User
from samut.web.accounts.policies import COUNTRY, AnyUser, scope_of
from samut.web.accounts.user_names import normal_user_name


def home_area(user: AnyUser) -> str:
    """The area a user starts in: the narrowest they hold a role in, else the country."""
    return max(scope_of(user).codes, key=lambda code: 0 if code == COUNTRY else len(code), default=COUNTRY)


def user_named(typed: str) -> User | None:
    """The account of that name. Capitals do not matter, unless two accounts differ in them alone."""
    name = normal_user_name(typed)
    exact = User.objects.filter(username=name).first()
    if exact is not None or not name:
        return exact
    alike = list(User.objects.filter(username__iexact=name)[:2])
    return alike[0] if len(alike) == 1 else None
