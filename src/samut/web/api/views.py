"""The API under /api/v1/: what the pages show, for programs, with the same rights and the same suppression.

Who asks is a program with a token, or somebody who is signed in. An error has the one JSON shape of the
catalogue. Every answer that can be asked for again carries an entity tag.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from samut.rules.errors import Problem, SamutError
from samut.web.api.callers import SignedInCaller, TokenCaller, TooManyRequests
from samut.web.api.operations import areas, households, jobs, lists, measures

logger = logging.getLogger(__name__)


class Utf8Renderer(JSONRenderer):
    """Thai stays readable in the answer."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}  # noqa: RUF012


class Api(NinjaAPI):
    """Ninja's own, whose answers say how many requests are left in this minute."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function: short enough to call it by."""
        return operation.view_func.__name__

    def create_response(self, request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = super().create_response(request, *args, **values)
        left = getattr(request, "api_requests_left", None)
        if left is not None:
            response["RateLimit-Limit"] = str(settings.SAMUT_API_REQUESTS_A_MINUTE)
            response["RateLimit-Remaining"] = str(left)
        return response


api = Api(
    title="Samut",
    version="1",
    description=(
        "Areas, measures and figures for everybody who may use the site; households, persons and kept lists "
        "for those who answer for their area. Null is not known, not published or hidden, never nought. "
        "A token is made on the site under /tokens/."
    ),
    auth=[TokenCaller(), SignedInCaller(csrf=True)],
    renderer=Utf8Renderer(),
    docs_url=None,  # its pages load scripts from other hosts
    urls_namespace="api",
)
for part in (areas, measures, households, lists, jobs):
    api.add_router("", part.router)


def _refusal(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    return api.create_response(request, problem.as_json(), status=status)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    refusal = _refusal(request, 401, Problem("API_001"))
    refusal["WWW-Authenticate"] = "Bearer"
    return refusal


@api.exception_handler(TooManyRequests)
def too_many(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    refusal = _refusal(request, 429, error.problem)
    refusal["Retry-After"] = str(error.seconds)
    return refusal


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    name = ".".join(str(part) for part in error.errors[0].get("loc", ())) if error.errors else ""
    return _refusal(request, 422, Problem("API_002", values=(("name", name),)))


@api.exception_handler(HttpError)
def not_readable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refusal(request, error.status_code, Problem("API_002", values=(("name", "request"),)))


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever nobody foresaw. What the catalogue knows is told one step above, as for the pages."""
    if isinstance(error, SamutError):
        raise error
    logger.error("API operation failed", exc_info=error, extra={"request": request})
    return _refusal(request, 500, Problem("API_010"))
