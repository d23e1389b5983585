"""Writes of field work: opening a campaign and moving it on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from samut.forms.build import shipped_form
from samut.rules.errors import SamutError, Text
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
    """Plan a survey of an area. The same campaign sent twice is one campaign.

    Raises: SITE_002 when `by` is no officer there, SITE_003 for an unknown area, FORM_001 for an
    unknown form, PLAN_003 when it ends before it starts, PLAN_004 without a name, SITE_009 with one
    that is too long.
    """
    policies.check_may_run_fieldwork(by, area(area_code).code)
    name, limit = name.strip(), Campaign._meta.get_field("name").max_length or 0
    if not name:
        raise SamutError("PLAN_004")
    if len(name) > limit:
        raise SamutError("SITE_009", name=Text("ชื่อรอบสำรวจ", "Name of the campaign"), limit=limit)
    if ends_on < starts_on:
        raise SamutError("PLAN_003")
    campaign, is_new = Campaign.objects.get_or_create(
        name=name,
        area_code=area_code,
        starts_on=starts_on,
        ends_on=ends_on,
        form_id=shipped_form(form_id).form_id,
    )
    if not is_new:
        return campaign
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
        state = CampaignState(campaign.state)
        raise SamutError("PLAN_006", state=Text(str(state.label), state.value))
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
