"""The pages of what-if and of comparing. Their address is the link to keep: it says all they show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from samut.rules.errors import SamutError
from samut.web.analysis.comparing import Asked, compare_page
from samut.web.analysis.what_if import what_if_page

MOST_TYPED = 100


def is_part(request: HttpRequest) -> bool:
    """Whether the page asks for its part alone."""
    return bool(request.htmx and not request.htmx.history_restore_request)  # type: ignore[attr-defined]


@require_safe
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """What would be so in one area, were indicators solved; as a part, the answer alone."""
    page = what_if_page(request.user, code, request.GET)
    part = is_part(request)
    address = f"{request.path}{page.asked.query}"
    context = {"page": page, "address": address, "part": part}
    response = render(request, "analysis/answer.html" if part else "analysis/what_if.html", context)
    if part:
        response["HX-Push-Url"] = address
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two areas, or one in two editions, side by side."""
    asked = Asked(
        request.GET.get("a", "")[:MOST_TYPED],
        request.GET.get("b", "")[:MOST_TYPED],
        _edition(request, "ea"),
        _edition(request, "eb"),
    )
    page = compare_page(request.user, asked)
    address = f"{request.path}{page.asked.query}"
    return render(request, "analysis/compare.html", {"page": page, "address": address})


def _edition(request: HttpRequest, name: str) -> int:
    """An edition of the address; 0 where none is named. Raises: SITE_004."""
    said = request.GET.get(name, "")
    if not said:
        return 0
    if not (said.isascii() and said.isdecimal() and len(said) == len("2561")):
        raise SamutError("SITE_004", name=name)
    return int(said)
