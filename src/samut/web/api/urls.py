"""Addresses of the API. Its own check answers 401 in JSON, so the pages' redirect stays away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page

from samut.rules.errors import SamutError
from samut.web.api import pages
from samut.web.api.views import api


@login_not_required
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/: told in JSON. Raises: SITE_006."""
    raise SamutError("SITE_006")


_mounted = api.urls  # made anew each time it is asked for
for _pattern in _mounted[0]:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = login_not_required(conditional_page(_pattern.callback))

urlpatterns = [
    path("tokens/", pages.tokens, name="api_tokens"),
    path("tokens/<int:pk>/revoke/", pages.revoke, name="api_token_revoke"),
    path("api/v1/", _mounted),
    path("api/<path:rest>", nothing_here, name="api_elsewhere"),
]
