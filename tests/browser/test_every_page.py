"""Every page that web_access declares, in both languages, light and dark, wide and narrow.

A new page is walked as soon as it stands in web_access: nobody has to add it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from walking import say_purpose
from web_access import ACCESS, Access

OpenPage = Callable[..., Page]
WIDE, NARROW = (1280, 900), (360, 740)
# The people of web_access and the demo users who hold the same role in the same area.
USERS = {
    "officer_malee": "tambon",
    "provincial_officer": "province",
    "data_protection_officer": "dpo",
    "administrator": "admin",
    "analyst": "analyst",
    "volunteer_somchai": "volunteer",
    "anonymous": "",
}
# Answers that are no page: files, answers for programs and phones, parts of pages.
NO_PAGE = re.compile(
    r"^/(api|key|healthz|spdci)\b|\.(json|geojson|csv|xlsx|parquet|zip|svg|png|txt|xml|ics|pdf)(\?|$)"
)
# The languages with the colours they are looked at in: contrast does not depend on the language.
LOOKS = (("th", False), ("en", True))
LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def pages() -> Iterator[tuple[str, str, str]]:
    """Name, example and demo user of every page."""
    for name, access in sorted(ACCESS.items()):
        if access.method == "get" and access.answers == 200 and not NO_PAGE.search(access.path):
            user = next((USERS[who] for who in USERS if who in access.may), None)
            if user is not None:
                yield name, access.path, user


def by_user() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, path, user in pages():
        found.setdefault(user, []).append((name, path))
    found["tambon"].append(("an area that does not exist", "/area/999999/"))
    return found


def test_every_page_has_somebody_to_look_at_it() -> None:
    seen = {name for name, _, _ in pages()}
    lacking = {name for name, access in ACCESS.items() if is_page(access) and name not in seen and access.may}
    assert lacking == set()


def is_page(access: Access) -> bool:
    return access.method == "get" and access.answers == 200 and not NO_PAGE.search(access.path)


def findings(page: Page, name: str) -> list[str]:
    found = Axe().run(page, options=LEVELS).response["violations"]
    return [f"{name} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize(("language", "dark"), LOOKS, ids=["thai", "english"])
@pytest.mark.parametrize("user", sorted(by_user()), ids=lambda user: user or "nobody")
def test_no_barrier_and_nothing_sticks_out(
    user: str, language: str, dark: bool, open_page: OpenPage, watched: Any
) -> None:
    page = open_page(user, size=WIDE, dark=dark)
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "domain": "127.0.0.1", "path": "/"}]
    )
    poor = a_household(open_page) if any("{poor}" in path for _, path in by_user()[user]) else ""
    wrong: list[str] = []
    for name, path in by_user()[user]:
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        answer = page.goto(path.format(poor=poor))
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        say_purpose(page)
        for width, height in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": height})
            wrong += findings(page, f"{name} {width} {language}")
            reach = page.evaluate("() => document.documentElement.scrollWidth")
            if reach > width:
                wrong.append(f"{name} {language}: {reach} px wide on a screen of {width}")
    assert wrong == []
    # An area that does not exist answers 404, which the console calls an error.
    watched.errors[:] = [each for each in watched.errors if "404" not in each]


def a_household(open_page: OpenPage) -> str:
    """The id of a household of the tambon's list."""
    page = open_page("tambon")
    page.goto("/area/220506/households/")
    say_purpose(page)
    address = page.locator("main a[href^='/household/']").first.get_attribute("href") or ""
    return address.strip("/").rpartition("/")[2]
