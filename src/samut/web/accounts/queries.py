"""Reads of accounts: where somebody's own work is."""

from __future__ import annotations

from samut.web.accounts.policies import COUNTRY, AnyUser, scope_of


def home_area(user: AnyUser) -> str:
    """The area a user starts in: the narrowest they hold a role in, else the country."""
    return max(scope_of(user).codes, key=lambda code: 0 if code == COUNTRY else len(code), default=COUNTRY)
