"""Logging in, the demo users, and that every text has its twin."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from samut.engine.workspace import Workspace
from samut.web import settings as site_settings
from samut.web.accounts.models import User
from samut.web.accounts.policies import may_see_persons, person_scope_of, scope_of
from web_world import PEOPLE

Browser = Callable[..., Client]
WEB = Path(site_settings.__file__).parent
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
THAI = re.compile(r"[\u0e00-\u0e7f]")


@pytest.fixture
def fast_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


def test_login_and_logout(site: Workspace, fast_passwords: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_users")
    passwords = {
        line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines() if line.strip()
    }
    browser = Client()
    wrong = browser.post("/login/", {"username": "volunteer", "password": "wrong"})
    assert wrong.status_code == 200 and "ไม่ถูกต้อง" in wrong.content.decode()
    right = browser.post("/login/", {"username": "volunteer", "password": passwords["volunteer"]})
    assert right.status_code == 302
    assert browser.get("/")["Location"] == "/area/22050602/"  # to one's own work
    assert browser.post("/logout/").status_code == 302
    assert browser.get("/area/TH/").status_code == 302


def test_demo_users_keep_their_passwords(
    site: Workspace, fast_passwords: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("demo_users")
    first = capsys.readouterr().out
    call_command("demo_users")
    assert capsys.readouterr().out == first
    assert User.objects.count() == len({line.split()[0] for line in first.splitlines() if line.strip()}) == 6
    kept = site.keys / "demo-users.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.unlink()
    call_command("demo_users")  # lost: new passwords, and they open the accounts
    again = capsys.readouterr().out
    assert again != first
    password = next(line.split()[1] for line in again.splitlines() if line.split()[0] == "admin")
    assert User.objects.get(username="admin").check_password(password)
    kept.unlink()


def test_scopes_of_the_people(site: Workspace, people: dict[str, User]) -> None:
    assert scope_of(people["analyst"]).codes == ("TH",)
    for name in ("analyst", "agency_officer", "data_protection_officer", "administrator", "outsider"):
        assert person_scope_of(people[name]).codes == ()
    assert may_see_persons(people["officer_malee"], "22050601")
    assert not may_see_persons(people["officer_malee"], "220501")
    assert not may_see_persons(people["officer_malee"], "22")
    people["officer_malee"].is_active = False
    assert not may_see_persons(User.objects.get(pk=people["officer_of_other_tambon"].pk), "220506")


def test_nobody_else_is_known(people: dict[str, User]) -> None:
    assert set(PEOPLE) == set(people)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_thai_text_stands_beside_its_english(path: Path) -> None:
    """Thai letters occur only in {% t %}, which takes both texts, or where the language is marked."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    pairs = re.findall(r"""\{% (?:t|pill \S+) (?:'([^']*)'|"([^"]*)") (?:'([^']*)'|"([^"]*)")""", text)
    for first_single, first_double, second_single, second_double in pairs:
        assert (first_single or first_double) and (second_single or second_double)
        assert not THAI.search(second_single or second_double)
    bare = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)
    bare = re.sub(r'<(\w+)[^>]* lang="th"[^>]*>[^<]*', "", bare)
    bare = bare.replace("สมุด Samut", "")
    assert not THAI.search(bare), THAI.search(bare)
