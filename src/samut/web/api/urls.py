"""Addresses of the API. Its own sign-in check answers 401 in JSON, so the pages' redirect stays away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from samut.rules.errors import SamutError
from samut.web.api.views import api


@login_not_required
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/: told in JSON. Raises: SITE_006."""
    raise SamutError("SITE_006")


for _pattern in api.urls[0]:
    if isinstance(_pattern, URLPattern):
        login_not_required(_pattern.callback)

urlpatterns = [path("api/v1/", api.urls), path("api/<path:rest>", nothing_here)]
