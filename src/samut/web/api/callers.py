"""Who asks: a program with a token, or somebody who is signed in. Each request is counted first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.views import purpose_of
from samut.web.api.actions import count_asking
from samut.web.api.policies import narrowed
from samut.web.api.queries import token_of
from samut.web.api.scopes import EVERYTHING, Scope

SECONDS_A_MINUTE = 60


class TooManyRequests(SamutError):
    """API_013, and after how many seconds to ask again."""

    def __init__(self) -> None:
        super().__init__("API_013", requests=settings.SAMUT_API_REQUESTS_A_MINUTE)
        self.seconds = SECONDS_A_MINUTE - timezone.now().second


@dataclass(frozen=True)
class Caller:
    """Who asks, as every policy sees them; for which kinds of answers, and what for."""

    user: User
    scopes: frozenset[Scope]
    purpose: str

    def check(self, scope: Scope) -> None:
        """Raises: API_012 when the token is not for this."""
        if scope not in self.scopes:
            raise SamutError("API_012", scope=scope.value)

    def check_persons(self, scope: Scope = Scope.HOUSEHOLDS) -> None:
        """Raises: API_012; API_017 when nobody has said what persons are looked at for."""
        self.check(scope)
        if not self.purpose:
            raise SamutError("API_017")


def _count(request: HttpRequest, caller: str) -> None:
    """Raises: API_013."""
    made = count_asking(caller=caller)
    most = settings.SAMUT_API_REQUESTS_A_MINUTE
    request.api_requests_left = max(0, most - made)  # type: ignore[attr-defined]
    if made > most:
        raise TooManyRequests


class TokenCaller(HttpBearer):
    """`Authorization: Bearer samut_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = token_of(token)
        if found is None:
            return None
        _count(request, f"token:{found.pk}")
        scopes = frozenset(map(Scope, found.scopes))
        return Caller(narrowed(found.owner, found.area_codes, scopes), scopes, found.purpose)


class SignedInCaller(SessionAuth):
    """A browser that is signed in: every scope, with the purpose said in its session."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if not isinstance(request.user, User):
            return None
        _count(request, f"user:{request.user.pk}")
        return Caller(request.user, EVERYTHING, purpose_of(request))


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, after one of the two ways above let them in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller
