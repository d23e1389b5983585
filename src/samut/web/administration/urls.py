"""Addresses for administrators: accounts, roles, invitations, and the first run."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "administration"
urlpatterns: list[URLPattern] = []
