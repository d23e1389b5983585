"""The page of an area and its map."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from samut.rules.errors.entry import Text
from samut.web.accounts.policies import may_see_persons
from samut.web.areas import queries as areas
from samut.web.insight import map as area_map_data
from samut.web.insight.colouring import RATE, Choice, choices, colours, read_choice
from samut.web.insight.queries import (
    COUNTRY,
    AreaPage,
    area_page,
    holdings,
    read_sort,
    rows_of,
    version_for,
)
from samut.web.insight.switch import ALL, Switch, read_switch

DEFAULT_SORT = "-rate"


@dataclass(frozen=True)
class Asked:
    """What the address of an area page asks for."""

    switch: Switch
    choice: Choice
    sort: str

    @property
    def show(self) -> str:
        return self.choice.id

    def query(self, **changes: str) -> str:
        """The same with changes, as the tail of an address; what is usual is left out."""
        wanted = {"dims": self.switch.bits, "show": self.show, "sort": self.sort} | changes
        usual = {"dims": ALL, "show": RATE, "sort": DEFAULT_SORT}
        told = {name: value for name, value in wanted.items() if value != usual[name]}
        return f"?{urlencode(told)}" if told else ""


def _asked(request: HttpRequest) -> Asked:
    sort = request.GET.get("sort", DEFAULT_SORT)
    choice = read_choice(request.GET.get("show", RATE), holdings().measure)
    return Asked(read_switch(request.GET.get("dims", ALL)), choice, read_sort(sort))


@dataclass(frozen=True)
class DimensionButton:
    """One of the five switches: pressed or not, and the switch it leads to."""

    id: str
    label: Text
    value: str
    pressed: bool

    @property
    def icon(self) -> str:
        return f"site/icons/{self.id}.svg"


@dataclass(frozen=True)
class Column:
    """One column of the table of child areas: how to sort by it, and whether it is sorted now."""

    name: str
    label: Text
    address: str
    direction: str


COLUMNS = {
    "name": Text("พื้นที่", "Area"),
    "target": Text("คนจนเป้าหมาย", "Target poor"),
    "rate": Text("ร้อยละ", "Rate"),
    "registered": Text("ลงทะเบียน", "Registered"),
    "poor_persons": Text("คนจน จปฐ.", "BMN-poor persons"),
    "poor_households": Text("ครัวเรือนยากจน", "Poor households"),
    "unknown": Text("ไม่ทราบผล (คน)", "Unknown (persons)"),
    "persons": Text("คนที่สำรวจ", "Persons surveyed"),
    "households": Text("ครัวเรือนที่สำรวจ", "Households surveyed"),
}


def _columns(asked: Asked) -> list[Column]:
    columns = []
    for name, label in COLUMNS.items():
        first, other = (name, f"-{name}") if name == "name" else (f"-{name}", name)
        direction = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
        columns.append(
            Column(name, label, asked.query(sort=other if asked.sort == first else first), direction)
        )
    return columns


def _buttons(page: AreaPage) -> list[DimensionButton]:
    dimensions = page.figures.dimensions if page.figures else ()
    return [
        DimensionButton(
            each.id,
            each.label,
            page.switch.pressing(place, published_only=page.is_published),
            page.switch.is_on(place),
        )
        for place, each in enumerate(dimensions)
    ]


def _widest(page: AreaPage) -> int:
    """The longest bar of the five dimensions."""
    dimensions = page.figures.dimensions if page.figures else ()
    return max(
        (each.target_persons for each in dimensions if isinstance(each.target_persons, int)), default=0
    )


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: its figures, its five dimensions, the map and the table of what lies below it."""
    asked = _asked(request)
    page = area_page(request.user, code, asked.switch, asked.sort)
    context = {
        "page": page,
        "asked": asked,
        "buttons": _buttons(page),
        "choices": choices(holdings().measure),
        "columns": _columns(asked),
        "map_url": reverse("insight:map", kwargs={"code": code}) + asked.query(sort=DEFAULT_SORT),
        "child_query": asked.query(),
        "widest_dimension": _widest(page),
        "unpublished_switch": page.is_published and not page.switch.is_published,
    }
    part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(request, "insight/panel.html" if part else "insight/area.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def area_map(request: HttpRequest, code: str) -> HttpResponse:
    """What lies below an area as GeoJSON; a village is drawn among the villages of its tambon.

    The browser keeps it and asks only whether it still holds.
    """
    asked = _asked(request)
    areas.area(code)
    language = request.LANGUAGE_CODE
    drawn = code[: areas.TAMBON_DIGITS]
    tag = f'"{version_for(request.user, drawn, code, asked.switch.bits, asked.show, language)}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = tag
        return unchanged
    exact = drawn != COUNTRY and may_see_persons(request.user, drawn)
    held = holdings()
    rows = rows_of(held, drawn, asked.switch, exact=exact)
    coloured = colours(held, rows, asked.choice, exact=exact or drawn == COUNTRY)
    query = asked.query(sort=DEFAULT_SORT)
    text = area_map_data.feature_collection(
        drawn, rows, coloured, asked.choice, language, query, current=code
    )
    response = HttpResponse(text, content_type="application/geo+json; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
