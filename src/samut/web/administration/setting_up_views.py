"""The first page of a new site, and the walk from there to the first register."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from samut.engine.site_config import SecondFactor
from samut.rules.errors import Problem, SamutError
from samut.web.accounts.policies import check_may_manage_accounts
from samut.web.accounts.signing_in_forms import MOST_CODE_LETTERS, NewPasswordForm
from samut.web.administration import setting_up
from samut.web.administration.first_steps import first_steps
from samut.web.administration.inviting_views import address_of, enter
from samut.web.administration.people_views import me
from samut.web.areas.queries import area, workspace_config

SETUP_KEY = "setup"


@login_not_required
@require_safe
def setup_link(request: HttpRequest, code: str) -> HttpResponse:
    """The address that the terminal printed. The code goes into the session and stays in no address."""
    request.session[SETUP_KEY] = code[:MOST_CODE_LETTERS]
    return redirect("administration:setup")


@login_not_required
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Who is the administrator, what is the office called, which province; open only while there is no user.

    Raises: ACCOUNT_060, ACCOUNT_061, SITE_008.
    """
    code = str(request.session.get(SETUP_KEY, ""))
    setting_up.check_setup_code(code=code, address=address_of(request))
    new = NewPasswordForm(None, request.POST if request.method == "POST" else None)
    problem = None
    if request.method == "POST" and new.is_valid():
        try:
            user = setting_up.set_up(
                code=code,
                address=address_of(request),
                username=request.POST.get("username", ""),
                full_name=request.POST.get("full_name", ""),
                password=new.cleaned_data["new"],
                office=_office(request),
            )
        except SamutError as refused:
            problem = refused.problem
        else:
            del request.session[SETUP_KEY]
            return enter(request, user, next_page=reverse("administration:first_steps"))
    return _form(request, new, problem)


def _form(request: HttpRequest, new: NewPasswordForm, problem: Problem | None) -> HttpResponse:
    config = workspace_config()
    context = {
        "new": new,
        "problem": problem,
        "typed": request.POST,
        "provinces": setting_up.provinces(),
        "editions": setting_up.editions(),
        "config": config,
        "place": area(config.province) if config else None,
    }
    return render(request, "administration/setup.html", context, status=400 if problem else 200)


def _office(request: HttpRequest) -> setting_up.Office:
    edition = request.POST.get("edition", "")
    return setting_up.Office(
        name=request.POST.get("office", ""),
        province=request.POST.get("province", "").strip()[:2],
        edition=int(edition) if edition.isdecimal() and edition.isascii() else 0,
        second_factor=(
            SecondFactor.EVERYBODY
            if request.POST.get("second_factor") == SecondFactor.EVERYBODY
            else SecondFactor.PERSONS
        ),
    )


@require_safe
def walk(request: HttpRequest) -> HttpResponse:
    """The five steps, where the site stands, and what is left. Raises: SITE_002."""
    check_may_manage_accounts(request.user)
    return render(request, "administration/first_steps.html", {"walk": first_steps(me(request))})
