"""Pages of target groups. Whoever opens a list says what for; every look and every file is logged."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samut.rules.errors import SamutError, Text
from samut.web.accounts.paging import asked_page
from samut.web.accounts.queries import home_area
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.audit.actions import record_look
from samut.web.target_lists import actions, comparing, files, queries

KEPT = Text("บันทึกรายชื่อแล้ว รายชื่อนี้จะไม่เปลี่ยนอีก", "The list is kept as it is now, for ever.")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the area of one's own work."""
    return redirect("target_lists:area", code=home_area(request.user))


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Every group of an area with its counts, and the lists that were kept."""
    page = queries.area_page(request.user, code, request.GET.get("edition", ""), count=False)
    return render(request, "target_lists/area.html", {"page": page})


@require_safe
def counts(request: HttpRequest, code: str) -> HttpResponse:
    """The counts of an area, made where there are none yet: a part of its page."""
    page = queries.area_page(request.user, code, request.GET.get("edition", ""), count=True)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"../{page.place.query}")
    return render(request, "target_lists/groups.html", {"page": page})


@require_safe
def group(request: HttpRequest, code: str, group: str) -> HttpResponse:
    """One group in an area and in the areas below it."""
    page = queries.group_page(request.user, code, group, request.GET.get("edition", ""))
    return render(request, "target_lists/group.html", {"page": page})


@require_safe
@never_cache
@purpose_needed
def members(request: HttpRequest, code: str, group: str) -> HttpResponse:
    """Who belongs to a group in an area, and why."""
    page = queries.members_page(
        request.user, code, group, request.GET.get("edition", ""), _answer(request), asked_page(request)
    )
    _log(request, code, "group")
    return render(request, "target_lists/members.html", _listed(page))


@require_safe
@never_cache
@purpose_needed
def members_file(request: HttpRequest, code: str, group: str, ending: str) -> HttpResponse:
    """The same, all of it, as a file."""
    files.check_ending(ending)
    page = queries.members_of(request.user, code, group, request.GET.get("edition", ""), _answer(request))
    _log(request, code, "list_file")
    return files.file_response(files.members_table(page), f"{group}-{code}-{page.place.edition}", ending)


@require_POST
def keep(request: HttpRequest, code: str, group: str) -> HttpResponse:
    """Keep the list of a group as it is now, with the reason."""
    edition = request.POST.get("edition", "")
    place = queries.place_of(request.user, code, edition)
    try:
        kept = actions.keep_list(
            by=request.user,  # type: ignore[arg-type]
            result=queries.result_of(place),
            group_id=group,
            area_code=place.area.code,
            reason=request.POST.get("reason", ""),
        )
    except SamutError as error:
        if error.code not in ("LIST_002", "SITE_009"):
            raise
        page = queries.group_page(request.user, code, group, edition)
        context = {"page": page, "problem": error.problem, "typed": request.POST.get("reason", "")}
        return render(request, "target_lists/group.html", context, status=400)
    messages.success(request, KEPT.in_language(get_language() or "th"))
    return redirect("target_lists:kept", code=place.area.code, list_id=kept.id)


@require_safe
@never_cache
@purpose_needed
def kept(request: HttpRequest, code: str, list_id: str) -> HttpResponse:
    """A list as it was kept: since when, by whom, what for, and its members in an area."""
    page = queries.kept_page(request.user, code, list_id, _answer(request), asked_page(request))
    _log(request, code, "kept_list")
    return render(request, "target_lists/members.html", _listed(page))


@require_safe
@never_cache
@purpose_needed
def kept_file(request: HttpRequest, code: str, list_id: str, ending: str) -> HttpResponse:
    """The same, all of it, as a file."""
    files.check_ending(ending)
    page = queries.kept_page(request.user, code, list_id, _answer(request), 1, whole=True)
    _log(request, code, "list_file")
    return files.file_response(files.members_table(page), f"{list_id}-{code}", ending)


@require_safe
@never_cache
@purpose_needed
def comparison(request: HttpRequest, code: str) -> HttpResponse:
    """Two kept lists of one group: who came in, who dropped out, and why."""
    page = comparing.comparison_page(request.user, code, *_two(request), asked_page(request))
    _log(request, code, "comparison")
    return render(request, "target_lists/comparison.html", {"page": page})


@require_safe
@never_cache
@purpose_needed
def comparison_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The same, all of it, as a file."""
    files.check_ending(ending)
    page = comparing.comparison_page(request.user, code, *_two(request), 1, whole=True)
    _log(request, code, "list_file")
    return files.file_response(files.changes_table(page), f"changes-{page.group.id}-{code}", ending)


def _answer(request: HttpRequest) -> str:
    return queries.read_answer(request.GET.get("answer", "yes"))


def _two(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("before", ""), request.GET.get("after", "")


def _listed(page: queries.MembersPage) -> dict[str, object]:
    answers = [(answer, label, getattr(page.counts, answer)) for answer, label in queries.ANSWERS.items()]
    return {"page": page, "answers": answers}


def _log(request: HttpRequest, code: str, page: str) -> None:
    record_look(by=request.user, household_id="", area_code=code, page=page, purpose=purpose_of(request))
