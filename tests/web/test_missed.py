"""Who is missed on the site: the engine's figures, and to outsiders none that points at somebody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from register_files import household, household_csv, member, member_csv, number, write
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed.counting import missed_of
from samut.engine.missed.coverage import AreaCoverage
from samut.engine.missed.log_linear import fit_all
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.coverage import VillageCount, coverage
from samut.rules.disclosure import is_small
from samut.web.audit.models import AuditEvent
from samut.web.households.queries import current_result
from samut.web.insight.queries import holdings
from samut.web.missed import held
from samut.web.missed.covering import covered, covered_below
from samut.web.missed.figures import AreaTold, GroupLine
from samut.web.missed.held import MissedTables, held_of
from samut.web.missed.queries import SORTS
from web_world import EDITION, PROVINCE

Browser = Callable[..., Client]
AREAS = ("TH", "22", "2205", "220506", "22050602")
BELOW_PROVINCE = ("2205", "220501", "220506", "22050101", "22050601", "22050602", "22050603")
OUTSIDERS = ("analyst", "outsider", "administrator", "officer_of_other_tambon")


def counts_told(told: AreaTold) -> Iterator[int]:
    """Every count of persons or households that the page of an area tells."""
    lines: tuple[GroupLine, ...] = (*told.groups, told.card_fails_nothing)
    for line in lines:
        counts = (line.households, line.persons, line.unknown_households, line.unknown_persons)
        yield from (each for each in counts if each is not None)
    for table in (told.households, told.persons):
        yield from (table.poor, table.reached, table.unknown, table.everybody, table.missed, table.leaked)
    for stage in told.life_cycle:
        yield from (stage.poor, stage.missed, stage.unknown)
    for register in told.registers:
        yield from (count for count in (register.persons, register.in_no_household) if count is not None)
    yield from (count for count in (told.members, told.without_number) if count is not None)
    for reach in told.reach.lines if told.reach else ():
        yield from (reach.surveyed, max(0, (reach.counted or reach.surveyed) - reach.surveyed))


@pytest.mark.parametrize("area", AREAS)
def test_an_officer_reads_what_the_engine_counts(area: str, site: Workspace, browser_of: Browser) -> None:
    page = browser_of("provincial_officer").get(f"/missed/{area}/").context["page"]
    counted = missed_of(site, current_result(), area)
    told = [
        (line.households, line.persons, line.unknown_households, line.unknown_persons)
        for line in (*page.told.groups, page.told.card_fails_nothing)
    ]
    assert told == [
        (each.households, each.persons, each.unknown_households, each.unknown_persons)
        for each in counted.groups()
    ]
    households, persons = counted.reached_households(), counted.reached_persons()
    assert (page.told.households.poor, page.told.households.everybody) == (
        households.poor,
        households.everybody,
    )
    assert (page.told.persons.missed, page.told.persons.unknown) == (
        persons.count(True, False),
        persons.unknown,
    )
    assert (page.told.members, page.told.without_number) == (counted.members, counted.without_number)
    assert [each.in_no_household for each in page.told.registers] == [
        each.in_no_household for each in counted.register_only
    ]
    if page.rows:
        below = [row.told.groups[0].households for row in page.rows]
        assert sum(below) == counted.groups()[0].households


@pytest.mark.parametrize("person", OUTSIDERS)
def test_no_small_count_reaches_an_outsider(person: str, site: Workspace, browser_of: Browser) -> None:
    browser = browser_of(person)
    for area in ("22", *BELOW_PROVINCE):
        if person == "officer_of_other_tambon" and area.startswith("220501"):
            continue
        page = browser.get(f"/missed/{area}/").context["page"]
        own = [] if area == "22" else list(counts_told(page.told))
        below = [count for row in page.rows for count in counts_told(row.told)]
        assert not [count for count in own + below if is_small(count)], area


def test_no_small_count_is_the_difference_of_two_that_are_shown(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    browser.get("/targets/22/counts/")
    for area in BELOW_PROVINCE:
        poor, vulnerable, both = browser.get(f"/missed/{area}/").context["page"].told.groups
        figures = browser.get(f"/area/{area}/").context["page"].figures
        groups = {line.group.id: line for line in browser.get(f"/targets/{area}/").context["page"].lines}
        of_all = groups["vulnerable-household"].count
        pairs = [
            (poor.households, both.households),
            (poor.persons, both.persons),
            (vulnerable.households, both.households),
            (vulnerable.persons, both.persons),
            (figures.poor_households if figures else None, poor.households),
            (of_all.yes if of_all else None, vulnerable.households),
        ]
        known = [(more, less) for more, less in pairs if isinstance(more, int) and isinstance(less, int)]
        assert not [pair for pair in known if is_small(pair[0] - pair[1])], (area, pairs)


def test_there_was_something_to_hide(site: Workspace, browser_of: Browser) -> None:
    page = browser_of("officer_malee").get("/missed/220506/").context["page"]
    assert [count for row in page.rows for count in counts_told(row.told) if is_small(count)]
    assert not page.hides


def test_what_is_hidden_cannot_be_worked_out_from_its_sum(site: Workspace, browser_of: Browser) -> None:
    browser_of("analyst").get("/missed/22/")
    result = current_result()
    counted = held_of(result.folder)
    tables = MissedTables(counted, holdings())
    for parent in ("22", "2205", "220506"):
        hidden_below, of_sum = covered_below(tables, parent), covered(tables, parent)
        for name in counted.area(parent).parts:
            parts = {code: counted.area(code).parts.get(name, ()) for code in counted.below(parent)}
            hidden = [counts for code, counts in parts.items() if name in hidden_below[code]]
            shown = [counts for code, counts in parts.items() if name not in hidden_below[code]]
            assert not [count for counts in shown for count in counts if is_small(count)], (parent, name)
            if name in of_sum or not hidden:
                assert not (hidden and any(map(any, shown))), (parent, name)
                continue
            assert len(hidden) > 1 or not any(map(any, shown)), (parent, name)
            for place, column in enumerate(zip(*hidden, strict=True)):
                left_over = is_small(sum(column)) and any(counts[place] for counts in shown)
                assert not left_over, (parent, name, place)


def test_a_village_says_the_same_on_its_page_and_in_the_table_above(
    site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of("analyst")
    for parent in ("22", "2205", "220506"):
        for row in browser.get(f"/missed/{parent}/").context["page"].rows:
            assert browser.get(f"/missed/{row.area.code}/").context["page"].told == row.told


def test_hidden_rows_have_no_order(site: Workspace, browser_of: Browser) -> None:
    for name, value_of in SORTS.items():
        rows = browser_of("analyst").get(f"/missed/220506/?sort=-{name}").context["page"].rows
        values = [value_of(row.told) for row in rows]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=True)
        assert values[len(known) :] == [None] * (len(values) - len(known))
        hidden = [row.area.code for row in rows if value_of(row.told) is None]
        assert hidden == sorted(hidden)


def test_other_provinces_and_areas_there_are_none_of(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("provincial_officer")
    for path in ("/missed/10/", "/missed/100101/missed.xlsx", "/missed/99/", "/missed/10/unlisted/"):
        assert browser.get(path).status_code == 404, path
    assert "กรุงเทพมหานคร" in browser.get("/missed/10/").content.decode()
    assert browser.get("/missed/22/?sort=secret").status_code == 400


def test_the_menu_leads_to_ones_own_area(site: Workspace, browser_of: Browser) -> None:
    for path in ("/missed/", "/targets/"):
        assert browser_of("officer_malee").get(path)["Location"] == f"{path}220506/"
        assert browser_of("analyst").get(path)["Location"] == f"{path}TH/"
        assert f'href="{path}"' in browser_of("analyst").get("/area/22/").content.decode()


def test_where_nobody_was_surveyed_nobody_is_said_to_be_reached(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("analyst").get("/missed/2206/")
    assert answer.context["page"].lacking == "households"
    assert "ไม่ใช่ว่าไม่มีใครตกหล่น" in answer.content.decode()


def test_the_lists_of_an_area_and_the_refusal_in_words(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    assert "ยังไม่มีบัญชีสองชุดให้เทียบ" in browser.get("/missed/220506/unlisted/").content.decode()
    assert browser.get("/missed/22050602/unlisted/").status_code == 404
    assert browser.get("/missed/22/unlisted/?found=200").status_code == 400
    assert browser.get("/missed/22/unlisted/?found=x").context["problem"].code == "SITE_004"
    assert browser_of("analyst").get("/missed/220506/unlisted/").status_code == 403
    assert browser_of("analyst").get("/missed/22/unlisted/").status_code == 200


@pytest.mark.parametrize("language", ["th", "en"])
def test_why_the_published_lists_give_no_estimate(
    language: str, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("outsider", language=language).get("/missed/not-printed/")
    (pair,) = answer.context["pairs"]
    assert pair.estimate is None
    assert {"MISSED_001", "MISSED_002"} <= {reason.code for reason in pair.reasons}
    assert pair.reasons[0].what(language) in answer.content.decode()


# Diabetes in Casale Monferrato, four lists: Bruno and others 1994.
COUNTS = (58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10)
DIABETES = dict(zip(product((1, 0), repeat=4), COUNTS, strict=False))


def test_several_lists_are_told_by_every_model(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    assert browser.get("/missed/lists/").context["told"] is None
    counts = {"c" + "".join(map(str, history)): count for history, count in DIABETES.items()}
    told = browser.get("/missed/lists/", {"lists": 4, "asked": 1, "same": 1, **counts}).context["told"]
    engine = fit_all(DIABETES)
    assert len(told.models) == len(engine.models)
    assert told.models[0].estimate == engine.best().estimate
    assert dict(told.means)["BIC"] == engine.mean_by_bic
    assert told.seen == sum(COUNTS)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("c111=50&c100=50", {"MISSED_021"}),
        ("same=1&c100=50&c010=20", {"MISSED_003"}),
        ("same=1&c110=3&c100=50", {"MISSED_004"}),
        ("c110=3&c100=50", {"MISSED_021", "MISSED_004"}),
        ("same=1&c111=9&c110=9&c101=9&c011=9&c100=900&c010=900&c001=900&frame=3000", {"MISSED_002"}),
    ],
)
def test_the_guard_stands_before_several_lists(
    query: str, codes: set[str], site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("analyst").get(f"/missed/lists/?lists=3&asked=1&{query}")
    assert {reason.code for reason in answer.context["told"].reasons} == codes
    assert answer.context["told"].models == ()


def test_counts_that_are_none_are_told(site: Workspace, browser_of: Browser) -> None:
    for query in ("c111=-1", "c111=x", "c111=99999999999", "frame=1.5"):
        assert browser_of("analyst").get(f"/missed/lists/?lists=3&asked=1&{query}").status_code == 400
    assert browser_of("analyst").get("/missed/lists/?lists=9").status_code == 400


def workbook_cells(answer: object) -> list[object]:
    book = load_workbook(BytesIO(answer.content))  # type: ignore[attr-defined]
    return [cell for sheet in book for row in sheet.iter_rows(min_row=3, values_only=True) for cell in row]


def test_the_workbook_tells_what_the_page_tells_and_is_logged(site: Workspace, browser_of: Browser) -> None:
    hidden = workbook_cells(browser_of("analyst").get("/missed/220506/missed.xlsx"))
    assert "ปกปิด\nhidden" in hidden
    assert not [cell for cell in hidden if isinstance(cell, int) and is_small(cell)]
    exact = workbook_cells(browser_of("officer_malee").get("/missed/220506/missed.xlsx"))
    assert [cell for cell in exact if isinstance(cell, int) and is_small(cell)]
    events = AuditEvent.objects.filter(event="missed.downloaded").order_by("pk")
    assert [(each.actor_name, each.area_code, each.facts["hidden"]) for each in events] == [
        ("analyst", "220506", True),
        ("officer_malee", "220506", False),
    ]


# Houses and persons of each village as another office counts them; one with a household more than surveyed.
COUNTED = {
    "22050601": (7, 30),
    "22050602": (7, 22),
    "22050603": (20, 60),
    "22050101": (None, None),
    "22050604": (9, 20),
}


def drawn_coverage(site: Workspace) -> AreaCoverage:
    def surveyed(village: str) -> tuple[int, int]:
        cells = missed_of(site, current_result(), village).households
        return sum(each.households for each in cells), sum(each.persons for each in cells)

    villages = [VillageCount(code, *COUNTED[code], *surveyed(code)) for code in COUNTED]
    areas = [
        coverage(code, [each for each in villages if each.village.startswith("" if code == "TH" else code)])
        for code in (*AREAS, *BELOW_PROVINCE)
    ]
    return AreaCoverage(tuple(areas), "dopa-households", EDITION, 0)


def test_the_census_is_set_beside_another_count(
    site: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "dopa-households FILE" in browser_of("analyst").get("/missed/220506/").content.decode()
    drawn = drawn_coverage(site)
    held._reaches.cache_clear()
    monkeypatch.setattr(held, "coverage_of", lambda workspace, result: drawn)
    told = browser_of("officer_malee").get("/missed/220506/").context["page"].told.reach
    assert [(each.surveyed, each.counted) for each in told.lines] == [(17, 43), (61, 132)]
    assert (told.villages, told.not_surveyed, told.not_counted) == (4, 1, 0)
    unknown = browser_of("provincial_officer").get("/missed/2205/").context["page"].told.reach
    assert [each.counted for each in unknown.lines] == [None, None]
    for area in BELOW_PROVINCE:
        page = browser_of("analyst").get(f"/missed/{area}/").context["page"]
        counts = [*counts_told(page.told), *(n for row in page.rows for n in counts_told(row.told))]
        assert not [count for count in counts if is_small(count)], area
    # Of the first village one house was not surveyed.
    assert browser_of("analyst").get("/missed/22050601/").context["page"].told.reach.lines == ()
    assert "ปกปิด\nhidden" in workbook_cells(browser_of("analyst").get("/missed/22050601/missed.xlsx"))
    held._reaches.cache_clear()


def test_no_word_of_a_person_is_on_any_page(site: Workspace, browser_of: Browser) -> None:
    for area in AREAS:
        page = browser_of("provincial_officer").get(f"/missed/{area}/").content.decode()
        assert "นามสกุล" not in page and "สมมติ1" not in page
        assert not re.search(r"\d{13}", page)


def test_the_table_comes_alone_where_only_it_is_asked_for(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    part = browser.get("/missed/22/?sort=name", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="table-wrap"')
    assert "/missed/22/" in browser.get("/area/22/").content.decode()


@pytest.fixture
def office(tmp_path: Path, settings: object, db: None) -> Workspace:
    """A workspace in which nothing is yet."""
    office = create_workspace(
        tmp_path / "office", name="test", demo=True, province=PROVINCE, edition=EDITION, registers=[]
    )
    settings.SAMUT_WORKSPACE = office.root  # type: ignore[attr-defined]
    return office


def test_each_step_that_is_still_lacking_is_told(office: Workspace, browser_of: Browser) -> None:
    browser = browser_of("provincial_officer")

    def told() -> str:
        return browser.get("/missed/22/").content.decode()

    assert f"samut import bmn households.csv members.csv --edition {EDITION}" in told()
    assert browser.get("/missed/22/missed.xlsx").status_code == 404
    census = household_csv([household(1, village_code="22050601", income_year_baht="1000")])
    files = [
        write(office, "households.csv", census),
        write(office, "members.csv", member_csv([member(1)])),
    ]
    import_register(office, "bmn", files, edition=EDITION)
    assert "<code>samut link</code>" in told()
    linked = link(office, EDITION)
    assert "เหลือวัด" in told()
    assert "เหลือวัด" in browser.get("/missed/22/unlisted/").content.decode()
    measure(office, office.config.measure, EDITION, linked)
    call_command("load_results")
    page = told()
    assert "samut import welfare-card FILE" in page
    first = browser.get("/missed/22/").context["page"].told.groups[0]
    assert (first.households, first.unknown_households) == (0, 1)


def test_links_count_as_they_were_measured_where_nobody_says_a_rate(
    office: Workspace, browser_of: Browser
) -> None:
    """Twenty old people of whom fifteen draw the allowance, and a child each."""
    census = household_csv([household(n, village_code="22050601") for n in range(1, 21)])
    people = [member(n, 1, birth="01/06/2490") for n in range(1, 21)]
    people += [member(n, 2, birth="01/06/2555") for n in range(1, 21)]
    files = [write(office, "households.csv", census), write(office, "members.csv", member_csv(people))]
    import_register(office, "bmn", files, edition=EDITION)
    lines = [f"{number(n * 10 + 1)},สมมติ,ทดสอบ,01/06/2490,220506" for n in range(1, 16)]
    told = "\n".join(["pid,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล", *lines, ""])
    import_register(office, "elderly-allowance", [write(office, "drawn.csv", told)], edition=EDITION)
    measure(office, office.config.measure, EDITION, link(office, EDITION))
    call_command("load_results")
    browser = browser_of("provincial_officer")
    page = browser.get("/missed/22/unlisted/")
    (pair,) = page.context["pairs"]
    assert (pair.reasons, pair.lists.overlap, pair.lists.sensitivity) == ((), 15, 1.0)
    assert pair.estimate.persons == 20
    assert "พบด้วยเลขทุกคู่" in page.content.decode()
    said = browser.get("/missed/22/unlisted/?found=97").content.decode()
    assert "ตามที่ระบุ" in said and "พบด้วยเลขทุกคู่" not in said
    book = load_workbook(BytesIO(browser.get("/missed/22/missed.xlsx").content))
    row = [cell.value for cell in book["ประมาณผู้ตกหล่น recapture"][3]]
    assert row[4] == 15 and row[10] == 1 and "every pair by number" in str(row[11])
