"""The pages on which an administrator looks after people: the list, one person, what is done to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.rules.errors import SamutError, Text
from samut.rules.roles import ROLES, Role
from samut.web.accounts import actions as accounts
from samut.web.accounts.giving import account_scope, check_looks_after, user_for
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.paging import asked_page
from samut.web.accounts.policies import COUNTRY
from samut.web.accounts.signing_in_forms import said
from samut.web.administration import actions, queries
from samut.web.administration.areas_found import areas_meant, full_name
from samut.web.administration.first_steps import first_steps, walk_is_open
from samut.web.administration.role_rows import RoleRow, read_rows

DONE = Text("ทำแล้ว", "Done.")


def me(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101  every address asks for a login
    return request.user


def roles_to_give() -> list[tuple[Role, Text]]:
    """The roles there are, for forms. In how wide an area each can be held is asked when it is given."""
    return [(role, entry.label) for role, entry in ROLES.items()]


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role in the administrator's areas."""
    by = me(request)
    asked = queries.Asked(
        text=request.GET.get("q", ""),
        role=request.GET.get("role", ""),
        area=_area_asked(request.GET.get("area", ""), by),
        state=request.GET.get("state", ""),
    )
    page = queries.people(by, asked, asked_page(request))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "lines": queries.person_lines(by, list(page.object_list)),
        "asked": asked,
        "typed_area": request.GET.get("area", ""),
        "roles": list(ROLES.values()),
        "states": queries.STATES,
        "kept": kept.urlencode(),
        "is_filtered": any((asked.text, asked.role, asked.state, request.GET.get("area", ""))),
        "walk": first_steps(by) if walk_is_open(by) else None,
    }
    return render(request, "administration/people.html", context)


def _area_asked(text: str, by: User) -> str:
    """The code of the area that was typed; what nobody can have, where there is none such."""
    if not text.strip():
        return ""
    meant = areas_meant(text, account_scope(by).scope)
    return meant[0].code if meant else "-"


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, and what can be done."""
    return _person(request, pk, RoleRow())


def _person(request: HttpRequest, pk: int, row: RoleRow, problem: SamutError | None = None) -> HttpResponse:
    by = me(request)
    context = {
        "person": queries.person_page(by, pk),
        "rows": [row],
        "roles": roles_to_give(),
        "problem": problem.problem if problem else row.problem,
        "today": timezone.localdate(),
    }
    return render(request, "administration/person.html", context, status=400 if problem else 200)


@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one more role; where the area is not yet clear, the form asks."""
    by = me(request)
    user = user_for(by, pk)
    row = read_rows(request.POST, account_scope(by).scope)[0]
    if row.given is None:
        return _person(request, pk, row)
    given = row.given
    try:
        accounts.assign_role(
            by=by,
            user=user,
            role=given.role,
            area_code=given.area_code,
            valid_from=given.valid_from,
            valid_to=given.valid_to,
        )
    except SamutError as refused:
        return _person(request, pk, row, refused)
    messages.success(request, said(Text("ให้บทบาทแล้ว", "The role is given.")))
    return redirect("administration:person", pk)


@dataclass(frozen=True)
class Asking:
    """What is asked before it is done: in words, with what it means."""

    title: Text
    means: tuple[Text, ...]
    button: Text
    takes_away: bool = True


def asked_first(
    request: HttpRequest, asking: Asking, *, about: str, back: str, do: Callable[[], object]
) -> HttpResponse:
    """Show what would happen (GET); do it and go back (POST)."""
    if request.method == "POST":
        do()
        messages.success(request, said(DONE))
        return redirect(back)
    return render(request, "administration/confirm.html", {"asking": asking, "about": about, "back": back})


CLOSE = Asking(
    Text("ปิดบัญชีหรือไม่", "Close the account?"),
    (
        Text(
            "เข้าสู่ระบบไม่ได้อีก และถูกออกจากระบบในทุกเครื่องทันที",
            "It signs nobody in any more, and its sessions end at once.",
        ),
        Text(
            "บทบาททั้งหมด และบทบาทที่มอบให้ผู้อื่นไว้ ไม่มีผลระหว่างนี้",
            "Its roles, and those it passed on, do not hold meanwhile.",
        ),
        Text("ประวัติการใช้งานยังอยู่ครบ เปิดบัญชีใหม่ได้ภายหลัง", "The log stays. The account can be opened again."),
    ),
    Text("ปิดบัญชี", "Close it"),
)
OPEN = Asking(
    Text("เปิดบัญชีอีกครั้งหรือไม่", "Open the account again?"),
    (Text("บทบาทที่ยังไม่หมดเวลาจะมีผลทันที", "The roles whose time has not run out hold again at once."),),
    Text("เปิดบัญชี", "Open it"),
    takes_away=False,
)
END_SESSIONS = Asking(
    Text("ออกจากระบบทุกเครื่องหรือไม่", "End all sessions?"),
    (
        Text(
            "ผู้ใช้ต้องเข้าสู่ระบบใหม่ในทุกเครื่อง งานที่พิมพ์ค้างไว้อาจหาย",
            "The user has to sign in anew everywhere; what was typed and not sent may be lost.",
        ),
    ),
    Text("ออกจากระบบทั้งหมด", "End them"),
)
FORGET = Asking(
    Text("ยกเลิกการยืนยันตัวตนสองชั้นหรือไม่", "Forget the second factor?"),
    (
        Text(
            "ใช้เมื่อโทรศัพท์หายเท่านั้น ให้ยืนยันตัวผู้ขอก่อน เช่น โทรกลับเบอร์สำนักงาน",
            "Only when the phone is lost. Make sure who asks: ring back through the office.",
        ),
        Text(
            "แอป พาสคีย์ และรหัสสำรองเดิมใช้ไม่ได้อีก และถูกออกจากระบบทุกเครื่อง",
            "App, passkeys and recovery codes stop working, and all sessions end.",
        ),
        Text(
            "เข้าใช้ครั้งต่อไปต้องตั้งใหม่ หากบทบาทนั้นบังคับ",
            "At the next sign-in it has to be set up anew, where the role asks for it.",
        ),
    ),
    Text("ยกเลิกการยืนยันสองชั้น", "Forget it"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_account(request, pk, CLOSE, accounts.close_account)


@require_http_methods(["GET", "HEAD", "POST"])
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_account(request, pk, OPEN, accounts.open_account)


@require_http_methods(["GET", "HEAD", "POST"])
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_account(request, pk, END_SESSIONS, actions.end_all_sessions)


@require_http_methods(["GET", "HEAD", "POST"])
def forget_factors(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_account(request, pk, FORGET, actions.forget_second_factors)


def _to_account(request: HttpRequest, pk: int, asking: Asking, do: Callable[..., object]) -> HttpResponse:
    by = me(request)
    user = user_for(by, pk)
    check_looks_after(by, user)
    return asked_first(
        request,
        asking,
        about=user.get_full_name() or user.username,
        back=reverse("administration:person", args=[pk]),
        do=lambda: do(by=by, user=user),
    )


END_ROLE = Asking(
    Text("สิ้นสุดบทบาทหรือไม่", "End the role?"),
    (
        Text(
            "มีผลทันที ผู้ใช้ไม่เห็นข้อมูลของพื้นที่นี้จากบทบาทนี้อีก",
            "At once: through this role the user sees nothing of the area any more.",
        ),
        Text("บทบาทที่มอบต่อไว้ให้ผู้อื่นสิ้นสุดไปด้วย", "Whoever stands in for it ends with it."),
    ),
    Text("สิ้นสุดบทบาท", "End it"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role of somebody: an administrator of its area. Raises: ACCOUNT_030, ACCOUNT_040."""
    by = me(request)
    scope = account_scope(by)
    held = Assignment.objects.filter(scope.in_scope(), pk=pk).select_related("user").first()
    if held is None:
        raise SamutError("ACCOUNT_030")
    label = ROLES[Role(held.role)].label if held.role in ROLES else Text(held.role, held.role)
    return asked_first(
        request,
        END_ROLE,
        about=f"{held.user.get_full_name() or held.user.username} · {said(label)} · {held.area_code}",
        back=reverse("administration:person", args=[held.user_id]),
        do=lambda: accounts.end_assignment(by=by, assignment=held, on=timezone.localdate()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def one_time_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a code for a new password (POST): shown here once, to be read to the user."""
    by = me(request)
    user = user_for(by, pk)
    check_looks_after(by, user)
    code = actions.make_code(by=by, user=user) if request.method == "POST" else ""
    context = {
        "person": user,
        "code": code,
        "hours": actions.policy().one_time_code_hours,
        "address": request.build_absolute_uri(reverse("administration:new_password")),
    }
    return render(request, "administration/one_time_code.html", context)


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Areas that what was typed so far may mean, for the fields in which one is chosen."""
    by = me(request)
    scope = account_scope(by).scope
    name = next((each for each in request.GET if each.split("-")[0] == "area"), "area")
    typed = request.GET.get(name, "")
    found = areas_meant(typed, scope) if len(typed.strip()) > 1 else ()
    thai = getattr(request, "LANGUAGE_CODE", "th") != "en"
    if request.headers.get("HX-Request") != "true":
        return JsonResponse({"areas": [[each.code, full_name(each, thai=thai)] for each in found]})
    options = [
        (each.code, full_name(each, thai=thai) if each.code != COUNTRY else each.name_th) for each in found
    ]
    return render(request, "administration/area_options.html", {"options": options})
