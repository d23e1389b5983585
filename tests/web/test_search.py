"""The search page: who finds whom, what is logged, and what never shows."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from samut.engine.search import build
from samut.engine.search.building import index_folder
from samut.engine.search.opening import forget
from samut.engine.workspace import Workspace
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent, Look
from samut.web.jobs.models import Job, JobState
from samut.web.jobs.working import work_until
from web_world import EDITION, house

Browser = Callable[..., Client]


@pytest.fixture
def ready(site: Workspace) -> Workspace:
    """The site with its search index built."""
    forget()
    build(site, EDITION, lambda done, total, label: None)
    return site


def search(client: Client, typed: str) -> Any:
    asked = client.post("/search/ask/", {"q": typed})
    assert asked.status_code == 302
    answer: Any = client.get(asked["Location"])
    return answer


def text_of(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_an_officer_finds_a_person_by_a_name_typed_wrong(ready: Workspace, browser_of: Browser) -> None:
    answer = search(browser_of("officer_malee"), "สมมุติ3")
    assert answer.status_code == 200
    assert "นายสมมติ3" in text_of(answer)
    assert "/household/" in text_of(answer)


def test_a_number_is_found_and_shown_covered(
    ready: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    number = house("2/2").number(3)
    page = text_of(search(browser_of("officer_malee"), number))
    assert household_ids["2/2"] in page
    assert f"x-xxxx-xxxxx-{number[-3:-1]}-{number[-1]}" in page
    # In the box, where it was typed, and nowhere else.
    assert page.count(number) == 1


@pytest.mark.parametrize("typed", ["9/1", house("9/1").number(1), "สมมติ1"])
def test_nothing_of_another_tambon_is_found(
    typed: str, ready: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    page = text_of(search(browser_of("officer_malee"), typed))
    assert not any(household_ids[number] in page for number in ("9/1", "9/2", "9/3", "9/4", "9/5"))
    theirs = text_of(search(browser_of("officer_of_other_tambon"), typed))
    assert household_ids["9/1"] in theirs
    assert household_ids["2/1"] not in theirs


@pytest.mark.parametrize(
    ("elsewhere", "nowhere"),
    [("9/1", "8/8"), (house("9/1").number(1), "1999999999999"), ("9/1 หมู่ 1", "8/8 หมู่ 1")],
)
def test_what_lies_elsewhere_answers_as_what_lies_nowhere(
    elsewhere: str, nowhere: str, ready: Workspace, browser_of: Browser
) -> None:
    client = browser_of("officer_malee")
    one, other = (_without_marks(text_of(search(client, typed)), typed) for typed in (elsewhere, nowhere))
    assert one == other


def _without_marks(page: str, typed: str) -> str:
    """The page without what was typed, and without what is random in each: its address, tokens of forms."""
    return re.sub(r'value="[\w-]{64}"|/search/[\w-]{12}/', "…", page.replace(typed, "…"))


def test_whoever_sees_no_persons_has_no_search(ready: Workspace, browser_of: Browser) -> None:
    for person in ("analyst", "administrator", "data_protection_officer", "agency_officer", "outsider"):
        client = browser_of(person)
        assert client.post("/search/ask/", {"q": "สมมติ1"}).status_code == 403
        assert client.get("/search/").status_code == 403
        assert 'action="/search/ask/"' not in text_of(client.get("/area/220506/"))
    assert 'action="/search/ask/"' in text_of(browser_of("volunteer_somchai").get("/area/220506/"))


def test_every_household_shown_is_a_look_with_its_purpose(
    ready: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    client = browser_of("officer_malee")
    search(client, "2/2")
    looks = list(Look.objects.values_list("household_id", "area_code", "page", "purpose", "actor_name"))
    assert looks == [(household_ids["2/2"], "22050602", "search", "visit", "officer_malee")]
    search(client, "สมมติ1")
    later = Look.objects.values_list("household_id", flat=True)[:100]
    assert len(set(later)) == len({each for each in household_ids if each[0] in "123"})


def test_a_search_that_finds_nobody_is_told_without_what_was_typed(
    ready: Workspace, browser_of: Browser
) -> None:
    search(browser_of("officer_malee"), "ฟ้าฟื้นฟู")
    assert Look.objects.count() == 0
    event = AuditEvent.objects.get(event="search.nothing_found")
    assert event.facts == {"kind": "name"}
    assert "ฟ้าฟื้นฟู" not in json.dumps(list(AuditEvent.objects.values()), default=str, ensure_ascii=False)


def test_what_is_typed_stands_in_no_address_and_not_in_the_database(
    ready: Workspace, browser_of: Browser
) -> None:
    client = browser_of("officer_malee")
    asked = client.post("/search/ask/", {"q": "สมหญิง ใจดี"})
    assert "%" not in asked["Location"]
    assert "?" not in asked["Location"]
    held = str(Session.objects.get(pk=client.session.session_key).get_decoded())
    assert "สมหญิง" not in held
    again = [text_of(client.get(asked["Location"])) for _ in range(2)]
    assert all('value="สมหญิง ใจดี"' in page for page in again)
    assert client.get(asked["Location"])["Cache-Control"].find("no-store") >= 0


def test_another_session_does_not_know_the_search(ready: Workspace, browser_of: Browser) -> None:
    asked = browser_of("officer_malee").post("/search/ask/", {"q": "สมมติ1"})
    other = browser_of("provincial_officer").get(asked["Location"])
    assert other.status_code == 404
    assert "SEARCH_003" in text_of(other)


def test_only_the_last_few_are_kept(ready: Workspace, browser_of: Browser) -> None:
    client = browser_of("officer_malee")
    addresses = [client.post("/search/ask/", {"q": f"คน{each}"})["Location"] for each in range(12)]
    found = [client.get(address).status_code for address in addresses]
    assert found == [404, 404, *[200] * 10]


def test_the_purpose_is_asked_and_the_search_not_forgotten(ready: Workspace, browser_of: Browser) -> None:
    client = browser_of("officer_malee", purpose="")
    asked = client.post("/search/ask/", {"q": "2/2"})
    to_purpose = client.get(asked["Location"])
    assert to_purpose["Location"].startswith("/purpose/?next=%2Fsearch%2F")
    said = client.post("/purpose/", {"purpose": "visit", "next": asked["Location"]})
    assert "2/2" in text_of(client.get(said["Location"]))


def test_hints_where_nothing_can_be_searched_for(ready: Workspace, browser_of: Browser) -> None:
    client = browser_of("officer_malee")
    assert "พิมพ์อย่างน้อยสองตัวอักษร" in text_of(search(client, "ก"))
    assert "เลขนี้ไม่ครบหรือยาวเกินไป" in text_of(search(client, "12345678901"))
    assert "ยังไม่มีทะเบียนใดบอกเบอร์โทรศัพท์" in text_of(search(client, "081-234-5678"))
    assert "ไม่พบในพื้นที่ของท่าน" in text_of(search(client, "ฟ้าฟื้นฟู"))
    assert client.post("/search/ask/", {"q": "  "})["Location"] == "/search/"


def test_the_place_of_a_house_may_be_named(
    ready: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    client = browser_of("provincial_officer")
    assert household_ids["2/2"] in text_of(search(client, "2/2 บ้านฉมัน"))
    assert household_ids["2/2"] in text_of(search(client, "2/2 หมู่ 2 ต.ฉมัน"))
    assert household_ids["2/2"] not in text_of(search(client, "2/2 บ้านพญาบน"))


def test_without_an_index_it_is_prepared_once_and_then_found(
    site: Workspace, browser_of: Browser, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    forget()
    shutil.rmtree(index_folder(site, EDITION), ignore_errors=True)
    client = browser_of("officer_malee")
    assert "การค้นหายังไม่พร้อม" in text_of(client.get("/search/"))
    asked = client.post("/search/ask/", {"q": "2/2"})
    other = browser_of("provincial_officer")
    other.post("/search/ask/", {"q": "2/2"})
    assert Job.objects.filter(kind="search.build").count() == 1
    waiting = text_of(client.get(asked["Location"]))
    assert "กำลังเตรียมการค้นหา" in waiting
    assert household_ids["2/2"] not in waiting
    assert Look.objects.count() == 0
    assert work_until(lambda: False, once=True) == 1
    job = Job.objects.get(kind="search.build")
    assert job.state == JobState.DONE
    assert job.result["households"] == 22
    assert household_ids["2/2"] in text_of(client.get(asked["Location"]))
