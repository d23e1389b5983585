"""Pages are light, and the map draws itself with WebGL and without."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from playwright.sync_api import Browser, Error, Page, Response, expect

from walking import PHONE, drawn_map, say_purpose

OpenPage = Callable[..., Page]
KILOBYTE = 1024
ORDINARY_PAGE_KILOBYTES = 60
MAP_PAGE_KILOBYTES = 550
TEXT = ("html", "css", "javascript", "json", "svg")


def _go(page: Page, address: str) -> None:
    """Open a page and wait until it is all there."""
    if address == "household":
        page.goto("/area/220506/households/")
        say_purpose(page)
        address = page.locator("main tbody th a").first.get_attribute("href") or ""
    page.goto(address)
    say_purpose(page)
    if page.locator("[data-map]").count():
        drawn_map(page)


def test_targets_for_a_finger_are_large_enough(open_page: OpenPage) -> None:
    page = open_page("province", size=PHONE)
    page.goto("/area/22/")
    drawn_map(page)
    small = page.locator("main button, header button, header summary, header a, .sort").evaluate_all(
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)"
        ".map(e => e.outerHTML)"
    )
    assert small == []


def _weigh(page: Page, address: str) -> float:
    """Kilobytes of everything one page loads into an empty cache, texts gzipped."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    _go(page, address)
    page.wait_for_load_state("networkidle")
    total = 0
    for answer in answers:
        try:
            body = answer.body()
        except Error:  # a redirect has no body
            continue
        kind = answer.headers.get("content-type", "")
        total += len(gzip.compress(body)) if any(each in kind for each in TEXT) else len(body)
    return total / KILOBYTE


def test_pages_are_light(open_page: OpenPage) -> None:
    page = open_page("tambon")
    _go(page, "household")
    weights = {}
    for address, most in ((page.url, ORDINARY_PAGE_KILOBYTES), ("/area/22/", MAP_PAGE_KILOBYTES)):
        cold = open_page()  # a browser of its own: nothing of the page is there yet, only the session
        cold.context.add_cookies([{**each} for each in page.context.cookies()])
        weights[address] = (_weigh(cold, address), most)
    assert {address: told for address, told in weights.items() if told[0] > told[1]} == {}


def test_without_webgl_the_map_is_a_drawing_with_links(
    open_page: OpenPage, chromium_without_webgl: Browser
) -> None:
    page = open_page("province", browser=chromium_without_webgl)
    page.goto("/area/22/")
    drawn = drawn_map(page)
    expect(drawn).to_have_attribute("data-map-engine", "svg")
    shapes = drawn.locator("svg.drawn a")
    expect(shapes).to_have_count(int(drawn.get_attribute("data-map-features") or 0))
    shape = drawn.locator("svg.drawn a[data-code='2205']")
    shape.hover()
    expect(drawn.locator(".map__tip strong")).to_have_text("มะขาม")
    shape.click()
    expect(page.locator("h1")).to_contain_text("มะขาม")


def test_villages_are_circles_in_the_outline_of_their_tambon(
    open_page: OpenPage, chromium_without_webgl: Browser
) -> None:
    page = open_page("tambon", browser=chromium_without_webgl)
    page.goto("/area/220506/")
    drawn = drawn_map(page)
    expect(drawn.locator("svg.drawn circle")).to_have_count(2)
    expect(drawn.locator("svg.drawn .map-edge")).to_have_count(1)


def test_what_is_not_known_is_hatched_and_said(open_page: OpenPage, chromium_without_webgl: Browser) -> None:
    page = open_page("province", browser=chromium_without_webgl)
    page.goto("/area/22/")
    drawn = drawn_map(page)
    assert (drawn.locator("svg.drawn a[data-code='2207'] path").get_attribute("fill") or "").startswith(
        "url(#"
    )
    expect(drawn.locator(".map__legend")).to_contain_text("ไม่มีข้อมูล")
