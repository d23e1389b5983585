"""The pages of the data protection officer: who looked at whom, by household, by user, unusual patterns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.paging import asked_page
from samut.web.accounts.policies import check_may_read_logs
from samut.web.audit.actions import record
from samut.web.oversight import actions, queries, totals
from samut.web.oversight.asking import (
    PERIODS,
    asked_before,
    asked_days,
    is_household,
    read_day,
    wanted_looks,
)
from samut.web.oversight.exporting import csv_lines
from samut.web.oversight.queries import Wanted
from samut.web.oversight.seeking import households_of_number
from samut.web.oversight.unusual import kinds_in
from samut.web.oversight.unusual import unusual as unusual_looks

# Patterns shown at once.
HITS_A_PAGE = 50


def _reader(request: HttpRequest) -> User:
    """Whoever asks, where they may read the logs. Raises: SITE_002."""
    check_may_read_logs(request.user)
    if not isinstance(request.user, User):
        raise SamutError("SITE_002")
    return request.user


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """How many looks, at which pages, for what, by whom; and how many patterns wait to be looked into."""
    user = _reader(request)
    waiting = actions.count_days(actions.PAGE_SECONDS)
    days = totals.counted_days(user)
    context = {
        "figures": totals.figures(user, days),
        "hits": unusual_looks(user, waiting=waiting, days=days),
    }
    return render(request, "oversight/start.html", context)


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Looks at persons, newest first, of one household or one user or some days when asked for."""
    user, wanted = _reader(request), wanted_looks(request)
    context = {"wanted": wanted, **_timeline(request, user, wanted)}
    return render(request, "oversight/looks.html", context)


def _timeline(request: HttpRequest, user: User, wanted: Wanted) -> dict[str, object]:
    """A page of looks, and the address of the file of all of them."""
    asked = _as_address(wanted)
    return {
        "page": queries.looks_page(user, wanted, asked_before(request)),
        "file": f"{reverse('oversight:looks_file')}?{asked}",
        "here": request.path,
        "asked": urlencode([(k, v) for k, v in request.GET.items() if k != "before"]),
    }


def _as_address(wanted: Wanted) -> str:
    said = {
        "household": wanted.household_id,
        "user": wanted.actor_name,
        "from": wanted.since.isoformat() if wanted.since else "",
        "to": wanted.until.isoformat() if wanted.until else "",
    }
    return urlencode({name: value for name, value in said.items() if value})


@require_safe
def looks_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same looks as a CSV file; taking it is an event of the audit."""
    user, wanted = _reader(request), wanted_looks(request)
    since, until = (each.isoformat() if each else "" for each in (wanted.since, wanted.until))
    record(
        "oversight.exported",
        by=user,
        household=wanted.household_id,
        of_one_user=bool(wanted.actor_name),
        since=since,
        until=until,
    )
    language = "en" if get_language() == "en" else "th"
    lines = csv_lines(queries.all_lines(user, wanted), wanted, user.get_username(), language)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="looks-{timezone.localdate():%Y%m%d}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """From a household's id, or from a person's number, to who looked. The number comes by POST alone."""
    user = _reader(request)
    if request.method != "POST":
        return render(request, "oversight/person.html", {})
    household = request.POST.get("household", "").strip().lower()
    if household:
        if not is_household(household):
            raise SamutError("AUDIT_024")
        return redirect("oversight:household", household_id=household)
    try:
        found = households_of_number(user, request.POST.get("number", ""))
    except SamutError as error:
        if error.code not in ("AUDIT_022", "AUDIT_023"):
            raise
        status = 400 if error.code == "AUDIT_022" else 404
        return render(request, "oversight/person.html", {"problem": error.problem}, status=status)
    if len(found) == 1:
        return redirect("oversight:household", household_id=found[0])
    return render(request, "oversight/person.html", {"found": found})


@require_safe
def household(request: HttpRequest, household_id: str) -> HttpResponse:
    """Who looked at one household: for the answer to a person who asks."""
    user = _reader(request)
    if not is_household(household_id):
        raise SamutError("AUDIT_024")
    wanted = Wanted(household_id=household_id)
    context = {
        "household_id": household_id,
        "lookers": queries.lookers_of(user, household_id),
        **_timeline(request, user, wanted),
    }
    return render(request, "oversight/household.html", context)


@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody who looked at persons within so many days."""
    user, days = _reader(request), asked_days(request)
    actions.count_days(actions.PAGE_SECONDS)
    found = totals.users(user, totals.counted_days(user, days))
    most = max((each.looks for each in found), default=0)
    context = {"officers": found, "most": most, "days": days, "periods": PERIODS}
    return render(request, "oversight/officers.html", context)


@require_safe
def officer(request: HttpRequest, actor_id: int) -> HttpResponse:
    """One user: by day, hour, area, purpose and page, the patterns, and the looks themselves."""
    user, days = _reader(request), asked_days(request)
    figures = queries.officer_figures(user, actor_id, days)
    since = timezone.localdate() - dt.timedelta(days=days - 1)
    context = {
        "figures": figures,
        "days": days,
        "periods": PERIODS,
        "hits": unusual_looks(user, actor_id=actor_id),
        **_timeline(request, user, Wanted(actor_id=actor_id, since=since)),
    }
    context["file"] = _file_of_officer(figures.officer.name, since)
    return render(request, "oversight/officer.html", context)


def _file_of_officer(name: str, since: dt.date, until: dt.date | None = None) -> str:
    wanted = Wanted(actor_name=name, since=since, until=until)
    return f"{reverse('oversight:looks_file')}?{_as_address(wanted)}"


@require_safe
def officer_day(request: HttpRequest, actor_id: int, day: str) -> HttpResponse:
    """One user on one day, hour by hour."""
    user, on = _reader(request), read_day(day, "day") or timezone.localdate()
    wanted = Wanted(actor_id=actor_id, since=on, until=on)
    told = queries.officer_day(user, actor_id, on)
    context = {"told": told, "day": on, **_timeline(request, user, wanted)}
    context["file"] = _file_of_officer(told.officer.name, on, on)
    return render(request, "oversight/day.html", context)


@require_safe
def unusual(request: HttpRequest) -> HttpResponse:
    """The unusual patterns of the period, each with its reason and what was found about it."""
    user = _reader(request)
    waiting = actions.count_days(actions.PAGE_SECONDS)
    hits = unusual_looks(user, waiting=waiting)
    kind = request.GET.get("pattern", "")
    chosen = [each for each in hits.hits if kind in ("", each.pattern)]
    page = Paginator(chosen, HITS_A_PAGE).get_page(asked_page(request))
    context = {
        "hits": replace(hits, hits=tuple(page)),
        "page": page,
        "all": hits,
        "kinds": kinds_in(hits.hits),
        "kind": kind,
    }
    return render(request, "oversight/unusual.html", context)


@require_POST
def look_into(request: HttpRequest) -> HttpResponse:
    """Keep a note about one pattern."""
    user, said = _reader(request), request.POST
    day, actor = read_day(said.get("day", ""), "day"), said.get("actor", "")
    household_id = said.get("household", "")
    if day is None or not actor.isdecimal() or not (household_id == "" or is_household(household_id)):
        raise SamutError("SITE_004", name="pattern")
    actions.look_into(
        by=user,
        pattern=said.get("pattern", ""),
        actor_id=int(actor),
        day=day,
        household_id=household_id,
        note=said.get("note", ""),
    )
    messages.success(request, "บันทึกไว้แล้ว · Noted")
    return redirect("oversight:unusual")
