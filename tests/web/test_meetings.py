"""Meetings: called, minuted, refused, read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent
from samut.web.meetings import actions, queries
from samut.web.meetings.agenda import agenda_template
from samut.web.meetings.models import Meeting, Resolution

Browser = Callable[..., Client]
DAY = dt.date(2021, 4, 22)


def call(by: User, **values: object) -> Meeting:
    wanted = {
        "area_code": "220506",
        "title": "ประชุมเริ่มโครงการ",
        "held_on": DAY,
        "place": "เทศบาลตำบลฉมัน",
        "items": ["ชี้แจง", " ", "กำหนดพื้นที่"],
    }
    return actions.create_meeting(by=by, **{**wanted, **values})  # type: ignore[arg-type]


def test_a_meeting_and_its_resolution(site: Workspace, people: dict[str, User]) -> None:
    officer = people["officer_malee"]
    meeting = call(officer)
    assert [(item.number, item.text) for item in meeting.items.all()] == [(1, "ชี้แจง"), (2, "กำหนดพื้นที่")]
    resolution = actions.add_resolution(
        by=officer, meeting=meeting, text="สำรวจหมู่ 1 ก่อน", owner="อสม.", due_on=DAY
    )
    assert meeting.resolutions.get() == resolution
    events = AuditEvent.objects.filter(event__startswith="meeting.").order_by("id")
    assert [each.event for each in events] == ["meeting.created", "meeting.resolved"]
    assert "สำรวจ" not in str([each.facts for each in events])


@pytest.mark.parametrize(
    ("by", "values", "code"),
    [
        ("volunteer_somchai", {"area_code": "22050602"}, "SITE_002"),
        ("officer_of_other_tambon", {}, "SITE_002"),
        ("analyst", {}, "SITE_002"),
        ("officer_malee", {"area_code": "220599"}, "SITE_003"),
        ("officer_malee", {"title": ""}, "MEET_001"),
        ("officer_malee", {"place": " "}, "MEET_001"),
        ("officer_malee", {"items": ["", " "]}, "MEET_001"),
    ],
)
def test_meetings_that_are_refused(
    by: str, values: dict[str, object], code: str, site: Workspace, people: dict[str, User]
) -> None:
    with pytest.raises(SamutError, match=code):
        call(people[by], **values)
    assert not Meeting.objects.exists()
    assert not AuditEvent.objects.filter(event="meeting.created").exists()


@pytest.mark.parametrize(
    ("by", "text", "owner", "code"),
    [
        ("officer_of_other_tambon", "มติ", "ใคร", "SITE_002"),
        ("officer_malee", " ", "ใคร", "MEET_001"),
        ("officer_malee", "มติ", "", "MEET_001"),
    ],
)
def test_resolutions_that_are_refused(
    by: str, text: str, owner: str, code: str, site: Workspace, people: dict[str, User]
) -> None:
    meeting = call(people["officer_malee"])
    with pytest.raises(SamutError, match=code):
        actions.add_resolution(by=people[by], meeting=meeting, text=text, owner=owner, due_on=None)
    assert not Resolution.objects.exists()


def test_the_kick_off_has_its_three_items_in_two_languages(site: Workspace, browser_of: Browser) -> None:
    items = agenda_template().items
    assert len(items) == 3 and all(item.th and item.en for item in items)
    assert "TPMAP" in items[1].th and "เขตพื้นที่สำรวจ" in items[2].th
    text = browser_of("officer_malee").get("/meetings/220506/").content.decode()
    assert all(item.th in text for item in items)


def test_the_pages_call_a_meeting_and_write_down_a_resolution(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    typed = {"title": "ประชุม", "held_on": "22/04/2564", "place": "ศาลา", "items": "ก\nข\n"}
    called = browser.post("/meetings/220506/", typed)
    meeting = Meeting.objects.get()
    assert called["Location"] == f"/meetings/meeting/{meeting.pk}/" and meeting.held_on == DAY
    browser.post(called["Location"], {"text": "สำรวจ", "owner": "มาลี", "due_on": "๓๐/๐๔/๒๕๖๔"})
    browser.post(called["Location"], {"text": "ติดตาม", "owner": "มาลี", "due_on": ""})
    assert list(Resolution.objects.values_list("due_on", flat=True)) == [dt.date(2021, 4, 30), None]
    text = browser.get(called["Location"]).content.decode()
    assert "22 เมษายน 2564" in text and "30 เมษายน 2564" in text and "ไม่กำหนดวัน" in text
    wrong = browser.post(called["Location"], {"text": "ก", "owner": "ข", "due_on": "32/13/2564"})
    assert wrong.status_code == 400 and "PLAN_005" in wrong.content.decode()
    assert browser.post("/meetings/220506/", {**typed, "place": ""}).status_code == 400
    english = browser_of("officer_malee", language="en").get(called["Location"]).content.decode()
    assert "22 April 2021" in english


def test_meetings_are_read_by_those_who_answer_for_the_area(
    site: Workspace, people: dict[str, User], browser_of: Browser
) -> None:
    meeting = call(people["officer_malee"])
    readers = set()
    for name in people:
        answer = browser_of(name).get(f"/meetings/meeting/{meeting.pk}/")
        assert answer.status_code in (200, 403)
        if answer.status_code == 200:
            readers.add(name)
    assert readers == {"officer_malee", "provincial_officer"}
    assert list(queries.meetings_in(people["provincial_officer"], "22")) == [meeting]
    refused = browser_of("officer_of_other_tambon").post(
        f"/meetings/meeting/{meeting.pk}/", {"text": "x", "owner": "y"}
    )
    assert refused.status_code == 403 and not Resolution.objects.exists()
