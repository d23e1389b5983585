"""The pages of the data protection officer: who looked at whom, unusual patterns, and what is never shown."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.oversight_policy import OversightPolicy, load_oversight_policy
from samut.rules.roles import Role
from samut.web.accounts.models import Assignment, User
from samut.web.audit import chain
from samut.web.audit.actions import record_look, record_looks
from samut.web.audit.models import AuditEvent, Look
from samut.web.audit.verifying import chains, verify_chain
from samut.web.openrosa.models import Collector, Submission
from samut.web.oversight import actions, counting, queries, totals, views
from samut.web.oversight.counting import counted, counts_of
from samut.web.oversight.models import CountedDay, DaySummary, LookedInto
from samut.web.oversight.queries import Wanted
from samut.web.oversight.unusual import unusual
from web_world import house, houses

Browser = Callable[..., Client]
POLICY = load_oversight_policy()
# A Wednesday.
TODAY = dt.date(2026, 11, 25)
HOUSE = "0123456789abcdef"


@pytest.fixture
def at(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets it be another moment, as "2026-11-25 10:00" in this country; roles held long before."""
    Assignment.objects.update(valid_from=dt.date(2026, 1, 1))

    def let_it_be(text: str) -> None:
        moment = timezone.make_aware(dt.datetime.fromisoformat(text))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    let_it_be(f"{TODAY} 12:00")
    return let_it_be


def look(
    user: User,
    household: str = HOUSE,
    area: str = "22050602",
    page: str = "household",
    purpose: str = "visit",
) -> None:
    record_look(by=user, household_id=household, area_code=area, page=page, purpose=purpose)


def text_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


# --- counting -------------------------------------------------------------------------------------


def test_a_day_is_counted_user_by_user(people: dict[str, User], at: Callable[[str], None]) -> None:
    officer, other = people["officer_malee"], people["provincial_officer"]
    at("2026-11-24 23:30")
    look(officer)
    at("2026-11-25 00:30")  # in the night of the day asked for
    look(officer)
    at("2026-11-25 09:10")
    for place in range(3):
        look(officer, household=f"{place:016x}", area=f"2205060{place}")
    look(officer, household="", area="220506", page="list", purpose="request")
    at("2026-11-25 19:00")
    record_looks(by=officer, households=[("a" * 16, "22050601")] * 4, page="export", purpose="request")
    look(other)
    found = counted(TODAY, POLICY)
    assert set(found) == {(officer.pk, "officer_malee"), (other.pk, "provincial_officer")}
    one = found[officer.pk, "officer_malee"]
    assert (one.looks, one.households, one.night, one.holiday) == (9, 5, 1, 0)
    assert (one.households_in_hour, one.villages_in_hour) == (3, 3)
    assert one.exports_in_hour == 1  # one file, whatever number of households it names
    assert one.misfits == 5
    assert one.outside_work == 5
    assert [hour for hour, looks in enumerate(one.hours) if looks] == [0, 9, 19]
    assert one.pages == {"household": 4, "list": 1, "export": 4}
    assert one.purposes == {"visit": 4, "request": 5}


def test_days_off_count_every_look(people: dict[str, User], at: Callable[[str], None]) -> None:
    at("2026-11-28 10:00")  # a Saturday
    look(people["officer_malee"])
    assert [each.holiday for each in counted(dt.date(2026, 11, 28), POLICY).values()] == [1]


def test_no_look_makes_no_count() -> None:
    assert counts_of([], TODAY, POLICY) == {}


def test_days_that_are_over_are_counted_once_and_anew_under_another_policy(
    people: dict[str, User], at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-11-20 10:00")
    look(people["officer_malee"])
    at("2026-11-25 10:00")
    look(people["officer_malee"])
    asked: list[dt.date] = []
    real = counting.counted

    def noted(day: dt.date, policy: OversightPolicy) -> dict[counting.Actor, counting.OneDay]:
        asked.append(day)
        return real(day, policy)

    monkeypatch.setattr(actions, "counted", noted)
    # Where there is no time, the first day is counted and the rest is told.
    assert actions.count_days(0) == 29
    assert asked == [TODAY - dt.timedelta(days=1)]
    assert actions.count_days() == 0
    assert len(asked) == 30 and TODAY not in asked
    assert actions.count_days() == 0 and len(asked) == 30
    assert [(each.day, each.actor_id) for each in DaySummary.objects.all()] == [
        (dt.date(2026, 11, 20), people["officer_malee"].pk)
    ]
    monkeypatch.setattr(actions, "policy_mark", lambda policy: "another")
    assert actions.count_days() == 0 and len(asked) == 60
    assert DaySummary.objects.count() == 1
    at("2027-03-25 10:00")
    actions.count_for_tidying()
    assert not DaySummary.objects.filter(day__lt=dt.date(2026, 12, 1)).exists()
    assert CountedDay.objects.count() == 30


# --- unusual patterns -----------------------------------------------------------------------------


def patterns(people: dict[str, User]) -> list[tuple[str, str, dt.date]]:
    actions.count_days()
    hits = unusual(people["data_protection_officer"]).hits
    return [(each.pattern, each.actor_name, each.day) for each in hits]


def test_each_pattern_is_found_where_it_is_and_nowhere_else(
    people: dict[str, User], at: Callable[[str], None]
) -> None:
    malee, other, province = (
        people[name] for name in ("officer_malee", "officer_of_other_tambon", "provincial_officer")
    )
    for day in range(10, 25):  # ordinary work
        at(f"2026-11-{day} 10:00")
        for name in ("officer_malee", "officer_of_other_tambon", "provincial_officer"):
            look(people[name], household=f"{day:016x}")
    assert patterns(people) == []
    at("2026-11-23 23:10")
    for place in range(3):
        look(malee, household=f"{place:016x}")
    at("2026-11-22 10:00")  # a Sunday
    for place in range(20):
        look(other, household=f"{place:016x}", area="22050101")
    at("2026-11-24 14:00")
    for place in range(40):
        look(province, household=f"{place:016x}", area=f"2205{place % 8 + 1:02d}01")
    at("2026-11-19 09:00")
    for minute in range(3):
        at(f"2026-11-19 09:0{minute}")
        record_looks(by=province, households=[("a" * 16, "22050601")], page="export", purpose="help")
    at("2026-11-18 11:00")
    for _ in range(3):
        look(other, household="", area="2205", page="numbers", purpose="visit")
    Assignment.objects.filter(user=malee).update(valid_to=dt.date(2026, 11, 20))
    at("2026-11-17 19:30")
    for place in range(5):
        look(malee, household=f"{place + 50:016x}")
    at("2026-11-25 12:00")
    CountedDay.objects.all().delete()
    assert sorted(patterns(people)) == [
        ("end", "officer_malee", dt.date(2026, 11, 17)),
        ("exports", "provincial_officer", dt.date(2026, 11, 19)),
        ("holiday", "officer_of_other_tambon", dt.date(2026, 11, 22)),
        ("misfit", "officer_of_other_tambon", dt.date(2026, 11, 18)),
        ("night", "officer_malee", dt.date(2026, 11, 23)),
        ("villages", "provincial_officer", dt.date(2026, 11, 24)),
    ]


def test_far_more_than_colleagues_needs_colleagues(
    people: dict[str, User], at: Callable[[str], None]
) -> None:
    malee = people["officer_malee"]
    at("2026-11-25 10:00")
    record_looks(
        by=malee, households=[(f"{n:016x}", "22050602") for n in range(60)], page="list", purpose="check"
    )
    assert patterns(people) == []  # nobody else of the role
    for number in range(3):
        colleague = User.objects.create(username=f"colleague{number}")
        Assignment.objects.create(
            user=colleague, role=Role.TAMBON_OFFICER.value, area_code="220506", valid_from=dt.date(2026, 1, 1)
        )
        for _ in range(12):
            look(colleague)
    assert patterns(people) == [("many", "officer_malee", TODAY)]
    [hit] = unusual(people["data_protection_officer"]).hits
    assert "60 looks" in hit.why.en and "12 (median)" in hit.why.en and "12 ครั้ง" in hit.why.th
    look(colleague)  # today is counted as it is now
    at("2026-11-25 23:59")
    assert patterns(people) == [("many", "officer_malee", TODAY)]


def test_one_household_again_and_again_unless_it_was_visited(
    site: Workspace, people: dict[str, User], at: Callable[[str], None], household_ids: dict[str, str]
) -> None:
    malee = people["officer_malee"]
    for day in range(10, 15):
        at(f"2026-11-{day} 10:00")
        look(malee, household=HOUSE)
        if day > 10:
            look(malee, household="b" * 16)
    at("2026-11-25 10:00")
    assert patterns(people) == [("again", "officer_malee", dt.date(2026, 11, 24))]
    [hit] = unusual(people["data_protection_officer"]).hits
    assert hit.household_id == HOUSE and "5 different days" in hit.why.en
    key = Collector.objects.create(
        token_hash="x",
        user=malee,
        area_code="220506",
        expires_at=timezone.now(),
    )
    Submission.objects.create(
        form_id="f", instance_id="i", content_hash="c", xml_sha256="s", household_id=HOUSE, collector=key,
        area_code="22050602", standing="accepted",
    )  # fmt: skip
    assert patterns(people) == []


# --- looked into ----------------------------------------------------------------------------------


def night_of(people: dict[str, User], at: Callable[[str], None]) -> User:
    malee = people["officer_malee"]
    at("2026-11-24 23:10")
    for _ in range(3):
        look(malee)
    at("2026-11-25 10:00")
    return malee


def test_what_was_found_is_kept_logged_and_shown_and_never_changed(
    site: Workspace, browser_of: Browser, people: dict[str, User], at: Callable[[str], None]
) -> None:
    malee = night_of(people, at)
    browser = browser_of("data_protection_officer", language="en")
    page = text_of(browser, reverse("oversight:unusual"))
    assert "At night" in page and "3 looks between 22:00 and 5:00" in page and "1 not looked into" in page
    said = {"pattern": "night", "actor": malee.pk, "day": "2026-11-24", "household": "", "note": " ถามแล้ว "}
    assert browser.post(reverse("oversight:look_into"), said).status_code == 302
    page = text_of(browser, reverse("oversight:unusual"))
    assert "0 not looked into" in page and "ถามแล้ว" in page and "data_protection_officer" in page
    event = AuditEvent.objects.get(event="oversight.looked_into")
    assert event.facts == {"pattern": "night", "day": "2026-11-24"} and event.target == f"user:{malee.pk}"
    for statement in ("UPDATE oversight_lookedinto SET note = ''", "DELETE FROM oversight_lookedinto"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)
    assert LookedInto in chains() and verify_chain(LookedInto).rows == 1
    # Another note is added, the first stays.
    browser.post(reverse("oversight:look_into"), said | {"note": "second"})
    [hit] = unusual(people["data_protection_officer"]).hits
    assert [each.note for each in hit.found] == ["second", "ถามแล้ว"]


def test_many_patterns_stand_on_several_pages(
    site: Workspace,
    browser_of: Browser,
    people: dict[str, User],
    at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for day in (21, 22, 23):
        at(f"2026-11-{day} 23:10")
        for _ in range(3):
            look(people["officer_malee"])
    at("2026-11-25 10:00")
    monkeypatch.setattr(views, "HITS_A_PAGE", 2)
    browser, days = browser_of("data_protection_officer", language="en"), []
    for page in (1, 2):
        told = text_of(browser, reverse("oversight:unusual") + f"?pattern=night&page={page}")
        assert "3 not looked into" in told
        days += [day for day in (21, 22, 23) if f"{day} November 2026 ·" in told]
    assert days == [22, 23, 21]


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": " "},
        {"pattern": "x"},
        {"day": "yesterday"},
        {"day": ""},
        {"actor": "x"},
        {"household": "<b>"},
    ],
)
def test_a_note_that_says_nothing_sensible_is_refused(
    site: Workspace,
    browser_of: Browser,
    people: dict[str, User],
    at: Callable[[str], None],
    wrong: dict[str, str],
) -> None:
    said = {"pattern": "night", "actor": "1", "day": "2026-11-24", "household": "", "note": "x"} | wrong
    assert browser_of("data_protection_officer").post(reverse("oversight:look_into"), said).status_code == 400
    assert not LookedInto.objects.exists()


def test_only_the_data_protection_officer_notes_and_reads(people: dict[str, User]) -> None:
    for name in set(people) - {"data_protection_officer"}:
        user = people[name]
        for asked in (
            lambda user: totals.figures(user, {}),
            lambda user: totals.counted_days(user),
            lambda user: queries.looks_page(user, Wanted()),
            lambda user: list(queries.all_lines(user, Wanted())),
            lambda user: totals.users(user, {}),
            lambda user: queries.officer_figures(user, 1, 7),
            lambda user: queries.officer_day(user, 1, TODAY),
            lambda user: queries.lookers_of(user, HOUSE),
            lambda user: unusual(user),
            lambda user: actions.look_into(
                by=user, pattern="night", actor_id=1, day=TODAY, household_id="", note="x"
            ),
        ):
            with pytest.raises(SamutError, match="SITE_002"):
                asked(user)


# --- by person ------------------------------------------------------------------------------------


def test_a_persons_number_leads_to_who_looked_and_stays_nowhere(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    page = reverse("households:household", args=[household_ids["1/1"]])
    browser_of("provincial_officer").get(page, REMOTE_ADDR="203.0.113.7")
    browser, drawn = browser_of("data_protection_officer", language="en"), house("1/1")
    number = drawn.number(1)
    typed = f" {number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]} "
    answer = browser.post(reverse("oversight:person"), {"number": typed})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("oversight:household", args=[household_ids["1/1"]])
    told = text_of(browser, answer["Location"])
    assert "provincial_officer" in told and "203.0.113.7" in told and "Household page" in told
    for nobodys in (drawn.surname, number, "สมมติ1", drawn.house_id):
        assert nobodys not in told
    event = AuditEvent.objects.get(event="oversight.person_sought")
    assert event.facts == {"households": 1}
    assert number not in str(list(AuditEvent.objects.values())) + caplog.text


@pytest.mark.parametrize(
    ("number", "code", "status"), [("12", "AUDIT_022", 400), ("1101700230708", "AUDIT_023", 404)]
)
def test_a_number_that_leads_nowhere_is_told_without_itself(
    site: Workspace, browser_of: Browser, number: str, code: str, status: int
) -> None:
    answer = browser_of("data_protection_officer").post(reverse("oversight:person"), {"number": number})
    assert answer.status_code == status
    assert code in answer.content.decode()
    assert number == "12" or number not in answer.content.decode()


def test_the_id_of_a_household_is_taken_as_it_is_copied(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("data_protection_officer")
    answer = browser.post(reverse("oversight:person"), {"household": f" {HOUSE.upper()} "})
    assert answer["Location"] == reverse("oversight:household", args=[HOUSE])
    assert "ไม่มีการเปิดดู" in text_of(browser, answer["Location"])
    assert browser.post(reverse("oversight:person"), {"household": "สมชาย"}).status_code == 404
    assert browser.get(reverse("oversight:household", args=["zz"])).status_code == 404


def test_two_households_of_one_number_are_both_named(
    site: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "households_of_number", lambda user, typed: (HOUSE, "b" * 16))
    answer = browser_of("data_protection_officer").post(reverse("oversight:person"), {"number": "1"})
    assert HOUSE in answer.content.decode() and "b" * 16 in answer.content.decode()


# --- the log, the users, the file -----------------------------------------------------------------


def test_the_log_is_paged_by_place_and_each_look_comes_once(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LOOKS_A_PAGE", 3)
    monkeypatch.setattr(queries, "EXPORTED_AT_ONCE", 2)
    reader = people["data_protection_officer"]
    for place in range(7):
        look(people["officer_malee"], household=f"{place:016x}")
        look(people["provincial_officer"], household="c" * 16)
    wanted, before, seen = Wanted(actor_name="officer_malee"), None, []
    for _ in range(9):
        page = queries.looks_page(reader, wanted, before)
        assert page.is_first == (before is None)
        seen += [int(each.look.household_id, 16) for each in page.lines]
        look(people["officer_malee"], household="f" * 16)  # somebody goes on looking meanwhile
        before = page.older
        if before is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    assert len(list(queries.all_lines(reader, Wanted(household_id="c" * 16)))) == 7


def test_the_file_holds_what_was_asked_for_and_taking_it_is_logged(
    site: Workspace, browser_of: Browser, people: dict[str, User], at: Callable[[str], None]
) -> None:
    at("2026-11-20 10:00")
    look(people["officer_malee"])
    at("2026-11-24 10:00")
    look(people["officer_malee"], page="logbook")
    look(people["provincial_officer"])
    User.objects.filter(pk=people["officer_malee"].pk).update(username="=cmd")
    look(User.objects.get(pk=people["officer_malee"].pk))
    browser = browser_of("data_protection_officer", language="en")
    answer = browser.get(
        reverse("oversight:looks_file") + "?from=2026-11-21&to=2026-11-24&user=officer_malee"
    )
    text = b"".join(list(answer)).decode("utf-8-sig")
    first, head, *rows = list(csv.reader(io.StringIO(text)))
    assert "data_protection_officer" in first[0] and "from 2026-11-21, to 2026-11-24" in first[0]
    assert (head[0], head[4], [row[2] for row in rows], rows[0][7]) == (
        "Place in the log", "From address", ["officer_malee"], "Logbook",
    )  # fmt: skip
    event = AuditEvent.objects.get(event="oversight.exported")
    assert event.facts["since"] == "2026-11-21" and event.facts["of_one_user"] is True
    whole = b"".join(list(browser.get(reverse("oversight:looks_file")))).decode()
    assert ",'=cmd," in whole  # no formula for a spreadsheet
    assert browser.get(reverse("oversight:looks") + "?from=nonsense").status_code == 400


def test_the_pages_tell_of_users_days_and_the_command_line(
    site: Workspace, browser_of: Browser, people: dict[str, User], at: Callable[[str], None]
) -> None:
    malee = night_of(people, at)
    look(people["provincial_officer"], page="list", household="", area="2205")
    browser = browser_of("data_protection_officer", language="en")
    start = text_of(browser, reverse("oversight:start"))
    for said in ("Household page", "Preparing a visit", "Tambon officer", "Provincial officer"):
        assert said in start
    users = text_of(browser, reverse("oversight:officers"))
    assert users.index("officer_malee") < users.index("provincial_officer")
    assert "officer_malee" not in text_of(browser, reverse("oversight:officers") + "?days=1")
    officer = text_of(browser, reverse("oversight:officer", args=[malee.pk]))
    for said in ("23:00", "220506", "At night", "24 November 2026", HOUSE):
        assert said in officer
    day = text_of(browser, reverse("oversight:day", args=[malee.pk, "2026-11-24"]))
    assert "3 looks" in day and "1 villages" in day
    assert "No look of this kind" in text_of(browser, reverse("oversight:day", args=[malee.pk, "2026-11-20"]))
    assert browser.get(reverse("oversight:day", args=[malee.pk, "x"])).status_code == 400
    assert browser.get(reverse("oversight:officer", args=[987654])).status_code == 404


def test_without_any_look_the_pages_say_so(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("data_protection_officer", language="en")
    assert "Nobody has looked at persons in these 30 days" in text_of(browser, reverse("oversight:start"))
    assert "Nobody looked at persons in this period" in text_of(browser, reverse("oversight:officers"))
    assert "Nothing unusual was found" in text_of(browser, reverse("oversight:unusual"))
    assert "No look of this kind" in text_of(browser, reverse("oversight:looks"))


def test_the_old_address_leads_on_with_what_it_asked(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    look(people["officer_malee"])
    answer = browser_of("data_protection_officer").get("/audit/looks/?household=" + HOUSE, follow=True)
    assert answer.redirect_chain == [(f"/oversight/looks/?household={HOUSE}", 302)]
    assert "officer_malee" in answer.content.decode()
    assert browser_of("administrator").get("/audit/looks/").status_code == 403


def test_nobodys_name_is_on_any_page(
    site: Workspace, browser_of: Browser, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    for each in household_ids.values():
        browser_of("provincial_officer").get(reverse("households:household", args=[each]))
    assert Look.objects.count() == len(household_ids)
    browser = browser_of("data_protection_officer")
    officer = people["provincial_officer"].pk
    for path in (
        reverse("oversight:start"),
        reverse("oversight:looks"),
        reverse("oversight:officers"),
        reverse("oversight:officer", args=[officer]),
        reverse("oversight:day", args=[officer, str(timezone.localdate())]),
        reverse("oversight:unusual"),
        reverse("oversight:household", args=[household_ids["1/1"]]),
    ):
        page = text_of(browser, path)
        assert not any(each.surname in page or each.number(1) in page for each in houses()), path


def test_a_key_that_is_gone_is_told_as_a_page(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> bytes:
        raise SamutError("AUDIT_001")

    monkeypatch.setattr(chain, "audit_key", gone)
    page = reverse("households:household", args=[household_ids["1/1"]])
    answer = browser_of("provincial_officer").get(page)
    assert answer.status_code == 503 and house("1/1").surname not in answer.content.decode()
