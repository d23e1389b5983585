"""Writes of field work: opening a campaign and moving it on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from samut.forms.build import shipped_form
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.areas.queries import area
from samut.web.audit.actions import record
from samut.web.fieldwork import policies
from samut.web.fieldwork.models import Campaign, CampaignState

NEXT: dict[CampaignState, tuple[CampaignState, ...]] = {
    CampaignState.PLANNED: (CampaignState.RUNNING, CampaignState.FINISHED),
    CampaignState.RUNNING: (CampaignState.FINISHED,),
    CampaignState.FINISHED: (),
}


@transaction.atomic
def create_campaign(
    *, by: User, name: str, area_code: str, starts_on: dt.date, ends_on: dt.date, form_id: str
) -> Campaign:
    """Plan a survey of an area.

    Raises: SITE_002 when `by` is no officer there, SITE_003 for an unknown area, FORM_001 for an
    unknown form, PLAN_003 when it ends before it starts, PLAN_004 without a name.
    """
    policies.check_may_run_fieldwork(by, area(area_code).code)
    if not name.strip():
        raise SamutError("PLAN_004")
    if ends_on < starts_on:
        raise SamutError("PLAN_003")
    campaign = Campaign.objects.create(
        name=name.strip(),
        area_code=area_code,
        starts_on=starts_on,
        ends_on=ends_on,
        form_id=shipped_form(form_id).form_id,
    )
    record("campaign.created", by=by, target=f"campaign:{campaign.pk}", area_code=area_code, form=form_id)
    return campaign


@transaction.atomic
def move_campaign(*, by: User, campaign: Campaign, to: CampaignState) -> Campaign:
    """Start or finish a campaign.

    Raises: SITE_002 when `by` is no officer of its area, PLAN_006 when it cannot go there from here.
    """
    policies.check_may_run_fieldwork(by, campaign.area_code)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if to not in NEXT[CampaignState(campaign.state)]:
        raise SamutError("PLAN_006", state=CampaignState(campaign.state).label)
    before, campaign.state = campaign.state, to
    campaign.save(update_fields=["state"])
    record(
        "campaign.moved",
        by=by,
        target=f"campaign:{campaign.pk}",
        area_code=campaign.area_code,
        before=before,
        after=str(to),
    )
    return campaign
