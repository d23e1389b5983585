"""What every request passes: the language of the screen, and problems told in words."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from samut.rules.errors import SamutError

STATUS_OF_CODE = {
    "SITE_001": 403,
    "SITE_002": 403,
    "SITE_003": 404,
    "SITE_004": 400,
    "SITE_005": 503,
    "SITE_006": 404,
    "CASE_003": 403,
    "WORK_001": 503,
}
Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Thai, unless this browser's user chose English. The browser's own language is not asked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ProblemMiddleware:
    """A catalogued problem becomes one page (or one JSON shape), with its code and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, SamutError):
            return None
        status = STATUS_OF_CODE.get(error.code, 400)
        if request.path.endswith(".json") or request.path.startswith("/api/"):
            return JsonResponse(error.problem.as_json(), status=status)
        return render(
            request, "site/problem.html", {"problem": error.problem, "status": status}, status=status
        )
