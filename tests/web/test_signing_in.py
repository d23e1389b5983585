"""Signing in: guessing is slowed down, a session ends, and signing out leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.web.accounts.models import LoginAttempts, User
from samut.web.accounts.signing_in_actions import MOST_ATTEMPTS, PAUSE
from samut.web.audit.models import AuditEvent

Browser = Callable[..., Client]
RIGHT = "a-long-enough-password"


@pytest.fixture
def malee(people: dict[str, User], settings: object) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    people["officer_malee"].set_password(RIGHT)
    people["officer_malee"].save()
    return people["officer_malee"]


def try_to_sign_in(username: str, password: str, address: str = "127.0.0.1", language: str = "th") -> object:
    browser = Client(REMOTE_ADDR=address)
    browser.cookies["django_language"] = language
    return browser.post("/login/", {"username": username, "password": password})


def guess(username: str, times: int, address: str = "127.0.0.1") -> list[int]:
    return [try_to_sign_in(username, "wrong", address).status_code for _ in range(times)]  # type: ignore[attr-defined]


def test_who_guesses_is_told_to_wait_in_both_languages(site: Workspace, malee: User) -> None:
    assert guess("officer_malee", MOST_ATTEMPTS + 1) == [200] * MOST_ATTEMPTS + [429]
    for language, words in (("th", "รอ 5 นาทีแล้วลองใหม่"), ("en", "Wait 5 minutes and try again.")):
        paused = try_to_sign_in("officer_malee", RIGHT, language=language)
        assert paused.status_code == 429 and words in paused.content.decode()  # type: ignore[attr-defined]
    # Somebody else, and the same person from elsewhere, are not paused.
    assert guess("analyst", 1) == [200]
    assert try_to_sign_in("officer_malee", RIGHT, "10.1.2.3").status_code == 302  # type: ignore[attr-defined]
    assert AuditEvent.objects.get(event="login.paused").target == f"user:{malee.pk}"


def test_a_name_nobody_has_is_paused_in_the_same_way(site: Workspace, malee: User) -> None:
    assert guess("nobody", MOST_ATTEMPTS + 1) == [200] * MOST_ATTEMPTS + [429]
    assert AuditEvent.objects.get(event="login.paused").target == ""


def test_capitals_and_spaces_do_not_begin_anew(site: Workspace, malee: User) -> None:
    guess("officer_malee", MOST_ATTEMPTS - 1)
    assert guess(" Officer_Malee ", 2) == [200, 429]


def test_the_pause_ends(site: Workspace, malee: User) -> None:
    guess("officer_malee", MOST_ATTEMPTS + 1)
    LoginAttempts.objects.update(last_at=timezone.now() - PAUSE - dt.timedelta(seconds=1))
    assert try_to_sign_in("officer_malee", RIGHT).status_code == 302  # type: ignore[attr-defined]
    assert not LoginAttempts.objects.exists()


def test_the_right_password_forgets_the_wrong_ones(site: Workspace, malee: User) -> None:
    for _ in range(2):
        guess("officer_malee", MOST_ATTEMPTS - 1)
        assert try_to_sign_in("officer_malee", RIGHT).status_code == 302  # type: ignore[attr-defined]


def test_what_is_counted_names_nobody(site: Workspace, malee: User) -> None:
    guess("officer_malee", 1, "10.1.2.3")
    kept = str(list(LoginAttempts.objects.values()))
    assert "malee" not in kept and "10.1.2.3" not in kept


def test_the_session_is_new_ends_and_is_closed_to_scripts(site: Workspace, malee: User) -> None:
    browser = Client()
    browser.cookies["sessionid"] = "a" * 32
    answer = browser.post("/login/", {"username": "officer_malee", "password": RIGHT})
    cookie = answer.cookies["sessionid"]
    assert cookie.value != "a" * 32
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["expires"] == "" and cookie["max-age"] == ""  # gone with the browser
    assert browser.session.get_expiry_age() <= 8 * 60 * 60
    assert answer.cookies["csrftoken"]["httponly"]


def test_cookies_travel_by_https_where_the_installation_says_so(
    site: Workspace, malee: User, settings: object
) -> None:
    assert not site_settings.SESSION_COOKIE_SECURE  # 127.0.0.1 has no TLS
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        setattr(settings, name, True)
    browser = Client()
    answer = browser.post("/login/", {"username": "officer_malee", "password": RIGHT})
    assert answer.cookies["sessionid"]["secure"] and answer.cookies["csrftoken"]["secure"]
    assert browser.post("/language/", {"language": "en"}).cookies["django_language"]["secure"]


@pytest.mark.parametrize(
    "path",
    ["/", "/area/TH/", "/area/220506/", "/api/v1/areas/220506", "/meetings/220506/", "/fieldwork/220506/",
     "/area/220506/households/", "/registers/", "/area/99/", "/household/x/", "/nothing", "/purpose/"],
)  # fmt: skip
def test_no_browser_keeps_a_page(path: str, site: Workspace, browser_of: Browser) -> None:
    kept = browser_of("officer_malee").get(path)["Cache-Control"]
    assert "no-store" in kept and "private" in kept


def test_the_map_is_asked_for_again_and_its_304_keeps_nothing_else(
    site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of("officer_malee")
    first = browser.get("/area/220506/map.json")
    assert first["Cache-Control"] == "private, no-cache"
    again = browser.get("/area/220506/map.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and "no-store" not in again.get("Cache-Control", "")
    # What one may see exactly is another thing for the next user of the same browser.
    other = browser_of("analyst").get("/area/220506/map.json", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_signed_out_a_part_of_a_page_sends_the_whole_page_to_the_login(site: Workspace) -> None:
    answer = Client().get("/area/22/?dims=10000", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=/area/22/%3Fdims%3D10000"
    assert answer.content == b""
