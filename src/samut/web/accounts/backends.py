"""Who somebody is, told by user name and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from samut.web.accounts.models import User
from samut.web.accounts.queries import user_named


class UserNameBackend(ModelBackend):
    """Django's own, with names looked for as they are kept."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **others: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        user = user_named(username)
        if user is None:
            # As long as for a name that somebody has.
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
