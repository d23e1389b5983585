"""What-if, comparing and tables on the site: right for an officer, nothing small for anybody else."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from io import BytesIO, StringIO

import pytest
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook

from samut.engine.pivot.asking import PivotTable
from samut.engine.pivot.covering import Shown
from samut.engine.workspace import Workspace
from samut.rules.disclosure import is_small
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.analysis import beside, comparing, editions, pivoting, prepared, what_if
from samut.web.analysis.naming import areas_called
from samut.web.analysis.what_if_told import Answer, AreaAnswer, Change
from samut.web.audit.models import AuditEvent
from samut.web.households.models import ShownResult
from samut.web.insight.figures import Missing
from samut.web.insight.queries import holdings, rows_of
from samut.web.insight.switch import Switch
from samut.web.jobs.models import Job

Browser = Callable[..., Client]
INCOME = "average_income"
AREAS = ("22", "2205", "220506", "22050602")
WITHOUT_PERSONS = ("analyst", "outsider", "administrator", "agency_officer", "officer_of_other_tambon")


def answer(user: User, code: str, query: str) -> Answer:
    page = what_if.what_if_page(user, code, QueryDict(query))
    assert page.answer is not None
    return page.answer


def changes(told: Answer) -> Iterator[Change]:
    """Every count of an answer, before and after."""
    for row in (told.whole, *told.rows):
        yield from (getattr(row, each.name) for each in fields(AreaAnswer) if each.name != "area")
    for line in (*told.dimensions, *told.indicators):
        yield from (line.persons, line.target)


def test_an_officer_reads_who_would_leave_poverty(site: Workspace, people: dict[str, User]) -> None:
    """Three households of village 1 and one of village 2 fail by income alone; one would not tell it."""
    told = answer(people["officer_malee"], "220506", f"solve={INCOME}")
    assert (told.whole.poor_households.before, told.whole.poor_households.after) == (4, 0)
    assert (told.whole.poor_persons.before, told.whole.poor_persons.difference) == (15, -15)
    assert (told.whole.unknown_households.before, told.whole.unknown_households.after) == (1, 1)
    assert told.lifts[INCOME].households == 4
    assert [(step.area.code, step.households) for step in told.steps] == [("22050601", 3), ("22050602", 1)]


def test_only_the_chosen_villages_change(site: Workspace, people: dict[str, User]) -> None:
    for query in (f"solve={INCOME}&in=22050601", f"solve={INCOME}&codes=22050601"):
        told = answer(people["officer_malee"], "220506", query)
        by_code = {row.area.code: row.poor_households for row in told.rows}
        assert by_code["22050601"] == Change(3, 0) and by_code["22050602"] == Change(1, 1)


def test_a_group_is_helped_alone(site: Workspace, people: dict[str, User]) -> None:
    """Only the household of five persons is of that size."""
    told = answer(people["officer_malee"], "220506", f"solve={INCOME}&group=size:4-5")
    assert told.whole.poor_households == Change(4, 2)


def test_a_programme_is_its_indicators_and_says_that_it_is_a_proposal(
    site: Workspace, browser_of: Browser
) -> None:
    answered = browser_of("officer_malee", language="en").get(
        "/analysis/220506/what-if/?programme=elderly-allowance"
    )
    assert "proposed" in answered.content.decode() and "Elderly allowance" in answered.content.decode()


@pytest.mark.parametrize("name", WITHOUT_PERSONS)
@pytest.mark.parametrize("code", AREAS)
def test_whoever_may_not_see_persons_is_told_no_small_count(
    name: str, code: str, site: Workspace, people: dict[str, User]
) -> None:
    for query in ("", f"solve={INCOME}", f"solve={INCOME}&group=size:4-5", "programme=elderly-allowance"):
        told = answer(people[name], code, query)
        for change in changes(told):
            for count in (change.after, change.difference):
                assert not (isinstance(count, int) and is_small(abs(count))), (query, change)
        assert not [step for step in told.steps if is_small(step.households) or is_small(step.persons)]
        for lift in told.lifts.values():
            assert not [each for each in vars(lift).values() if isinstance(each, int) and is_small(each)]


def test_villages_are_chosen_only_by_whoever_sees_their_persons(site: Workspace, browser_of: Browser) -> None:
    address = f"/analysis/2205/what-if/?solve={INCOME}&in=22050601"
    assert browser_of("analyst").get(address).status_code == 403
    assert browser_of("officer_malee").get(address).status_code == 403
    assert browser_of("provincial_officer").get(address).status_code == 200


@pytest.mark.parametrize("wrong", ["solve=incom", "in=22050101", "group=size:9", "group=a", "programme=x"])
def test_what_makes_no_sense_is_refused_in_words(wrong: str, site: Workspace, browser_of: Browser) -> None:
    answered = browser_of("officer_malee").get(f"/analysis/220506/what-if/?{wrong}")
    assert answered.status_code == 400 and "ANALYSIS_0" in answered.content.decode()


def test_a_part_is_the_answer_alone_and_carries_its_address(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    asked = f"/analysis/220506/what-if/?solve={INCOME}&codes=22050601&programme=&group="
    part = browser.get(asked, headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == f"/analysis/220506/what-if/?in=22050601&solve={INCOME}"
    assert "<html" not in part.content.decode() and "lift-average_income" in part.content.decode()
    assert 'name="solve"' in browser.get(part["HX-Push-Url"]).content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
def test_where_nothing_was_measured_the_page_says_what_to_do(
    language: str, site: Workspace, browser_of: Browser
) -> None:
    for address in ("/analysis/TH/what-if/", "/analysis/10/what-if/", "/analysis/pivot/?area=10"):
        answered = browser_of("analyst", language=language).get(address)
        assert answered.status_code == 200 and 'class="empty"' in answered.content.decode()


def compared(user: User, query: str) -> comparing.ComparePage:
    asked = QueryDict(query)
    return comparing.compare_page(user, comparing.Asked(asked.get("a", ""), asked.get("b", "")))


def test_two_areas_stand_side_by_side_with_their_difference(site: Workspace, people: dict[str, User]) -> None:
    page = compared(people["provincial_officer"], "a=220506&b=220501")
    lines = {line.label.en: line for line in page.sections[0].lines}
    poor = lines["Poor households"]
    assert (poor.one, poor.other, poor.difference, poor.relative) == (4, 2, -2, -0.5)
    assert poor.points is not None and poor.points == pytest.approx(100 * (2 / 5 - 4 / 17))
    assert not page.warnings


def test_what_is_hidden_of_an_area_has_no_difference(site: Workspace, people: dict[str, User]) -> None:
    page = compared(people["analyst"], "a=220506&b=220501")
    for section in page.sections:
        for line in section.lines:
            counts = [each for each in (line.one, line.other) if isinstance(each, int)]
            assert not any(map(is_small, counts))
            assert (line.difference is None) == (len(counts) < 2)


def test_our_figures_beside_published_ones_and_areas_of_two_sizes_are_warned_about(
    site: Workspace, people: dict[str, User]
) -> None:
    assert len(compared(people["analyst"], "a=22&b=TH").warnings) == 2


def test_an_area_in_two_editions_is_warned_about_where_the_series_breaks(
    site: Workspace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The definition of target poor changed with 2567: a result of that edition, shown."""
    now, held = ShownResult.objects.get(), holdings()
    monkeypatch.setattr(comparing, "held_in", lambda edition: held)
    ShownResult.objects.create(measure=now.measure, edition=2567, result_id=now.result_id)
    page = comparing.compare_page(people["provincial_officer"], comparing.Asked("220506", "", 2567, 2561))
    told = [warning.en for warning in page.warnings]
    assert any("breaks between 2565 and 2566" in text for text in told)
    assert any("means something else" in text for text in told)


def test_areas_are_found_by_code_by_name_and_by_what_the_search_offers(site: Workspace) -> None:
    assert areas_called("220506") == areas_called("ต.ฉมัน จันทบุรี (220506)") == ["220506"]
    assert areas_called(" chanthaburi ") == ["22"]
    assert len(areas_called("มะขาม")) > 1 and not areas_called("ไม่มีที่ไหน") and not areas_called("999999")


def test_a_name_of_several_areas_leads_to_each(site: Workspace, browser_of: Browser) -> None:
    answered = browser_of("analyst").get("/analysis/compare/", {"a": "มะขาม", "b": "22"}).content.decode()
    assert "?a=2205&amp;b=22" in answered
    assert browser_of("analyst").get("/analysis/compare/?a=22&ea=2500").status_code == 404
    assert browser_of("analyst").get("/analysis/compare/?a=22&ea=x").status_code == 400


def table(user: User, query: str, area: str = "220506") -> pivoting.PivotPage:
    return pivoting.pivot_page(user, QueryDict(query), area)


def test_an_officer_counts_the_own_area_as_it_is(site: Workspace, people: dict[str, User]) -> None:
    page = table(people["officer_malee"], "row=village&column=poor&count=persons")
    assert [head.label.en for head in page.heads[0]] == ["poor", "not poor", "unknown"]
    cells = {row.heads[0].en: [cell for cell, _ in row.cells] for row in page.rows}
    assert cells["Total"] == [15, 42, 4, 61]
    assert cells["Village 1 (บ้านพญาบน)"] == [12, 12, 0, 24]


@pytest.mark.parametrize("count", ["households", "persons", "target", "rate"])
@pytest.mark.parametrize("rows", ["village", "size", "head-sex", "poor"])
def test_others_count_with_small_counts_covered(
    rows: str, count: str, site: Workspace, people: dict[str, User]
) -> None:
    for name in ("analyst", "administrator", "agency_officer"):
        page = table(people[name], f"row={rows}&column=dim-income&count={count}&only=with-elderly:yes")
        cells = [cell for row in page.rows for cell, _ in row.cells]
        assert not [cell for cell in cells if isinstance(cell, int) and is_small(cell)]
        assert page.hides


def test_tables_are_of_ones_own_areas(site: Workspace, people: dict[str, User]) -> None:
    for name, area in (("outsider", "220506"), ("officer_malee", "2205"), ("officer_of_other_tambon", "22")):
        with pytest.raises(SamutError) as refused:
            table(people[name], "row=poor", area)
        assert refused.value.code == "ANALYSIS_001"


def test_rows_and_columns_within_each_other_have_headings_that_span(
    site: Workspace, people: dict[str, User]
) -> None:
    page = table(people["officer_malee"], "row=poor&row=size&column=head-sex&column=with-elderly")
    assert len(page.heads) == 2 and page.row_heads[1].en == "Size of the household"
    columns = sum(head.span for head in page.heads[0])
    assert columns == len(page.heads[1]) == len(page.rows[0].cells) - 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("row=nothing", "ANALYSIS_002"),
        ("row=poor&column=poor", "ANALYSIS_004"),
        ("row=poor&only=size:77", "ANALYSIS_005"),
        ("row=poor&only=village:22050601", "ANALYSIS_005"),
        ("row=poor" + "&only=poor:yes" * 4, "ANALYSIS_005"),
        ("row=poor&count=names", "SITE_004"),
    ],
)
def test_a_table_of_nothing_that_there_is_is_refused(
    wrong: str, code: str, site: Workspace, people: dict[str, User]
) -> None:
    with pytest.raises(SamutError) as refused:
        table(people["officer_malee"], wrong)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["officer_malee", "analyst"])
def test_a_file_has_the_cells_of_the_page_and_says_who_took_it(
    name: str, site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    query = "area=220506&row=village&column=poor&count=households"
    page, browser = table(people[name], query), browser_of(name, language="en")
    wanted = [["hidden" if hidden else str(cell) for cell, hidden in row.cells] for row in page.rows]
    text = browser.get(f"/analysis/pivot/table.csv?{query}").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))
    assert name in lines[0][0] and [line[1:] for line in lines[2:]] == wanted
    book = load_workbook(BytesIO(browser.get(f"/analysis/pivot/table.xlsx?{query}").content))
    rows = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    told = [[str(cell).rpartition("\n")[2] for cell in row[1:]] for row in rows]
    assert told == wanted and name in str(book.worksheets[0].cell(1, 1).value)
    events = AuditEvent.objects.filter(event="table.downloaded", actor_name=name)
    assert {event.facts["form"] for event in events} == {"csv", "xlsx"}


def test_what_was_asked_with_covered_counts_is_written_down(site: Workspace, browser_of: Browser) -> None:
    browser_of("analyst").get("/analysis/pivot/?area=220506&row=poor")
    browser_of("officer_malee").get("/analysis/pivot/?area=220506&row=poor")
    (event,) = AuditEvent.objects.filter(event="table.asked")
    assert event.actor_name == "analyst" and "row=poor" in event.facts["asked"]


def test_no_page_names_anybody(site: Workspace, browser_of: Browser) -> None:
    for name in ("analyst", "officer_malee", "outsider"):
        for address in (
            f"/analysis/220506/what-if/?solve={INCOME}",
            "/analysis/compare/?a=220506&b=220501",
            "/analysis/pivot/?area=220506&row=village&column=size",
        ):
            text = browser_of(name).get(address).content.decode()
            assert "นามสกุล" not in text and not re.search(r"\b\d{13}\b", text)


def test_many_households_are_prepared_by_a_job(
    site: Workspace, browser_of: Browser, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "are_prepared", lambda *_: False)
    monkeypatch.setattr(prepared, "policy", lambda: type("Few", (), {"most_prepared_at_once": 1}))
    browser = browser_of("officer_malee", language="en")
    assert "prepared first" in browser.get("/analysis/pivot/?area=220506&row=poor").content.decode()
    grouped = browser.get(f"/analysis/220506/what-if/?solve={INCOME}&group=size:1").content.decode()
    assert "prepared first" in grouped
    assert browser.post("/analysis/prepare/", {"area": "220506"}).status_code == 302
    job = Job.objects.get(kind=prepared.KIND)
    assert prepared.PREPARE.work(job, lambda done, total, text: None) == {"edition": 2561}


def test_what_the_page_of_an_area_hides_is_hidden_in_tables_however_it_is_cut(
    site: Workspace, people: dict[str, User]
) -> None:
    """Adding up the shown cells of a village never gives what the page of its tambon hides."""
    held = holdings()
    rows = rows_of(held, "220506", Switch(), exact=False)
    hidden = {row.area.code for row in rows if row.figures and row.figures.poor_households is Missing.SMALL}
    assert hidden
    cuts = (
        "row=village&column=poor",
        "row=village&row=head-sex&column=poor",
        "row=poor&column=village",
        "row=village&column=head-age&only=poor:yes",
    )
    for fields_asked in cuts:
        for count in ("households", "persons"):
            page = table(people["analyst"], f"{fields_asked}&count={count}")
            assert page.table is not None
            found, asked = page.table, page.table.table.asked
            for code in hidden:
                parts = [
                    (row, column)
                    for row, key in enumerate(found.table.rows)
                    for column, other in enumerate(found.table.columns)
                    if {("village", code), ("poor", "yes")}
                    <= {
                        *((each.field.id, each.of) for each in asked.filters),
                        *(
                            (field.id, of)
                            for field, of in zip((*asked.rows, *asked.columns), (*key, *other), strict=True)
                        ),
                    }
                ]
                assert not parts or found.hidden & set(parts)


def test_a_count_that_is_not_small_is_hidden_where_a_page_hides_it(
    site: Workspace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page hides how many live in village 2 beside a small count: no cut of a table may add up to it."""
    held = holdings()
    rows = rows_of(held, "220506", Switch(), exact=True)
    (known,) = (row.figures for row in rows if row.area.code == "22050602")
    assert known is not None
    hiding = replace(known, persons=Missing.SMALL, households=Missing.SMALL)
    monkeypatch.setattr(beside, "_on_pages", lambda *_: {"22050602": hiding})
    for query in ("row=village", "row=village&column=head-sex", "column=village&row=head-sex"):
        page = table(people["officer_malee"], query)
        assert page.table is not None
        found = page.table.table
        told = beside.entries_beside(found, held, Shown.PERSONS)
        assert told and all("22050602" in (*entry_keys(found, entry),) for entry in told)


def entry_keys(found: PivotTable, entry: tuple[int, int]) -> Iterator[str]:
    for keys, place in ((found.rows, entry[0]), (found.columns, entry[1])):
        yield from keys[place] if place < len(keys) else ()


def test_an_edition_that_only_the_lake_holds_is_compared_and_counted(
    site: Workspace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the command line measured of another edition; the site shows the workspace's alone."""
    now = prepared.result_of(ShownResult.objects.get())
    older = replace(now, edition=2560)
    monkeypatch.setattr(editions, "_newest", lambda measure: [older] if measure == now.measure else [])
    assert editions.editions() == (2561, 2560)
    held = editions.held_in(2560)
    assert held.shown is not None and (held.shown.edition, held.shown.pk) == (2560, None)
    monkeypatch.setattr(pivoting, "prepared_of", lambda shown: prepared.prepared_households(site, now))
    page = table(people["officer_malee"], "row=edition&column=poor")
    cells = {row.heads[0].en: [cell for cell, _ in row.cells] for row in page.rows}
    assert cells["2560 (2017)"] == cells["2561 (2018)"] and page.several_editions


def test_a_table_without_fields_is_one_count(site: Workspace, people: dict[str, User]) -> None:
    page = table(people["officer_malee"], "row=&column=&count=persons")
    assert [[cell for cell, _ in row.cells] for row in page.rows] == [[61, 61], [61, 61]]
    assert not page.heads
