"""Names and 13-digit numbers: covered everywhere, shown on asking, each showing a look of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from samut.engine.household import Identity
from samut.engine.workspace import Workspace
from samut.web.accounts.views import PAGES as PAGES_OF_LOOKS
from samut.web.audit.models import AuditEvent, Look
from samut.web.households.masking import covered_name
from samut.web.households.presenting import spaced
from web_world import house

Browser = Callable[..., Client]
PAGES = ("/household/{}/", "/programmes/{}/")


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("page", PAGES)
def test_names_are_covered_until_somebody_asks(
    page: str, site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser, drawn, path = browser_of("officer_malee"), house("1/3"), page.format(household_ids["1/3"])
    covered = _text(browser.get(path))
    assert drawn.surname not in covered and "สมมติ" not in covered.replace("สมมติขึ้น", "")
    assert "ส••• น•••" in covered
    shown = _text(browser.post(path, {"show": "names"}))
    for member in (1, 2, 3):
        assert f"สมมติ{member} {drawn.surname}" in shown
    # For the page it was asked on, and for no longer.
    assert drawn.surname not in _text(browser.get(path))
    looks = [each.page for each in Look.objects.order_by("pk")]
    assert looks.count("names") == 1 and looks[1] == "names"
    assert Look.objects.get(page="names").household_id == household_ids["1/3"]


def test_each_number_is_asked_for_by_itself(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser, drawn, path = browser_of("officer_malee"), house("1/3"), f"/household/{household_ids['1/3']}/"
    assert drawn.number(1) not in _digits(_text(browser.get(path)))
    shown = _text(browser.post(path, {"show": "number-2"}))
    assert spaced(drawn.number(2)) in shown
    assert drawn.number(1) not in _digits(shown) and drawn.number(3) not in _digits(shown)
    assert drawn.surname not in shown
    both = _text(browser.post(path, {"show": ["names", "number-1"]}))
    assert drawn.surname in both and spaced(drawn.number(1)) in both
    assert [each.page for each in Look.objects.order_by("pk")] == ["household", "number", "names", "number"]
    events = AuditEvent.objects.filter(event="number.shown").order_by("pk")
    assert [each.facts["member"] for each in events] == [2, 1]
    assert all(each.target == f"household:{household_ids['1/3']}" for each in events)


@pytest.mark.parametrize("show", ["number-9", "number-", "number-1x", "everything", "number-99999999999"])
def test_nothing_is_shown_or_logged_for_nobody(
    show: str, site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    answer = browser_of("officer_malee").post(f"/household/{household_ids['2/1']}/", {"show": show})
    assert answer.status_code == 400
    assert not Look.objects.exists() and not AuditEvent.objects.filter(event="number.shown").exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", ["officer_of_other_tambon", "analyst", "outsider", "agency_officer"])
def test_whoever_may_not_see_the_household_shows_nobody(
    person: str, page: str, site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    answer = browser_of(person).post(page.format(household_ids["2/1"]), {"show": "names"})
    assert answer.status_code == 403
    assert house("2/1").surname not in _text(answer)
    assert not Look.objects.exists()


def test_showing_needs_a_purpose(site: Workspace, browser_of: Browser, household_ids: dict[str, str]) -> None:
    path = f"/household/{household_ids['2/1']}/"
    answer = browser_of("officer_malee", purpose="").post(path, {"show": "names"})
    assert answer.status_code == 302 and answer["Location"].startswith("/purpose/")


def test_the_log_has_words_for_what_was_shown() -> None:
    assert {"names", "number", "table_file"} <= set(PAGES_OF_LOOKS)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        ("สมชาย", "ใจดี", "ส••• จ•••"),
        ("เอ", "แก้ว", "อ••• ก•••"),
        ("Somchai", None, "S•••"),
        (None, "ใจดี", "จ•••"),
        (None, None, ""),
        ("เ", "", "เ•••"),
    ],
)
def test_a_covered_name_tells_a_letter_and_no_length(
    first: str | None, last: str | None, covered: str
) -> None:
    assert covered_name(Identity("1", "นาย", first, last)) == covered


def test_a_number_is_written_as_on_a_card() -> None:
    assert spaced("1999902001011") == "1-9999-02001-01-1"
    assert spaced("12AB") == "12AB"
    assert spaced(None) == ""
