"""The search with a key-board alone: the key /, a name typed wrong, the household, back, reload."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from samut.engine.search import build
from walking import DESKTOP, PHONE, say_purpose
from web_world import EDITION

OpenPage = Callable[..., Page]


@pytest.fixture
def ready(served: Any) -> None:
    """The index of the small world."""
    build(served.workspace, EDITION, lambda done, total, label: None)


def press_enter(page: Page) -> None:
    """Send what was typed, and say what for where that is asked."""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/purpose/|/search/[\w-]{12}/"))
    say_purpose(page)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_person_is_found_opened_and_come_back_to(
    open_page: OpenPage, ready: None, size: tuple[int, int]
) -> None:
    page = open_page("tambon", size=size)
    page.goto("/area/220506/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("สมมุติ นามสกุล")
    press_enter(page)
    hits = page.locator("table.found tbody th a")
    expect(hits.first).to_contain_text("สมมติ")
    found = page.url
    assert "%" not in found
    hits.first.click()
    expect(page.locator("main .dimension").first).to_be_visible()
    page.go_back()
    expect(hits.first).to_contain_text("สมมติ")
    assert page.url == found
    page.reload()
    expect(hits.first).to_contain_text("สมมติ")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_slash_typed_into_a_field_stays_there(open_page: OpenPage, ready: None) -> None:
    page = open_page("tambon")
    page.goto("/search/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("2/2")
    press_enter(page)
    expect(page.locator("table.found tbody th").first).to_contain_text("2/2")
