"""The page of a user's tokens: make one, see those there are, revoke one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samut.engine.areas import Area
from samut.rules.errors import Problem, SamutError
from samut.rules.purposes import PURPOSES
from samut.web.accounts.models import User
from samut.web.accounts.policies import person_scope_of, scope_of
from samut.web.api import actions, queries
from samut.web.api.scopes import OF_PERSONS, SCOPES, Scope
from samut.web.areas import queries as areas

DAYS = (7, 30, 90, 180, 365)
USUAL_DAYS = 90


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens. The secret of a new one stands in the answer to its making, and nowhere afterwards."""
    made: dict[str, object] = {}
    problem: Problem | None = None
    if request.method == "POST":
        try:
            token, secret = _make(request)
            made = {"token": token, "secret": secret}
        except SamutError as error:
            problem = error.problem
    persons = bool(person_scope_of(request.user).codes)
    context = {
        "made": made,
        "problem": problem,
        "tokens": [
            {"token": each, "scopes": [SCOPES[Scope(name)] for name in each.scopes]}
            for each in queries.tokens_of(request.user)
        ],
        "scopes": [(each, label) for each, label in SCOPES.items() if persons or each not in OF_PERSONS],
        "areas": _own_areas(request),
        "purposes": PURPOSES if persons else {},
        "days": [each for each in DAYS if each <= settings.SAMUT_API_MOST_DAYS],
        "usual_days": USUAL_DAYS,
        "chosen": request.POST,
        "chosen_scopes": request.POST.getlist("scope") or [Scope.FIGURES.value],
        "chosen_areas": request.POST.getlist("area"),
    }
    return render(request, "api/tokens.html", context, status=400 if problem else 200)


def _make(request: HttpRequest) -> tuple[object, str]:
    days = request.POST.get("days", "")
    known = {each.value for each in Scope}
    return actions.make_token(
        by=request.user,  # type: ignore[arg-type]
        name=request.POST.get("name", ""),
        scopes=frozenset(Scope(each) for each in request.POST.getlist("scope") if each in known),
        area_codes=frozenset(request.POST.getlist("area")),
        days=int(days) if days.isascii() and days.isdecimal() else 0,
        purpose=request.POST.get("purpose", ""),
    )


def _own_areas(request: HttpRequest) -> list[Area]:
    return [areas.area(code) for code in scope_of(request.user).codes]


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my tokens. Raises: API_016."""
    user = request.user
    token = queries.own_token(user, pk)
    if isinstance(user, User):
        actions.revoke_token(by=user, token=token)
    return redirect("api_tokens")
