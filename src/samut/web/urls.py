"""Every address of the site, app by app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

APPS = (
    ("", "site"),
    ("", "accounts"),
    ("", "insight"),
    ("", "households"),
    ("jobs/", "jobs"),
    ("registers/", "registers"),
    ("programmes/", "programmes"),
    ("search/", "search"),
    ("tables/", "tables"),
    ("fieldwork/", "fieldwork"),
    ("", "openrosa"),
    ("logbook/", "logbook"),
    ("linkage/", "linkage"),
    ("meetings/", "meetings"),
    ("missed/", "missed"),
    ("targets/", "target_lists"),
    ("analysis/", "analysis"),
    ("open/", "open_data"),
    ("oversight/", "oversight"),
    ("administration/", "administration"),
    ("", "api"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(f"samut.web.{app}.urls")) for prefix, app in APPS),
    path("", include("samut.web.accounts.signing_in_urls")),
]
