"""Tables: what an address asks of them, what the screen shows, and files in the same scope as the screen."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.rules.roles import Role
from samut.web.accounts.actions import assign_role, end_assignment
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent, Look
from samut.web.households.tables import households
from samut.web.insight.figures import Missing
from samut.web.jobs import working
from samut.web.jobs.models import Job, JobState
from samut.web.tables import actions, exporting
from samut.web.tables.asking import query_of, read_asked
from samut.web.tables.declaring import (
    Cell,
    Column,
    Filter,
    Found,
    Kind,
    Question,
    Row,
    TableDefinition,
)
from samut.web.tables.memory import in_memory
from samut.web.tables.models import Export
from samut.web.tables.queries import exports_folder
from web_world import houses

Browser = Callable[..., Client]
LIST = "/area/220506/households/"
FILE = "/tables/households/220506/export/"


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def _houses(text: str) -> list[str]:
    """The house numbers the screen shows, in their order."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', text)


def _csv(answer: object) -> list[list[str]]:
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))  # type: ignore[attr-defined]
    return [line for line in lines if not line[0].startswith("#")]


OF_CHAMAN = [each for each in houses() if each.village.startswith("220506")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?who=all&sort=house", [each.house_no for each in OF_CHAMAN]),
        ("?who=all&sort=-house", [each.house_no for each in reversed(OF_CHAMAN)]),
        ("?sort=house", [each.house_no for each in OF_CHAMAN if each.poor]),
        ("?who=poor&sort=house", [each.house_no for each in OF_CHAMAN if each.poor]),
        ("?who=unknown", ["2/2"]),
        ("?who=all&poor=no&sort=house", [e.house_no for e in OF_CHAMAN if e.income == "900000"]),
        ("?who=all&dimension_income=unknown", ["2/2"]),
        ("?who=all&village=22050603&sort=house", ["3/1", "3/2", "3/3", "3/4"]),
        ("?who=all&members.from=6&sort=house", ["1/6", "3/2"]),
        ("?who=all&members.to=1", ["2/5"]),
        ("?who=all&members.from=3&members.to=3&village=22050602&sort=house", ["2/1", "2/7"]),
        ("?who=all&house=2/1", ["2/1"]),
        ("?who=all&house=2%2F1&members.from=&village=", ["2/1"]),
        ("?who=all&old=no", []),
        ("?who=all&surveyed_on.to=2018-02-14", []),
        ("?who=all&surveyed_on.from=2018-02-15&house=3/", ["3/2", "3/4", "3/3", "3/1"]),
    ],
)
def test_the_list_shows_what_its_address_asks(
    query: str, expected: list[str], site: Workspace, browser_of: Browser
) -> None:
    found = _houses(_text(browser_of("officer_malee").get(LIST + query)))
    in_order = "sort=" in query
    assert (found if in_order else sorted(found)) == (expected if in_order else sorted(expected))


@pytest.mark.parametrize(
    "query", ["?who=all&members.from=3&sort=-members", "?who=unknown", "?village=22050601"]
)
def test_a_file_holds_what_the_screen_shows(query: str, site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    shown = _houses(_text(browser.get(LIST + query)))
    lines = _csv(browser.post(FILE, {"asked": query, "file": "csv"}))
    assert [line[0] for line in lines[1:]] == shown
    book = openpyxl.load_workbook(BytesIO(browser.post(FILE, {"asked": query, "file": "xlsx"}).content))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == shown


def test_columns_are_chosen_and_the_first_stays(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee", language="en")
    text = _text(browser.get(LIST + "?col=poor&col=dimension_income"))
    heads = [re.sub("<[^>]+>", "", each) for each in re.findall(r'<th scope="col".*?</th>', text)]
    assert heads == ["House", "Result", "Income"]
    lines = _csv(browser.post(FILE, {"asked": "?col=poor&sort=house", "file": "csv"}))
    assert lines[:2] == [["House", "Result"], ["1/1", "poor"]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("sort=nothing", "TABLE_002"),
        ("sort=which", "TABLE_001"),
        ("col=members&col=nothing", "TABLE_002"),
        ("village=21010101", "TABLE_001"),
        ("poor=perhaps", "TABLE_001"),
        ("members.from=many", "TABLE_001"),
        ("surveyed_on.from=15/02/2561", "TABLE_001"),
        ("house=" + "1" * 101, "TABLE_001"),
        ("who=everybody", "SITE_004"),
    ],
)
def test_what_cannot_be_read_is_told(query: str, code: str, site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert code in _text(answer)


def test_an_address_says_only_what_is_unusual(site: Workspace) -> None:
    table = households()
    said = "who=all&sort=house&page=2&col=members&poor=no&poor=unknown&members.from=2&village=&house="
    asked = read_asked(table, QueryDict(said), "220506")
    query = query_of(table, asked)
    assert query == "?who=all&sort=house&page=2&col=house&col=members&members.from=2&poor=no&poor=unknown"
    assert read_asked(table, QueryDict(query[1:]), "220506") == asked
    assert query_of(table, read_asked(table, QueryDict("sort=&page=&col="), "220506")) == "?"


def test_a_page_beyond_the_last_is_the_last(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    assert _houses(_text(browser.get(LIST + "?page=99&sort=house"))) == ["1/1", "1/2", "1/3", "2/1"]
    none = _text(browser.get(LIST + "?members.from=90"))
    assert "ไม่มีแถวตามที่กรอง" in none and "เอาตัวกรองออกทั้งหมด" in none


# Each row: name, count, share, answer. A hidden count is SMALL; "?" is not known.
DRAWN = """
เขาน้อย  12  0.5   yes
กลาง    SMALL 0.25 no
แก่ง     ?   ?     ?
ขลุง     7   0.1   yes
"""


def _drawn() -> list[Row]:
    read: dict[str, Cell] = {"SMALL": Missing.SMALL, "?": None, "yes": True, "no": False}
    rows: list[Row] = []
    for line in DRAWN.split("\n"):
        if line.strip():
            name, count, share, answer = line.split()
            rows.append(
                {
                    "name": Text(name, name),
                    "count": read[count] if count in read else int(count),
                    "share": read[share] if share in read else float(share),
                    "answer": read[answer],
                }
            )
    return rows


DRAWN_TABLE = TableDefinition(
    id="drawn",
    title=Text("", ""),
    columns=(
        Column("name", Text("", ""), filter=Filter.TEXT),
        Column("count", Text("", ""), Kind.COUNT, filter=Filter.RANGE),
        Column("share", Text("", ""), Kind.SHARE, filter=Filter.RANGE),
        Column("answer", Text("", ""), Kind.ANSWER, filter=Filter.ANSWER),
    ),
    rows=lambda question: Found((), 0),
    check=lambda user, code: None,
    page=lambda code: "",
    sort="name",
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # A dictionary sorts by the consonant before the vowel written ahead of it.
        ("", "กลาง แก่ง ขลุง เขาน้อย"),
        ("sort=-name", "เขาน้อย ขลุง แก่ง กลาง"),
        # What is not known comes last either way; a hidden count below every count.
        ("sort=count", "กลาง ขลุง เขาน้อย แก่ง"),
        ("sort=-count", "เขาน้อย ขลุง กลาง แก่ง"),
        ("sort=answer", "เขาน้อย ขลุง กลาง แก่ง"),
        # No range holds a hidden count: whether it did would tell it.
        ("count.from=0", "ขลุง เขาน้อย"),
        ("count.to=4", ""),
        ("share.from=20", "กลาง เขาน้อย"),
        ("share.to=12.5", "ขลุง"),
        ("answer=unknown", "แก่ง"),
        ("answer=no&answer=unknown", "กลาง แก่ง"),
        ("name=ข", "ขลุง เขาน้อย"),
    ],
)
def test_rows_at_hand_are_sorted_and_filtered(query: str, expected: str) -> None:
    asked = read_asked(DRAWN_TABLE, QueryDict(query), "22")
    question = Question(User(), "22", asked)
    rows, total = in_memory(DRAWN_TABLE, _drawn(), question)
    assert [row["name"].th for row in rows] == expected.split()  # type: ignore[union-attr]
    assert total == len(rows)


def test_rows_at_hand_are_cut_into_pages() -> None:
    asked = read_asked(DRAWN_TABLE, QueryDict(""), "22")
    parts = [
        in_memory(DRAWN_TABLE, _drawn(), Question(User(), "22", asked, 3, offset)) for offset in (0, 3, 6)
    ]
    assert [(len(rows), total) for rows, total in parts] == [(3, 4), (1, 4), (0, 4)]


def test_a_file_says_who_took_it_and_each_household_in_it_is_logged(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str], people: dict[str, User]
) -> None:
    answer = browser_of("officer_malee", purpose="help").post(FILE, {"asked": "?house=2/", "file": "csv"})
    head = [line for line in answer.content.decode("utf-8-sig").splitlines() if "#" in line[:2]]
    told = "\n".join(head)
    this_year_be = str(timezone.localdate().year + 543)
    for said in (
        "officer_malee",
        this_year_be,
        "พิจารณาให้ความช่วยเหลือ",
        "220506",
        "บ้านเลขที่: 2/",
        "จปฐ. รุ่นปี 2561",
        "จำนวนแถว: 1",
    ):
        assert said in told
    assert answer["Content-Disposition"].startswith('attachment; filename="households-220506-')
    look = Look.objects.get()
    assert (look.page, look.household_id, look.purpose) == ("table_file", household_ids["2/1"], "help")
    event = AuditEvent.objects.get(event="table.exported")
    assert event.facts["rows"] == 1 and event.facts["filters"] == ["house"]
    # The log says which column was filtered, not for which house.
    assert "2/" not in str(event.facts)


def test_nothing_personal_beyond_the_list_is_in_its_file(site: Workspace, browser_of: Browser) -> None:
    every = "?who=all" + "".join(f"&col={each.id}" for each in households().columns)
    answer = browser_of("officer_malee").post(FILE, {"asked": every, "file": "csv"})
    for drawn in OF_CHAMAN:
        assert drawn.surname not in _text(answer) and drawn.number(1) not in _text(answer)


@pytest.mark.parametrize("person", ["analyst", "outsider", "officer_of_other_tambon", "agency_officer"])
def test_no_file_for_whoever_may_not_see_the_list(person: str, site: Workspace, browser_of: Browser) -> None:
    answer = browser_of(person).post(FILE, {"asked": "?who=all", "file": "csv"})
    assert answer.status_code == 403
    assert not Look.objects.exists() and not AuditEvent.objects.filter(event__startswith="table").exists()


def test_without_a_purpose_it_is_asked_first(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee", purpose="").post(FILE, {"asked": "", "file": "csv"})
    assert answer.status_code == 302 and answer["Location"].startswith("/purpose/?next=")
    assert not Look.objects.exists()


@pytest.fixture
def large(settings: object) -> None:
    """Every table is a large one, in parts of five rows."""
    settings.SAMUT_EXPORT_AT_ONCE = 2  # type: ignore[attr-defined]


def _work() -> Job:
    working.work_until(lambda: False, once=True)
    return Job.objects.latest("pk")


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_large_file_is_made_by_a_job(
    ending: str, site: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ROWS_A_PART", 5)
    browser = browser_of("officer_malee")
    asked = browser.post(FILE, {"asked": "?who=all&sort=house", "file": ending})
    assert asked.status_code == 302
    page = asked["Location"]
    assert "รอทำ" in _text(browser.get(page))
    assert browser.get(page + "fetch/").status_code == 404
    job = _work()
    assert job.state == JobState.DONE and job.result == {"rows": len(OF_CHAMAN)}
    assert "ไฟล์พร้อมแล้ว" in _text(browser.get(page))
    fetched = b"".join(browser.get(page + "fetch/").streaming_content)  # type: ignore[attr-defined]
    if ending == "csv":
        names = [
            line.split(",")[0] for line in fetched.decode("utf-8-sig").splitlines() if line[0] not in '#"'
        ]
    else:
        rows = openpyxl.load_workbook(BytesIO(fetched)).worksheets[0].iter_rows()
        names = [str(row[0].value) for row in rows]
    assert names[1:] == [each.house_no for each in OF_CHAMAN]
    assert Look.objects.filter(page="table_file").count() == len(OF_CHAMAN)
    assert AuditEvent.objects.filter(event="table.made").count() == 1
    assert AuditEvent.objects.filter(event="table.fetched").count() == 1
    # Others are told the same as of a file that there is none of.
    assert browser_of("provincial_officer").get(page).status_code == 404
    assert browser_of("provincial_officer").get(page + "fetch/").status_code == 404


@pytest.mark.usefixtures("large")
def test_a_job_begun_anew_logs_nobody_twice(
    site: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ROWS_A_PART", 5)
    browser = browser_of("officer_malee")
    browser.post(FILE, {"asked": "?who=all", "file": "csv"})
    calls = 0
    log = actions._log_looks

    def breaks(*what: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError("the machine went down")
        log(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "_log_looks", breaks)
    assert _work().state == JobState.FAILED
    assert Look.objects.filter(page="table_file").count() == 10
    job = Job.objects.get()
    browser.post(f"/jobs/{job.pk}/again/")
    assert _work().state == JobState.DONE
    assert Look.objects.filter(page="table_file").count() == len(OF_CHAMAN)


@pytest.mark.usefixtures("large")
def test_a_role_that_ended_makes_and_opens_no_file(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser = browser_of("officer_malee")
    page = browser.post(FILE, {"asked": "?who=all", "file": "csv"})["Location"]
    _work()
    late = browser.post(FILE, {"asked": "?who=all", "file": "csv"})["Location"]
    officer, today = people["officer_malee"], timezone.localdate()
    held = officer.assignments.get()
    held.valid_from = today - dt.timedelta(days=9)
    held.save()
    end_assignment(by=None, assignment=held, on=today)
    # The job asks again; nothing of the file is left.
    job = _work()
    assert job.state == JobState.FAILED and job.error_code == "SITE_001"
    assert Export.objects.get(pk=late.split("/")[-2]).made_at is None
    assert browser.get(page + "fetch/").status_code == 403
    # Another role in a part of the area does not open what was made under the wider one.
    assign_role(by=None, user=officer, role=Role.VOLUNTEER, area_code="22050602", valid_from=today)
    assert browser.get(page + "fetch/").status_code == 403
    assert not AuditEvent.objects.filter(event="table.fetched").exists()


@pytest.mark.usefixtures("large")
def test_files_are_removed_in_time_or_before(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    pages = []
    for _ in range(2):
        pages.append(browser.post(FILE, {"asked": "?who=all", "file": "csv"})["Location"])
        _work()
    browser.post(pages[0] + "remove/")
    assert browser.get(pages[0] + "fetch/").status_code == 404
    assert "ไฟล์นี้ถูกลบแล้ว" in _text(browser.get(pages[0]))
    (left,) = exports_folder().iterdir()
    assert left.name == pages[1].split("/")[-2]
    (kept,) = left.iterdir()
    assert oct(kept.stat().st_mode)[-3:] == "600" and oct(left.stat().st_mode)[-3:] == "700"
    Export.objects.update(
        made_at=timezone.now() - dt.timedelta(hours=25), asked_at=timezone.now() - dt.timedelta(hours=26)
    )
    assert browser.get(pages[1] + "fetch/").status_code == 404
    actions.remove_expired()
    assert not list(exports_folder().iterdir())


@pytest.mark.usefixtures("large")
def test_figures_that_change_while_a_file_is_made_make_no_file(
    site: Workspace, browser_of: Browser, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    table, sources = households(), iter(range(99))
    monkeypatch.setattr(exporting, "ROWS_A_PART", 5)

    def rows(question: Question) -> Found:
        found = table.rows(question)
        return Found(found.rows, found.total, (Text(str(next(sources)), ""),))

    changing = TableDefinition(**{**_init(table), "rows": rows})
    asked = read_asked(table, QueryDict("who=all"), "220506")
    wanted = exporting.Wanted(changing, "220506", asked, "csv", "th", "visit", people["officer_malee"].pk)
    with pytest.raises(SamutError, match="TABLE_004"):
        actions.make_file(by=people["officer_malee"], wanted=wanted)
    assert not Look.objects.exists()


def test_more_rows_than_a_file_holds_are_refused(
    site: Workspace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    asked = read_asked(households(), QueryDict("who=all"), "220506")
    wanted = exporting.Wanted(households(), "220506", asked, "csv", "th", "visit", people["officer_malee"].pk)
    with pytest.raises(SamutError, match="TABLE_003"):
        actions.make_file(by=people["officer_malee"], wanted=wanted)


def _init(table: TableDefinition) -> dict[str, Any]:
    return {name: value for name, value in vars(table).items() if name != "by_id"}


def test_a_table_is_declared_without_mistakes() -> None:
    column = Column("name", Text("", ""))
    for columns, sort in (
        ((column, column), "name"),
        ((Column("page", Text("", "")),), "page"),
        ((column,), "x"),
    ):
        with pytest.raises(ValueError, match="the table t"):
            TableDefinition(**{**_init(DRAWN_TABLE), "id": "t", "columns": columns, "sort": sort})


def test_a_table_nobody_has_gives_no_file(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").post("/tables/nothing/220506/export/", {"file": "csv"})
    assert answer.status_code == 404 and "TABLE_007" in _text(answer)
    wrong = browser_of("officer_malee").post(FILE, {"file": "exe"})
    assert wrong.status_code == 400


@pytest.mark.parametrize("person", ["analyst", "officer_malee"])
@pytest.mark.parametrize("query", ["", "?dims=00010", "?sort=name"])
def test_figures_of_areas_are_hidden_in_the_file_as_on_the_page(
    person: str, query: str, site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of(person)
    shown = _text(browser.get(f"/area/220506/{query}"))
    lines = _csv(browser.post("/tables/children/220506/export/", {"asked": query, "file": "csv"}))
    heads = lines[0]
    body = shown.split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", each) for each in body.split("</tr>") if "<td" in each]
    page = [[re.sub("<[^>]+>|,", "", cell) for cell in row] for row in rows]
    assert [line[0] for line in lines[1:]] == [row[0] for row in page]
    target = heads.index("คนจนเป้าหมาย")
    assert [line[target] for line in lines[1:]] == [row[1] for row in page]
    assert ("น้อยกว่า 5" in str(lines)) == (person == "analyst")
    assert not Look.objects.exists()


def test_a_table_by_itself(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    text = _text(browser.get("/tables/children/220506/?target.from=0&col=target"))
    assert "กรองอยู่" in text and "ดาวน์โหลดตามที่กรอง" in text
    assert browser.get("/tables/children/999999/").status_code == 404
    moved = browser_of("officer_malee").get("/tables/households/220506/")
    assert moved.status_code == 302 and moved["Location"] == LIST
    assert browser.get("/tables/households/220506/").status_code == 403
