"""What the tests of signing in share: a phone with an authenticator app, and a way to the second step."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from samut.engine.workspace import Workspace

PASSWORD = "a-long-enough-password"
PERIOD_SECONDS = 30
SITE_TABLE = '[site]\nsecond_factor = "off"\n'
SHOWN_SECRET = re.compile(r'qr__secret">([A-Z2-7 ]+)<')


@dataclass
class Phone:
    """An authenticator app, written from RFC 6238 itself and from nothing of the site."""

    secret: str

    def code(self, *, periods: int = 0) -> str:
        """The six digits it shows now, or so many half minutes later or (negative) earlier."""
        counter = int(time.time()) // PERIOD_SECONDS + periods
        key = base64.b32decode(self.secret)
        digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
        at = digest[-1] & 15
        number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def wrong_code(self) -> str:
        """Six digits that no half minute near now shows."""
        near = {self.code(periods=each) for each in range(-3, 4)}
        return next(each for each in ("000000", "111111", "222222", "333333") if each not in near)


def type_password(
    username: str, *, password: str = PASSWORD, next_page: str = "", address: str = "127.0.0.1"
) -> tuple[Client, Any]:
    """A browser that has typed name and password, and what it was answered."""
    browser = Client(REMOTE_ADDR=address)
    answer = browser.post("/login/", {"username": username, "password": password, "next": next_page})
    return browser, answer


def set_up_app(browser: Client) -> Phone:
    """Enrol an authenticator app through the pages, as somebody signed in."""
    page = browser.get("/my-sign-in/app/").content.decode()
    found = SHOWN_SECRET.search(page)
    assert found, page[:2000]
    phone = Phone(found[1].replace(" ", ""))
    answer = browser.post("/my-sign-in/app/", {"code": phone.code()})
    assert (answer.status_code, answer["Location"]) == (302, "/my-sign-in/codes/")
    return phone


def say_otherwise(table: str, site: Workspace, folder: Path, settings: object) -> None:
    """Serve the small world from `folder`, where samut.toml says something else of signing in."""
    for each in site.root.iterdir():
        if each.name != "samut.toml":
            (folder / each.name).symlink_to(each)
    told = (site.root / "samut.toml").read_text(encoding="utf-8")
    assert told.count(SITE_TABLE) == 1
    (folder / "samut.toml").write_text(told.replace(SITE_TABLE, table), encoding="utf-8")
    settings.SAMUT_WORKSPACE = folder  # type: ignore[attr-defined]
