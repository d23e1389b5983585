"""Pages of meetings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from samut.rules.errors import Problem, SamutError, Text
from samut.web.areas import queries as areas
from samut.web.fieldwork.dates import read_day
from samut.web.meetings import actions, policies, queries
from samut.web.meetings.agenda import agenda_template
from samut.web.meetings.models import Meeting


def _own_problem(error: SamutError) -> Problem:
    """A problem of what was typed, to show beside the form; anything else goes on up."""
    if not error.code.startswith(("MEET_", "PLAN_", "SITE_009")):
        raise error
    return error.problem


@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of an area; POST calls one."""
    place = areas.area(code)
    found = queries.meetings_in(request.user, place.code)
    problem = None
    if request.method == "POST":
        try:
            meeting = actions.create_meeting(
                by=request.user,  # type: ignore[arg-type]
                area_code=place.code,
                title=request.POST.get("title", ""),
                held_on=read_day(request.POST.get("held_on", "")),
                place=request.POST.get("place", ""),
                items=request.POST.get("items", "").splitlines(),
            )
        except SamutError as error:
            problem = _own_problem(error)
        else:
            return redirect("meetings:meeting", pk=meeting.pk)
    template = agenda_template()
    context = {
        "area": place,
        "trail": areas.trail(place.code),
        "meetings": found,
        "may_write": policies.may_write(request.user, place.code),
        "typed": request.POST if problem else {"title": template.label.th, "items": _lines(template.items)},
        "problem": problem,
    }
    return render(request, "meetings/area.html", context, status=400 if problem else 200)


def _lines(items: tuple[Text, ...]) -> str:
    return "\n".join(f"{item.th} ({item.en})" for item in items)


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting; POST writes down a resolution."""
    found: Meeting = queries.meeting_for(request.user, pk)
    problem = None
    if request.method == "POST":
        due_on = request.POST.get("due_on", "").strip()
        try:
            actions.add_resolution(
                by=request.user,  # type: ignore[arg-type]
                meeting=found,
                text=request.POST.get("text", ""),
                owner=request.POST.get("owner", ""),
                due_on=read_day(due_on) if due_on else None,
            )
        except SamutError as error:
            problem = _own_problem(error)
        else:
            return redirect("meetings:meeting", pk=found.pk)
    context = {
        "meeting": found,
        "area": areas.area(found.area_code),
        "trail": areas.trail(found.area_code),
        "may_write": policies.may_write(request.user, found.area_code),
        "typed": request.POST if problem else {},
        "problem": problem,
    }
    return render(request, "meetings/meeting.html", context, status=400 if problem else 200)
