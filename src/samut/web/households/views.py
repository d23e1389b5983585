"""The list of target households and the page of one household. Every look is logged, with its purpose."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.areas import queries as areas
from samut.web.audit.actions import record_look
from samut.web.households import members, presenting, queries, sources, tables
from samut.web.households.masking import asked_to_show, log_shown
from samut.web.households.place import place_of
from samut.web.households.timeline import timeline
from samut.web.tables.showing import shown


@require_GET
@never_cache
@purpose_needed
def target_list(request: HttpRequest, code: str) -> HttpResponse:
    """The households of an area, province to village: those with target poor first, others on request."""
    shown_table = shown(request, tables.households(), code)
    record_look(by=request.user, household_id="", area_code=code, page="list", purpose=purpose_of(request))
    kind = tables.kind_of(shown_table.asked)
    context = {
        "table": shown_table,
        "area": areas.area(code),
        "trail": areas.trail(code),
        "kind": kind,
        "kinds": [(name, label, name == kind) for name, label in tables.KIND_WORDS.items()],
    }
    return shown_table.named(request, render(request, "households/list.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@purpose_needed
def household(request: HttpRequest, household_id: str) -> HttpResponse:
    """One household: members and registers, dimensions with the answers that decided, each value's sources.

    Names and numbers are covered; a POST shows them on the page it answers with, and on no other.
    """
    show = asked_to_show(request)
    seen = queries.seen_whole(request.user, household_id)
    record = seen.record
    if show.is_anything:
        log_shown(
            request,
            household_id=household_id,
            area_code=record.village_code,
            shown=show,
            members=[each.member_no for each in record.members],
        )
    else:
        record_look(
            by=request.user,
            household_id=household_id,
            area_code=record.village_code,
            page="household",
            purpose=purpose_of(request),
        )
    aged_on: dt.date = record.surveyed_on or timezone.localdate()
    several = sum(each.member_no is None and each.subject == "answer" for each in seen.values)
    context = {
        "household": record,
        "shown_names": show.names,
        "trail": areas.trail(record.village_code),
        "status": presenting.PILL_OF_ANSWER[record.poor],
        "aged_on": aged_on,
        "members": [
            members.member_line(member, seen.registers[member.member_no], aged_on, show)
            for member in record.members
        ],
        "dimensions": [presenting.dimension_line(each, record) for each in record.dimensions],
        "others": presenting.other_lines(record),
        "sources": sources.sources_block(seen.values, len(record.facts) - several, show),
        "events": timeline(record, seen.registers, seen.visits, seen.values, seen.shown),
        "place": place_of(record),
        "shown": seen.shown,
    }
    return render(request, "households/household.html", context)
