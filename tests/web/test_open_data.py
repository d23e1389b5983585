"""Public statistics: the same for everybody, protected, without a cookie, and only charts stand in frames."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from samut.engine.open_data.kept import editions, read_figures
from samut.engine.site_config import SiteConfig
from samut.engine.workspace import Workspace, create_workspace
from samut.web.open_data import queries
from web_world import houses

PAGES = (
    "/open/th/",
    "/open/en/",
    "/open/en/dictionary/",
    "/open/th/area/22/",
    "/open/en/area/2205/",
    "/open/th/area/220506/",
    "/open/th/area/TH/",
    "/open/en/area/11/",
)
CHARTS = tuple(
    f"/open/en/chart/{kind}/2205/" for kind in ("headline", "dimensions", "indicators", "map", "trend")
)
OTHERS = ("/open/th/area/22/map.json", "/open/data/2561/areas.csv", "/open/data/2561/areas.geojson")

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize("path", (*PAGES, *CHARTS, *OTHERS))
def test_nothing_rests_on_who_asks_and_everybody_may_keep_it(
    path: str, browser_of: Callable[..., Client]
) -> None:
    answers = [
        browser_of(person, language=language).get(path)
        for person, language in (("anonymous", ""), ("provincial_officer", "en"), ("analyst", ""))
    ]
    bodies = {b"".join(answer) if answer.streaming else answer.content for answer in answers}
    assert len(bodies) == 1
    for answer in answers:
        assert answer.status_code == 200
        assert not answer.cookies
        assert not answer.has_header("Vary")
        assert answer["Cache-Control"].startswith("public")
        again = Client().get(path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Cache-Control"]) == (answer["ETag"], answer["Cache-Control"])


@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_may_stand_in_a_frame_of_others(path: str) -> None:
    answer = Client().get(path)
    assert not answer.has_header("X-Frame-Options")
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert b"csrf" not in answer.content


@pytest.mark.parametrize("path", (*PAGES, "/login/"))
def test_no_other_page_may(path: str) -> None:
    answer = Client().get(path)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_no_page_names_a_person_or_a_house() -> None:
    for path in (*PAGES, *CHARTS):
        text = Client().get(path).content.decode()
        assert not any(house.surname in text or house.number(1) in text for house in houses())


def test_pages_and_files_show_the_published_figures_alone(site: Workspace) -> None:
    figures = read_figures(editions(site)[0].folder)
    client = Client()
    rows = csv.DictReader(io.StringIO(b"".join(client.get("/open/data/2561/areas.csv")).decode("utf-8-sig")))
    for row in rows:
        values = figures.of(row["area_code"])
        assert row["target_poor_persons"] == _plain(values["target_poor_persons"])
        page = client.get(f"/open/en/area/{row['area_code']}/").content.decode()
        main = re.search(r'figure--main.*?figure__value">(\S+) ', page, re.DOTALL)
        assert main is not None
        assert main[1] == (_plain(values["target_poor_persons"]) or "hidden")


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def test_the_map_has_no_figure_where_one_is_hidden(site: Workspace) -> None:
    figures = read_figures(editions(site)[0].folder)
    answer = Client().get("/open/en/area/2205/map.json?show=number")
    for feature in json.loads(answer.content)["features"]:
        told = feature["properties"]
        values = figures.of(told["code"])
        assert told["value"] == values.get("target_poor_persons")
        if values and told["value"] is None:
            assert told["missing"] == "hidden to protect persons"
            assert "size" not in told
        if not values:
            assert (told["missing"], told["url"]) == ("no data", None)


def test_a_tambon_is_drawn_among_its_neighbours() -> None:
    answer = Client().get("/open/th/area/220506/map.json")
    current = [each["properties"] for each in json.loads(answer.content)["features"]]
    assert [each["code"] for each in current if each.get("current")] == ["220506"]


def test_what_tpmap_published_is_shown_as_it_published_it() -> None:
    page = Client().get("/open/en/area/11/").content.decode()
    assert "Figures published by TPMAP" in page
    country = Client().get("/open/en/area/TH/").content.decode()
    assert "/open/en/area/11/?edition=2561" in country


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/open/th/area/22050602/", "OPEN_004"),  # a village
        ("/open/th/area/2206/", "OPEN_004"),
        ("/open/th/area/99/", "SITE_003"),
        ("/open/th/area/22/?show=x", "SITE_004"),
        ("/open/th/?edition=2500", "SITE_004"),
        ("/open/th/chart/x/22/", "OPEN_005"),
        ("/open/data/2561/manifest.json", "OPEN_003"),
        ("/open/data/2561/cells.parquet", "OPEN_003"),
        ("/open/data/2500/areas.csv", "OPEN_003"),
        ("/open/th/area/22050602/map.json", "OPEN_004"),
    ],
)
def test_what_is_not_there_is_told_without_a_cookie(path: str, code: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert code in answer.content.decode()
    assert not answer.cookies
    assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/open/xx/", "/open/th/area/22/map.json/", "/open/data/2561/../areas.csv"])
def test_other_addresses_lead_nowhere(path: str) -> None:
    assert Client().get(path).status_code in {302, 404}


def test_the_file_of_the_newest_edition_is_found(site: Workspace) -> None:
    answer = Client().get("/open/data/areas.csv")
    assert (answer.status_code, answer["Location"]) == (302, "/open/data/2561/areas.csv")
    sent = Client().get(answer["Location"])
    assert sent["Content-Type"] == "text/csv; charset=utf-8"
    assert sent["Content-Disposition"] == 'attachment; filename="samut-2561-areas.csv"'
    assert sent["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", (*PAGES, *CHARTS, *OTHERS, "/open/data/areas.csv"))
def test_an_office_that_has_not_opened_its_pages_says_so(
    path: str, site: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.areas, "workspace", lambda: _closed(site))
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "OPEN_001" in answer.content.decode()


def _closed(site: Workspace) -> Workspace:
    """The same workspace, whose office keeps its pages closed."""
    workspace = Workspace(site.root)
    workspace.__dict__["config"] = replace(workspace.config, site=SiteConfig(public=False))
    return workspace


def test_before_any_tables_were_made_the_page_says_what_to_do(tmp_path: Path, settings: object) -> None:
    made = create_workspace(tmp_path / "w", name="x", demo=True, province="22", edition=2561)
    settings.SAMUT_WORKSPACE = made.root  # type: ignore[attr-defined]
    answer = Client().get("/open/th/")
    assert answer.status_code == 404
    assert "OPEN_002" in answer.content.decode()
    assert "samut open-data" in answer.content.decode()
