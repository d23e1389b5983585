"""The walk an officer takes: from the country down to one household, on a desktop and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from walking import CHANTHABURI, DESKTOP, PHONE, THAILAND, drawn_map, pixel_of, say_purpose

OpenPage = Callable[..., Page]


def test_from_the_country_down_to_one_household(open_page: OpenPage) -> None:
    page = open_page("tambon")
    page.goto("/area/TH/")
    drawn = drawn_map(page)
    assert int(drawn.get_attribute("data-map-features") or 0) == 77
    stage = drawn.locator(".map__stage")
    stage.scroll_into_view_if_needed()
    x, y = pixel_of(stage, THAILAND, CHANTHABURI)
    stage.hover(position={"x": x, "y": y})
    expect(drawn.locator(".map__tip strong")).to_have_text("จันทบุรี")
    expect(page.locator("tr.is-hot th")).to_have_text("จันทบุรี")
    stage.click(position={"x": x, "y": y})
    expect(page.locator("h1")).to_contain_text("จันทบุรี")

    for name in ("มะขาม", "ฉมัน", "บ้านพญาบน"):
        page.locator("table.data--keep th[scope=row] a", has_text=name).first.click()
        expect(page.locator("h1")).to_contain_text(name)
    page.locator("a[href$='/households/']").first.click()
    say_purpose(page)
    expect(page.locator("main tbody tr").first).to_be_visible()
    page.locator("main tbody th a").first.click()
    expect(page.locator("section[aria-labelledby='why'] .dimension")).to_have_count(6)
    expect(page.locator(".page-head .pill--deprived")).to_be_visible()
    expect(page.locator("#logbook")).to_be_visible()
    assert "9999" not in page.url, "a 13-digit number stands in the address"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_switch_changes_figures_and_map_without_a_new_map(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page("province", size=size)
    page.goto("/area/22/")
    drawn_map(page)
    canvas = page.locator("canvas.maplibregl-canvas").element_handle()
    before = page.locator(".figure--main .figure__value").inner_text()
    income = page.locator("button.switch", has_text="รายได้")
    expect(income).to_have_attribute("aria-pressed", "true")
    income.click()
    expect(page.locator("button.switch", has_text="รายได้")).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile("dims=11101"))
    expect(page.locator(".figure--main .figure__value")).not_to_have_text(before)
    expect(drawn_map(page)).to_have_attribute("data-map-url", "/area/22/map.json?dims=11101")
    assert canvas is not None
    assert canvas.evaluate("each => each.isConnected"), "the map was made anew"
    expect(page.locator("button.switch", has_text="รายได้")).to_be_focused()


def test_the_back_button_brings_the_figures_and_the_map_back(open_page: OpenPage) -> None:
    page = open_page("province")
    page.goto("/area/22/")
    before = page.locator(".figure--main .figure__value").inner_text()
    page.locator("button.switch", has_text="รายได้").click()
    expect(page.locator(".figure--main .figure__value")).not_to_have_text(before)
    page.go_back()
    expect(page.locator(".figure--main .figure__value")).to_have_text(before)
    expect(drawn_map(page)).to_have_attribute("data-map-url", "/area/22/map.json")


def test_english_is_one_press_away_and_stays(open_page: OpenPage) -> None:
    page = open_page("province")
    page.goto("/area/22/")
    expect(page.locator("html")).to_have_attribute("lang", "th")
    page.locator("button[name=language][value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("Chanthaburi")
    page.goto("/area/TH/")
    expect(page.locator("h1")).to_contain_text("Thailand")
    page.locator("button[name=language][value=th]").click()
    expect(page.locator("h1")).to_contain_text("ประเทศไทย")


def test_a_finger_sees_the_figure_first_and_opens_with_the_link(open_page: OpenPage) -> None:
    page = open_page("province", size=PHONE)
    page.goto("/area/22/")
    drawn = drawn_map(page)
    stage = drawn.locator(".map__stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    stage.tap(position={"x": box["width"] / 2, "y": box["height"] / 2})
    name = drawn.locator(".map__tip strong").inner_text()
    assert page.url.endswith("/area/22/")
    drawn.locator(".map__tip a").tap()
    expect(page.locator("h1")).to_contain_text(name)


def test_wrong_password_is_told_in_words(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/login/")
    page.locator("#id_username").fill("tambon")
    page.locator("#id_password").fill("not the password")
    page.locator("main form button").first.click()
    expect(page.locator(".notice--error")).to_be_visible()
