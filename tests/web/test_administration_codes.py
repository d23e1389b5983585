"""Invitations and one-time codes: shown once, used once, too old, taken back, guessed at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.actions import assign_role, close_account, end_assignment
from samut.web.accounts.models import User
from samut.web.administration import actions
from samut.web.administration.codes import LETTERS, LONG, SHORT, digest_of, new_code
from samut.web.administration.given_roles import GivenRole
from samut.web.administration.models import Invitation, OneTimeCode
from samut.web.audit.models import AuditEvent
from second_steps import PASSWORD, type_password

Browser = Callable[..., Client]
NEW = "ทุ่งนาเขียวสุดสายตา"
HERE = {"address": "127.0.0.1"}
INVITE = {
    "full_name": "วิภา ตั้งใจ",
    "username": "วิภา",
    "rows": "1",
    "role-0": "tambon_officer",
    "area-0": "220506",
}
CODE = re.compile(r'<p class="slip__code">([0-9A-Z-]+)</p>')


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(SamutError) as refused:
        action()
    return refused.value.problem.code


def invited(by: User, *roles: GivenRole, name: str = "วิภา") -> str:
    day = timezone.localdate()
    return actions.invite(
        by=by,
        username=name,
        full_name="วิภา ตั้งใจ",
        roles=roles or (GivenRole(Role.TAMBON_OFFICER, "220506", day),),
    )[1]


def accept(browser: Client, code: str, **typed: str) -> str:
    """Come by the link and choose a password; the page that answers, or the address it leads to."""
    assert browser.get(f"/administration/invitation/{code}/")["Location"] == "/administration/invitation/"
    told = {"new": NEW, "again": NEW, "agreed": "1", **typed}
    answer = browser.post("/administration/invitation/", told)
    return answer.get("Location", answer.content.decode())


def test_codes_are_long_and_have_no_letter_that_is_mistaken_for_another() -> None:
    assert len(LETTERS) == 31 and not set("0O1IL") & set(LETTERS)
    codes = {new_code(LONG) for _ in range(200)}
    assert len(codes) == 200 and len(LETTERS) ** LONG > 2**80
    assert all(len(each.replace("-", "")) == LONG for each in codes)
    assert len(new_code(SHORT)) == len("ABCD-EFGH")
    assert digest_of("abcd efgh") == digest_of("ABCD-EFGH") != digest_of("ABCD-EFGJ")


def test_somebody_is_invited_chooses_a_password_and_works(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    slip = browser_of("administrator").post("/administration/invite/", INVITE).content.decode()
    code = CODE.search(slip)[1]  # type: ignore[index]
    assert f"/administration/invitation/{code}/" in slip and '<svg class="qr"' in slip
    kept = str(list(Invitation.objects.values()))
    assert code not in kept and code.replace("-", "") not in kept
    visitor = Client()
    visitor.get(f"/administration/invitation/{code}/")
    told = visitor.get("/administration/invitation/").content.decode()
    assert "เจ้าหน้าที่ตำบล" in told and "ฉมัน" in told and "วิภา" in told and code not in told
    assert "โปรดอ่านและยืนยัน" in accept(visitor, code, agreed="")
    assert "ไม่ตรงกัน" in accept(visitor, code, again="อีกอย่างหนึ่งเลยนะ")
    assert not User.objects.filter(username="วิภา").exists()
    assert accept(visitor, code) == "/"
    user = User.objects.get(username="วิภา")
    assert user.first_name == "วิภา ตั้งใจ" and user.check_password(NEW)
    assert [(each.role, each.area_code) for each in user.assignments.all()] == [("tambon_officer", "220506")]
    assert visitor.get("/purpose/").status_code == 200  # signed in, and sees persons
    assert Client().get(f"/administration/invitation/{code}/").status_code == 302
    again = Client()
    again.get(f"/administration/invitation/{code}/")
    assert again.get("/administration/invitation/").status_code == 404  # once
    events = list(AuditEvent.objects.order_by("position").values_list("event", flat=True))
    events = events[events.index("invitation.made") :]
    wanted = ["invitation.made", "account.created", "role.assigned", "invitation.accepted", "login.succeeded"]
    assert events == wanted


def test_the_code_is_typed_from_the_slip_as_people_type(people: dict[str, User], site: Workspace) -> None:
    code = invited(people["administrator"])
    browser = Client()
    browser.post("/administration/invitation/", {"code": code.lower().replace("-", " ")})
    assert "วิภา" in browser.get("/administration/invitation/").content.decode()


def test_several_roles_are_filled_in_line_by_line(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("administrator")
    page = browser.post("/administration/invite/", {**INVITE, "more": "1"}).content.decode()
    assert 'name="role-1"' in page and 'value="วิภา ตั้งใจ"' in page
    unclear = {**INVITE, "rows": "2", "role-1": "analyst", "area-1": "ท่าช้าง"}
    assert 'name="picked-1"' in browser.post("/administration/invite/", unclear).content.decode()
    nowhere = {**INVITE, "area-0": "นอกแผนที่"}
    assert "ไม่มีพื้นที่ชื่อหรือรหัสนี้" in browser.post("/administration/invite/", nowhere).content.decode()
    wrong_day = {**INVITE, "to-0": "เร็ว ๆ นี้"}
    assert browser.post("/administration/invite/", wrong_day).status_code == 400
    browser.post("/administration/invite/", {**unclear, "area-1": "TH"})
    assert [each["role"] for each in Invitation.objects.get().roles] == ["tambon_officer", "analyst"]


def test_what_cannot_be_invited_to(people: dict[str, User]) -> None:
    chief, day = people["administrator"], timezone.localdate()
    both = (GivenRole(Role.ADMINISTRATOR, "22", day), GivenRole(Role.TAMBON_OFFICER, "220506", day))
    twice = (GivenRole(Role.ANALYST, "22", day), GivenRole(Role.ANALYST, "22", day))
    assert code_of(lambda: invited(chief, *both)) == "ACCOUNT_036"
    assert code_of(lambda: invited(chief, *twice)) == "ACCOUNT_037"
    assert code_of(lambda: invited(chief, GivenRole(Role.ANALYST, "22", day, day))) == "ACCOUNT_038"
    assert code_of(lambda: invited(people["officer_malee"])) == "SITE_002"
    assert code_of(lambda: invited(chief, name="officer_malee")) == "ACCOUNT_042"
    assert code_of(lambda: invited(chief, name="<b>")) == "ACCOUNT_001"
    empty = {"by": chief, "username": "ก", "full_name": " ", "roles": []}
    assert code_of(lambda: actions.invite(**empty)) == "ACCOUNT_043"  # type: ignore[arg-type]
    # One after the other is no contradiction.
    first = GivenRole(Role.ADMINISTRATOR, "22", day, day + dt.timedelta(days=3))
    invited(chief, first, GivenRole(Role.TAMBON_OFFICER, "220506", day + dt.timedelta(days=3)))
    assert code_of(lambda: invited(chief)) == "ACCOUNT_042"  # one open invitation for a name


def test_an_invitation_is_taken_back_renewed_or_grows_old(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    chief, browser = people["administrator"], browser_of("administrator")
    code = invited(chief)
    pk = Invitation.objects.get().pk
    assert "วิภา ตั้งใจ" in browser.get("/administration/invitations/").content.decode()
    slip = browser.post(f"/administration/invitations/{pk}/renew/").content.decode()
    newer = CODE.search(slip)[1]  # type: ignore[index]
    assert code_of(lambda: actions.open_invitation(code=code, **HERE)) == "ACCOUNT_041"
    assert actions.open_invitation(code=newer, **HERE).pk == pk
    Invitation.objects.update(expires_at=timezone.now())
    assert code_of(lambda: actions.open_invitation(code=newer, **HERE)) == "ACCOUNT_041"
    assert "ใช้ไม่ได้แล้ว" in browser.get("/administration/invitations/").content.decode()
    Invitation.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert "หรือไม่" in browser.get(f"/administration/invitations/{pk}/withdraw/").content.decode()
    browser.post(f"/administration/invitations/{pk}/withdraw/")
    assert code_of(lambda: actions.open_invitation(code=newer, **HERE)) == "ACCOUNT_041"
    assert "ไม่มีคำเชิญค้างอยู่" in browser.get("/administration/invitations/").content.decode()


def test_an_invitation_gives_no_more_than_its_maker_still_may(people: dict[str, User]) -> None:
    chief = people["administrator"]
    keeper = User.objects.create(username="keeper")
    held = assign_role(by=chief, user=keeper, role=Role.ADMINISTRATOR, area_code="2205")
    code = invited(keeper)
    close_account(by=chief, user=keeper)
    use = {"code": code, "password": NEW, **HERE}
    assert code_of(lambda: actions.accept_invitation(**use)) == "ACCOUNT_041"
    User.objects.filter(pk=keeper.pk).update(is_active=True)
    end_assignment(by=chief, assignment=held, on=timezone.localdate())
    assert code_of(lambda: actions.accept_invitation(**use)) == "ACCOUNT_041"
    assert not User.objects.filter(username="วิภา").exists()


def test_invitations_elsewhere_are_not_told_of(site: Workspace, people: dict[str, User]) -> None:
    keeper = User.objects.create(username="keeper")
    assign_role(by=people["administrator"], user=keeper, role=Role.ADMINISTRATOR, area_code="21")
    invited(people["administrator"])
    browser, pk = Client(), Invitation.objects.get().pk
    browser.force_login(keeper)
    assert "วิภา" not in browser.get("/administration/invitations/").content.decode()
    assert browser.get(f"/administration/invitations/{pk}/withdraw/").status_code == 404
    assert browser.post(f"/administration/invitations/{pk}/renew/").status_code == 404


def test_who_guesses_at_invitations_is_told_to_wait(site: Workspace, people: dict[str, User]) -> None:
    browser = Client()
    seen = []
    for number in range(8):
        browser.get(f"/administration/invitation/GUESS-{number}/")
        seen.append(browser.get("/administration/invitation/").status_code)
    assert seen[0] == 404 and seen[-1] == 429
    code = invited(people["administrator"])
    assert accept(browser, code) == "/"  # who has the right one is let in meanwhile


@pytest.fixture
def malee(people: dict[str, User]) -> User:
    people["officer_malee"].set_password(PASSWORD)
    people["officer_malee"].save()
    return people["officer_malee"]


def reset(code: str, name: str = "officer_malee", **typed: str) -> bool:
    """Whether a name and a code set the new password."""
    told = {"username": name, "code": code, "new": NEW, "again": NEW, **typed}
    return Client().post("/administration/new-password/", told).status_code == 302


def test_a_one_time_code_sets_one_new_password_and_ends_the_sessions(
    site: Workspace, browser_of: Browser, malee: User
) -> None:
    hers, _ = type_password("officer_malee")
    assert hers.get("/area/220506/").status_code == 200
    browser, path = browser_of("administrator"), f"/administration/person/{malee.pk}/code/"
    assert "ออกรหัสครั้งเดียวหรือไม่" in browser.get(path).content.decode()
    assert not OneTimeCode.objects.exists()
    page = browser.post(path).content.decode()
    code = CODE.search(page)[1]  # type: ignore[index]
    assert code not in str(list(OneTimeCode.objects.values()))
    assert "ใช้ได้ถึง" in browser.get(f"/administration/person/{malee.pk}/").content.decode()
    assert not reset(code, new="สั้นไป", again="สั้นไป")  # the code is not used up by that
    assert not reset("AAAA-AAAA") and not reset(code, name="volunteer_somchai")
    assert reset(code.lower())
    assert User.objects.get(pk=malee.pk).check_password(NEW)
    assert hers.get("/area/220506/").status_code == 302
    assert not reset(code)  # once
    assert {"password.code_made", "password.reset", "sessions.ended"} <= set(
        AuditEvent.objects.values_list("event", flat=True)
    )


def test_a_code_grows_old_is_replaced_and_is_used_up_by_wrong_ones(site: Workspace, malee: User) -> None:
    older = actions.make_code(by=None, user=malee)
    code = actions.make_code(by=None, user=malee)
    use = {"username": "officer_malee", "password": NEW}
    assert actions.use_code(code=older, address="10.0.0.1", **use) is None
    OneTimeCode.objects.update(expires_at=timezone.now())
    assert actions.use_code(code=code, address="10.0.0.2", **use) is None
    code = actions.make_code(by=None, user=malee)
    for number in range(actions.policy().most_wrong_codes):
        assert actions.use_code(code="AAAA-AAAA", address=f"10.0.1.{number}", **use) is None
    assert actions.use_code(code=code, address="10.0.2.1", **use) is None
    code = actions.make_code(by=None, user=malee)
    assert actions.use_code(code=code, address="10.0.2.2", **use) == malee


def test_one_address_is_paused_after_a_few_wrong_codes(site: Workspace, malee: User) -> None:
    told = {"username": "officer_malee", "code": "AAAA-AAAA", "new": NEW, "again": NEW}
    answers = [Client().post("/administration/new-password/", told).status_code for _ in range(7)]
    assert answers[:6] == [200] * 6 and answers[6] == 429


def test_a_closed_account_gets_no_code_and_uses_none(people: dict[str, User], malee: User) -> None:
    code = actions.make_code(by=None, user=malee)
    close_account(by=None, user=malee)
    use = {"username": "officer_malee", "code": code, "password": NEW, **HERE}
    assert actions.use_code(**use) is None
    assert code_of(lambda: actions.make_code(by=None, user=malee)) == "ACCOUNT_002"


def test_one_administrator_alone_does_not_open_the_account_of_somebody_who_sees_persons(
    people: dict[str, User], malee: User
) -> None:
    chief = people["administrator"]
    second = User.objects.create(username="second")
    held = assign_role(by=chief, user=second, role=Role.ADMINISTRATOR, area_code="2205")

    def code(by: User, of: User = malee) -> Callable[[], object]:
        return lambda: actions.make_code(by=User.objects.get(pk=by.pk), user=User.objects.get(pk=of.pk))

    def forget(by: User, of: User = malee) -> Callable[[], object]:
        return lambda: actions.forget_second_factors(
            by=User.objects.get(pk=by.pk), user=User.objects.get(pk=of.pk)
        )

    code(chief)()
    assert code_of(forget(chief)) == "ACCOUNT_045"
    forget(second)()
    assert code_of(code(second)) == "ACCOUNT_045"
    code(chief)()  # the same again is no second thing
    analyst = people["analyst"]
    code(chief, analyst)()
    forget(chief, analyst)()  # sees nobody
    # An office with one administrator must still be able to help: it stands in the audit.
    end_assignment(by=chief, assignment=held, on=timezone.localdate())
    forget(chief)()


def test_an_unknown_name_is_answered_as_a_wrong_code(site: Workspace, malee: User) -> None:
    actions.make_code(by=None, user=malee)

    def answer(name: str) -> str:
        told = {"username": name, "code": "AAAA-AAAA", "new": NEW, "again": NEW}
        page = Client().post("/administration/new-password/", told).content.decode()
        return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page).replace(name, "")

    assert answer("officer_malee") == answer("nobody_at_all")


def test_whoever_runs_the_machine_makes_a_code_for_the_last_administrator(
    site: Workspace, people: dict[str, User]
) -> None:
    told = StringIO()
    call_command("one_time_code", "Administrator", stdout=told)
    code, page = told.getvalue().split()
    assert page == "/administration/new-password/"
    assert reset(code, name="administrator")
    made = AuditEvent.objects.get(event="password.code_made")
    assert made.actor_name == "" and made.target == f"user:{people['administrator'].pk}"
    assert code_of(lambda: call_command("one_time_code", "nobody_at_all")) == "ACCOUNT_030"
