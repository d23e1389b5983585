"""Standing in: an officer passes a role on for a holiday; administrators see who stands in for whom."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from samut.rules.errors import Problem, SamutError, Text
from samut.rules.roles import ROLES, Role
from samut.web.accounts.actions import delegate_role, end_assignment
from samut.web.accounts.giving import check_may_end
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import AreaScope
from samut.web.accounts.queries import user_named
from samut.web.accounts.signing_in_forms import said
from samut.web.administration import queries
from samut.web.administration.actions import policy
from samut.web.administration.areas_found import areas_meant, named
from samut.web.administration.people_views import Asking, asked_first, me
from samut.web.administration.role_rows import read_days

PASSED_ON = Text("มอบหน้าที่แล้ว จะสิ้นสุดเองตามวันที่", "The role is passed on. It ends by itself.")


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, in the administrator's areas."""
    lines = queries.delegations_of(me(request))
    return render(request, "administration/delegations.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest) -> HttpResponse:
    """What one passed on and what was passed on to oneself; a form for the next holiday.

    The form asks twice: the second time it says in words who would get what.
    """
    by = me(request)
    if request.method != "POST":
        return _page(request, by)
    try:
        asked = _read(request.POST, by)
        if "yes" not in request.POST:
            return _ask(request, asked)
        assignment, to, area_code, first, end = asked
        delegate_role(
            by=by, assignment=assignment, to=to, area_code=area_code, valid_from=first, valid_to=end
        )
    except SamutError as refused:
        return _page(request, by, refused.problem)
    messages.success(request, said(PASSED_ON))
    return redirect("administration:stand_in")


Asked = tuple[Assignment, User, str, dt.date, dt.date]


def _read(typed: QueryDict, by: User) -> Asked:
    """Raises: ACCOUNT_050 to ACCOUNT_053, PLAN_005."""
    mine = {str(each.pk): each for each in queries.roles_to_delegate(by)}
    assignment = mine.get(typed.get("role", ""))
    if assignment is None:
        raise SamutError("ACCOUNT_050")
    area_code = assignment.area_code
    if (part := typed.get("area", "")).strip():
        meant = areas_meant(part, AreaScope((area_code,)))
        if len(meant) != 1:
            raise SamutError("ACCOUNT_051")
        area_code = meant[0].code
    first, end = read_days(typed.get("from", ""), typed.get("to", ""))
    if end is None:
        raise SamutError("ACCOUNT_052", days=policy().most_delegation_days)
    to = user_named(typed.get("to_user", ""))
    if to is None or to.pk == by.pk or not to.is_active:
        raise SamutError("ACCOUNT_053")
    return assignment, to, area_code, first, end


def _page(request: HttpRequest, by: User, problem: Problem | None = None) -> HttpResponse:
    given, got = queries.standing_in(by)
    context = {
        "given": given,
        "got": got,
        "roles": queries.role_lines(by, queries.roles_to_delegate(by)),
        "days": policy().most_delegation_days,
        "problem": problem,
        "typed": request.POST,
        "today": timezone.localdate(),
    }
    return render(request, "administration/standing_in.html", context, status=400 if problem else 200)


def _ask(request: HttpRequest, asked: Asked) -> HttpResponse:
    assignment, to, area_code, first, end = asked
    context = {
        "to": to,
        "label": ROLES[Role(assignment.role)].label,
        "area": named([area_code]).get(area_code),
        "area_code": area_code,
        "first": first,
        "last": end - dt.timedelta(days=1),
        "typed": request.POST,
    }
    return render(request, "administration/stand_in_confirm.html", context)


END = Asking(
    Text("สิ้นสุดการมอบหน้าที่หรือไม่", "End the standing in?"),
    (
        Text(
            "ผู้รับมอบไม่เห็นข้อมูลของพื้นที่นี้จากหน้าที่นี้อีก มีผลทันที",
            "At once: whoever stands in sees nothing of the area through it any more.",
        ),
    ),
    Text("สิ้นสุดการมอบ", "End it"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def end_standing_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Ended early, by who gave it, who has it, or an administrator of the area.

    Raises: ACCOUNT_039, the same whether it exists or not.
    """
    by = me(request)
    held = Assignment.objects.filter(pk=pk, delegated_from__isnull=False).select_related("user").first()
    if held is None:
        raise SamutError("ACCOUNT_039")
    check_may_end(by, held)
    label = said(ROLES[Role(held.role)].label)
    is_own = held.delegated_from is not None and by.pk in (held.user_id, held.delegated_from.user_id)
    back = "administration:stand_in" if is_own else "administration:delegations"
    return asked_first(
        request,
        END,
        about=f"{held.user.get_full_name() or held.user.username} · {label} · {held.area_code}",
        back=reverse(back),
        do=lambda: end_assignment(by=by, assignment=held, on=timezone.localdate()),
    )
