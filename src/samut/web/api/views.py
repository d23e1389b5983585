"""The API under /api/v1/: the figures of the pages, for programs, with the same suppression.

Who asks is the signed-in user (session); an error has the one JSON shape of the catalogue.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import django_auth

from samut.rules.errors import Problem
from samut.web.api.schemas import AreaFiguresOut, ChildrenOut, area_figures_out, area_out, child_out
from samut.web.insight.queries import area_page, read_sort
from samut.web.insight.switch import ALL, read_switch

IN_ORDER_OF_CODES = "code"


class Utf8Renderer(JSONRenderer):
    """Thai stays readable in the answer."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}  # noqa: RUF012


api = NinjaAPI(
    title="Samut",
    version="1",
    description="Areas and their figures. No personal data.",
    auth=django_auth,
    renderer=Utf8Renderer(),
    docs_url=None,  # its pages load scripts from other hosts
    urls_namespace="api",
)


def _refusal(request: HttpRequest, status: int, code: str, **values: str) -> HttpResponse:
    problem = Problem(code, values=tuple(values.items()))
    return api.create_response(request, problem.as_json(), status=status)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _refusal(request, 401, "API_001")


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    name = ".".join(str(part) for part in error.errors[0].get("loc", ())) if error.errors else ""
    return _refusal(request, 422, "API_002", name=name)


@api.exception_handler(HttpError)
def not_readable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refusal(request, error.status_code, "API_002", name="request")


@api.get("/areas/{code}", response=AreaFiguresOut, summary="The figures of one area")
def area(request: HttpRequest, code: str, dims: str = ALL) -> AreaFiguresOut:
    """`dims`: which of health, living, education, income and accessibility count, as five digits."""
    return area_figures_out(area_page(request.user, code, read_switch(dims), "name"))


@api.get("/areas/{code}/children", response=ChildrenOut, summary="The areas one level down")
def children(request: HttpRequest, code: str, dims: str = ALL, sort: str = IN_ORDER_OF_CODES) -> ChildrenOut:
    """`sort`: `code`, `name` or the name of a count; with - before it the largest come first."""
    page = area_page(request.user, code, read_switch(dims), read_sort(sort, also=IN_ORDER_OF_CODES))
    return ChildrenOut(
        area=area_out(page.area),
        switch=page.switch.bits,
        edition=page.edition,
        children=[child_out(row) for row in page.rows],
    )
