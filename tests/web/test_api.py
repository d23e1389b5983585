"""The API: the pages' figures for programs, with the pages' suppression and one shape of error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.web.insight.queries import area_page
from samut.web.insight.switch import Switch
from web_world import PEOPLE, house

Browser = Callable[..., Client]


def test_the_figures_of_an_area(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").get("/api/v1/areas/220506")
    assert answer.status_code == 200
    assert "utf-8" in answer["Content-Type"] and "ฉมัน".encode() in answer.content
    told = answer.json()
    assert told["area"]["code"] == "220506" and told["edition"] == 2561 and told["switch"] == "11111"
    assert told["figures"]["households"] == 17
    assert told["figures"]["poor_households"] == 4
    assert told["figures"]["unknown_households"] == 1
    assert told["figures"]["missing"] == {}
    assert [each["id"] for each in told["figures"]["dimensions"]] == [
        "health",
        "living",
        "education",
        "income",
        "accessibility",
    ]


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_the_api_tells_nobody_more_than_the_page_does(
    person: str, site: Workspace, browser_of: Browser, people: dict[str, object]
) -> None:
    browser = browser_of(person)
    for code in ("22", "2205", "220506", "22050602"):
        told = browser.get(f"/api/v1/areas/{code}").json()["figures"]
        page = area_page(people[person], code, Switch(), "name").figures  # type: ignore[arg-type]
        for name in ("households", "poor_households", "target_persons", "unknown_persons"):
            shown = getattr(page, name)
            assert told[name] == (shown if isinstance(shown, int) else None)
            assert (name in told["missing"]) == (not isinstance(shown, int))


def test_small_counts_are_null_and_say_so(site: Workspace, browser_of: Browser) -> None:
    told = browser_of("analyst").get("/api/v1/areas/220506/children").json()
    by_code = {child["area"]["code"]: child["figures"] for child in told["children"]}
    second = by_code["22050602"]
    assert second["poor_households"] is None and second["missing"]["poor_households"] == "small"
    exact = browser_of("officer_malee").get("/api/v1/areas/220506/children").json()
    assert {child["area"]["code"]: child["figures"]["poor_households"] for child in exact["children"]} == {
        "22050601": 3,
        "22050602": 1,
        "22050603": 0,
    }


def test_no_personal_data_in_any_answer(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    text = "".join(
        browser_of("officer_malee").get(f"/api/v1/areas/{code}{end}").content.decode()
        for code in ("22", "220506", "22050602")
        for end in ("", "/children")
    )
    assert house("2/1").surname not in text and household_ids["2/1"] not in text


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("areas/999999", 404, "SITE_003"),
        ("areas/22?dims=22222", 422, "API_002"),
        ("areas/22?dims=00000", 422, "API_002"),
        ("nothing", 404, "SITE_006"),
    ],
)
def test_errors_have_the_one_shape(
    path: str, status: int, code: str, site: Workspace, browser_of: Browser
) -> None:
    answer = browser_of("analyst").get(f"/api/v1/{path}")
    assert answer.status_code == status
    told = answer.json()
    assert set(told) == {"code", "message", "where", "do"} and told["code"] == code
    assert told["message"]["th"] and told["do"]["en"]


def test_without_login_it_is_401_in_json(site: Workspace) -> None:
    answer = Client().get("/api/v1/areas/22")
    assert answer.status_code == 401 and answer.json()["code"] == "API_001"
