"""Whoever may not see the persons of an area never meets a small count of it, wherever it could stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.rules.disclosure import is_small
from samut.web.insight.queries import SORTS

Browser = Callable[..., Client]
BELOW_PROVINCE = ("2205", "2206", "220501", "220506", "22050101", "22050601", "22050602", "22050603")
SWITCHES = [bits for bits in map("".join, itertools.product("01", repeat=5)) if "1" in bits]
NOT_COUNTS = {"edition", "bounds", "coordinates"}
CELLS = re.compile(r'<td class="num"[^>]*>([^<]*)<|(?:figure__value|bars__value)">([^<]*)<')
NOTES = re.compile(r'(?:figure__note|bars__note|page-head__lead)">(.*?)</(?:dd|span|p)>', re.DOTALL)


def numbers(told: object, name: str = "") -> Iterator[int]:
    """Every number of a JSON answer that could be a count."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in NOT_COUNTS:
                yield from numbers(value, key)
    elif isinstance(told, list):
        for each in told:
            yield from numbers(each, name)
    elif isinstance(told, int) and not isinstance(told, bool):
        yield told


def shown_in(page: str) -> Iterator[int]:
    """Every number on a page where counts stand: cells, headline figures, bars, notes, the first line."""
    body = page.split("<main")[1].replace("น้อยกว่า 5", "").replace("fewer than 5", "")
    texts = [first or second for first, second in CELLS.findall(body)]
    texts += [re.sub("<[^>]+>", " ", note) for note in NOTES.findall(body)]
    for text in texts:
        yield from map(int, re.findall(r"(?<![\d,.])\d+(?![\d,.%])", text))


@pytest.mark.parametrize("person", ["analyst", "outsider", "officer_of_other_tambon", "administrator"])
def test_no_small_count_below_the_province(person: str, site: Workspace, browser_of: Browser) -> None:
    browser = browser_of(person)
    for code in BELOW_PROVINCE:
        if person == "officer_of_other_tambon" and code.startswith("220501"):
            continue
        for bits in SWITCHES if person == "analyst" else ("11111", "00010"):
            answers = [f"/api/v1/areas/{code}?dims={bits}", f"/api/v1/areas/{code}/children?dims={bits}"]
            answers.append(f"/area/{code}/map.json?dims={bits}&show=number")
            for path in answers:
                assert not [n for n in numbers(browser.get(path).json()) if is_small(n)], path
        for bits in ("11111", "00010"):
            page = browser.get(f"/area/{code}/?dims={bits}").content.decode()
            assert not [n for n in shown_in(page) if is_small(n)], code


def test_children_of_the_province_hide_what_the_province_may_tell(
    site: Workspace, browser_of: Browser
) -> None:
    children = browser_of("analyst").get("/api/v1/areas/22/children").json()["children"]
    assert not [n for n in numbers(children) if is_small(n)]
    exact = browser_of("provincial_officer").get("/api/v1/areas/220506/children").json()["children"]
    assert [n for n in numbers(exact) if is_small(n)]  # there was something to hide


def test_an_area_says_the_same_on_its_page_in_its_table_and_to_programs(
    site: Workspace, browser_of: Browser
) -> None:
    browser = browser_of("analyst")
    for parent in ("22", "2205", "220506"):
        for child in browser.get(f"/api/v1/areas/{parent}/children").json()["children"]:
            alone = browser.get(f"/api/v1/areas/{child['area']['code']}").json()["figures"]
            assert alone == child["figures"]


def test_the_order_of_hidden_counts_tells_nothing(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("analyst")
    for name, sign in itertools.product(SORTS, ("", "-")):
        page = browser.get(f"/area/220506/?sort={sign}{name}").context["page"]
        hidden = [row.area.code for row in page.rows if not isinstance(SORTS[name](row.figures), int | float)]
        assert hidden == sorted(hidden)
        assert [row.area.code for row in page.rows][len(page.rows) - len(hidden) :] == hidden


def test_two_roles_open_only_what_each_opens_in_its_own_area(
    site: Workspace, browser_of: Browser, people: dict[str, object], household_ids: dict[str, str]
) -> None:
    people["volunteer_somchai"].assignments.create(  # type: ignore[attr-defined]
        role="analyst", area_code="TH", valid_from="2020-01-01"
    )
    browser = browser_of("volunteer_somchai")
    assert browser.get(f"/household/{household_ids['2/1']}/").status_code == 200
    assert browser.get(f"/household/{household_ids['1/1']}/").status_code == 403
    assert browser.get("/area/220506/households/").status_code == 403
    figures = browser.get("/api/v1/areas/22050601").json()
    assert not [n for n in numbers(figures) if is_small(n)]
    assert [n for n in numbers(browser.get("/api/v1/areas/22050602").json()) if is_small(n)]
