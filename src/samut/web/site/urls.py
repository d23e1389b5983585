"""Start page, health, and the language switch."""

from __future__ import annotations

from django.urls import path

from samut.web.site import views

app_name = "site"
urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.healthz, name="healthz"),
    path("language/", views.language, name="language"),
]
