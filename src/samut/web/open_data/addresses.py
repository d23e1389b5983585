"""How an open page is opened: by anybody, the same for everybody, and kept by browsers and proxies.

No session, no cookie: the language stands in the address. What a view answers is marked by its hash,
so that whoever has it already is told so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TypeVar

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls.converters import StringConverter
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from samut.rules.errors import SamutError
from samut.web.open_data.queries import check_public

Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[..., HttpResponse]
KEPT_SECONDS = 300
CACHED = f"public, max-age={KEPT_SECONDS}"
TAG_CHARACTERS = 32


class LanguageConverter(StringConverter):
    """The language of the screen as a part of an address."""

    regex = "th|en"


def open_address(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """An address for everybody, of which nothing rests on who asks."""

    @login_not_required
    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, **named: object) -> Answer:
        response = view(request, **named)
        # Whoever came by may have read the session: this answer does not vary with it.
        request.session.accessed = False
        return response

    return opened


def open_page(view: View) -> View:
    """A page for everybody, in the language of its address."""

    @open_address
    @wraps(view)
    def opened(request: HttpRequest, language: str = settings.LANGUAGE_CODE, **named: object) -> HttpResponse:
        request.user = AnonymousUser()
        with translation.override(language):
            request.LANGUAGE_CODE = language
            try:
                check_public()
                response = view(request, **named)
            except SamutError as error:
                response = _told(request, error)
        response.headers.setdefault("Content-Language", language)
        return _marked(request, response)

    return opened


def open_chart(view: View) -> View:
    """An open page that other sites may show in a frame; no other page of this site may be."""
    framed = csp_replace({"frame-ancestors": ["*"]})(xframe_options_exempt(open_page(view)))
    opened: View = login_not_required(framed)
    return opened


def _told(request: HttpRequest, error: SamutError) -> HttpResponse:
    if request.path.endswith(".json"):
        return JsonResponse(error.problem.as_json(), status=HTTPStatus.NOT_FOUND)
    return render(request, "open_data/problem.html", {"problem": error.problem}, status=HTTPStatus.NOT_FOUND)


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != HTTPStatus.OK:
        return response
    response.headers.setdefault("Cache-Control", CACHED)
    if "ETag" not in response.headers:
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:TAG_CHARACTERS]}"'
    asked = request.headers.get("If-None-Match", "").removeprefix("W/")
    if asked != response["ETag"]:
        return response
    unchanged = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Content-Language"):
        unchanged[name] = response[name]
    return unchanged
