"""Campaigns, the suggested order of villages, and the list to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import IntegrityError
from django.test import Client
from openpyxl import load_workbook

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent, Look
from samut.web.fieldwork import actions, queries
from samut.web.fieldwork.dates import read_day
from samut.web.fieldwork.models import Campaign, CampaignState
from web_world import house

Browser = Callable[..., Client]
FIRST, LAST = dt.date(2021, 4, 22), dt.date(2021, 4, 25)


def plan(by: User, **values: object) -> Campaign:
    wanted = {"name": "รอบแรก", "area_code": "220506", "starts_on": FIRST, "ends_on": LAST}
    return actions.create_campaign(by=by, **{**wanted, "form_id": "follow_up_visit", **values})  # type: ignore[arg-type]


def test_an_officer_plans_starts_and_finishes_a_campaign(site: Workspace, people: dict[str, User]) -> None:
    officer = people["officer_malee"]
    campaign = plan(officer)
    assert campaign.state == CampaignState.PLANNED
    campaign = actions.move_campaign(by=officer, campaign=campaign, to=CampaignState.RUNNING)
    campaign = actions.move_campaign(by=officer, campaign=campaign, to=CampaignState.FINISHED)
    assert Campaign.objects.get().state == CampaignState.FINISHED
    events = AuditEvent.objects.filter(event__startswith="campaign.").order_by("id")
    assert [each.event for each in events] == ["campaign.created", "campaign.moved", "campaign.moved"]
    assert {each.target for each in events} == {f"campaign:{campaign.pk}"}
    assert events[2].facts == {"before": "running", "after": "finished"}


@pytest.mark.parametrize(
    ("by", "values", "code"),
    [
        ("volunteer_somchai", {"area_code": "22050602"}, "SITE_002"),
        ("officer_of_other_tambon", {}, "SITE_002"),
        ("analyst", {}, "SITE_002"),
        ("administrator", {}, "SITE_002"),
        ("outsider", {}, "SITE_002"),
        ("officer_malee", {"area_code": "22"}, "SITE_002"),
        ("officer_malee", {"area_code": "229999"}, "SITE_003"),
        ("officer_malee", {"ends_on": dt.date(2021, 4, 21)}, "PLAN_003"),
        ("officer_malee", {"name": " "}, "PLAN_004"),
        ("officer_malee", {"form_id": "nothing"}, "FORM_001"),
    ],
)
def test_what_is_refused_changes_nothing(
    by: str, values: dict[str, object], code: str, site: Workspace, people: dict[str, User]
) -> None:
    with pytest.raises(SamutError, match=code):
        plan(people[by], **values)
    assert not Campaign.objects.exists()
    assert not AuditEvent.objects.filter(event="campaign.created").exists()


def test_a_finished_campaign_stays_finished(site: Workspace, people: dict[str, User]) -> None:
    officer = people["officer_malee"]
    campaign = actions.move_campaign(by=officer, campaign=plan(officer), to=CampaignState.FINISHED)
    with pytest.raises(SamutError, match="PLAN_006"):
        actions.move_campaign(by=officer, campaign=campaign, to=CampaignState.RUNNING)
    with pytest.raises(SamutError, match="SITE_002"):
        actions.move_campaign(by=people["volunteer_somchai"], campaign=campaign, to=CampaignState.RUNNING)


def test_the_database_itself_refuses_an_end_before_the_start(db: None) -> None:
    with pytest.raises(IntegrityError):
        Campaign.objects.create(name="x", area_code="22", starts_on=LAST, ends_on=FIRST, form_id="x")


def test_the_page_plans_a_campaign_with_buddhist_dates(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    typed = {
        "name": "รอบแรก",
        "starts_on": "๒๒/๔/๒๕๖๔",
        "ends_on": "25 เม.ย. 2564",
        "form_id": "follow_up_visit",
    }
    assert browser.post("/fieldwork/220506/", typed).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.starts_on, campaign.ends_on) == (FIRST, LAST)
    text = browser.get("/fieldwork/220506/").content.decode()
    assert "รอบแรก" in text and "22 เมษายน 2564" in text
    moved = browser.post(f"/fieldwork/campaign/{campaign.pk}/move/", {"to": "running"})
    assert moved.status_code == 302 and Campaign.objects.get().state == CampaignState.RUNNING
    assert browser.post(f"/fieldwork/campaign/{campaign.pk}/move/", {"to": "moon"}).status_code == 400


def test_a_wrong_date_is_told_beside_the_form_and_nothing_typed_is_lost(
    site: Workspace, browser_of: Browser
) -> None:
    typed = {"name": "รอบแรก", "starts_on": "31/02/2564", "ends_on": "x", "form_id": "follow_up_visit"}
    answer = browser_of("officer_malee").post("/fieldwork/220506/", typed)
    text = answer.content.decode()
    assert answer.status_code == 400 and "PLAN_005" in text and "31/02/2564" in text and "รอบแรก" in text
    assert not Campaign.objects.exists()


def test_campaigns_are_seen_where_one_works(site: Workspace, people: dict[str, User]) -> None:
    plan(people["officer_malee"])
    seen = {name for name, user in people.items() if queries.campaigns_of(user, "22").exists()}
    assert seen == {
        "officer_malee",
        "provincial_officer",
        "agency_officer",
        "analyst",
        "data_protection_officer",
        "administrator",
    }


def test_the_order_of_the_villages_follows_the_measured_households(
    site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("officer_malee").get("/fieldwork/220506/?team_days=1")
    lines = answer.context["survey"].lines
    # 22050601 has three target households, 22050602 one and one of which nobody knows, 22050603 none.
    told = [
        (line.suggestion.village.village_code, line.suggestion.village.target_households) for line in lines
    ]
    assert told == [("22050601", 3), ("22050602", 1), ("22050603", 0)]
    assert [line.suggestion.village.unknown_households for line in lines] == [0, 1, 0]
    assert [line.suggestion.within for line in lines] == [True, False, False]
    text = answer.content.decode()
    assert "ยังไม่ทราบสถานะ (ไม่นับเป็นเป้าหมาย)" in text and "หมู่ที่ 1 บ้านพญาบน" in text
    assert "สมมติฐาน" in text
    english = browser_of("officer_malee", language="en").get("/fieldwork/220506/").content.decode()
    assert "not counted as target" in english and "Assumptions" in english


def test_a_province_goes_down_to_all_its_villages(site: Workspace, people: dict[str, User]) -> None:
    workload = queries.survey_area  # the whole province, as its officer
    answer = workload(people["provincial_officer"], "22", _six_a_day(), team_days=None)
    assert answer is not None
    assert {line.suggestion.village.village_code for line in answer.lines} == {
        "22050101",
        "22050601",
        "22050602",
        "22050603",
    }
    assert (
        queries.survey_area(people["provincial_officer"], "220599", _six_a_day(), team_days=None) is not None
    )


def _six_a_day() -> queries.Workload:
    return queries.Workload(50, 10, 60, 420, 100)


@pytest.mark.parametrize("person", ["analyst", "outsider", "administrator", "officer_of_other_tambon"])
def test_exact_counts_of_villages_stay_with_those_who_answer_for_them(
    person: str, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of(person).get("/fieldwork/220506/")
    assert answer.status_code == 200
    assert answer.context["survey"] is None
    assert "22050601" not in answer.content.decode()


def test_the_list_to_take_along(site: Workspace, browser_of: Browser, household_ids: dict[str, str]) -> None:
    answer = browser_of("officer_malee", purpose="visit").get("/fieldwork/220506/targets.xlsx")
    assert "attachment" in answer["Content-Disposition"]
    page = load_workbook(BytesIO(answer.content)).worksheets[0]
    said = str(list(page.values))
    for number in ("1/1", "1/2", "1/3", "2/1"):
        assert household_ids[number] in said and number in said
    assert household_ids["1/4"] not in said and household_ids["9/1"] not in said
    assert "สมมติขึ้น" in said  # the demo says that its people are invented
    assert house("2/1").surname not in said and house("2/1").number(1) not in said
    look = Look.objects.get()
    assert (look.page, look.area_code, look.purpose) == ("export", "220506", "visit")
    assert browser_of("provincial_officer").get("/fieldwork/22/targets.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22/04/2564", FIRST),
        ("๒๒/๐๔/๒๕๖๔", FIRST),
        ("22 เมษายน 2564", FIRST),
        ("22/4/2021", FIRST),
        ("2021-04-22", FIRST),
        ("2564-04-22", FIRST),
        ("29/02/2567", dt.date(2024, 2, 29)),
        ("29/02/2024", dt.date(2024, 2, 29)),
    ],
)
def test_days_as_people_type_them(text: str, day: dt.date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2564",
        "00/04/2564",
        "31/02/2564",
        "yesterday",
        "2021-13-01",
        "29/02/2566",
        "29/02/2023",
        "9" * 5000 + "-01-01",
        "๙๙๙๙๙-๐๑-๐๑",
        "²021-01-01",
        "01/01/0000",
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(SamutError, match="PLAN_005"):
        read_day(text)
