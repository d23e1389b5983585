"""Pages of the logbook. Every look at a case is logged, with its purpose."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samut.rules.case import CaseStatus, Outcome
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.areas import queries as areas
from samut.web.audit.actions import record_look
from samut.web.audit.queries import has_just_looked
from samut.web.households import queries as households
from samut.web.logbook import actions, policies, queries
from samut.web.logbook.labels import OUTCOME_LABELS, STATUS_LABELS


@require_safe
@never_cache
@purpose_needed
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The cases of an area by status."""
    place = areas.area(code)
    columns = queries.board(request.user, place.code)
    record_look(
        by=request.user, household_id="", area_code=place.code, page="board", purpose=purpose_of(request)
    )
    context = {
        "area": place,
        "trail": areas.trail(place.code),
        "columns": columns,
        "is_empty": not any(column.total for column in columns),
    }
    return render(request, "logbook/board.html", context)


@require_safe
@never_cache
@purpose_needed
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: where it stands, what happened, what may come next."""
    found = queries.case_for(request.user, pk)
    record_look(
        by=request.user,
        household_id=found.household_id,
        area_code=found.area_code,
        page="case",
        purpose=purpose_of(request),
    )
    events = [
        (event, STATUS_LABELS[CaseStatus(event.after)], _outcome(event.outcome))
        for event in found.events.select_related("by")
    ]
    context = {
        "case": found,
        "area": areas.area(found.area_code),
        "trail": areas.trail(found.area_code),
        "status": STATUS_LABELS[CaseStatus(found.status)],
        "outcome": _outcome(found.outcome),
        "events": events,
        "steps": queries.next_steps(request.user, found),
        "outcomes": OUTCOME_LABELS.items(),
    }
    return render(request, "logbook/case.html", context)


def _outcome(value: str) -> object:
    return OUTCOME_LABELS[Outcome(value)] if value else None


@require_safe
@never_cache
@purpose_needed
def household(request: HttpRequest, household_id: str) -> HttpResponse:
    """What the logbook knows of a household: fetched as a part by its page, or a page of its own.

    The part belongs to the look at the page that fetches it; without such a look it is one itself.
    """
    user: User = request.user  # type: ignore[assignment]
    village = households.village_for(user, household_id)
    found = queries.case_of_household(user, household_id)
    part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if not part or not has_just_looked(actor_id=user.pk, household_id=household_id, page="household"):
        record_look(
            by=user,
            household_id=household_id,
            area_code=village,
            page="logbook",
            purpose=purpose_of(request),
        )
    context = {
        "household_id": household_id,
        "trail": areas.trail(village),
        "case": found,
        "status": STATUS_LABELS[CaseStatus(found.status)] if found is not None else None,
        "may_open": policies.may_open(user, village),
    }
    response = render(request, f"logbook/{'_household_block' if part else 'household'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def open_case(request: HttpRequest, household_id: str) -> HttpResponse:
    """Open the logbook of a household; pressed twice, it leads to the one that is there."""
    user: User = request.user  # type: ignore[assignment]
    try:
        opened = actions.open_case(by=user, household_id=household_id, note=request.POST.get("note", ""))
    except SamutError as error:
        there = queries.case_of_household(user, household_id)
        if error.code != "CASE_002" or there is None:
            raise
        opened = there
    return redirect("logbook:case", pk=opened.pk)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    found = queries.case_for(user, pk)
    to, outcome = request.POST.get("to", ""), request.POST.get("outcome", "")
    if to not in set(CaseStatus) or (outcome and outcome not in set(Outcome)):
        raise SamutError("SITE_004", name="to" if outcome in {"", *Outcome} else "outcome")
    actions.move_case(
        by=user,
        case=found,
        to=CaseStatus(to),
        note=request.POST.get("note", ""),
        outcome=Outcome(outcome) if outcome else None,
    )
    return redirect("logbook:case", pk=found.pk)
