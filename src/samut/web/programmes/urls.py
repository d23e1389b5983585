"""Addresses of programmes."""

from __future__ import annotations

from django.urls import path

from samut.web.programmes import views

app_name = "programmes"
urlpatterns = [path("<str:household_id>/", views.household, name="household")]
