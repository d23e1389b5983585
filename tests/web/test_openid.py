"""Signing in through an OpenID provider: who is let in, and every way in which its answer may be a lie."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, new_key, running_provider
from samut.engine.workspace import Workspace
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent
from second_steps import PASSWORD, say_otherwise, set_up_app, type_password

CITIZEN = "1101700230708"
TABLE = """[site]
second_factor = "off"

[site.oidc]
name = "ThaID"
issuer = "{issuer}"
client_id = "{client}"
claim = "{claim}"
scope = ["openid", "pid"]
"""


@pytest.fixture
def provider(
    site: Workspace,
    tmp_path: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
    people: dict[str, User],
) -> Iterator[Provider]:
    with running_provider() as running:
        table = TABLE.format(issuer=running.address, client=CLIENT_ID, claim="preferred_username")
        say_otherwise(table, site, tmp_path, settings)
        monkeypatch.setenv("SAMUT_OIDC_SECRET", CLIENT_SECRET)
        yield running


@pytest.fixture
def malee(people: dict[str, User]) -> User:
    people["officer_malee"].set_password(PASSWORD)
    people["officer_malee"].save()
    return people["officer_malee"]


def come_back(browser: Client, provider: Provider, *, start: str = "/login/provider/") -> Any:
    """To the provider, whose owner says yes, and back."""
    left = browser.get(start)
    assert left.status_code == 302 and left["Location"].startswith(f"{provider.address}/authorize?")
    back = urlsplit(provider.authorize(left["Location"]))
    return browser.get(f"{back.path}?{back.query}")


def is_in(browser: Client) -> bool:
    return browser.get("/area/220506/").status_code == 200


def test_the_page_for_signing_in_offers_the_provider(provider: Provider) -> None:
    page = Client().get("/login/?next=/missed/").content.decode()
    assert "เข้าใช้ผ่าน ThaID" in page and "/login/provider/?next=/missed/" in page


def test_without_a_provider_there_is_nothing(site: Workspace) -> None:
    assert "login/provider" not in Client().get("/login/").content.decode()
    assert Client().get("/login/provider/").status_code == 404


def test_a_user_named_by_the_agreed_claim_is_in(provider: Provider, malee: User) -> None:
    provider.claims = {"sub": CITIZEN, "preferred_username": "Officer_Malee"}
    browser = Client()
    answer = come_back(browser, provider, start="/login/provider/?next=/missed/lists/")
    assert (answer.status_code, answer["Location"]) == (302, "/missed/lists/")
    assert is_in(browser)
    told = AuditEvent.objects.get(event="login.succeeded")
    assert (told.actor_id, told.facts) == (malee.pk, {"ways": ["openid"]})
    assert CITIZEN not in str(list(AuditEvent.objects.values())) + str(dict(browser.session))


def test_a_second_step_is_asked_for_here_too(provider: Provider, malee: User) -> None:
    browser, _ = type_password("officer_malee")
    phone = set_up_app(browser)
    provider.claims = {"sub": "x", "preferred_username": "officer_malee"}
    browser = Client()
    assert come_back(browser, provider)["Location"] == "/login/second-step/"
    assert not is_in(browser)
    browser.post("/login/second-step/", {"code": phone.code(periods=1)})
    assert is_in(browser)


def test_the_claim_may_stand_in_the_user_info_of_the_same_subject(provider: Provider, malee: User) -> None:
    provider.claims = {"sub": "x"}
    provider.user_info = {"sub": "x", "preferred_username": "officer_malee"}
    browser = Client()
    assert come_back(browser, provider).status_code == 302 and is_in(browser)
    provider.user_info = {"sub": "y", "preferred_username": "officer_malee"}
    assert_refused(come_back(Client(), provider), "ACCOUNT_005")


def test_an_address_counts_only_where_the_provider_verified_it(
    provider: Provider, malee: User, settings: Any
) -> None:
    config = Path(settings.SAMUT_WORKSPACE) / "samut.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("preferred_username", "email"), encoding="utf-8"
    )
    malee.email = "malee@office.go.th"
    malee.save()
    for verified in (False, None, "true"):
        provider.claims = {"sub": "x", "email": "Malee@office.go.th", "email_verified": verified}
        assert_refused(come_back(Client(), provider), "ACCOUNT_004")
    provider.claims["email_verified"] = True
    assert come_back(Client(), provider).status_code == 302


def assert_refused(answer: Any, code: str, status: int = 403) -> None:
    assert answer.status_code == status, answer
    assert code in answer.content.decode()
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_somebody_without_an_account_gets_none(provider: Provider, malee: User) -> None:
    before = User.objects.count()
    for claims in ({"sub": CITIZEN}, {"sub": CITIZEN, "preferred_username": "stranger"}):
        provider.claims = claims
        assert_refused(come_back(Client(), provider), "ACCOUNT_004")
    assert User.objects.count() == before
    told = str(list(AuditEvent.objects.filter(event="login.failed").values()))
    assert "office" in told and CITIZEN not in told and "stranger" not in told


def test_a_closed_account_stays_closed(provider: Provider, malee: User) -> None:
    malee.is_active = False
    malee.save()
    provider.claims = {"sub": "x", "preferred_username": "officer_malee"}
    assert_refused(come_back(Client(), provider), "ACCOUNT_002")


LIES: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "another-site"},
    "another client": {"aud": [CLIENT_ID, "another-site"], "azp": "another-site"},
    "another issuer": {"iss": "https://elsewhere.example"},
    "another nonce": {"nonce": "of another sign-in"},
    "no nonce": {"nonce": None},
    "too old": {"exp": int(time.time()) - 3600},
    "no end": {"exp": None},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_token_that_is_not_for_this_sign_in_is_refused(lie: str, provider: Provider, malee: User) -> None:
    provider.claims = {"sub": "x", "preferred_username": "officer_malee"}
    provider.lies = LIES[lie]
    assert_refused(come_back(Client(), provider), "ACCOUNT_005")


def test_a_forged_signature_is_refused(provider: Provider, malee: User) -> None:
    provider.claims = {"sub": "x", "preferred_username": "officer_malee"}
    provider.signing_key = new_key()
    assert_refused(come_back(Client(), provider), "ACCOUNT_005")
    # Signed with what the site itself knows, and not signed at all.
    for algorithm, key in (("HS256", CLIENT_SECRET.ljust(64, "x")), ("none", None)):
        provider.algorithm, provider.signing_key = algorithm, key
        assert_refused(come_back(Client(), provider), "ACCOUNT_005")


def test_another_browser_cannot_come_back_and_nobody_twice(provider: Provider, malee: User) -> None:
    provider.claims = {"sub": "x", "preferred_username": "officer_malee"}
    browser = Client()
    back = urlsplit(provider.authorize(browser.get("/login/provider/")["Location"]))
    path = f"{back.path}?{back.query}"
    assert_refused(Client().get(path), "ACCOUNT_009", 400)
    assert browser.get(path).status_code == 302
    browser.post("/logout/")
    assert_refused(browser.get(path), "ACCOUNT_009", 400)
    assert_refused(Client().get("/login/provider/callback/?error=access_denied"), "ACCOUNT_009", 400)


def test_a_code_that_the_provider_does_not_know_is_refused(provider: Provider, malee: User) -> None:
    browser = Client()
    back = urlsplit(provider.authorize(browser.get("/login/provider/")["Location"]))
    provider.given.clear()
    assert_refused(browser.get(f"{back.path}?{back.query}"), "ACCOUNT_005")


def test_a_provider_that_does_not_answer_is_told_of(provider: Provider, malee: User, settings: Any) -> None:
    config = Path(settings.SAMUT_WORKSPACE) / "samut.toml"
    gone = config.read_text(encoding="utf-8").replace(provider.address, "http://127.0.0.1:9")
    config.write_text(gone, encoding="utf-8")
    assert_refused(Client().get("/login/provider/"), "ACCOUNT_007", 503)


def test_a_user_links_the_identity_and_signs_in_with_it(provider: Provider, malee: User) -> None:
    provider.claims = {"sub": CITIZEN}
    browser, _ = type_password("officer_malee")
    assert come_back(browser, provider)["Location"] == "/my-sign-in/"
    assert "ผูกไว้แล้ว" in browser.get("/my-sign-in/").content.decode()
    kept = SocialAccount.objects.get()
    assert kept.user == malee and CITIZEN not in f"{kept.uid}{kept.extra_data}"
    other = Client()
    assert come_back(other, provider).status_code == 302 and is_in(other)
    assert browser.post("/my-sign-in/provider/unlink/").status_code == 302
    assert_refused(come_back(Client(), provider), "ACCOUNT_004")
    assert {"identity.linked", "identity.unlinked"} <= set(AuditEvent.objects.values_list("event", flat=True))


def test_an_identity_belongs_to_one_account(provider: Provider, malee: User, people: dict[str, User]) -> None:
    provider.claims = {"sub": CITIZEN}
    browser, _ = type_password("officer_malee")
    come_back(browser, provider)
    people["analyst"].set_password(PASSWORD)
    people["analyst"].save()
    other, _ = type_password("analyst")
    assert "ACCOUNT_008" in come_back(other, provider).content.decode()
    assert SocialAccount.objects.get().user == malee


def test_linking_asks_once_more_who_it_is(provider: Provider, malee: User, settings: Any) -> None:
    browser, _ = type_password("officer_malee")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert browser.get("/login/provider/")["Location"].startswith("/my-sign-in/again/")
    assert not SocialAccount.objects.exists()
