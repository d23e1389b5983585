"""Who must have a second factor here, and the middleware that leads them to enrol."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from samut.engine.site_config import SecondFactor
from samut.rules.errors import Problem
from samut.rules.roles import ROLES, PersonAccess
from samut.web.accounts.models import User
from samut.web.accounts.office import site_config
from samut.web.accounts.policies import roles_of

COUNTS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What somebody may open who has yet to enrol: how to enrol, the way out, the language.
OPEN_BEFORE = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
        "account_change_password",
        "accounts:login",
        "accounts:logout",
        "site:language",
        "site:healthz",
    }
)

# Public statistics: who asks makes no difference there.
OPEN_TO_EVERYBODY = "open_data"


def needs_second_factor(user: User) -> bool:
    """Whether this office asks the user for one: those whose role ever opens persons, or everybody."""
    asked = site_config().second_factor
    if asked is SecondFactor.PERSONS:
        return any(ROLES[role].persons is not PersonAccess.NEVER for role in roles_of(user))
    return asked is SecondFactor.EVERYBODY


def has_second_factor(user: User) -> bool:
    """Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=COUNTS).exists()


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the user has yet to enrol before anything else opens."""
    return isinstance(user, User) and needs_second_factor(user) and not has_second_factor(user)


class SecondFactorMiddleware:
    """Whoever must have a second factor and has none is led to enrol, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: tuple[Any, ...], values: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_name == OPEN_TO_EVERYBODY or match.view_name in OPEN_BEFORE:
            return None
        if not lacks_second_factor(request.user):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(Problem("ACCOUNT_003").as_json(), status=HTTPStatus.FORBIDDEN)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401, headers={"HX-Redirect": reverse("mfa_index")})
        return redirect("mfa_index")
