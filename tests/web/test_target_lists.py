"""Target groups on the site: the engine's counts, lists for those who may see them, lists that are kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from samut.engine.lake import Lake
from samut.engine.target_lists.counting import counted_groups, folder_of
from samut.engine.target_lists.keeping import kept_lists
from samut.engine.target_lists.units import ask
from samut.engine.workspace import Workspace
from samut.reports.unit_list import UnitLine, change_table, csv_bytes, unit_table
from samut.rules.disclosure import is_small
from samut.rules.errors import Text
from samut.rules.target_groups import target_group
from samut.web.audit.models import AuditEvent, Look
from samut.web.households.queries import current_result
from samut.web.insight.queries import holdings
from samut.web.missed.covering import covered, covered_below
from samut.web.target_lists import counts as site_counts
from samut.web.target_lists import queries
from samut.web.target_lists.counts import GroupTables, counted_of
from web_world import houses

Browser = Callable[..., Client]
BELOW_PROVINCE = ("2205", "220501", "220506", "22050101", "22050601", "22050602", "22050603")
OUTSIDERS = ("analyst", "outsider", "administrator", "officer_of_other_tambon")
REASON = "ส่งให้เทศบาลวางแผนเยี่ยมบ้าน"


@pytest.fixture(autouse=True)
def no_kept_lists(world: Workspace) -> Iterator[None]:
    """Lists that a test kept are of that test alone."""
    yield
    for each in kept_lists(world):
        for file in each.path.iterdir():
            file.unlink()
        each.path.rmdir()


def keep(browser: Client, area: str = "220506", group: str = "target-poor", reason: str = REASON) -> str:
    """Keep a list as an officer does; its name."""
    answer = browser.post(f"/targets/{area}/group/{group}/keep/", {"reason": reason})
    assert answer.status_code == 302, answer.content.decode()[:400]
    return str(answer["Location"]).rstrip("/").split("/")[-1]


def counted_here(page: object) -> dict[str, tuple[int, int, int]]:
    return {
        line.group.id: (line.count.yes, line.count.no, line.count.unknown)
        for line in page.lines  # type: ignore[attr-defined]
        if line.count is not None
    }


@pytest.mark.parametrize("area", ["TH", "22", "2205", "220506", "22050602"])
def test_an_officer_reads_what_the_engine_counts(area: str, site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("provincial_officer")
    browser.get(f"/targets/{area}/counts/")
    told = counted_here(browser.get(f"/targets/{area}/").context["page"])
    engine = counted_groups(site, current_result()).in_area(area)
    assert told == {group: (each.yes, each.no, each.unknown) for group, each in engine.items()}
    group = browser.get(f"/targets/{area}/group/target-poor/").context["page"]
    assert group.line.count == engine["target-poor"]
    if group.rows:
        assert sum(row.count.yes for row in group.rows) == engine["target-poor"].yes


def test_the_first_page_after_a_measurement_does_not_make_anybody_wait(
    site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of("officer_malee")
    folder = folder_of(site, current_result())
    for file in folder.glob("*"):
        file.unlink()
    site_counts._counted.cache_clear()
    page = browser.get("/targets/220506/")
    assert page.context["page"].waiting
    assert 'data-include="/targets/220506/counts/"' in page.content.decode()
    folder.rmdir()
    part = browser.get("/targets/220506/counts/", headers={"HX-Request": "true"}).content.decode()
    assert "<table" in part and "<html" not in part
    assert browser.get("/targets/220506/counts/")["Location"] == "../"
    assert not browser.get("/targets/220506/").context["page"].waiting


@pytest.mark.parametrize("person", OUTSIDERS)
def test_no_small_count_reaches_an_outsider(person: str, site: Workspace, browser_of: Browser) -> None:
    browser = browser_of(person)
    browser.get("/targets/22/counts/")
    for area in BELOW_PROVINCE:
        if person == "officer_of_other_tambon" and area.startswith("220501"):
            continue
        told = counted_here(browser.get(f"/targets/{area}/").context["page"])
        assert not [count for counts in told.values() for count in counts if is_small(count)], area
        rows = browser.get(f"/targets/{area}/group/disabled/").context["page"].rows
        shown = [row.count for row in rows if row.count is not None]
        assert not [each for each in shown if any(map(is_small, (each.yes, each.no, each.unknown)))]


def test_there_was_something_to_hide(site: Workspace, browser_of: Browser) -> None:
    browser_of("officer_malee").get("/targets/220506/counts/")
    told = counted_here(browser_of("officer_malee").get("/targets/220506/").context["page"])
    assert [count for counts in told.values() for count in counts if is_small(count)]
    assert browser_of("analyst").get("/targets/220506/").context["page"].hides


def test_what_is_hidden_cannot_be_worked_out_from_its_sum(site: Workspace) -> None:
    result = current_result()
    tables = GroupTables(counted_of(result.folder), holdings(), result.folder)
    for parent in ("22", "2205", "220506"):
        below, of_sum = covered_below(tables, parent), covered(tables, parent)
        for name in tables.parts(parent):
            rows = {code: tables.parts(code)[name] for code in tables.below(parent)}
            hidden = [counts for code, counts in rows.items() if name in below[code]]
            shown = [counts for code, counts in rows.items() if name not in below[code]]
            assert not [count for counts in shown for count in counts if is_small(count)], (parent, name)
            if name in of_sum or not hidden:
                assert not (hidden and any(map(any, shown))), (parent, name)
                continue
            assert len(hidden) > 1 or not any(map(any, shown)), (parent, name)
            for place, column in enumerate(zip(*hidden, strict=True)):
                assert not (is_small(sum(column)) and any(counts[place] for counts in shown))


def test_a_list_holds_everybody_of_the_group_and_nobody_else(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    lake, result = Lake(site), current_result()
    for group in ("target-poor", "vulnerable-household", "elderly", "working-age"):
        asked = ask(lake, result, target_group(group), "220506")
        with lake.read() as connection:
            rows = connection.execute(
                f"SELECT household_id, member_no FROM {asked.sql} AS units WHERE answer = 'yes'"
            ).fetchall()
        found, page = [], 1
        while True:
            shown = browser.get(f"/targets/220506/group/{group}/members/?page={page}").context["page"]
            found += [(line.unit.household_id, line.unit.member_no) for line in shown.lines]
            if page == shown.pages:
                break
            page += 1
        assert sorted(found, key=str) == sorted(rows, key=str), group
        assert shown.total == len(rows)


def test_a_list_says_why_and_names_nobody(site: Workspace, browser_of: Browser) -> None:
    text = browser_of("officer_malee").get("/targets/22050601/group/target-poor/members/").content.decode()
    assert "รายได้เฉลี่ย" in text and "บ้านเลขที่ 1/1" in text
    for drawn in houses():
        assert drawn.surname not in text
        assert not [n for n in range(1, drawn.members + 1) if drawn.number(n) in text]
    assert not re.search(r"\d{13}", text)


def test_whose_purpose_is_not_said_is_asked_first_and_every_look_is_logged(
    site: Workspace, browser_of: Browser
) -> None:
    path = "/targets/220506/group/elderly/members/"
    assert browser_of("officer_malee", purpose="").get(path)["Location"].startswith("/purpose/")
    assert Look.objects.count() == 0
    browser_of("officer_malee").get(path)
    browser_of("officer_malee").get("/targets/220506/group/elderly/members.xlsx")
    looks = Look.objects.order_by("pk").values_list("actor_name", "area_code", "page", "purpose")
    assert list(looks) == [
        ("officer_malee", "220506", "group", "visit"),
        ("officer_malee", "220506", "list_file", "visit"),
    ]
    browser_of("officer_malee").get("/targets/220506/")
    assert Look.objects.count() == 2  # counts are no look at anybody


def test_nobody_opens_a_list_of_elsewhere(site: Workspace, browser_of: Browser) -> None:
    kept = keep(browser_of("officer_malee"))
    paths = (
        "/targets/220506/group/elderly/members/",
        "/targets/220506/group/elderly/members.csv",
        f"/targets/220506/kept/{kept}/",
        f"/targets/220506/kept/{kept}/members.xlsx",
        f"/targets/220506/compare/?before={kept}&after={kept}",
    )
    for person in ("analyst", "officer_of_other_tambon", "volunteer_somchai", "administrator", "outsider"):
        for path in paths:
            assert browser_of(person).get(path).status_code == 403, (person, path)
    # In one's own area there is no list of another's.
    assert browser_of("officer_of_other_tambon").get(f"/targets/220501/kept/{kept}/").status_code == 404
    assert browser_of("analyst").get("/targets/220506/").context["page"].kept == ()
    assert kept not in browser_of("officer_of_other_tambon").get("/targets/22/").content.decode()


def test_other_provinces_groups_and_files_there_are_none_of(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("provincial_officer")
    for path in (
        "/targets/10/",
        "/targets/10/group/elderly/",
        "/targets/99/",
        "/targets/22/group/nobody/",
        "/targets/220506/group/elderly/members.pdf",
        "/targets/22/kept/none/",
    ):
        assert browser.get(path).status_code == 404, path
    assert browser.get("/targets/10/group/elderly/members/").status_code == 403
    assert browser.get("/targets/22/?edition=2499").status_code == 400
    assert browser.get("/targets/220506/group/elderly/members/?answer=no").status_code == 400


def test_a_list_is_kept_with_who_when_what_for_and_the_policy(site: Workspace, browser_of: Browser) -> None:
    name = keep(browser_of("officer_malee"))
    (kept,) = kept_lists(site)
    assert (kept.id, kept.kept_by, kept.reason, kept.area_code) == (name, "officer_malee", REASON, "220506")
    event = AuditEvent.objects.get(event="list.kept")
    assert (event.actor_name, event.target, event.area_code) == ("officer_malee", f"list:{name}", "220506")
    text = browser_of("officer_malee").get(f"/targets/220506/kept/{name}/").content.decode()
    assert REASON in text and kept.policy_version in text and "officer_malee" in text
    assert f"/kept/{name}/" in browser_of("officer_malee").get("/targets/220506/").content.decode()


def test_a_volunteer_reads_the_part_of_a_kept_list_that_is_their_village(
    site: Workspace, browser_of: Browser
) -> None:
    name = keep(browser_of("officer_malee"))
    page = browser_of("volunteer_somchai").get(f"/targets/22050602/kept/{name}/").context["page"]
    assert {line.unit.village_code for line in page.lines} == {"22050602"}
    assert page.total == page.counts.yes == 2


def test_only_officers_keep_and_only_with_a_reason(site: Workspace, browser_of: Browser) -> None:
    for person in ("volunteer_somchai", "analyst", "officer_of_other_tambon", "administrator"):
        answer = browser_of(person).post("/targets/22050602/group/elderly/keep/", {"reason": REASON})
        assert answer.status_code == 403, person
    for reason, code in (("  ", "LIST_002"), ("ก" * 501, "SITE_009")):
        answer = browser_of("officer_malee").post("/targets/220506/group/elderly/keep/", {"reason": reason})
        assert (answer.status_code, answer.context["problem"].code) == (400, code)
    assert kept_lists(site) == ()
    assert not AuditEvent.objects.filter(event="list.kept").exists()


def test_two_lists_are_compared_where_one_may_see(site: Workspace, browser_of: Browser) -> None:
    wide = keep(browser_of("provincial_officer"), "22")
    narrow = keep(browser_of("officer_malee"), "220506")
    address = f"?before={wide}&after={narrow}"
    province = browser_of("provincial_officer").get(f"/targets/22/compare/{address}").context["page"]
    stayed, dropped = province.changes[2].count, province.changes[1].count
    assert (province.changes[0].count, province.total) == (0, dropped)
    assert stayed == next(each for each in kept_lists(site) if each.id == narrow).counts["yes"]
    assert {line.village_code[:6] for line in province.lines} == {"220501"}
    assert [reason.label.en for reason in province.changes[1].reasons] == [
        "no longer in the later list's register or area"
    ]
    tambon = browser_of("officer_malee").get(f"/targets/220506/compare/{address}").context["page"]
    assert (tambon.total, tambon.changes[2].count) == (0, stayed)
    other = keep(browser_of("officer_malee"), group="elderly")
    refused = browser_of("officer_malee").get(f"/targets/220506/compare/?before={narrow}&after={other}")
    assert (refused.status_code, refused.context["problem"].code) == (400, "LIST_004")
    text = browser_of("provincial_officer").get(f"/targets/22/compare/changes.csv{address}").content
    assert len(text.decode("utf-8-sig").splitlines()) == 1 + dropped


def test_files_hold_what_the_page_lists(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    page = browser.get("/targets/220506/group/target-poor/members/").context["page"]
    answer = browser.get("/targets/220506/group/target-poor/members.csv")
    assert 'filename="target-poor-220506-2561.csv"' in answer["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))[1:]
    assert [(row[0], row[1]) for row in rows] == [
        (line.unit.household_id, str(line.unit.member_no)) for line in page.lines
    ]
    book = load_workbook(BytesIO(browser.get("/targets/220506/group/target-poor/members.xlsx").content))
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert page.lines[0].unit.household_id in cells
    assert not [drawn for drawn in houses() for cell in cells if drawn.surname in cell]


def test_a_file_of_too_many_is_refused(
    site: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_EXPORTED", 1)
    answer = browser_of("officer_malee").get("/targets/220506/group/target-poor/members.csv")
    assert (answer.status_code, answer.context["problem"].code) == (400, "LIST_020")
    assert not Look.objects.exists()


def test_what_a_spreadsheet_would_take_for_a_formula_is_text() -> None:
    line = UnitLine("abc", None, "22050601", "=HYPERLINK(1)", "-1", Text("ก", "a"), Text("เข้า", "in"))
    rows = list(
        csv.reader(StringIO(csv_bytes(unit_table(Text("ก", "a"), [line], notes=())).decode("utf-8-sig")))
    )
    assert rows[1] == ["abc", "", "22050601", "'=HYPERLINK(1)", "'-1", "ก", "a"]
    moved = csv_bytes(change_table(Text("ก", "a"), [line], notes=())).decode("utf-8-sig")
    assert moved.splitlines()[1].startswith("เข้า · in,abc,")
