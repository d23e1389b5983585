"""Pages with persons: what they show, that looks are logged, and that nothing leaks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.rules.roles import Role
from samut.rules.thai_dates import PartialDate
from samut.web.accounts.actions import assign_role, end_assignment
from samut.web.accounts.models import User
from samut.web.audit.models import AppendOnly, AuditEvent, Look
from samut.web.households import queries as household_queries
from samut.web.households.presenting import ages, birth_words, masked, value_words
from web_world import KIND, add_registers, house

Browser = Callable[..., Client]


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_list_of_target_households(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    text = _text(browser_of("officer_malee").get("/area/220506/households/"))
    for number in ("1/1", "1/2", "1/3", "2/1"):
        assert household_ids[number] in text
    assert household_ids["1/4"] not in text
    # Unknown is not poor: the household that told no income is not in the list.
    assert household_ids["2/2"] not in text
    assert household_ids["9/1"] not in text


def test_household_page_tells_who_why_and_from_where(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    text = _text(browser_of("volunteer_somchai").get(f"/household/{household_ids['2/1']}/"))
    drawn = house("2/1")
    # Names and numbers are covered (tests/web/test_masking.py).
    assert "ส••• น•••" in text
    assert drawn.surname not in text and drawn.number(1) not in text
    assert masked(drawn.number(1)) in text
    assert "ครัวเรือนยากจน" in text
    assert "20,000" in text  # the income that decided
    assert "households.csv" in text and "members.csv" in text
    assert "ไม่ทราบวันและเดือน" in text  # the second member's birth date
    assert "บัตรสวัสดิการแห่งรัฐ" in text
    # Each status is a word with a sign, never a colour alone.
    pills = re.findall(
        r'<span class="pill pill--\w+"><span aria-hidden="true">(.)</span> ([^<]+)</span>', text
    )
    assert len(pills) == text.count('class="pill ') > 31
    assert all(sign and word for sign, word in pills)


def test_unknown_is_said(site: Workspace, browser_of: Browser, household_ids: dict[str, str]) -> None:
    text = _text(browser_of("officer_malee").get(f"/household/{household_ids['2/2']}/"))
    assert "ยังไม่ทราบผล" in text
    assert "pill--unknown" in text
    page = _text(browser_of("officer_malee").get(f"/household/{household_ids['1/3']}/"))
    assert "ไม่ทราบ" in page  # the fifth member has no number, so no register can be looked up


def test_without_the_register_nobody_is_said_to_be_outside_it(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    text = _text(browser_of("officer_malee").get(f"/household/{household_ids['1/3']}/"))
    assert _member(text, 1).count("ยังไม่มีทะเบียนนี้ในระบบ") == 2
    assert "ไม่อยู่ในทะเบียน" not in _member(text, 1)


@pytest.fixture(scope="module")
def wider_world(world: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small world with the registers of disability and of the elderly allowance."""
    root = tmp_path_factory.mktemp("wider") / "workspace"
    shutil.copytree(world.root, root)
    wider = Workspace(root)
    add_registers(wider)
    return wider


@pytest.fixture
def wider_site(wider_world: Workspace, settings: object, db: None) -> Workspace:
    settings.SAMUT_WORKSPACE = wider_world.root  # type: ignore[attr-defined]
    call_command("load_results")
    return wider_world


def _member(text: str, member: int) -> str:
    """What the page says of one member, as a reader sees it."""
    parts = re.split(r'<li class="person">', text.split("</ol>\n</div></section>")[0])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", parts[member]))


THAI = {
    1: """✓ อยู่ในทะเบียน | ผ่านการตรวจสอบคุณสมบัติ ใช่ | รุ่นปี 2561 · welfare_card.csv แถว | ข้อมูลอ่อนไหว
        ประเภทความพิการ | ทางการเห็น | วันหมดอายุบัตร 31 ธันวาคม 2565 | รุ่นปี 2561 · disability.csv แถว 2 · นำเข้า
        เบี้ยยังชีพต่อเดือน (บาท) 600 | วันที่ขึ้นทะเบียน 4 พฤษภาคม 2551 | elderly-allowance.csv แถว 2 · นำเข้า
        ≠ ชื่อในสองทะเบียนไม่ตรงกัน จปฐ. 2561 แถว | สมมติ1 ต่างทะเบียน | ≠ วันเกิดในสองทะเบียนไม่ตรงกัน
        1 มีนาคม 2531 | ทะเบียนผู้รับเบี้ยยังชีพผู้สูงอายุ 2561 แถว 2 1 มกราคม 2531""",
    3: """– ไม่อยู่ในทะเบียน รุ่นปี 2561 · นำเข้า | ≠ คำตอบใน จปฐ. ไม่ตรงกับทะเบียน | ตอบว่ามีบัตร
        ทะเบียนผู้มีบัตรสวัสดิการแห่งรัฐ 2561 ไม่อยู่ในทะเบียน""",
    5: "? ค้นไม่ได้: ไม่มีเลขประจำตัวที่ถูกต้อง | จปฐ. 2561 แถว | ตอบว่ามีบัตร",
}
ENGLISH = {
    1: """✓ in the register | Verified yes | edition 2561 (2018) · welfare_card.csv row | sensitive
        Kind of disability | ทางการเห็น | Card valid until 31 December 2022 | disability.csv row 2 · imported
        Allowance a month (baht) 600 | Registered on 4 May 2008 | elderly-allowance.csv row 2 · imported
        ≠ The two registers name this person differently BMN census 2561 (2018) row | สมมติ1 ต่างทะเบียน
        ≠ The two registers tell different birth dates | 1 March 1988 | 1 January 1988""",
    3: """– not in the register edition 2561 (2018) · imported | says: has a card
        State welfare-card register 2561 (2018) not in the register""",
    5: "? no valid number: cannot be looked up | BMN census 2561 (2018) row | says: has a card",
}


@pytest.mark.parametrize(("language", "expected"), [("th", THAI), ("en", ENGLISH)], ids=["th", "en"])
def test_each_member_with_each_register(
    wider_site: Workspace,
    browser_of: Browser,
    household_ids: dict[str, str],
    language: str,
    expected: dict[int, str],
) -> None:
    browser = browser_of("officer_malee", language=language)
    text = _text(browser.post(f"/household/{household_ids['1/3']}/", {"show": "names"}))
    for member, told in expected.items():
        shown = _member(text, member)
        phrases = [phrase.strip() for phrase in re.split(r"\||\n", told)]
        assert [phrase for phrase in phrases if phrase not in shown] == [], shown
    # Nothing is claimed of whoever cannot be looked up.
    assert not re.search(r"อยู่ในทะเบียน|in the register", _member(text, 5))
    assert _member(text, 5).count("?") == 3
    assert "≠" not in _member(text, 5)


def test_sensitive_values_stand_on_the_households_own_page_alone(
    wider_site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser = browser_of("officer_malee")
    chosen = household_ids["1/3"]
    assert KIND in _text(browser.get(f"/household/{chosen}/"))
    assert Look.objects.get().household_id == chosen
    for path in (
        "/area/220506/households/",
        f"/logbook/household/{chosen}/",
        f"/programmes/{chosen}/",
        "/logbook/220506/",
    ):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert KIND not in _text(answer), path


@pytest.mark.parametrize(
    "person", ["officer_malee", "volunteer_somchai", "analyst", "outsider", "agency_officer"]
)
def test_household_of_another_tambon_stays_closed(
    person: str, site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser = browser_of(person)
    refused = browser.get(f"/household/{household_ids['9/1']}/")
    nowhere = browser.get("/household/0123456789abcdef/")
    garbage = browser.get("/household/x' OR 1=1/")
    assert {each.status_code for each in (refused, nowhere, garbage)} == {403}
    for answer in (refused, nowhere):
        assert house("9/1").surname not in _text(answer)
    # The same words whether the household exists or not (the language form holds the address).
    assert _without_address(refused) == _without_address(nowhere)
    assert "You may not see this page" in _text(refused) and "ไม่มีสิทธิ์ดูหน้านี้" in _text(refused)
    assert not Look.objects.exists()


def test_a_household_that_has_moved_away_since_the_measurement_stays_closed(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = household_queries.household_page

    def moved(*what: object, **also: object) -> object:
        return dataclasses.replace(read(*what, **also), village_code="22050101")  # type: ignore[type-var, arg-type]

    monkeypatch.setattr(household_queries, "household_page", moved)
    path = f"/household/{household_ids['2/1']}/"
    assert browser_of("officer_malee").get(path).status_code == 403
    assert browser_of("provincial_officer").get(path).status_code == 200


def _without_address(answer: object) -> list[str]:
    return [
        line
        for line in _text(answer).splitlines()
        if 'name="next"' not in line and "csrfmiddlewaretoken" not in line
    ]


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        ("volunteer_somchai", "/area/22050601/households/", 403),
        ("volunteer_somchai", "/area/220506/households/", 403),
        ("officer_malee", "/area/220501/households/", 403),
        ("officer_malee", "/area/999999/households/", 403),
        ("provincial_officer", "/area/TH/households/", 403),
        ("provincial_officer", "/area/21/households/", 403),
        ("provincial_officer", "/area/229999/households/", 404),
    ],
)
def test_lists_elsewhere_stay_closed(
    person: str, path: str, status: int, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of(person).get(path)
    assert answer.status_code == status
    assert "นามสกุล" not in _text(answer)


def test_no_area_page_names_anybody(site: Workspace, browser_of: Browser) -> None:
    for person in ("analyst", "outsider", "officer_malee"):
        browser = browser_of(person)
        for code in ("TH", "22", "2205", "220506", "22050602"):
            for path in (f"/area/{code}/", f"/area/{code}/map.json"):
                text = _text(browser.get(path))
                assert "นามสกุล" not in text and "สมมติ1" not in text
                assert house("2/1").house_id not in text


def test_each_look_is_logged_with_its_purpose(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], people: dict[str, User]
) -> None:
    browser = browser_of("officer_malee", purpose="help")
    browser.get("/area/220506/households/")
    browser.get(f"/household/{household_ids['2/1']}/")
    listed, looked = Look.objects.order_by("id")
    assert (listed.page, listed.area_code, listed.household_id) == ("list", "220506", "")
    assert (looked.page, looked.area_code, looked.household_id) == (
        "household",
        "22050602",
        household_ids["2/1"],
    )
    assert {listed.purpose, looked.purpose} == {"help"}
    assert {listed.actor_id, looked.actor_id} == {people["officer_malee"].pk}
    log = _text(browser_of("data_protection_officer").get("/oversight/looks/"))
    assert household_ids["2/1"] in log and "officer_malee" in log and "พิจารณาให้ความช่วยเหลือ" in log


def test_the_purpose_is_asked_before_the_first_personal_page(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser = browser_of("officer_malee", purpose="")
    path = f"/household/{household_ids['2/1']}/"
    asked = browser.get(path)
    assert asked.status_code == 302 and asked["Location"].startswith("/purpose/?next=")
    assert not Look.objects.exists()
    assert browser.post("/purpose/", {"next": path}).status_code == 200  # nothing chosen: asked again
    assert browser.post("/purpose/", {"next": path, "purpose": "nonsense"}).status_code == 200
    told = browser.post("/purpose/", {"next": path, "purpose": "check"})
    assert told["Location"] == path
    assert browser.get(path).status_code == 200
    assert Look.objects.get().purpose == "check"
    assert (
        browser.post("/purpose/", {"next": "https://elsewhere.example/", "purpose": "check"})["Location"]
        == "/"
    )


def test_a_role_that_ended_opens_nothing(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], people: dict[str, User]
) -> None:
    path = f"/household/{household_ids['2/1']}/"
    today = timezone.localdate()
    held = people["officer_malee"].assignments.get()
    held.valid_from = today - dt.timedelta(days=10)
    held.save()
    assert browser_of("officer_malee").get(path).status_code == 200
    end_assignment(by=None, assignment=held, on=today)
    assert browser_of("officer_malee").get(path).status_code == 403
    later = today + dt.timedelta(days=1)
    assign_role(
        by=None, user=people["officer_malee"], role=Role.TAMBON_OFFICER, area_code="220506", valid_from=later
    )
    assert browser_of("officer_malee").get(path).status_code == 403
    assert list(AuditEvent.objects.order_by("id").values_list("event", flat=True))[-2:] == [
        "role.ended",
        "role.assigned",
    ]


def test_audit_rows_are_never_changed_or_removed(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser_of("officer_malee").get(f"/household/{household_ids['2/1']}/")
    look = Look.objects.get()
    look.purpose = "other"
    for forbidden in (look.save, look.delete, Look.objects.all().delete):
        with pytest.raises(AppendOnly):
            forbidden()
    with pytest.raises(AppendOnly):
        Look.objects.update(purpose="other")
    for statement in ("UPDATE audit_look SET purpose = 'other'", "DELETE FROM audit_look"):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Look.objects.get().purpose == "visit"


@pytest.mark.parametrize(
    ("birth", "th", "age"),
    [
        (PartialDate(1960, 5, 20), "20 พฤษภาคม 2503", "57 ปี"),
        (PartialDate(1960, 5, None), "พฤษภาคม 2503 (ไม่ทราบวันที่)", "57 ปี"),
        (PartialDate(1960, None, None), "พ.ศ. 2503 (ไม่ทราบวันและเดือน)", "57–58 ปี"),
        (None, "ไม่ทราบ", "ไม่ทราบ"),
    ],
)
def test_birth_dates_say_what_is_not_known(birth: PartialDate | None, th: str, age: str) -> None:
    assert birth_words(birth).th == th
    assert ages(birth, dt.date(2018, 2, 15)).th == age


def test_numbers_are_masked_and_answers_in_words() -> None:
    assert masked("1999902001011") == "x-xxxx-xxxxx-01-1"
    assert masked(None) == ""
    assert "1999" not in masked("1999902")
    assert [value_words(value).en for value in (True, False, None, 20000)] == [
        "yes",
        "no",
        "not known",
        "20,000",
    ]
