"""Charts for the pages of others: small pages made for a frame, each with what to write there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from samut.engine.open_data.telling import attribution
from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.web.open_data import map as open_map
from samut.web.open_data.addresses import open_chart
from samut.web.open_data.queries import Line, OpenAreaPage, area_page, edition_named, told_of

HEADLINE, DIMENSIONS, INDICATORS, MAP, TREND = "headline", "dimensions", "indicators", "map", "trend"
KINDS = {
    HEADLINE: Text("ตัวเลขหลัก", "Headline figures"),
    DIMENSIONS: Text("คนจนเป้าหมายตามมิติ", "Target poor by dimension"),
    INDICATORS: Text("ตัวชี้วัดที่ตกเกณฑ์มากที่สุด", "Indicators that most fail"),
    MAP: Text("แผนที่คนจนเป้าหมาย", "Map of the target poor"),
    TREND: Text("คนจนเป้าหมายตามรุ่นปี", "Target poor by edition"),
}
# Unit: CSS pixels that a chart needs at 360 of width.
HEIGHTS = {HEADLINE: 680, DIMENSIONS: 580, INDICATORS: 740, MAP: 640, TREND: 420}
SHOWN_INDICATORS = 6


@dataclass(frozen=True)
class Snippet:
    """One chart of an area, and the text that another site puts in to show it."""

    kind: str
    label: Text
    address: str
    text: str


def snippets(request: HttpRequest, page: OpenAreaPage) -> tuple[Snippet, ...]:
    """The charts there are of an area."""
    return tuple(_snippet(request, page, kind) for kind in KINDS if _is_there(kind, page))


def _is_there(kind: str, page: OpenAreaPage) -> bool:
    if kind == TREND:
        return len(page.trend) > 1
    return bool(page.rows) if kind == MAP else True


def _snippet(request: HttpRequest, page: OpenAreaPage, kind: str) -> Snippet:
    language = request.LANGUAGE_CODE
    named = {"language": language, "kind": kind, "code": page.area.code}
    address = reverse("open_data:chart", kwargs=named) + f"?edition={page.edition.tables.edition}"
    name = page.area.name_th if language == "th" else page.area.name_en
    text = format_html(
        '<iframe src="{}" title="{}: {}" width="100%" height="{}" loading="lazy"></iframe>',
        request.build_absolute_uri(address),
        KINDS[kind].in_language(language),
        name,
        HEIGHTS[kind],
    )
    return Snippet(kind, KINDS[kind], address, text)


def most_failing(page: OpenAreaPage) -> tuple[Line, ...]:
    """The indicators that most persons fail, the most first. Hidden ones have no order: not among them."""
    lines = [line for group in page.groups for line in group.lines]
    known = [(line.values.get(line.failing) or 0, line) for line in lines]
    most = sorted((pair for pair in known if pair[0]), key=lambda pair: (-pair[0], pair[1].number or 0))
    return tuple(line for _, line in most[:SHOWN_INDICATORS])


@open_chart
def chart(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One chart of one area, for a frame on somebody's page. Raises: OPEN_005 for an unknown kind."""
    if kind not in KINDS:
        raise SamutError("OPEN_005", name=kind)
    edition = edition_named(request.GET.get("edition", ""))
    page = area_page(code, edition)
    language = request.LANGUAGE_CODE
    map_page = reverse("open_data:map", kwargs={"language": language, "code": code})
    context = {
        "page": page,
        "edition": edition,
        "kind": kind,
        "label": KINDS[kind],
        "language": language,
        "most_failing": most_failing(page),
        "map_url": f"{map_page}?edition={edition.tables.edition}&show={open_map.RATE}",
        "address": request.build_absolute_uri(open_map.address(page.area, edition, language)),
        "attribution": attribution(told_of(edition)),
        "policy": told_of(edition).policy,
    }
    return render(request, "open_data/chart.html", context)
