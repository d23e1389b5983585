"""What every request passes: the language of the screen, and problems told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils import translation

from samut.rules.errors import Problem, SamutError

STATUS_OF_CODE = {
    "ANALYSIS_001": 403,
    "ANALYSIS_007": 404,
    "ANALYSIS_011": 404,
    "ANALYSIS_013": 404,
    "ANALYSIS_014": 403,
    "SITE_001": 403,
    "SITE_002": 403,
    "SITE_003": 404,
    "SITE_004": 400,
    "SITE_005": 503,
    "SITE_006": 404,
    "SITE_007": 405,
    "SITE_008": 429,
    "API_010": 500,
    "API_012": 403,
    "API_013": 429,
    "API_016": 404,
    "API_017": 403,
    "API_018": 409,
    "API_019": 404,
    "API_020": 409,
    "JOB_002": 409,
    "AUDIT_001": 503,
    "AUDIT_011": 503,
    "AUDIT_021": 404,
    "AUDIT_024": 404,
    "ACCOUNT_002": 403,
    "ACCOUNT_004": 403,
    "ACCOUNT_005": 403,
    "ACCOUNT_006": 404,
    "ACCOUNT_007": 503,
    "ACCOUNT_008": 403,
    "ACCOUNT_030": 404,
    "ACCOUNT_031": 403,
    "ACCOUNT_032": 403,
    "ACCOUNT_033": 403,
    "ACCOUNT_034": 403,
    "ACCOUNT_039": 403,
    "ACCOUNT_041": 404,
    "ACCOUNT_044": 404,
    "ACCOUNT_045": 403,
    "ACCOUNT_060": 404,
    "ACCOUNT_061": 404,
    "CASE_003": 403,
    "JOB_001": 404,
    "LINK_001": 404,
    "LIST_003": 404,
    "MISSED_020": 404,
    "SEARCH_001": 503,
    "SEARCH_003": 404,
    "TABLE_005": 404,
    "TABLE_006": 404,
    "TABLE_007": 404,
    "TABLE_008": 403,
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


class PrivateMiddleware:
    """No browser and no proxy keeps an answer whose view does not say so itself.

    Figures differ from viewer to viewer, and an office computer has a back button.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 304:  # that one speaks of an answer given before
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Everything asks for a login. A part of a page sends the whole page there, not itself."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        answer = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request") != "true":
            return answer
        return HttpResponse(status=401, headers={"HX-Redirect": answer["Location"]})


class ProblemMiddleware:
    """A catalogued problem becomes one page (or one JSON shape), with its code and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            told = self._told(request, Problem("SITE_007"))
            told["Allow"] = response["Allow"]
            return told
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, SamutError):
            return None
        return self._told(request, error.problem)

    def _told(self, request: HttpRequest, problem: Problem) -> HttpResponse:
        status = STATUS_OF_CODE.get(problem.code, 400)
        if request.path.endswith(".json") or request.path.startswith("/api/"):
            return JsonResponse(problem.as_json(), status=status)
        return render(request, "site/problem.html", {"problem": problem, "status": status}, status=status)
