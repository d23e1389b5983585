"""Addresses of what-if, of two areas or editions side by side, and of tables by any fields."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "analysis"
urlpatterns: list[URLPattern] = []
