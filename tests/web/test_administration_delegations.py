"""Standing in: a role passed on for a holiday, never further and never longer than its giver's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.actions import close_account, delegate_role, end_assignment, open_account
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import assignments_of, may_see_persons
from samut.web.administration.actions import policy
from samut.web.audit.models import AuditEvent

Browser = Callable[..., Client]
DAY = dt.timedelta(days=1)
PATH = "/administration/standing-in/"


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(SamutError) as refused:
        action()
    return refused.value.problem.code


def sees(user: User, area_code: str) -> bool:
    return may_see_persons(User.objects.get(pk=user.pk), area_code)


def passed_on(
    people: dict[str, User], giver: str, to: str, *, area: str = "", first: int = 0, days: int = 7
) -> Assignment:
    own, today = people[giver].assignments.get(delegated_from=None), timezone.localdate()
    return delegate_role(
        by=people[giver],
        assignment=own,
        to=people[to],
        area_code=area or own.area_code,
        valid_from=today + first * DAY,
        valid_to=today + (first + days) * DAY,
    )


def test_a_colleague_stands_in_after_it_was_said_in_words(
    site: Workspace, browser_of: Browser, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    browser, path = browser_of("officer_malee"), f"/household/{household_ids['2/1']}/"
    own = people["officer_malee"].assignments.get()
    last = timezone.localdate() + 9 * DAY
    typed = {"role": own.pk, "to_user": "officer_of_other_tambon", "to": f"{last:%d/%m}/{last.year + 543}"}
    asked = browser.post(PATH, typed).content.decode()
    assert "officer_of_other_tambon" in asked and "ฉมัน" in asked and not own.delegations.exists()
    assert browser_of("officer_of_other_tambon").get(path).status_code == 403
    assert browser.post(PATH, {**typed, "yes": "1"}).status_code == 302
    assert browser_of("officer_of_other_tambon").get(path).status_code == 200
    given = own.delegations.get()
    assert given.valid_to == last + DAY
    event = AuditEvent.objects.filter(event="role.delegated").get()
    assert (event.actor_name, event.area_code) == ("officer_malee", "220506")
    assert event.target == f"user:{people['officer_of_other_tambon'].pk}"
    page = browser_of("administrator").get("/administration/delegations/").content.decode()
    assert "officer_of_other_tambon" in page and "officer_malee" in page
    assert "ทำแทน" in browser_of("officer_of_other_tambon").get(PATH).content.decode()
    browser.post(f"{PATH}{given.pk}/end/")
    assert browser_of("officer_of_other_tambon").get(path).status_code == 403


def test_it_begins_and_ends_by_itself(people: dict[str, User]) -> None:
    given = passed_on(people, "officer_malee", "outsider", first=2, days=3)
    today = timezone.localdate()
    held = [offset for offset in range(9) if given.holds_on(today + offset * DAY)]
    assert held == [2, 3, 4] and not sees(people["outsider"], "220506")


def test_a_part_of_the_area_can_be_passed_on_and_no_more(people: dict[str, User]) -> None:
    passed_on(people, "officer_malee", "outsider", area="22050602")
    assert sees(people["outsider"], "22050602") and not sees(people["outsider"], "22050601")
    assert code_of(lambda: passed_on(people, "officer_malee", "outsider", area="220501")) == "ACCOUNT_051"
    assert code_of(lambda: passed_on(people, "officer_malee", "outsider", area="2205")) == "ACCOUNT_051"


def test_it_rests_while_the_givers_own_role_does_not_hold(people: dict[str, User]) -> None:
    given = passed_on(people, "officer_malee", "outsider")
    own = people["officer_malee"].assignments.get()
    assert sees(people["outsider"], "220506")
    close_account(by=None, user=people["officer_malee"])
    assert not sees(people["outsider"], "220506")
    open_account(by=None, user=people["officer_malee"])
    assert sees(people["outsider"], "220506")
    # However the giver's row comes to be otherwise: the area, the role, the days.
    for change in (
        {"area_code": "22050602"},
        {"role": "district_officer"},
        {"valid_from": timezone.localdate() + DAY},
    ):
        kept = {name: getattr(own, name) for name in change}
        Assignment.objects.filter(pk=own.pk).update(**change)
        assert not sees(people["outsider"], "220506"), change
        Assignment.objects.filter(pk=own.pk).update(**kept)
    end_assignment(by=None, assignment=own, on=timezone.localdate())
    given.refresh_from_db()
    assert not sees(people["outsider"], "220506") and given.valid_to == given.valid_from


def test_what_was_passed_on_is_not_passed_on_again(people: dict[str, User]) -> None:
    given = passed_on(people, "officer_malee", "outsider")
    today = timezone.localdate()
    again: dict[str, Any] = {
        "assignment": given,
        "to": people["volunteer_somchai"],
        "area_code": "220506",
        "valid_from": today,
        "valid_to": today + DAY,
    }
    assert code_of(lambda: delegate_role(by=people["outsider"], **again)) == "ACCOUNT_050"
    assert code_of(lambda: delegate_role(by=people["officer_malee"], **again)) == "ACCOUNT_050"
    # Nor does a row that somebody wrote by hand open anything.
    Assignment.objects.create(
        user=people["analyst"],
        role="tambon_officer",
        area_code="220506",
        valid_from=today,
        delegated_from=given,
    )
    assert not sees(people["analyst"], "220506")


@pytest.mark.parametrize(
    "giver", ["volunteer_somchai", "analyst", "data_protection_officer", "administrator"]
)
def test_some_roles_are_never_passed_on(people: dict[str, User], giver: str) -> None:
    assert code_of(lambda: passed_on(people, giver, "outsider", area="22050602")) == "ACCOUNT_050"


@pytest.mark.parametrize("to", ["administrator", "data_protection_officer"])
def test_who_stands_apart_does_not_stand_in(people: dict[str, User], to: str) -> None:
    assert code_of(lambda: passed_on(people, "officer_malee", to)) == "ACCOUNT_036"


def test_days_are_few_and_to_come(people: dict[str, User]) -> None:
    most = policy().most_delegation_days
    for first, days in ((0, 0), (0, -1), (-1, 3), (0, most + 1)):
        given = {"first": first, "days": days}
        refused = code_of(lambda given=given: passed_on(people, "officer_malee", "outsider", **given))  # type: ignore[misc]
        assert refused == "ACCOUNT_052", (first, days)
    Assignment.objects.filter(user=people["officer_malee"]).update(valid_to=timezone.localdate() + 5 * DAY)
    assert code_of(lambda: passed_on(people, "officer_malee", "outsider", days=6)) == "ACCOUNT_051"
    passed_on(people, "officer_malee", "outsider", days=5)


def test_to_whom_it_cannot_be_passed_on(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    own, browser = people["officer_malee"].assignments.get(), browser_of("officer_malee")
    User.objects.filter(username="analyst").update(is_active=False)
    for name in ("officer_malee", "nobody_at_all", "analyst"):
        answer = browser.post(PATH, {"role": own.pk, "to_user": name, "to": "2099-01-01"})
        assert answer.status_code == 400 and "มอบให้ผู้ใช้นี้ไม่ได้" in answer.content.decode(), name
    other = people["officer_of_other_tambon"].assignments.get()
    stolen = browser.post(PATH, {"role": other.pk, "to_user": "outsider", "to": "2099-01-01"})
    assert stolen.status_code == 400 and not Assignment.objects.filter(user=people["outsider"]).exists()


def test_it_is_ended_by_giver_taker_and_administrator_alone(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    for name, may in (
        ("officer_malee", True),
        ("outsider", True),
        ("administrator", True),
        ("provincial_officer", False),
        ("volunteer_somchai", False),
    ):
        given = passed_on(people, "officer_malee", "outsider")
        answer = browser_of(name).post(f"{PATH}{given.pk}/end/")
        assert answer.status_code == (302 if may else 403), name
        assert bool(assignments_of(User.objects.get(pk=people["outsider"].pk))) is not may
    assert {each.role for each in Assignment.objects.filter(user=people["outsider"])} == {Role.TAMBON_OFFICER}
