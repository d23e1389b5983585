"""The pages of who is missed: an area, its lists set against each other, and why a figure is not printed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samut.reports.missed_book import missed_book
from samut.reports.workbook import MEDIA_TYPE
from samut.rules.errors import SamutError, Text
from samut.web.accounts.queries import home_area
from samut.web.areas import queries as areas
from samut.web.audit.actions import record
from samut.web.missed import queries, several
from samut.web.missed.sheets import sheets_of

DEFAULT_SORT = "-poor_without_card"
COLUMNS = {
    "name": Text("พื้นที่", "Area"),
    "poor_without_card": Text("ตกเกณฑ์ ไม่มีบัตร", "Poor, no card"),
    "vulnerable_without_card": Text("เปราะบาง ไม่มีบัตร", "Vulnerable, no card"),
    "both_without_card": Text("ทั้งสองอย่าง ไม่มีบัตร", "Both, no card"),
    "card_fails_nothing": Text("มีบัตร ไม่ตกเกณฑ์", "Card, fails nothing"),
    "unknown": Text("ไม่ทราบ (ตกเกณฑ์ ไม่มีบัตร)", "Unknown (poor, no card)"),
    "exclusion": Text("ตกหล่น", "Exclusion"),
    "rate": Text("อัตราความยากจน", "Poverty rate"),
}


@dataclass(frozen=True)
class Column:
    """One column of the table of areas: how to sort by it, and whether it is sorted now."""

    name: str
    label: Text
    address: str
    direction: str


def _columns(sort: str) -> list[Column]:
    columns = []
    for name, label in COLUMNS.items():
        first, other = (name, f"-{name}") if name == "name" else (f"-{name}", name)
        direction = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        wanted = other if sort == first else first
        columns.append(Column(name, label, f"?{urlencode({'sort': wanted})}", direction))
    return columns


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the area of one's own work."""
    return redirect("missed:area", code=home_area(request.user))


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Who is missed in one area; as a part, only the table of the areas below it."""
    sort = queries.read_sort(request.GET.get("sort", DEFAULT_SORT))
    page = queries.missed_page(request.user, code, sort)
    part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    context = {"page": page, "columns": _columns(sort)}
    response = render(request, "missed/children.html" if part else "missed/area.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def unlisted(request: HttpRequest, code: str) -> HttpResponse:
    """How many may be in no list at all, or every reason why that is not told."""
    asked = request.GET.get("found", "")
    problem = None
    try:
        found_share = queries.read_found_share(asked)
    except SamutError as error:
        problem, found_share = error.problem, None
    page, pairs = queries.pairs_of(request.user, code, found_share)
    context = {"page": page, "pairs": pairs, "asked": asked, "problem": problem}
    return render(request, "missed/unlisted.html", context, status=400 if problem else 200)


@require_safe
def not_printed(request: HttpRequest) -> HttpResponse:
    """Why two published lists give no estimate, though the formula gives a number."""
    return render(request, "missed/not_printed.html", {"pairs": queries.published_pairs()})


@require_safe
def several_lists(request: HttpRequest) -> HttpResponse:
    """Three or four lists that somebody has counted: every model, or every reason why none is told."""
    size = several.read_size(request.GET.get("lists", "3"))
    typed = request.GET.dict()
    problem = told = None
    if "asked" in typed:
        try:
            told = several.told(several.read_counts(size, typed))
        except SamutError as error:
            problem = error.problem
    context = {
        "size": size,
        "sizes": several.SIZES,
        "cells": several.cells_of(size, typed),
        "frame": typed.get("frame", ""),
        "same": typed.get("same") == "1",
        "told": told,
        "problem": problem,
    }
    return render(request, "missed/several.html", context, status=400 if problem else 200)


@require_safe
@never_cache
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """What the page tells, as a workbook: the same figures, the same ones hidden. Who took it is logged."""
    page = queries.missed_page(request.user, code, "name")
    if page.told is None:
        raise SamutError("SITE_006")
    pairs = queries.pairs_of(request.user, code, None)[1] if page.may_see_lists else ()
    content = missed_book(
        sheets_of(page, pairs), demo=areas.workspace().config.demo, made_on=timezone.localdate()
    )
    record("missed.downloaded", by=request.user, area_code=code, hidden=page.hides)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="missed-{code}-{page.edition}.xlsx"'
    return response
