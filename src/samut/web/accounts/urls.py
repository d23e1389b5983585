"""Logging in and out, the purpose asked before the first personal page, and the log of looks."""

from __future__ import annotations

from django.urls import path

from samut.web.accounts import signing_in, views

app_name = "accounts"
urlpatterns = [
    path("login/", signing_in.login, name="login"),
    path("logout/", signing_in.logout, name="logout"),
    path("purpose/", views.purpose, name="purpose"),
    path("audit/looks/", views.looks, name="looks"),
]
