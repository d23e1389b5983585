"""Administrators look after people: what they see, give, take away, and what they may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.actions import assign_role, close_account, end_assignment
from samut.web.accounts.giving import AccountScope
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import AreaScope, assignments_of
from samut.web.administration.looking_as import FAMILIES, sight_of
from samut.web.audit.models import AuditEvent
from second_steps import PASSWORD, type_password
from web_world import PEOPLE

Browser = Callable[..., Client]


def code_of(action: Callable[[], Any]) -> str:
    with pytest.raises(SamutError) as refused:
        action()
    return refused.value.problem.code


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def keeper(people: dict[str, User]) -> User:
    """An administrator of Makham (2205) alone."""
    user = User.objects.create(username="keeper_of_makham", first_name="ผู้ดูแลอำเภอ")
    assign_role(by=people["administrator"], user=user, role=Role.ADMINISTRATOR, area_code="2205")
    return user


@pytest.fixture
def keeper_browser(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


def test_the_list_shows_people_with_their_roles_and_is_searched(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser = browser_of("administrator")
    page = browser.get("/administration/").content.decode()
    assert all(name in page for name in PEOPLE)
    for query, wanted in (
        ("q=malee", {"officer_malee"}),
        ("role=volunteer", {"volunteer_somchai"}),
        ("area=220506", {"officer_malee", "volunteer_somchai"}),
        ("area=ฉมัน", {"officer_malee", "volunteer_somchai"}),
        ("state=without_role", {"outsider"}),
        ("state=closed", set()),
        ("area=nowhere", set()),
    ):
        found = browser.get(f"/administration/?{query}").content.decode()
        assert {name for name in PEOPLE if f'source">{name}<' in found} == wanted, query
    assert "ไม่พบใครตามที่ค้น" in browser.get("/administration/?state=closed").content.decode()


def test_a_long_list_has_pages(site: Workspace, browser_of: Browser) -> None:
    User.objects.bulk_create(User(username=f"u{number:03d}") for number in range(60))
    browser = browser_of("administrator")
    first = browser.get("/administration/?q=u0").content.decode()
    second = browser.get("/administration/?q=u0&page=2").content.decode()
    assert "u000" in first and "u055" not in first and "u055" in second
    assert "q=u0&amp;page=2" in first


def test_an_administrator_of_an_area_sees_and_opens_its_people_alone(
    keeper_browser: Client, site: Workspace, people: dict[str, User]
) -> None:
    page = keeper_browser.get("/administration/").content.decode()
    seen = {name for name in PEOPLE if f'source">{name}<' in page}
    assert seen == {"officer_malee", "volunteer_somchai", "officer_of_other_tambon"}
    for name, user in people.items():
        answer = keeper_browser.get(f"/administration/person/{user.pk}/")
        assert answer.status_code == (200 if name in seen else 404), name


@pytest.mark.parametrize("codes", [("2205",), ("22",), ("TH",), ("220506", "21"), ()])
def test_what_is_listed_is_what_may_be_opened(people: dict[str, User], codes: tuple[str, ...]) -> None:
    """The list filter and the slow way, one user after another, agree."""
    scope = AccountScope(AreaScope(codes))
    listed = {user.pk for user in scope.users()}
    slow = {
        user.pk
        for user in people.values()
        if "TH" in codes or any(scope.scope.covers(each.area_code) for each in user.assignments.all())
    }
    assert listed == slow


def test_a_role_is_given_by_the_name_of_its_area_and_written_down(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser, user = browser_of("administrator"), people["outsider"]
    answer = browser.post(
        f"/administration/person/{user.pk}/role/",
        {"role-0": "tambon_officer", "area-0": "ฉมัน", "from-0": "1/12/2569", "to-0": "31/12/2569"},
    )
    assert answer.status_code == 302
    given = user.assignments.get()
    assert (given.area_code, given.valid_from) == ("220506", dt.date(2026, 12, 1))
    assert given.valid_to == dt.date(2027, 1, 1)  # the last day is a day of it
    event = AuditEvent.objects.filter(event="role.assigned").latest("position")
    assert (event.actor_name, event.target, event.area_code) == ("administrator", f"user:{user.pk}", "220506")
    assert event.facts["role"] == "tambon_officer"


def test_a_name_of_several_areas_is_asked_about(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser, path = browser_of("administrator"), f"/administration/person/{people['outsider'].pk}/role/"
    asked = browser.post(path, {"role-0": "tambon_officer", "area-0": "ท่าช้าง"}).content.decode()
    assert asked.count('name="picked-0"') > 1 and not people["outsider"].assignments.exists()
    browser.post(path, {"role-0": "tambon_officer", "area-0": "ท่าช้าง", "picked-0": "220109"})
    assert people["outsider"].assignments.get().area_code == "220109"


def test_areas_are_suggested_within_the_administrators_own(keeper_browser: Client, site: Workspace) -> None:
    def found(typed: str) -> str:
        answer = keeper_browser.get(
            "/administration/areas/", {"area-0": typed}, headers={"HX-Request": "true"}
        )
        return answer.content.decode()

    assert "220506" in found("ฉม") and "22050601" in found("พญาบน")
    assert found("ระยอง").strip() == "" and found("21").strip() == ""


def test_nobody_gives_more_than_they_may(keeper: User, people: dict[str, User]) -> None:
    outsider = people["outsider"]

    def give(by: User, user: User, role: Role, area: str) -> Callable[[], Any]:
        return lambda: assign_role(by=fresh(by), user=user, role=role, area_code=area)

    chief, officer = people["administrator"], people["officer_malee"]
    assert code_of(give(officer, outsider, Role.VOLUNTEER, "22050602")) == "SITE_002"
    assert code_of(give(chief, chief, Role.ANALYST, "TH")) == "ACCOUNT_033"
    assert code_of(give(keeper, outsider, Role.TAMBON_OFFICER, "220101")) == "ACCOUNT_034"
    assert code_of(give(keeper, outsider, Role.ADMINISTRATOR, "22")) == "ACCOUNT_034"
    assert code_of(give(chief, outsider, Role.TAMBON_OFFICER, "2205")) == "ACCOUNT_035"
    assert (
        code_of(give(chief, people["data_protection_officer"], Role.VOLUNTEER, "22050602")) == "ACCOUNT_036"
    )
    assert code_of(give(chief, officer, Role.DATA_PROTECTION_OFFICER, "TH")) == "ACCOUNT_036"
    assert code_of(give(chief, keeper, Role.PROVINCIAL_OFFICER, "22")) == "ACCOUNT_036"
    assert code_of(give(chief, officer, Role.TAMBON_OFFICER, "220506")) == "ACCOUNT_037"
    assert code_of(give(chief, outsider, Role.TAMBON_OFFICER, "2205ab")) == "SITE_003"
    give(keeper, outsider, Role.TAMBON_OFFICER, "220506")()


def test_roles_that_stand_apart_may_follow_each_other(people: dict[str, User]) -> None:
    chief, officer = people["administrator"], people["officer_malee"]
    today = timezone.localdate()
    end_assignment(by=chief, assignment=officer.assignments.get(), on=today + dt.timedelta(days=5))
    watches: dict[str, Any] = {
        "by": chief,
        "user": officer,
        "role": Role.DATA_PROTECTION_OFFICER,
        "area_code": "22",
    }
    assert code_of(lambda: assign_role(**watches, valid_from=today + dt.timedelta(days=4))) == "ACCOUNT_036"
    assign_role(**watches, valid_from=today + dt.timedelta(days=5))


def test_a_role_is_ended_after_being_asked_and_can_be_given_anew(
    site: Workspace, browser_of: Browser, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    browser, malee = browser_of("administrator"), people["officer_malee"]
    held, path = malee.assignments.get(), f"/household/{household_ids['2/1']}/"
    assert browser_of("officer_malee").get(path).status_code == 200
    asked = browser.get(f"/administration/role/{held.pk}/end/").content.decode()
    assert "สิ้นสุดบทบาทหรือไม่" in asked and assignments_of(fresh(malee))
    assert browser.post(f"/administration/role/{held.pk}/end/").status_code == 302
    assert browser_of("officer_malee").get(path).status_code == 403  # given and ended on one day
    assign_role(by=people["administrator"], user=malee, role=Role.TAMBON_OFFICER, area_code="220506")
    assert browser_of("officer_malee").get(path).status_code == 200


def test_the_last_administrator_stays(
    site: Workspace, browser_of: Browser, people: dict[str, User], keeper: User
) -> None:
    chief = people["administrator"]
    held = chief.assignments.get()
    answer = browser_of("administrator").post(f"/administration/role/{held.pk}/end/")
    assert answer.status_code == 400 and "คนสุดท้าย" in answer.content.decode()
    assert code_of(lambda: close_account(by=None, user=chief)) == "ACCOUNT_040"
    # One whose role ends, has not begun, or lies in a part of the area alone, is no second one.
    second, today = people["outsider"], timezone.localdate()
    ending = assign_role(
        by=chief, user=second, role=Role.ADMINISTRATOR, area_code="TH", valid_to=today + dt.timedelta(days=9)
    )
    assert code_of(lambda: end_assignment(by=chief, assignment=held, on=today)) == "ACCOUNT_040"
    end_assignment(by=chief, assignment=ending, on=today)
    assign_role(by=chief, user=second, role=Role.ADMINISTRATOR, area_code="TH")
    end_assignment(by=fresh(second), assignment=held, on=today)
    assert not assignments_of(fresh(chief))
    # That of a part of the country may go: the wider one covers it.
    end_assignment(by=fresh(second), assignment=keeper.assignments.get(), on=today)


def test_an_account_is_closed_with_its_sessions_and_opened_again(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser, malee = browser_of("administrator"), people["officer_malee"]
    hers = browser_of("officer_malee")
    hers.get("/area/220506/")
    path = f"/administration/person/{malee.pk}"
    assert "ปิดบัญชีหรือไม่" in browser.get(f"{path}/close/").content.decode()
    browser.post(f"{path}/close/")
    assert hers.get("/area/220506/").status_code == 302
    assert not UserSession.objects.filter(user=malee).exists() and not assignments_of(fresh(malee))
    assert "บัญชีปิดแล้ว" in browser.get(f"{path}/").content.decode()
    browser.post(f"{path}/open/")
    assert browser_of("officer_malee").get("/area/22050602/households/").status_code == 200
    assert {"account.closed", "account.opened", "sessions.ended"} <= set(
        AuditEvent.objects.values_list("event", flat=True)
    )


def test_sessions_and_second_factors_of_a_user_are_ended(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser, malee = browser_of("administrator"), people["officer_malee"]
    malee.set_password(PASSWORD)
    malee.save()
    hers, _ = type_password("officer_malee")
    assert hers.get("/area/220506/").status_code == 200
    browser.post(f"/administration/person/{malee.pk}/end-sessions/")
    assert hers.get("/area/220506/").status_code == 302
    Authenticator.objects.create(user=malee, type=Authenticator.Type.TOTP, data={})
    browser.post(f"/administration/person/{malee.pk}/second-factor/")
    assert not Authenticator.objects.filter(user=malee).exists()
    assert AuditEvent.objects.filter(event="second_factor.reset", target=f"user:{malee.pk}").exists()


@pytest.mark.parametrize("what", ["close", "end-sessions", "second-factor", "code"])
def test_who_also_works_elsewhere_is_not_an_area_administrators_to_lock_out(
    keeper_browser: Client, site: Workspace, people: dict[str, User], what: str
) -> None:
    """Nor is anybody their own: a code for oneself, or for somebody of more areas, would be a way up."""
    malee = people["officer_malee"]
    path = f"/administration/person/{malee.pk}/{what}/"
    assert keeper_browser.get(path).status_code == 200
    Assignment.objects.create(
        user=malee, role="tambon_officer", area_code="220101", valid_from=timezone.localdate()
    )
    assert (keeper_browser.get(path).status_code, keeper_browser.post(path).status_code) == (403, 403)
    myself = User.objects.get(username="keeper_of_makham")
    assert keeper_browser.post(f"/administration/person/{myself.pk}/{what}/").status_code == 403
    page = keeper_browser.get(f"/administration/person/{malee.pk}/").content.decode()
    assert "นอกพื้นที่ที่ท่านดูแล" in page


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_what_is_said_of_somebody_is_what_the_pages_do(
    site: Workspace, browser_of: Browser, people: dict[str, User], name: str
) -> None:
    """The table of "look as" against the answers of the pages themselves."""
    sight = sight_of(people["administrator"], people[name].pk)
    browser = browser_of(name)
    for line in sight.families:
        for code in ("220506", "22050602", "220501", "21"):
            covered = AreaScope(tuple(each.code for each in line.areas)).covers(code)
            said = line.everywhere or (line.may if "…" not in line.family.address else covered)
            if name == "outsider" and line.family.address == "/tokens/":
                continue  # the page opens, and says that there is nothing to make a token for
            answer = browser.get(line.family.page(code)).status_code
            assert (answer != 403) is said, (name, line.family.address, code, answer)


def test_looking_as_is_logged_and_tells_no_household(
    site: Workspace, browser_of: Browser, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    malee = people["officer_malee"]
    page = browser_of("administrator").get(f"/administration/person/{malee.pk}/sees/").content.decode()
    event = AuditEvent.objects.get(event="account.looked_as")
    assert (event.actor_name, event.target) == ("administrator", f"user:{malee.pk}")
    assert "220506" in page and ">17<" in page  # 17 households drawn in the three villages of Chaman
    assert not any(each in page for each in household_ids.values())
    assert "สมมติ" not in page.replace("ข้อมูลสมมติ", "")


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_files_are_told_of_where_the_export_itself_gives_them(
    site: Workspace, browser_of: Browser, people: dict[str, User], name: str
) -> None:
    browser = browser_of(name)
    for line in sight_of(people["administrator"], people[name].pk).files:
        assert line.title.th and line.title.en
        for code in ("220506", "220501"):
            answer = browser.post(f"/tables/{line.table}/{code}/export/", {"file": "csv"})
            assert (answer.status_code == 200) is line.covers(code), (name, line.table, code)


def test_every_kind_of_page_has_words_and_an_example(people: dict[str, User]) -> None:
    assert all(each.label.th and each.label.en and each.page("220506").startswith("/") for each in FAMILIES)
