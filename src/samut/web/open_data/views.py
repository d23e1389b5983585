"""The open pages: what the open data are, one page for each area with its map, and the dictionary."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from samut.engine.open_data.columns import POOR_PERSONS, TARGET
from samut.engine.open_data.dictionary import TABLES, columns_of
from samut.engine.open_data.telling import attribution, how_protected
from samut.rules.errors import SamutError
from samut.web.areas import queries as areas
from samut.web.open_data import map as open_map
from samut.web.open_data.addresses import CACHED, open_address, open_page
from samut.web.open_data.charts import snippets
from samut.web.open_data.downloads import files_of
from samut.web.open_data.queries import (
    OpenEdition,
    all_editions,
    area_page,
    edition_named,
    lowest_level,
    provinces_of,
    told_of,
)


@open_address
def start(request: HttpRequest) -> HttpResponse:
    """To the first page in Thai; it leads to the English one."""
    response = redirect("open_data:home", language="th")
    response["Cache-Control"] = CACHED
    return response


def asked_edition(request: HttpRequest) -> OpenEdition:
    """The edition that an address names, else the newest."""
    return edition_named(request.GET.get("edition", ""))


def asked_show(request: HttpRequest) -> str:
    """What colours the map. Raises: SITE_004."""
    show = request.GET.get("show", open_map.RATE)
    if show not in open_map.SHOWS:
        raise SamutError("SITE_004", name="show")
    return show


def common(request: HttpRequest, edition: OpenEdition) -> dict[str, Any]:
    """What every open page says: the edition, its licence, and the same page in the other language."""
    language = request.LANGUAGE_CODE
    other = "en" if language == "th" else "th"
    said = told_of(edition)
    return {
        "edition": edition,
        "language": language,
        "other": other,
        "other_address": request.get_full_path().replace(f"/open/{language}/", f"/open/{other}/", 1),
        "policy": said.policy,
        "attribution": attribution(said),
        "protected": how_protected(said.policy),
    }


@open_page
def home(request: HttpRequest) -> HttpResponse:
    """What the open data are, how they were protected, the licence, the editions and the files."""
    edition = asked_edition(request)
    context = common(request, edition) | {
        "editions": all_editions(),
        "files": files_of(edition),
        "lowest_level": lowest_level(),
        "provinces": provinces_of(edition),
        "country": areas.area(areas.COUNTRY) if edition.values(areas.COUNTRY) else None,
    }
    return render(request, "open_data/home.html", context)


@open_page
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the files means."""
    edition = asked_edition(request)
    columns = columns_of(edition.measure)
    tables = [
        (name, label, [each for each in columns if each.table == name]) for name, label in TABLES.items()
    ]
    return render(request, "open_data/dictionary.html", common(request, edition) | {"tables": tables})


@open_page
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The public figures of one area."""
    edition, show = asked_edition(request), asked_show(request)
    page = area_page(code, edition)
    language = request.LANGUAGE_CODE
    query = f"?edition={edition.tables.edition}"
    map_page = reverse("open_data:map", kwargs={"language": language, "code": code})
    context = common(request, edition) | {
        "page": page,
        "show": show,
        "query": query,
        "editions": all_editions(),
        "map_url": f"{map_page}{query}&show={show}",
        "snippets": snippets(request, page),
        "target": TARGET,
        "poor": POOR_PERSONS,
    }
    return render(request, "open_data/area.html", context)


@open_page
def area_map(request: HttpRequest, code: str) -> HttpResponse:
    """What lies below an area as GeoJSON."""
    edition, show = asked_edition(request), asked_show(request)
    area_page(code, edition)
    text = open_map.feature_collection(code, edition, show, request.LANGUAGE_CODE)
    return HttpResponse(text, content_type="application/geo+json; charset=utf-8")
