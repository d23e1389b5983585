"""Signing in with a passkey and with an app, in real Chromium with an authenticator of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from second_steps import Phone

USER = "analyst"
# A platform authenticator that knows its owner, as a phone with a fingerprint does.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def context(chromium: Browser, served: Any, watched: Any) -> Iterator[BrowserContext]:
    """A browser that knows the site by a name: a passkey belongs to a name, never to a number."""
    address = served.address.replace("127.0.0.1", "localhost")
    opened = chromium.new_context(base_url=address, locale="th-TH", viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(15_000)
    opened.on("request", watched.request)
    opened.on("console", watched.console)
    yield opened
    opened.close()


def with_authenticator(page: Page) -> tuple[CDPSession, str]:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return devtools, made["authenticatorId"]


def type_password(page: Page, password: str) -> None:
    page.goto("/login/")
    page.locator("#id_username").fill(USER)
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()


def sign_out(page: Page) -> None:
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="ออกจากระบบ").last.click()
    page.wait_for_url("**/login/")


def is_in(page: Page) -> None:
    page.locator("details.menu").wait_for()


def test_a_passkey_is_added_and_signs_in_without_a_password(context: BrowserContext, served: Any) -> None:
    page = context.new_page()
    devtools, authenticator = with_authenticator(page)
    type_password(page, served.passwords[USER])
    is_in(page)
    page.goto("/my-sign-in/passkey/")
    page.locator("#id_name").fill("โทรศัพท์ของฉัน")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.wait_for_url("**/my-sign-in/codes/")
    expect(page.locator("ol.codes li")).to_have_count(10)
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [each["isResidentCredential"] for each in kept] == [True]

    sign_out(page)
    page.goto("/login/?next=/missed/lists/")
    page.get_by_role("button", name="เข้าด้วยพาสคีย์").click()
    page.wait_for_url("**/missed/lists/")

    # The password still works, and then asks for the passkey as the second step.
    sign_out(page)
    type_password(page, served.passwords[USER])
    page.wait_for_url("**/login/second-step/")
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    is_in(page)

    # Called off (no finger on it), the page says so and lets one try again.
    sign_out(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.get_by_role("button", name="เข้าด้วยพาสคีย์").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    page.get_by_role("button", name="เข้าด้วยพาสคีย์").click()
    is_in(page)

    page.goto("/my-sign-in/")
    page.get_by_role("link", name="ลบ โทรศัพท์ของฉัน").click()
    page.get_by_role("button", name="ลบ").click()
    expect(page.locator(".notice--good")).to_contain_text("ลบพาสคีย์แล้ว")
    sign_out(page)
    page.get_by_role("button", name="เข้าด้วยพาสคีย์").click()
    # Removed here, it is still on the phone; it opens nothing any more.
    expect(page.locator(".notice--error")).to_contain_text("พาสคีย์ไม่สำเร็จ")


def test_an_app_is_set_up_and_its_next_code_signs_in(context: BrowserContext, served: Any) -> None:
    page = context.new_page()
    type_password(page, served.passwords[USER])
    is_in(page)
    page.goto("/my-sign-in/")
    page.get_by_role("link", name="ตั้งแอปสร้างรหัส").click()
    page.locator("main details summary").click()
    phone = Phone(page.locator(".qr__secret").inner_text().replace(" ", ""))
    page.locator("#id_code").fill(phone.code())
    page.get_by_role("button", name="ยืนยันและเริ่มใช้").click()
    page.wait_for_url("**/my-sign-in/codes/")
    sign_out(page)
    type_password(page, served.passwords[USER])
    page.locator("#id_code").fill(phone.code())  # used up by setting up
    page.get_by_role("button", name="ยืนยัน").click()
    expect(page.get_by_role("alert")).to_contain_text("รหัสไม่ถูกต้อง")
    page.locator("#id_code").fill(phone.code(periods=1))
    page.get_by_role("button", name="ยืนยัน").click()
    is_in(page)
    page.goto("/my-sign-in/app/remove/")
    page.get_by_role("button", name="เลิกใช้").click()
    expect(page.locator(".notice--good")).to_be_visible()


@pytest.fixture
def provider(served: Any) -> Iterator[Provider]:
    """A provider of the served office, until the test is over; the site reads its samut.toml again."""
    config = served.workspace.root / "samut.toml"
    secret = served.workspace.keys / "oidc.secret"
    before = config.read_text(encoding="utf-8")
    with running_provider() as running:
        told = f'[site.oidc]\nname = "ThaID"\nissuer = "{running.address}"\nclient_id = "{CLIENT_ID}"\n'
        config.write_text(f'{before}\n{told}claim = "preferred_username"\n', encoding="utf-8")
        secret.write_text(CLIENT_SECRET, encoding="utf-8")
        yield running
    config.write_text(before, encoding="utf-8")
    secret.unlink()


def test_another_service_signs_in_whom_the_office_knows(
    context: BrowserContext, provider: Provider, watched: Any
) -> None:
    page = context.new_page()
    page.goto("/login/?next=/missed/lists/")
    provider.claims = {"sub": "x", "preferred_username": "stranger"}
    page.get_by_role("link", name="เข้าใช้ผ่าน ThaID").click()
    expect(page.locator("h1")).to_contain_text("ยังไม่มีบัญชีในระบบนี้ที่ตรงกัน")
    watched.errors[:] = [each for each in watched.errors if "403" not in each]
    provider.claims = {"sub": "x", "preferred_username": USER}
    page.goto("/login/?next=/missed/lists/")
    page.get_by_role("link", name="เข้าใช้ผ่าน ThaID").click()
    page.wait_for_url("**/missed/lists/")
    is_in(page)


def test_where_the_site_has_no_name_no_passkey_is_offered(open_page: Any) -> None:
    page = open_page()
    page.goto("/login/")
    expect(page.locator("[data-passkey]")).to_be_hidden()
    page = open_page(USER)
    page.goto("/my-sign-in/passkey/")
    expect(page.locator("[data-passkey-impossible]")).to_be_visible()
    expect(page.locator("[data-passkey] button")).to_be_disabled()
