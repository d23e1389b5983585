"""What may colour a map: the poor, the unknown, any dimension, any indicator; hidden as in the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.web.insight.colouring import choices
from samut.web.insight.queries import holdings

Browser = Callable[..., Client]
# Village 1: 24 persons, 12 of them in three households under the income line, 6 of these target poor.
# Village 2: 22 persons, 3 under the line, 2 target poor; 4 live where nobody would tell the income.
DRAWN = {
    "rate": (100 * 6 / 24, 100 * 2 / 22),
    "number": (6, 2),
    "poor": (100 * 12 / 24, 100 * 3 / 22),
    "unknown": (0, 100 * 4 / 22),
    "dim-income": (100 * 6 / 24, 100 * 2 / 22),
    "dim-health": (0, 0),
    "ind-22": (100 * 12 / 24, 100 * 3 / 18),
    "ind-9": (0, 0),
}


def features(browser: Client, address: str) -> dict[str, dict[str, Any]]:
    told = json.loads(browser.get(address).content)["features"]
    return {each["properties"]["code"]: each["properties"] for each in told}


@pytest.mark.parametrize("show", sorted(DRAWN))
def test_each_choice_colours_by_its_own_share(show: str, site: Workspace, browser_of: Browser) -> None:
    drawn = features(browser_of("officer_malee"), f"/area/220506/map.json?show={show}")
    values = (drawn["22050601"]["value"], drawn["22050602"]["value"])
    assert values == pytest.approx(DRAWN[show], abs=1e-4)


def test_a_lone_small_count_takes_a_second_with_it(site: Workspace, browser_of: Browser) -> None:
    for show in ("poor", "dim-income", "ind-22"):
        drawn = features(browser_of("analyst"), f"/area/220506/map.json?show={show}")
        assert [each["class"] for each in drawn.values()] == ["small", "small"], show
        assert {each["value"] for each in drawn.values()} == {None}, show


def test_every_choice_is_offered_and_answers(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee", language="en")
    page = browser.get("/area/220506/").content.decode()
    offered = choices(holdings().measure)
    assert len(offered) == 4 + 5 + 31 and len({each.id for each in offered}) == len(offered)
    for each in offered:
        assert f'<option value="{each.id}"' in page
        answer = json.loads(browser.get(f"/area/220506/map.json?show={each.id}").content)
        assert answer["title"] == each.title.en


def test_the_choice_stays_on_the_way_down(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    drawn = features(browser, "/area/2205/map.json?show=ind-22")
    assert drawn["220506"]["url"] == "/area/220506/?show=ind-22"
    page = browser.get("/area/220506/?show=ind-22").content.decode()
    assert '<option value="ind-22" selected>' in page
    assert '/area/220506/map.json?show=ind-22"' in page


def test_the_country_by_what_is_published(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("outsider")
    health = features(browser, "/area/TH/map.json?show=dim-health")
    assert health["22"]["value"] == pytest.approx(100 * 1225 / 277122, abs=1e-4)
    held = holdings()
    assert held.published is not None
    income = features(browser, "/area/TH/map.json?show=ind-22")
    failing, concerned = (held.published.count("50", f"indicator22.{each}") for each in ("CNT", "ALL"))
    assert isinstance(failing, int) and isinstance(concerned, int)
    assert income["50"]["value"] == pytest.approx(100 * failing / concerned, abs=1e-4)
    # TPMAP does not publish how many are not known: that is no nought.
    unknown = features(browser, "/area/TH/map.json?show=unknown")
    assert unknown["50"]["value"] is None and "ไม่ได้เผยแพร่" in unknown["50"]["text"]


@pytest.mark.parametrize("show", ["ind-99", "dim-wealth", "ind-", "x", ""])
def test_what_there_is_not_is_refused(show: str, site: Workspace, browser_of: Browser) -> None:
    assert browser_of("officer_malee").get(f"/area/220506/map.json?show={show}").status_code == 400
