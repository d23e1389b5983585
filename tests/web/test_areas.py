"""Area pages: figures to the person, switches, suppression, the map, both languages, empty states."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.web.areas.names import sort_key
from samut.web.audit.models import AuditEvent
from samut.web.households.models import ShownResult
from samut.web.insight.figures import AreaFigures, Missing, hide_in_table
from samut.web.insight.map import limits_of
from samut.web.insight.switch import Switch, read_switch

Browser = Callable[..., Client]


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def _page(answer: object) -> object:
    return answer.context["page"]  # type: ignore[attr-defined]


def _features(answer: object) -> dict[str, dict[str, object]]:
    features = json.loads(answer.content)["features"]  # type: ignore[attr-defined]
    return {each["properties"]["code"]: each["properties"] for each in features}


def test_national_page_shows_the_published_figures_exactly(site: Workspace, browser_of: Browser) -> None:
    text = _text(browser_of("outsider").get("/area/TH/"))
    for figure in ("36,647,817", "12,935,866", "4,405,684", "1,032,987", "1,254,047", "1,249,672"):
        assert figure in text
    for dimension in ("217,081", "244,739", "378,080", "376,091", "6,490"):
        assert dimension in text
    assert "2.82%" in text
    # Chanthaburi's row as published, whatever our own measurement of it says.
    assert "277,122" in text and "5,063" in text and "1.83%" in text
    assert "34,257,974" in text  # indicator 19: exposed persons, added up


def test_national_page_has_76_provinces_and_says_bangkok_has_no_data(
    site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("outsider").get("/area/TH/?sort=name")
    rows = _page(answer).rows  # type: ignore[attr-defined]
    assert len(rows) == 77
    assert [row.area.code for row in rows if row.figures is None] == ["10"]
    names = [row.area.name_th for row in rows]
    assert names == sorted(names, key=sort_key) and names[0] == "กระบี่"


@pytest.mark.parametrize(
    ("dims", "target", "poor"),
    [("11111", 1032987, 4405684), ("10000", 217081, None), ("00001", 6490, None), ("11000", None, None)],
)
def test_published_figures_are_never_invented(
    dims: str, target: int | None, poor: int | None, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("outsider").get(f"/area/TH/?dims={dims}")
    figures = _page(answer).figures  # type: ignore[attr-defined]
    assert figures.target_persons == (target if target is not None else Missing.UNPUBLISHED)
    assert figures.poor_persons == (poor if poor is not None else Missing.UNPUBLISHED)
    assert figures.unknown_households is Missing.UNPUBLISHED
    assert ("TPMAP ไม่ได้เผยแพร่ตัวเลขของชุดมิตินี้" in _text(answer)) == (target is None)


def test_our_own_figures_of_a_tambon(site: Workspace, browser_of: Browser) -> None:
    figures = _page(browser_of("officer_malee").get("/area/220506/")).figures  # type: ignore[attr-defined]
    told = (figures.households, figures.persons, figures.poor_households, figures.poor_persons)
    assert told == (17, 61, 4, 15)
    assert (figures.registered_persons, figures.target_persons) == (8, 8)
    assert (figures.unknown_households, figures.unknown_persons) == (1, 4)
    # The fifth member of 1/3 has no number, so nobody can say whether a card was verified.
    assert figures.target_unknown_persons == 1


def test_a_switch_counts_only_its_dimensions(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    without_income = _page(browser.get("/area/220506/?dims=11101")).figures  # type: ignore[attr-defined]
    assert (without_income.poor_households, without_income.unknown_households) == (0, 0)
    income = _page(browser.get("/area/220506/?dims=00010")).figures  # type: ignore[attr-defined]
    assert income.poor_households == 4


def test_province_stands_beside_the_published_figures(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("analyst").get("/area/22/")
    compared = {line.label.en: (line.ours, line.theirs) for line in _page(answer).compared}  # type: ignore[attr-defined]
    assert compared["Households surveyed"] == (22, 101967)
    assert compared["Target poor persons"] == (12, 5063)
    assert compared["Health"] == (0, 1225)
    assert "-101,945" in _text(answer)


@pytest.mark.parametrize("person", ["analyst", "outsider", "officer_of_other_tambon", "administrator"])
def test_small_counts_are_hidden_below_the_province(
    person: str, site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of(person)
    answer = browser.get("/area/220506/")
    rows = {row.area.code: row.figures for row in _page(answer).rows}  # type: ignore[attr-defined]
    assert rows["22050602"].target_persons is Missing.SMALL and rows["22050602"].rate is None
    # Hidden alone it could be worked out from the total, so the other count of the column goes too.
    assert rows["22050601"].target_persons is Missing.SMALL
    assert rows["22050603"].target_persons == 0
    assert "fewer than 5" in _text(browser_of(person, language="en").get("/area/220506/"))
    village = _page(browser.get("/area/22050601/")).figures  # type: ignore[attr-defined]
    assert village.target_persons is Missing.SMALL
    drawn = _features(browser.get("/area/220506/map.json?show=number"))
    assert drawn["22050602"]["value"] is None and drawn["22050602"]["class"] == "small"
    assert "2" not in str(drawn["22050602"]["text"]).replace("น้อยกว่า 5", "")


@pytest.mark.parametrize("person", ["officer_malee", "provincial_officer"])
def test_small_counts_are_shown_to_who_answers_for_the_area(
    person: str, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of(person).get("/area/220506/")
    rows = {row.area.code: row.figures for row in _page(answer).rows}  # type: ignore[attr-defined]
    assert rows["22050602"].target_persons == 2


def test_hidden_counts_keep_no_order(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    orders = [
        [row.area.code for row in _page(browser.get(f"/area/220506/?sort={sort}")).rows]  # type: ignore[attr-defined]
        for sort in ("target", "-target")
    ]
    assert orders[0][-2:] == orders[1][-2:] == ["22050601", "22050602"]


def test_a_second_count_is_hidden_with_a_lone_one() -> None:
    def area(target: int) -> AreaFigures:
        return AreaFigures(100, 300, 20, 60, 40, target, 0, 0, 0)

    hidden = [each.target_persons for each in hide_in_table([area(3), area(9), area(7), area(0)]) if each]
    assert hidden == [Missing.SMALL, 9, Missing.SMALL, 0]
    both = [each.target_persons for each in hide_in_table([area(3), area(9), area(2), None]) if each]
    assert both == [Missing.SMALL, 9, Missing.SMALL]


def test_table_sorts_by_each_column(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("outsider")
    by_rate = [row.figures.rate for row in _page(browser.get("/area/TH/?sort=-rate")).rows if row.figures]  # type: ignore[attr-defined]
    assert by_rate == sorted(by_rate, reverse=True) and len(by_rate) == 76
    least = _page(browser.get("/area/TH/?sort=target")).rows[0]  # type: ignore[attr-defined]
    rows = _page(browser.get("/area/TH/")).rows  # type: ignore[attr-defined]
    assert least.figures.target_persons == min(row.figures.target_persons for row in rows if row.figures)
    for column in ("households", "persons", "poor_households", "poor_persons", "registered", "unknown"):
        assert browser.get(f"/area/TH/?sort=-{column}").status_code == 200


def test_map_of_the_country(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("outsider").get("/area/TH/map.json?show=rate")
    drawn = _features(answer)
    assert len(drawn) == 77
    assert drawn["22"]["value"] == pytest.approx(100 * 5063 / 277122, abs=1e-4)
    assert drawn["22"]["url"] == "/area/22/" and drawn["22"]["name_en"] == "Chanthaburi"
    assert drawn["10"]["value"] is None and drawn["10"]["class"] == "none"
    assert {drawn[code]["class"] for code in drawn} == {"none", "1", "2", "3", "4", "5"}
    number = _features(browser_of("outsider").get("/area/TH/map.json?show=number&dims=10000"))
    assert number["22"]["value"] == 1225 and number["22"]["url"] == "/area/22/?dims=10000&show=number"


def test_map_is_asked_for_only_once(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    tag = browser.get("/area/220506/map.json")["ETag"]
    assert browser.get("/area/220506/map.json", headers={"If-None-Match": tag}).status_code == 304
    assert browser.get("/area/220506/map.json?dims=10000", headers={"If-None-Match": tag}).status_code == 200
    # What an officer's browser kept does not answer for somebody who sees less.
    assert (
        browser_of("analyst").get("/area/220506/map.json", headers={"If-None-Match": tag}).status_code == 200
    )


def test_villages_are_points(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").get("/area/220506/map.json")
    features = json.loads(answer.content)["features"]
    kinds = {each["properties"]["code"]: each["geometry"]["type"] for each in features}
    # The third village has no point in the register: it is in the table, not on the map.
    assert kinds == {"22050601": "Point", "22050602": "Point"}


def test_a_village_is_drawn_among_the_villages_of_its_tambon(site: Workspace, browser_of: Browser) -> None:
    officer = browser_of("officer_malee")
    drawn = _features(officer.get("/area/22050602/map.json?show=number"))
    assert set(drawn) == {"22050601", "22050602"}
    assert drawn["22050602"]["current"] is True and drawn["22050602"]["url"] is None
    assert "current" not in drawn["22050601"] and drawn["22050601"]["url"] == "/area/22050601/?show=number"
    assert drawn["22050602"]["value"] == 2
    assert 'data-map-url="/area/22050602/map.json' in _text(officer.get("/area/22050602/"))
    # A volunteer answers for one village: the small counts of the others stay hidden.
    for person in ("volunteer_somchai", "analyst"):
        seen = _features(browser_of(person).get("/area/22050602/map.json?show=number"))
        assert [each["class"] for each in seen.values()] == ["small", "small"]


@pytest.mark.parametrize("code", ["TH", "22", "2205", "220506", "22050602", "50", "5001"])
def test_pages_speak_both_languages(code: str, site: Workspace, browser_of: Browser) -> None:
    thai, english = (
        _text(browser_of("officer_malee", language=each).get(f"/area/{code}/")) for each in ("th", "en")
    )
    assert '<html lang="th">' in thai and '<html lang="en">' in english
    assert thai != english
    assert "ข้อมูลสาธิต" in thai and "synthetic" in english
    assert "ไม่มีข้อมูลของพื้นที่นี้" not in english


def test_thai_is_the_default_and_the_switch_is_remembered(site: Workspace) -> None:
    browser = Client(headers={"accept-language": "en"})
    assert '<html lang="th">' in _text(browser.get("/login/"))
    answer = browser.post("/language/", {"language": "en", "next": "/login/"})
    assert answer["Location"] == "/login/"
    assert '<html lang="en">' in _text(browser.get("/login/"))
    assert (
        browser.post("/language/", {"language": "xx", "next": "https://elsewhere.example/"})["Location"]
        == "/"
    )


def test_dates_are_buddhist_in_thai(site: Workspace, browser_of: Browser) -> None:
    shown = ShownResult.objects.get()
    assert shown.measured_at is not None
    thai, english = (
        _text(browser_of("officer_malee", language=each).get("/area/220506/")) for each in ("th", "en")
    )
    assert str(shown.measured_at.year + 543) in thai and str(shown.measured_at.year) in english
    assert "2561 (2018)" in english


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/area/99/", 404, "SITE_003"),
        ("/area/22050600/", 404, "SITE_003"),
        ("/area/x/", 404, "SITE_003"),
        ("/area/TH/?dims=2", 400, "SITE_004"),
        ("/area/TH/?dims=00000", 400, "SITE_004"),
        ("/area/TH/?sort=password", 400, "SITE_004"),
        ("/area/TH/?show=all", 400, "SITE_004"),
    ],
)
def test_bad_addresses_are_told_clearly(
    path: str, status: int, code: str, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("outsider").get(path)
    assert answer.status_code == status and code in _text(answer)


def test_areas_without_data_say_so(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("outsider")
    assert "ไม่มีข้อมูลของพื้นที่นี้" in _text(browser.get("/area/10/"))
    assert "TPMAP เผยแพร่ตัวเลขถึงระดับจังหวัด" in _text(browser.get("/area/5001/"))
    assert "ทะเบียนที่นำเข้าไม่มีครัวเรือนในพื้นที่นี้" in _text(browser.get("/area/2201/"))


def test_nothing_imported_yet_says_what_to_do(
    tmp_path: Path, settings: LazySettings, browser_of: Browser, empty_workspace: Path
) -> None:
    made = create_workspace(tmp_path / "new", name="ใหม่", demo=False, province="22", edition=2561)
    settings.SAMUT_WORKSPACE = made.root
    text = _text(browser_of("outsider").get("/area/TH/"))
    assert "ยังไม่ได้นำเข้าข้อมูล" in text and "samut run" in text
    assert "ข้อมูลสาธิต" not in text
    with pytest.raises(CommandError, match="SITE_005"):
        call_command("load_results")
    settings.SAMUT_WORKSPACE = empty_workspace
    answer = browser_of("outsider").get("/area/TH/")
    assert answer.status_code == 503 and "WORK_001" in _text(answer)
    assert Client().get("/healthz").status_code == 200


def test_htmx_gets_the_panel_alone(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    whole, part = (browser.get("/area/220506/", headers=headers) for headers in ({}, {"HX-Request": "true"}))
    assert "<html" in _text(whole) and "<html" not in _text(part)
    back = browser.get("/area/220506/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in _text(back)
    assert "HX-Request" in part["Vary"]


def test_pages_allow_no_outside_host_and_no_inline_script(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").get("/area/220506/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy
    text = _text(answer)
    assert "<style" not in text and " style=" not in text and "onclick" not in text
    assert not [part for part in text.split("<script")[1:] if "src=" not in part.split(">")[0]]


def test_load_results_twice_changes_nothing(site: Workspace) -> None:
    before = AuditEvent.objects.count()
    call_command("load_results")
    assert AuditEvent.objects.count() == before
    assert ShownResult.objects.count() == 1


def test_area_pages_are_quick(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("provincial_officer")
    for code in ("TH", "22", "220506", "22050602"):
        browser.get(f"/area/{code}/")
        started = time.perf_counter()
        browser.get(f"/area/{code}/")
        assert time.perf_counter() - started < 0.5, code


def test_switch_buttons() -> None:
    assert Switch("11111").pressing(1, published_only=False) == "10111"
    assert Switch("01000").pressing(1, published_only=False) == "11111"
    assert Switch("11111").pressing(1, published_only=True) == "01000"
    assert Switch("01000").pressing(1, published_only=True) == "11111"
    with pytest.raises(SamutError, match="SITE_004"):
        read_switch("١١١١١")


def test_classes_of_the_map_hold_equal_shares() -> None:
    assert limits_of([float(value) for value in range(10)]) == [1, 3, 5, 7]
    assert limits_of([1, 1, 1]) == []
    assert limits_of([]) == []


@pytest.mark.parametrize(
    "ordered",
    [["กระบี่", "กาญจนบุรี", "ขอนแก่น", "เชียงราย", "เชียงใหม่", "ตรัง", "ตราด", "แพร่", "ภูเก็ต", "เลย", "อุดรธานี"]],
)
def test_thai_names_in_dictionary_order(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=sort_key) == ordered


def test_the_work_of_an_area_is_offered_to_its_officers(site: Workspace, browser_of: Browser) -> None:
    for person, offered in (("officer_malee", True), ("volunteer_somchai", False), ("analyst", False)):
        assert ("/logbook/220506/" in _text(browser_of(person).get("/area/220506/"))) == offered
    assert "/logbook/22/" not in _text(browser_of("officer_malee").get("/area/22/"))
