"""The course of a case: opened, moved, refused, seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.rules.case import NEXT, OWNER, CaseStatus, Outcome
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent, Look
from samut.web.logbook import actions, policies, queries
from samut.web.logbook.labels import OUTCOME_LABELS, STATUS_LABELS
from samut.web.logbook.models import Case, CaseEvent

Browser = Callable[..., Client]


@pytest.fixture
def case(site: Workspace, people: dict[str, User], household_ids: dict[str, str]) -> Case:
    """The case of household 2/1, just opened by the tambon officer."""
    return actions.open_case(
        by=people["officer_malee"], household_id=household_ids["2/1"], note="พบจากรายการ"
    )


def test_opening_a_case(case: Case, people: dict[str, User], household_ids: dict[str, str]) -> None:
    assert (case.status, case.area_code) == (CaseStatus.IDENTIFIED, "22050602")
    event = case.events.get()
    assert (event.by, event.before, event.after, event.note) == (
        people["officer_malee"],
        "",
        "identified",
        "พบจากรายการ",
    )
    audit = AuditEvent.objects.get(event="case.opened")
    assert (audit.target, audit.area_code, audit.actor_id) == (
        f"case:{case.pk}",
        "22050602",
        people["officer_malee"].pk,
    )
    assert "พบจากรายการ" not in str(audit.facts) and household_ids["2/1"] not in str(audit.facts)


@pytest.mark.parametrize(
    ("by", "house_no", "code"),
    [
        ("volunteer_somchai", "2/1", "SITE_002"),
        ("officer_of_other_tambon", "2/1", "SITE_001"),
        ("analyst", "2/1", "SITE_001"),
        ("administrator", "2/1", "SITE_001"),
        ("officer_malee", "nowhere", "SITE_001"),
    ],
)
def test_who_may_not_open_one(
    by: str, house_no: str, code: str, site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    with pytest.raises(SamutError, match=code):
        actions.open_case(by=people[by], household_id=household_ids.get(house_no, "0" * 16))
    assert not Case.objects.exists()
    assert not AuditEvent.objects.filter(event="case.opened").exists()


def test_a_household_has_one_logbook(case: Case, people: dict[str, User]) -> None:
    with pytest.raises(SamutError, match="CASE_002"):
        actions.open_case(by=people["officer_malee"], household_id=case.household_id)
    assert Case.objects.count() == 1


def test_a_case_goes_its_course(case: Case, people: dict[str, User]) -> None:
    officer, volunteer = people["officer_malee"], people["volunteer_somchai"]
    actions.move_case(by=officer, case=case, to=CaseStatus.ASSIGNED)
    actions.move_case(by=volunteer, case=case, to=CaseStatus.SURVEYED, note="เยี่ยมแล้ว")
    actions.move_case(by=officer, case=case, to=CaseStatus.VERIFIED)
    closed = actions.move_case(by=officer, case=case, to=CaseStatus.CLOSED, outcome=Outcome.LEFT_POVERTY)
    assert (closed.status, closed.outcome) == ("closed", "left_poverty")
    assert [event.after for event in case.events.all()] == [
        "identified",
        "assigned",
        "surveyed",
        "verified",
        "closed",
    ]
    moves = AuditEvent.objects.filter(event="case.moved").order_by("id")
    assert [row.facts["after"] for row in moves] == ["assigned", "surveyed", "verified", "closed"]
    reopened = actions.move_case(by=people["provincial_officer"], case=case, to=CaseStatus.REOPENED)
    assert (reopened.status, reopened.outcome) == ("reopened", "")


@pytest.mark.parametrize(
    ("by", "to", "code"),
    [
        ("volunteer_somchai", CaseStatus.ASSIGNED, "CASE_003"),
        ("officer_of_other_tambon", CaseStatus.ASSIGNED, "SITE_001"),
        ("analyst", CaseStatus.ASSIGNED, "SITE_001"),
        ("officer_malee", CaseStatus.VERIFIED, "CASE_001"),
        ("officer_malee", CaseStatus.IDENTIFIED, "CASE_001"),
        ("officer_malee", CaseStatus.CLOSED, "CASE_004"),
    ],
)
def test_moves_that_are_refused_change_nothing(
    by: str, to: CaseStatus, code: str, case: Case, people: dict[str, User]
) -> None:
    with pytest.raises(SamutError, match=code):
        actions.move_case(by=people[by], case=case, to=to)
    case.refresh_from_db()
    assert case.status == CaseStatus.IDENTIFIED
    assert CaseEvent.objects.count() == 1
    assert not AuditEvent.objects.filter(event="case.moved").exists()


def test_event_and_audit_row_stand_or_fall_with_the_move(
    case: Case, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **values: object) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        actions.move_case(by=people["officer_malee"], case=case, to=CaseStatus.ASSIGNED)
    case.refresh_from_db()
    assert case.status == CaseStatus.IDENTIFIED and case.events.count() == 1


def test_every_status_and_outcome_has_its_words_and_owner() -> None:
    assert set(STATUS_LABELS) == set(CaseStatus) == set(NEXT) == set(OWNER)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert set(OWNER.values()) <= set(policies.LINE_OF_DUTY)


def test_the_page_of_a_case(case: Case, browser_of: Browser) -> None:
    browser = browser_of("officer_malee", purpose="help")
    text = browser.get(f"/logbook/case/{case.pk}/").content.decode()
    assert "พบจากรายการ" in text and "พบแล้ว" in text and "มอบหมายแล้ว" in text
    look = Look.objects.get()
    assert (look.page, look.household_id, look.purpose) == ("case", case.household_id, "help")
    moved = browser.post(f"/logbook/case/{case.pk}/move/", {"to": "assigned", "note": "ให้สมชาย"})
    assert moved.status_code == 302
    case.refresh_from_db()
    assert case.status == "assigned"
    assert browser.post(f"/logbook/case/{case.pk}/move/", {"to": "moon"}).status_code == 400
    refused = browser.post(f"/logbook/case/{case.pk}/move/", {"to": "planned"})
    assert refused.status_code == 400 and "CASE_001" in refused.content.decode()


@pytest.mark.parametrize("person", ["officer_of_other_tambon", "analyst", "agency_officer", "outsider"])
def test_a_case_elsewhere_and_one_that_is_not_there_look_the_same(
    person: str, case: Case, browser_of: Browser
) -> None:
    browser = browser_of(person)
    here, nowhere = browser.get(f"/logbook/case/{case.pk}/"), browser.get("/logbook/case/999999/")
    assert (here.status_code, nowhere.status_code) == (403, 403)
    assert "พบจากรายการ" not in here.content.decode()
    assert browser.post(f"/logbook/case/{case.pk}/move/", {"to": "assigned"}).status_code == 403
    assert browser.get("/logbook/22050602/").status_code == 403
    case.refresh_from_db()
    assert case.status == "identified"


def test_the_board_shows_the_cases_of_the_area(
    case: Case, browser_of: Browser, people: dict[str, User]
) -> None:
    text = browser_of("volunteer_somchai").get("/logbook/22050602/").content.decode()
    assert f"/logbook/case/{case.pk}/" in text and "พบแล้ว" in text
    assert sum(column.total for column in queries.board(people["provincial_officer"], "22")) == 1
    assert sum(column.total for column in queries.board(people["officer_malee"], "22050601")) == 0
    assert "ยังไม่มีสมุดพก" in browser_of("officer_malee").get("/logbook/22050601/").content.decode()


def test_the_part_on_the_page_of_a_household(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser = browser_of("officer_malee")
    address = f"/logbook/household/{household_ids['2/1']}/"
    part = browser.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "เริ่มสมุดพก" in part.content.decode()
    assert "<html" in browser.get(address).content.decode()
    opened = browser.post(f"{address}open/", {"note": ""})
    assert opened["Location"] == f"/logbook/case/{Case.objects.get().pk}/"
    assert "เปิดสมุดพก" in browser.get(address).content.decode()
    seen = browser_of("volunteer_somchai").get(f"/logbook/household/{household_ids['2/2']}/").content.decode()
    assert "ยังไม่มีสมุดพก" in seen and '<button class="button">เริ่ม' not in seen
    assert {look.page for look in Look.objects.all()} == {"logbook"}


def test_opening_a_household_is_one_look(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    poor, other = household_ids["2/1"], household_ids["2/3"]
    browser = browser_of("officer_malee")
    part = {"HX-Request": "true"}
    browser.get(f"/household/{poor}/")
    assert browser.get(f"/logbook/household/{poor}/", headers=part).status_code == 200
    assert [look.page for look in Look.objects.all()] == ["household"]
    # The part of a household whose page was not opened, by this user or at all, is a look of its own.
    browser.get(f"/logbook/household/{other}/", headers=part)
    browser_of("volunteer_somchai").get(f"/logbook/household/{poor}/", headers=part)
    # So is the page that is no part.
    browser.get(f"/logbook/household/{poor}/")
    assert [(look.page, look.household_id) for look in Look.objects.order_by("id")][1:] == [
        ("logbook", other),
        ("logbook", poor),
        ("logbook", poor),
    ]


def test_the_part_is_checked_like_the_page(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    for person in ("officer_of_other_tambon", "analyst", "outsider"):
        answer = browser_of(person).get(
            f"/logbook/household/{household_ids['2/1']}/", headers={"HX-Request": "true"}
        )
        assert answer.status_code == 403
    assert not Look.objects.exists()
