"""Inviting people, and the pages on which the invited, and those with a one-time code, choose a password."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.rules.errors import Problem, SamutError, Text
from samut.rules.roles import ROLES
from samut.web.accounts.giving import account_scope
from samut.web.accounts.models import User
from samut.web.accounts.qr import qr_squares
from samut.web.accounts.signing_in_forms import MOST_CODE_LETTERS, NewPasswordForm, said
from samut.web.administration import actions
from samut.web.administration.areas_found import areas_meant, named
from samut.web.administration.given_roles import GivenRole, given_roles
from samut.web.administration.models import Invitation
from samut.web.administration.people_views import Asking, asked_first, me, roles_to_give
from samut.web.administration.policies import can_be_used, invitation_for, invitations_of
from samut.web.administration.role_rows import MOST_ROWS, ONE_DAY, RoleRow, read_rows

INVITATION_KEY = "invitation"
WRONG_CODE = Text(
    "ชื่อผู้ใช้กับรหัสไม่ตรงกัน หรือรหัสหมดอายุ ขอรหัสใหม่จากผู้ดูแลระบบได้",
    "The user name and the code do not go together, or the code is too old. Ask for another.",
)
PASSWORD_SET = Text(
    "ตั้งรหัสผ่านใหม่แล้ว เข้าสู่ระบบด้วยรหัสผ่านใหม่ได้เลย",
    "The new password is set. Sign in with it.",
)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def enter(request: HttpRequest, user: User, *, next_page: str) -> HttpResponse:
    """Whoever just chose a password is signed in with it."""
    record_authentication(request, user, method="password")
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_page))
    return answer


def told_roles(roles: tuple[GivenRole, ...]) -> list[dict[str, Any]]:
    """Roles in words: what, where, from and until."""
    names = named(each.area_code for each in roles)
    return [
        {
            "label": ROLES[each.role].label,
            "area": names.get(each.area_code),
            "code": each.area_code,
            "first": each.valid_from,
            "last": each.valid_to - ONE_DAY if each.valid_to else None,
        }
        for each in roles
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A name, a user name, roles in areas; then the slip, shown once."""
    by = me(request)
    scope = account_scope(by).scope
    if request.method != "POST":
        area = request.GET.get("area", "")
        row = RoleRow(request.GET.get("role", ""), area, meant=areas_meant(area, scope))
        return _invite_form(request, [row], {})
    rows = read_rows(request.POST, scope)
    given = [each.given for each in rows if each.given is not None]
    if "more" in request.POST:
        return _invite_form(request, [*rows, RoleRow()][:MOST_ROWS], request.POST)
    if len(given) < len(rows):
        problem = next((each.problem for each in rows if each.problem), None)
        return _invite_form(request, rows, request.POST, problem)
    try:
        invitation, code = actions.invite(
            by=by,
            username=request.POST.get("username", ""),
            full_name=request.POST.get("full_name", ""),
            roles=given,
        )
    except SamutError as refused:
        return _invite_form(request, rows, request.POST, refused.problem)
    return _slip(request, invitation, code)


def _invite_form(
    request: HttpRequest, rows: list[RoleRow], typed: Any, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "rows": rows,
        "roles": roles_to_give(),
        "typed": typed,
        "problem": problem,
        "days": actions.policy().invitation_days,
        "may_add": len(rows) < MOST_ROWS,
    }
    return render(request, "administration/invite.html", context, status=400 if problem else 200)


def _slip(request: HttpRequest, invitation: Invitation, code: str) -> HttpResponse:
    """The invitation to print or to copy; the code is on no other page."""
    link = request.build_absolute_uri(reverse("administration:accept_link", args=[code]))
    size, squares = qr_squares(link)
    context = {
        "invitation": invitation,
        "roles": told_roles(given_roles(invitation)),
        "code": code,
        "link": link,
        "address": request.build_absolute_uri(reverse("administration:accept")),
        "size": size,
        "squares": squares,
    }
    return render(request, "administration/slip.html", context)


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that nobody has used yet."""
    found = [(each, told_roles(given_roles(each)), can_be_used(each)) for each in invitations_of(me(request))]
    return render(request, "administration/invitations.html", {"invitations": found})


WITHDRAW = Asking(
    Text("ยกเลิกคำเชิญหรือไม่", "Take the invitation back?"),
    (Text("ลิงก์และรหัสบนใบเชิญใช้ไม่ได้ทันที", "The link and the code on the slip stop working at once."),),
    Text("ยกเลิกคำเชิญ", "Take it back"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    by = me(request)
    invitation = invitation_for(by, pk)
    return asked_first(
        request,
        WITHDRAW,
        about=f"{invitation.full_name} · {invitation.username}",
        back=reverse("administration:invitations"),
        do=lambda: actions.withdraw_invitation(by=by, pk=pk),
    )


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new slip for somebody who lost theirs; the old one stops working."""
    return _slip(request, *actions.renew_invitation(by=me(request), pk=pk))


@login_not_required
@require_safe
def accept_link(request: HttpRequest, code: str) -> HttpResponse:
    """The link of a slip. The code goes into the session: it stays in no address, history or referrer."""
    request.session[INVITATION_KEY] = code[:MOST_CODE_LETTERS]
    return redirect("administration:accept")


@login_not_required
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Type the code (or come by the link), see what one was given, choose a password.

    Raises: ACCOUNT_041, ACCOUNT_042, SITE_008 after too many wrong codes.
    """
    if "code" in request.POST:
        request.session[INVITATION_KEY] = request.POST["code"][:MOST_CODE_LETTERS]
        return redirect("administration:accept")
    code = str(request.session.get(INVITATION_KEY, ""))
    if not code:
        return render(request, "administration/accept_code.html")
    try:
        invitation = actions.open_invitation(code=code, address=address_of(request))
    except SamutError:
        del request.session[INVITATION_KEY]
        raise
    new = NewPasswordForm(None, request.POST if request.method == "POST" else None)
    agreed = bool(request.POST.get("agreed"))
    if request.method == "POST" and new.is_valid() and agreed:
        password = new.cleaned_data["new"]
        user = actions.accept_invitation(code=code, password=password, address=address_of(request))
        del request.session[INVITATION_KEY]
        return enter(request, user, next_page="/")
    context = {
        "invitation": invitation,
        "roles": told_roles(given_roles(invitation)),
        "new": new,
        "must_agree": request.method == "POST" and not agreed,
    }
    return render(request, "administration/accept.html", context)


@login_not_required
@sensitive_post_parameters("code", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """A new password with the code an administrator read out. Raises: SITE_008 after too many wrong ones."""
    new = NewPasswordForm(None, request.POST if request.method == "POST" else None)
    wrong = False
    if request.method == "POST" and new.is_valid():
        user = actions.use_code(
            username=request.POST.get("username", ""),
            code=request.POST.get("code", ""),
            password=new.cleaned_data["new"],
            address=address_of(request),
        )
        if user is not None:
            messages.success(request, said(PASSWORD_SET))
            return redirect("accounts:login")
        wrong = True
    context = {"new": new, "problem_text": WRONG_CODE if wrong else None, "typed": request.POST}
    return render(request, "administration/new_password.html", context)
