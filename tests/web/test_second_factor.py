"""The second step of signing in: codes of an app, recovery codes, and who must have one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from samut.engine.workspace import Workspace
from samut.web.accounts import signing_in_actions as actions
from samut.web.accounts.models import Assignment, LoginAttempts, User
from samut.web.accounts.signing_in_actions import MOST_ATTEMPTS
from samut.web.audit.models import AuditEvent
from second_steps import PASSWORD, Phone, say_otherwise, set_up_app, type_password
from web_access import SEE_PERSONS_SOMEWHERE

Browser = Callable[..., Client]
STEP = "/login/second-step/"
SITE = '[site]\nsecond_factor = "{}"\n'
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def malee(people: dict[str, User]) -> User:
    people["officer_malee"].set_password(PASSWORD)
    people["officer_malee"].save()
    return people["officer_malee"]


@pytest.fixture
def phone(site: Workspace, malee: User) -> Phone:
    """Malee's phone; the first code of it, shown now, is used up."""
    browser, _ = type_password("officer_malee")
    return set_up_app(browser)


def events(name: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(event=name))


def recovery_codes(browser: Client) -> list[str]:
    page = browser.get("/my-sign-in/codes/").content.decode()
    return [each.replace(" ", "") for each in re.findall(r'<li class="code">([0-9 ]+)</li>', page)]


def at_the_second_step(**options: str) -> Client:
    browser, answer = type_password("officer_malee", **options)
    assert (answer.status_code, answer["Location"]) == (302, STEP)
    return browser


def test_the_phone_of_the_tests_shows_what_the_standard_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for moment, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        monkeypatch.setattr("second_steps.time.time", lambda moment=moment: moment)
        assert Phone(RFC_SECRET).code() == code


def test_an_app_is_set_up_with_a_picture_and_a_first_code(site: Workspace, malee: User) -> None:
    browser, _ = type_password("officer_malee")
    page = browser.get("/my-sign-in/app/").content.decode()
    assert '<svg class="qr"' in page and "<style" not in page and " style=" not in page
    wrong = browser.post("/my-sign-in/app/", {"code": "000000"})
    assert wrong.status_code == 200 and "รหัสไม่ถูกต้อง" in wrong.content.decode()
    assert not Authenticator.objects.exists()
    phone = set_up_app(browser)
    assert phone.secret not in str(list(Authenticator.objects.values_list("data", flat=True)))  # sealed
    assert len(recovery_codes(browser)) == 10
    added = events("second_factor.added")[0]
    assert (added.actor_id, added.facts) == (malee.pk, {"kind": "totp"})
    assert browser.get("/my-sign-in/app/")["Location"] == "/my-sign-in/"  # one is enough


def test_password_and_code_together_open_the_account(phone: Phone, malee: User) -> None:
    browser = at_the_second_step(next_page="/missed/")
    assert browser.get("/area/220506/")["Location"].startswith("/login/")  # not in yet
    before = browser.session.session_key
    wrong = browser.post(STEP, {"code": phone.wrong_code()})
    assert wrong.status_code == 200 and "รหัสไม่ถูกต้อง" in wrong.content.decode()
    right = browser.post(STEP, {"code": phone.code(periods=1)})
    assert (right.status_code, right["Location"]) == (302, "/missed/")
    assert browser.session.session_key != before
    assert browser.get("/area/220506/").status_code == 200
    assert events("second_factor.refused")[0].target == f"user:{malee.pk}"
    assert events("login.succeeded")[0].facts == {"ways": ["password", "totp"]}


def test_a_code_opens_once_and_no_older_one_after_it(phone: Phone) -> None:
    assert at_the_second_step().post(STEP, {"code": phone.code()}).status_code == 200  # used to enrol
    newest = phone.code(periods=1)
    assert at_the_second_step().post(STEP, {"code": newest}).status_code == 302
    for used in (newest, phone.code(), phone.code(periods=-1)):
        assert at_the_second_step().post(STEP, {"code": used}).status_code == 200


def test_a_code_of_long_ago_or_much_later_opens_nothing(phone: Phone) -> None:
    for off in (-5, -2, 2, 5):
        assert at_the_second_step().post(STEP, {"code": phone.code(periods=off)}).status_code == 200


def test_a_recovery_code_opens_once_however_it_is_spaced(phone: Phone, malee: User) -> None:
    browser, _ = type_password("officer_malee")
    browser.post(STEP, {"code": phone.code(periods=1)})
    codes = recovery_codes(browser)
    spaced = f"{codes[0][:4]} {codes[0][4:]}"
    assert at_the_second_step().post(STEP, {"code": spaced}).status_code == 302
    assert at_the_second_step().post(STEP, {"code": spaced}).status_code == 200
    assert codes[0] not in recovery_codes(browser) and len(recovery_codes(browser)) == 9
    assert events("login.succeeded")[0].facts == {"ways": ["password", "recovery_codes"]}
    assert browser.post("/my-sign-in/codes/new/").status_code == 302
    assert at_the_second_step().post(STEP, {"code": codes[1]}).status_code == 200  # of the old ones
    assert len(recovery_codes(browser)) == 10


def test_who_guesses_codes_is_told_to_wait_whichever_browser_they_use(phone: Phone, malee: User) -> None:
    wrong = phone.wrong_code()
    answers = [at_the_second_step().post(STEP, {"code": wrong}).status_code for _ in range(MOST_ATTEMPTS)]
    assert answers == [200] * MOST_ATTEMPTS
    assert at_the_second_step().post(STEP, {"code": phone.code(periods=1)}).status_code == 429
    assert at_the_second_step(address="10.9.9.9").post(STEP, {"code": wrong}).status_code == 429
    assert events("second_factor.paused")[0].target == f"user:{malee.pk}"
    LoginAttempts.objects.all().delete()
    assert at_the_second_step().post(STEP, {"code": phone.code(periods=1)}).status_code == 302


def test_the_password_alone_changes_no_second_factor(phone: Phone) -> None:
    browser = at_the_second_step()
    for path in ("/my-sign-in/", "/my-sign-in/app/remove/", "/my-sign-in/codes/", "/my-sign-in/passkey/"):
        assert browser.post(path)["Location"].startswith("/login/")


def test_a_later_change_asks_once_more_and_then_goes_on(phone: Phone, malee: User, settings: object) -> None:
    browser = at_the_second_step()
    browser.post(STEP, {"code": phone.code(periods=1)})
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1  # type: ignore[attr-defined]
    asked = browser.post("/my-sign-in/app/remove/")
    assert asked["Location"] == "/my-sign-in/again/?next=%2Fmy-sign-in%2Fapp%2Fremove%2F"
    assert Authenticator.objects.filter(type="totp").exists()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # type: ignore[attr-defined]
    wrong = browser.post(asked["Location"], {"password": "wrong"})
    assert wrong.status_code == 200 and "รหัสผ่านไม่ถูกต้อง" in wrong.content.decode()
    done = browser.post(asked["Location"], {"password": PASSWORD, "next": "/my-sign-in/app/remove/"})
    assert done["Location"] == "/my-sign-in/"
    assert not Authenticator.objects.exists()  # the recovery codes went with it
    assert events("second_factor.removed")[0].facts == {"kind": "totp"}
    assert type_password("officer_malee")[1]["Location"] == "/"


@pytest.mark.parametrize(
    ("who", "led"),
    [
        ("off", frozenset()),
        # The agency's officer sees persons too, those who were sent to the agency.
        ("persons", SEE_PERSONS_SOMEWHERE | {"agency_officer"}),
        ("everybody", None),
    ],
)
def test_who_must_have_a_second_factor_is_led_to_enrol(
    who: str,
    led: frozenset[str] | None,
    site: Workspace,
    people: dict[str, User],
    browser_of: Browser,
    tmp_path: Path,
    settings: object,
) -> None:
    say_otherwise(SITE.format(who), site, tmp_path, settings)
    for name in people:
        answer = browser_of(name).get("/area/220506/")
        expected = 302 if led is None or name in led else 200
        assert answer.status_code == expected, name
        assert expected == 200 or answer["Location"] == "/my-sign-in/"


def test_whoever_is_led_to_enrol_can_do_that_and_nothing_else(
    site: Workspace,
    malee: User,
    tmp_path: Path,
    settings: object,
) -> None:
    say_otherwise(SITE.format("persons"), site, tmp_path, settings)
    browser, answer = type_password("officer_malee", next_page="/area/22050602/households/")
    assert browser.get(answer["Location"])["Location"] == "/my-sign-in/"
    page = browser.get("/my-sign-in/").content.decode()
    assert "ตั้งการยืนยันตัวตนสองชั้นก่อนใช้งานต่อ" in page
    refused = browser.get("/api/v1/areas/220506")
    assert refused.status_code == 403 and refused.json()["code"] == "ACCOUNT_003"
    part = browser.get("/area/220506/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (401, "/my-sign-in/")
    assert browser.post("/language/", {"language": "en"}).status_code == 302
    set_up_app(browser)
    assert browser.get("/area/220506/").status_code == 200
    # A role that is given later counts at the next page; recovery codes alone are no second factor.
    Authenticator.objects.filter(type="totp").delete()
    assert browser.get("/area/220506/")["Location"] == "/my-sign-in/"
    Assignment.objects.filter(user=malee).delete()
    assert browser.get("/area/220506/").status_code == 200


def test_an_administrator_forgets_the_factors_of_a_lost_phone(phone: Phone, people: dict[str, User]) -> None:
    browser = at_the_second_step()
    browser.post(STEP, {"code": phone.code(periods=1)})
    malee = people["officer_malee"]
    assert actions.remove_second_factors(by=people["administrator"], user=malee) == 2
    assert browser.get("/area/220506/")["Location"].startswith("/login/")  # the session ended
    assert type_password("officer_malee")[1]["Location"] == "/"
    told = events("second_factor.reset")[0]
    assert (told.actor_name, told.target) == ("administrator", f"user:{malee.pk}")


@pytest.mark.parametrize(
    "sent", ["", "x", "[]", "{}", '{"id": "eA"}', "null", '{"id": "eA", "rawId": "eA", "response": []}']
)
def test_what_is_no_passkey_is_refused_in_words(sent: str, site: Workspace, malee: User) -> None:
    browser, _ = type_password("officer_malee")
    added = browser.post("/my-sign-in/passkey/", {"credential": sent, "name": "x"})
    assert added.status_code == 200 and "data-passkey" in added.content.decode()
    signing_in = Client()
    options = signing_in.get("/login/passkey/").json()
    assert options["publicKey"]["userVerification"] == "required"
    assert signing_in.post("/login/passkey/", {"credential": sent})["Location"] == "/login/"
    assert "พาสคีย์ไม่สำเร็จ" in signing_in.get("/login/").content.decode()
    assert signing_in.get("/area/220506/").status_code == 302
