"""Addresses open to everybody: published statistics, downloads and charts."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "open_data"
urlpatterns: list[URLPattern] = []
