"""Pages of accounts."""

from __future__ import annotations

from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.purposes import PURPOSES
from samut.web.accounts.policies import check_may_read_logs, person_scope_of

PURPOSE_KEY = "purpose"
PAGES: dict[str, Text] = {
    "api": Text("โปรแกรมผ่าน API", "A program, through the API"),
    "list": Text("รายชื่อครัวเรือนเป้าหมาย", "List of target households"),
    "household": Text("หน้าครัวเรือน", "Household page"),
    "search": Text("ผลการค้นหา", "Found by a search"),
    "logbook": Text("สมุดพกครอบครัว", "Logbook"),
    "board": Text("กระดานสมุดพก", "Board of logbooks"),
    "case": Text("สมุดพกหนึ่งเล่ม", "One logbook"),
    "programmes": Text("สิทธิและสวัสดิการ", "Programmes"),
    "command": Text("คำสั่ง samut measure explain", "The command samut measure explain"),
    "pairs": Text("รายการคู่ที่ต้องถาม", "List of pairs to ask about"),
    "pair": Text("คู่รายการหนึ่งคู่", "One pair of records"),
    "answers": Text("คำตอบเรื่องบุคคลเดียวกัน", "Answers about one person or two"),
    "numbers": Text("เลขประจำตัวที่ผิดปกติ", "Odd numbers"),
    "quarantine": Text("ดาวน์โหลดแถวที่กักไว้", "Refused rows of an import"),
    "export": Text("ดาวน์โหลดรายการครัวเรือนเป้าหมาย", "Spreadsheet of target households"),
    "table_file": Text("ดาวน์โหลดตาราง", "File of a table"),
    "names": Text("แสดงชื่อสมาชิก", "Names shown"),
    "number": Text("แสดงเลขประจำตัวประชาชน", "A 13-digit number shown"),
    "group": Text("รายชื่อกลุ่มเป้าหมาย", "List of a target group"),
    "kept_list": Text("รายชื่อที่บันทึกไว้", "Kept list"),
    "comparison": Text("เทียบรายชื่อที่บันทึกไว้", "Two kept lists compared"),
    "list_file": Text("ดาวน์โหลดรายชื่อกลุ่มเป้าหมาย", "File of a target group"),
}


class View(Protocol):
    def __call__(self, request: HttpRequest, *args: Any, **values: Any) -> HttpResponse: ...


def purpose_of(request: HttpRequest) -> str:
    """What the user said, in this session, they look at persons for; empty when not yet asked."""
    return str(request.session.get(PURPOSE_KEY, ""))


def purpose_needed(view: View) -> View:
    """A personal page: whoever has not yet said what for is asked first (once a session).

    Only somebody who may see persons somewhere is asked; the page itself refuses everybody else.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if not purpose_of(request) and person_scope_of(request.user).codes:
            return redirect(f"{reverse('accounts:purpose')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **values)

    return asked


def purpose(request: HttpRequest) -> HttpResponse:
    """Ask what somebody is going to look at persons for; the answer goes into every log row."""
    if not person_scope_of(request.user).codes:
        raise SamutError("SITE_001")
    next_page = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(next_page, allowed_hosts={request.get_host()}):
        next_page = "/"
    chosen = request.POST.get("purpose", "")
    if request.method == "POST" and chosen in PURPOSES:
        request.session[PURPOSE_KEY] = chosen
        return redirect(next_page)
    context = {"purposes": PURPOSES, "next": next_page, "missing": request.method == "POST"}
    return render(request, "accounts/purpose.html", context)


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Where the log of looks stood before it had pages of its own."""
    check_may_read_logs(request.user)
    return redirect(f"{reverse('oversight:looks')}?{request.GET.urlencode()}")
