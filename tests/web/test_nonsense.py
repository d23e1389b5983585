"""What people type, press and open by mistake: a clear answer in both languages, never a broken page."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.web import settings as site_settings
from samut.web.accounts.models import User
from samut.web.accounts.views import PAGES
from samut.web.audit.models import Look
from samut.web.fieldwork.models import Campaign
from samut.web.logbook import actions as logbook
from samut.web.logbook.models import Case
from samut.web.meetings.models import Meeting, Resolution
from samut.web.site.logs import NO_PAGE, WithoutAddresses
from web_world import PEOPLE

Browser = Callable[..., Client]
THAI = re.compile(r"[\u0e00-\u0e7f]")
HUGE = "9" * 5000


@pytest.mark.parametrize(
    "page", ["-1", "0", "99999", HUGE, "abc", "", "%C2%B2", "%E0%B9%92", "1%00", "1.5", "1&page=2"]
)
@pytest.mark.parametrize("path", ["/area/220506/households/", "/registers/bmn/2561/quarantine/"])
def test_any_page_number_gives_a_page(path: str, page: str, site: Workspace, browser_of: Browser) -> None:
    assert browser_of("officer_malee").get(f"{path}?page={page}").status_code == 200


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_no_address_breaks_anything(person: str, site: Workspace, browser_of: Browser) -> None:
    browser = browser_of(person)
    browser.raise_request_exception = False
    odd = ("99", "abc", "%00", "%FF", "22%0d%0aX:y", "๒๒", HUGE, "../../etc/passwd", "TH'--", "22050600")
    for each in odd:
        for path in (
            "/area/{}/", "/area/{}/map.json", "/area/{}/households/", "/household/{}/", "/programmes/{}/",
            "/logbook/{}/", "/logbook/household/{}/", "/logbook/case/{}/", "/meetings/{}/",
            "/meetings/meeting/{}/", "/fieldwork/{}/", "/fieldwork/{}/targets.xlsx", "/collectors/{}/",
            "/registers/{}/2561/quarantine/", "/registers/bmn/{}/quarantine/", "/api/v1/areas/{}",
            "/api/v1/areas/{}/children", "/area/22/?dims={}", "/area/22/?sort={}", "/area/22/?show={}",
            "/area/22/map.json?dims={}", "/fieldwork/22/?team_days={}", "/oversight/looks/?before={}",
            "/oversight/looks/?household={}", "/oversight/looks/?from={}", "/oversight/users/?days={}",
            "/oversight/households/{}/", "/oversight/users/1/{}/", "/oversight/unusual/?pattern={}",
            "/purpose/?next={}", "/key/{}/formList",
        ):  # fmt: skip
            assert browser.get(path.format(each)).status_code < 500, path.format(each)[:80]


def test_the_api_sorts_by_what_there_is(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    for sort in ("code", "name", "-rate", "households"):
        assert browser.get(f"/api/v1/areas/22/children?sort={sort}").status_code == 200
    refused = browser.get("/api/v1/areas/22/children?sort=zzz")
    assert refused.status_code == 422 and refused.json()["code"] == "API_002"


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    "path", ["/logout/", "/language/", "/fieldwork/campaign/1/move/", "/logbook/case/1/move/"]
)
def test_a_button_opened_as_an_address_says_so(
    path: str, language: str, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("officer_malee", language=language).get(path)
    assert answer.status_code == 405 and answer["Allow"]
    text = answer.content.decode()
    assert "SITE_007" in text and "กดปุ่มอีกครั้ง" in text and "press the button again" in text


def test_the_api_says_so_in_its_own_shape(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").delete("/api/v1/areas/22")
    assert answer.status_code == 405 and answer.json()["code"] == "SITE_007"


MEETING = {"title": "ประชุม", "held_on": "22/04/2564", "place": "อบต.", "items": "ชี้แจง"}
CAMPAIGN = {
    "name": "รอบแรก",
    "starts_on": "22/04/2564",
    "ends_on": "25/04/2564",
    "form_id": "follow_up_visit",
}


@pytest.mark.parametrize(
    ("path", "typed", "changes"),
    [
        ("/meetings/220506/", MEETING, {"title": "ก" * 201}),
        ("/meetings/220506/", MEETING, {"place": "ก" * 201}),
        ("/meetings/220506/", MEETING, {"items": f"ชี้แจง\n{'ก' * 301}"}),
        ("/meetings/220506/", MEETING, {"held_on": "29/02/2023"}),
        ("/meetings/220506/", MEETING, {"held_on": HUGE}),
        ("/meetings/220506/", MEETING, dict.fromkeys(MEETING, "")),
        ("/fieldwork/220506/", CAMPAIGN, {"name": "ก" * 121}),
        ("/fieldwork/220506/", CAMPAIGN, {"starts_on": f"{HUGE}-01-01"}),
        ("/fieldwork/220506/", CAMPAIGN, {"form_id": "<script>"}),
        ("/fieldwork/220506/", CAMPAIGN, dict.fromkeys(CAMPAIGN, "")),
    ],
)
def test_what_cannot_be_kept_is_told_beside_the_form(
    path: str, typed: dict[str, str], changes: dict[str, str], site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of("officer_malee")
    answer = browser.post(path, {**typed, **changes})
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1]
    assert not Meeting.objects.exists() and not Campaign.objects.exists()


def test_html_stays_text(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    browser.post("/meetings/220506/", {**MEETING, "title": "<b>x</b>", "items": "<script>alert(1)</script>"})
    page = browser.get(f"/meetings/meeting/{Meeting.objects.get().pk}/").content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page and "<script>alert" not in page


def test_pressing_twice_writes_once(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser = browser_of("officer_malee")
    twice = [browser.post("/meetings/220506/", MEETING)["Location"] for _ in range(2)]
    assert twice[0] == twice[1] and Meeting.objects.get().items.count() == 1
    for _ in range(2):
        browser.post(twice[0], {"text": "สำรวจหมู่ 1", "owner": "อสม."})
        browser.post("/fieldwork/220506/", CAMPAIGN)
        opened = browser.post(f"/logbook/household/{household_ids['2/1']}/open/")
        assert opened.status_code == 302
        assert opened["Location"] == f"/logbook/case/{Case.objects.get().pk}/"
    assert Resolution.objects.count() == Campaign.objects.count() == 1


def test_messages_in_english_hold_no_thai_word(site: Workspace, people: dict[str, User]) -> None:
    for values in ({"name": Text("ชื่อ", "Title")}, {"name": "title"}):
        error = SamutError("MEET_001", **values)
        assert not THAI.search(error.in_words("en"))
    assert "ชื่อ" in SamutError("MEET_001", name=Text("ชื่อ", "Title")).in_words("th")


@pytest.fixture
def case(site: Workspace, people: dict[str, User], household_ids: dict[str, str]) -> Case:
    return logbook.open_case(by=people["officer_malee"], household_id=household_ids["2/1"])


def test_refusals_speak_the_language_of_the_screen(case: Case, browser_of: Browser) -> None:
    browser = browser_of("officer_malee", language="en")
    missing = browser.post("/meetings/220506/", {**MEETING, "title": ""}).content.decode()
    assert "Title is missing." in missing
    refused = browser.post(f"/logbook/case/{case.pk}/move/", {"to": "planned"}).content.decode()
    assert "The case cannot go from “Identified” to “Planned”." in refused


def test_what_is_not_there_and_what_is_not_ones_own_look_the_same(
    site: Workspace, browser_of: Browser
) -> None:
    browser_of("officer_malee").post("/fieldwork/220506/", CAMPAIGN)
    there = Campaign.objects.get().pk
    for person in ("analyst", "officer_of_other_tambon", "volunteer_somchai"):
        browser = browser_of(person)
        answers = {browser.post(f"/fieldwork/campaign/{pk}/move/").status_code for pk in (there, 987654)}
        assert answers == {403}


def test_every_page_that_is_logged_has_a_name_in_both_languages() -> None:
    sources = (path.read_text(encoding="utf-8") for path in WEB.glob("*/views.py"))
    logged = {name for text in sources for name in re.findall(r'\bpage="(\w+)"', text)}
    assert logged >= {"list", "household", "export"}
    assert logged <= set(PAGES)


WEB = site_settings.WEB


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """What the log of the site would say."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler = Keep()
    handler.addFilter(WithoutAddresses())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def test_the_log_names_no_household_and_no_key(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], logged: list[str]
) -> None:
    poor = household_ids["2/1"]
    browser = browser_of("analyst")
    for path in (
        f"/household/{poor}/",
        f"/logbook/household/{poor}/",
        "/Key/SECRET/formList",
        "/key/SECRET/x",
    ):
        browser.get(path)
        browser.post(path)
    Client(enforce_csrf_checks=True).post(f"/logbook/household/{poor}/open/")
    assert len(logged) >= 6
    assert not [line for line in logged if poor in line or "SECRET" in line]
    assert any("household/<str:household_id>/" in line for line in logged)
    assert any(NO_PAGE in line for line in logged)
    assert not Look.objects.exists()


@pytest.mark.parametrize("language", ["th", "en"])
def test_pages_of_django_itself_speak_both_languages(
    language: str, site: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    browser = browser_of("officer_malee", language=language)
    browser.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = language
    answers = [
        browser.get("/nothing"),
        strict.post("/login/"),
        browser.get("/", headers={"Host": "elsewhere"}),
    ]
    monkeypatch.setattr("samut.web.insight.views.area_page", broken)
    answers.append(browser.get("/area/22/"))
    assert [answer.status_code for answer in answers] == [404, 403, 400, 500]
    for answer in answers:
        sheet = answer.content.decode().split('class="sheet"')[1].split("</main>")[0]
        assert THAI.search(sheet) and re.search("[a-z]{4} [a-z]{2,}", re.sub("<[^>]+>", "", sheet))
        assert "Content-Security-Policy" in answer.headers and "no-store" in answer["Cache-Control"]
        assert "RuntimeError" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/area/22/", "/area/22/map.json", "/registers/", "/healthz"])
def test_a_program_may_ask_for_the_head_alone(path: str, site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").head(path)
    assert answer.status_code == 200 and answer.content == b""
