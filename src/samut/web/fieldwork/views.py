"""Pages of field work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.forms.build import shipped_forms
from samut.planning.workload import load_workload
from samut.reports.workbook import MEDIA_TYPE, workbook_bytes
from samut.rules.errors import SamutError
from samut.web.accounts.policies import may_see_persons
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.areas import queries as areas
from samut.web.audit.actions import record_look
from samut.web.fieldwork import actions, policies, queries
from samut.web.fieldwork.dates import read_day
from samut.web.fieldwork.models import CampaignState
from samut.web.households.queries import LISTED_LEVELS

MOST_TEAM_DAYS = 10_000


@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Field work of one area: which villages first, which campaigns; POST plans a campaign."""
    place = areas.area(code)
    problem = None
    if request.method == "POST":
        try:
            campaign = actions.create_campaign(
                by=request.user,  # type: ignore[arg-type]
                name=request.POST.get("name", ""),
                area_code=place.code,
                starts_on=read_day(request.POST.get("starts_on", "")),
                ends_on=read_day(request.POST.get("ends_on", "")),
                form_id=request.POST.get("form_id", ""),
            )
        except SamutError as error:
            if not error.code.startswith(("PLAN_", "FORM_", "SITE_009")):
                raise
            problem = error.problem
        else:
            messages.success(request, campaign.name)
            return redirect("fieldwork:area", code=place.code)
    workload = load_workload(timezone.localdate())
    sees = may_see_persons(request.user, place.code)
    limit = _limit(request.GET.get("team_days", ""))
    context = {
        "area": place,
        "trail": areas.trail(place.code),
        "workload": workload,
        "team_days": limit,
        "survey": queries.survey_area(request.user, place.code, workload, team_days=limit) if sees else None,
        "sees": sees,
        "may_export": sees and place.level in LISTED_LEVELS,
        "campaigns": queries.campaigns_of(request.user, place.code),
        "may_run": policies.may_run_fieldwork(request.user, place.code),
        "forms": shipped_forms(),
        "problem": problem,
        "typed": request.POST,
        "language": get_language(),
    }
    return render(request, "fieldwork/area.html", context, status=400 if problem else 200)


def _limit(text: str) -> int | None:
    """The team-days somebody has; anything but a whole number means no limit."""
    return min(int(text), MOST_TEAM_DAYS) if text.isdecimal() and text.isascii() and len(text) < 7 else None


@require_safe
@never_cache
@purpose_needed
def target_workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The target households of an area as a spreadsheet. The look is logged like that at the list."""
    table = queries.target_list(request.user, code)
    record_look(by=request.user, household_id="", area_code=code, page="export", purpose=purpose_of(request))
    demo = areas.workspace().config.demo
    content = workbook_bytes(table, demo=demo, made_on=timezone.localdate())
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="target-households-{code}.xlsx"'
    return response


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Start or finish a campaign."""
    campaign = queries.campaign_for(request.user, pk)
    to = request.POST.get("to", "")
    if to not in CampaignState.values:
        raise SamutError("SITE_004", name="to")
    actions.move_campaign(by=request.user, campaign=campaign, to=CampaignState(to))  # type: ignore[arg-type]
    return redirect("fieldwork:area", code=campaign.area_code)
