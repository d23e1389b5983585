"""From signing in to the names of a household without a mouse: Tab, Enter, space and arrows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from walking import drawn_map

OpenPage = Callable[..., Page]
MOST_TABS = 120


def tab_to(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until something of the kind (with the text) has the focus, and see that it is shown."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator(f"{selector}:focus")
        if focused.count() and text in focused.inner_text():
            assert focused.evaluate(
                "each => { const s = getComputedStyle(each);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            ), f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"Tab does not come to {selector} {text}")


def test_to_the_names_of_a_household_without_a_mouse(open_page: OpenPage, served: Any) -> None:
    page = open_page()
    page.goto("/login/")
    page.locator("#id_username").focus()
    page.keyboard.type("tambon")
    page.keyboard.press("Tab")
    page.keyboard.type(served.passwords["tambon"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/area/220506/$"))

    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    tab_to(page, "button.switch", "รายได้")
    page.keyboard.press("Space")
    expect(page.locator("button.switch", has_text="รายได้")).to_have_attribute("aria-pressed", "false")

    tab_to(page, "select#map-show")
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("show=ind-31"))
    expect(drawn_map(page)).to_have_attribute("data-map-url", re.compile("show=ind-31"))

    page.goto("/area/220506/")
    tab_to(page, "main a", "รายชื่อครัวเรือนเป้าหมาย")
    page.keyboard.press("Enter")
    page.locator("input[name=purpose]").first.wait_for()
    tab_to(page, "input[name=purpose]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("main tbody th a").first.wait_for()
    tab_to(page, "main tbody th a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/household/"))
    expect(page.locator("main")).not_to_contain_text("นามสกุล")
    tab_to(page, "main button", "แสดงชื่อทุกคน")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("นามสกุล")
