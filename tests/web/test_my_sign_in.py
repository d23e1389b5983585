"""Looking after one's own sign-in: sessions, the password, and how both are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from django.urls import NoReverseMatch, reverse

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.web import settings as site_settings
from samut.web.accounts.actions import create_user
from samut.web.accounts.devices import device_of
from samut.web.accounts.models import User
from samut.web.accounts.queries import user_named
from samut.web.accounts.signing_in_actions import MOST_ATTEMPTS, MOST_FROM_AN_ADDRESS
from samut.web.audit.models import AuditEvent
from second_steps import PASSWORD, type_password

Browser = Callable[..., Client]
NEW = "four words nobody guesses"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1"


@pytest.fixture
def malee(people: dict[str, User]) -> User:
    for name in ("officer_malee", "analyst"):
        people[name].set_password(PASSWORD)
        people[name].save()
    return people["officer_malee"]


def is_in(browser: Client) -> bool:
    return browser.get("/area/220506/").status_code == 200


def sign_in(username: str = "officer_malee", password: str = PASSWORD) -> Client:
    browser, answer = type_password(username, password=password)
    assert answer.status_code == 302
    return browser


def events(name: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(event=name))


def test_each_sign_in_and_its_end_is_written_down(site: Workspace, malee: User) -> None:
    type_password("officer_malee", password="wrong")
    type_password("nobody_of_that_name", password="wrong")
    browser = sign_in()
    browser.post("/logout/")
    assert not is_in(browser) and not UserSession.objects.exists()
    known = {(each.event, each.target, each.actor_id) for each in AuditEvent.objects.all()}
    mine = f"user:{malee.pk}"
    assert {("login.failed", mine, None), ("login.failed", "", None)} <= known
    assert {("login.succeeded", mine, malee.pk), ("logout", mine, malee.pk)} <= known
    assert "nobody_of_that_name" not in str(list(AuditEvent.objects.values()))


def test_one_session_is_ended_from_another(site: Workspace, malee: User) -> None:
    here, there, elsewhere = Client(HTTP_USER_AGENT=CHROME), sign_in(), sign_in()
    here.post("/login/", {"username": "officer_malee", "password": PASSWORD})
    page = here.get("/my-sign-in/").content.decode()
    assert "Chrome · Windows" in page and page.count("/end/") == 2
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/my-sign-in/sessions/{other.pk}/end/").status_code == 302
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)
    here.post("/my-sign-in/sessions/end-others/")
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert events("session.ended")[0].actor_id == malee.pk
    assert events("sessions.ended")[0].facts == {"ended": 1}


def test_nobody_ends_the_session_of_somebody_else(site: Workspace, malee: User) -> None:
    browser, analyst = sign_in(), sign_in("analyst")
    mine = UserSession.objects.get(user=malee)
    assert analyst.post(f"/my-sign-in/sessions/{mine.pk}/end/").status_code == 404
    analyst.post("/my-sign-in/sessions/end-others/")
    assert is_in(browser) and is_in(analyst)


def change(browser: Client, old: str, new: str, again: str, language: str = "th") -> str:
    browser.cookies["django_language"] = language
    answer = browser.post("/my-sign-in/password/", {"password": old, "new": new, "again": again})
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(site: Workspace, malee: User) -> None:
    here, there = sign_in(), sign_in()
    assert "รหัสผ่านไม่ถูกต้อง" in change(here, "wrong", NEW, NEW)
    assert "รหัสผ่านต้องยาวอย่างน้อย 12 ตัวอักษร" in change(here, PASSWORD, "short", "short")
    assert "soon guessed" in change(here, PASSWORD, "password1234", "password1234", "en")
    assert "รหัสผ่านสองช่องไม่ตรงกัน" in change(here, PASSWORD, NEW, NEW + "x")
    assert is_in(there)
    assert change(here, PASSWORD, NEW, NEW) == "302"
    assert (is_in(here), is_in(there)) == (True, False)
    assert sign_in(password=NEW) and type_password("officer_malee")[1].status_code == 200
    assert events("password.changed")[0].target == f"user:{malee.pk}"


def test_the_old_password_is_not_guessed_from_an_open_session(site: Workspace, malee: User) -> None:
    browser = sign_in()
    answers = [change(browser, "wrong", NEW, NEW) for _ in range(MOST_ATTEMPTS + 1)]
    assert answers[-1] == "429" and "429" not in answers[:-1]


def test_many_names_tried_from_one_address_are_told_to_wait(site: Workspace, malee: User) -> None:
    def tries(address: str, names: range) -> list[int]:
        return [
            type_password(f"name{each}", password="wrong", address=address)[1].status_code for each in names
        ]

    assert set(tries("10.1.2.3", range(MOST_FROM_AN_ADDRESS))) == {200}
    assert tries("10.1.2.3", range(500, 503)) == [429] * 3
    assert tries("10.1.2.4", range(500, 503)) == [200] * 3
    # Behind a web server of this machine all of them come from here.
    assert set(tries("127.0.0.1", range(MOST_FROM_AN_ADDRESS + 3))) == {200}


def test_new_passwords_are_kept_by_argon2_and_old_ones_at_the_next_sign_in(
    site: Workspace, malee: User, settings: object
) -> None:
    settings.PASSWORD_HASHERS = site_settings.PASSWORD_HASHERS  # type: ignore[attr-defined]
    malee.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    malee.save()
    sign_in()
    malee.refresh_from_db()
    assert malee.password.startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")
    assert identify_hasher(create_user(by=None, username="ใหม่", password=NEW).password).algorithm == "argon2"
    sign_in()


def test_a_closed_account_stays_closed(site: Workspace, malee: User) -> None:
    browser = sign_in()
    malee.is_active = False
    malee.save()
    assert not is_in(browser)
    answer = type_password("officer_malee")[1]
    assert answer.status_code == 200 and "ไม่ถูกต้อง" in answer.content.decode()


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("มาลี ใจดี", "  มาลี   ใจดี "),
        ("กำนัน", "กํานัน"),  # ํ and า, as some keyboards type ำ
        ("แม่บ้าน", "เเม่บ้าน"),  # two เ
        ("น้ำ", "น้\u0e4dา"),
        ("รู้", "ร\u0e49\u0e39"),  # the tone before the vowel
        ("malee@office.go.th", " Malee@Office.go.th"),
        ("Somchai", "somchai"),
    ],
)
def test_a_name_is_found_however_it_was_typed(kept: str, typed: str, site: Workspace, malee: User) -> None:
    made = create_user(by=None, username=kept, password=PASSWORD)
    assert made.username == kept
    for each in (kept, typed):
        assert user_named(each) == made
        sign_in(each)


def test_an_account_is_kept_under_the_name_as_it_is_read(site: Workspace, people: dict[str, User]) -> None:
    typed = "  เเม่กํานัน  Noi "
    assert create_user(by=None, username=typed, password=PASSWORD).username == "แม่กำนัน Noi"
    assert User.objects.create_user(username="ลุงกํานัน").username == "ลุงกำนัน"


def test_two_names_that_differ_in_capitals_alone_are_two(site: Workspace, people: dict[str, User]) -> None:
    first, second = (create_user(by=None, username=each, password=PASSWORD) for each in ("Noi", "noi"))
    assert (user_named("Noi"), user_named("noi"), user_named("NOI")) == (first, second, None)


@pytest.mark.parametrize("typed", ["", "   ", "a\u200bb", "a<b", "x" * 151, "ชื่อ\nอื่น/"])
def test_what_is_no_name_makes_no_account(typed: str, site: Workspace, people: dict[str, User]) -> None:
    with pytest.raises(SamutError, match="ACCOUNT_001"):
        create_user(by=None, username=typed, password=PASSWORD)


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_set_password", "account_logout",
     "account_confirm_login_code", "socialaccount_signup", "socialaccount_connections", "mfa_trust"],
)  # fmt: skip
def test_pages_that_nobody_wants_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_browser_is_told_in_the_words_of_people() -> None:
    assert device_of(CHROME) == "Chrome · Windows"
    assert device_of(PHONE) == "Safari · iPhone"
    assert device_of("curl/8") == ""


@pytest.mark.parametrize("username", ["", "\x00", "๒" * 5000, "a\u202eb", "' OR 1=1 --"])
@pytest.mark.parametrize("password", ["", "\x00", "x" * 5000])
def test_nonsense_signs_nobody_in(username: str, password: str, site: Workspace, malee: User) -> None:
    answer = type_password(username, password=password)[1]
    assert answer.status_code == 200 and "ไม่ถูกต้อง" in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_signing_in_leads_to_no_other_site(elsewhere: str, site: Workspace, malee: User) -> None:
    assert type_password("officer_malee", next_page=elsewhere)[1]["Location"] == "/"
    page = Client().get("/login/", {"next": elsewhere}).content.decode()
    assert page.count('name="next" value=""') == 2  # of the password's form and the passkey's
