"""Addresses of the search for persons and households. None of them holds what is searched for."""

from __future__ import annotations

from django.urls import path

from samut.web.search import views

app_name = "search"
urlpatterns = [
    path("", views.start, name="start"),
    path("ask/", views.ask, name="ask"),
    path("<str:search_id>/", views.found, name="found"),
]
