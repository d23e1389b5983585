"""Addresses of field work."""

from __future__ import annotations

from django.urls import path

from samut.web.fieldwork import views

app_name = "fieldwork"
urlpatterns = [
    path("campaign/<int:pk>/move/", views.move, name="move"),
    path("<str:code>/targets.xlsx", views.target_workbook, name="targets"),
    path("<str:code>/", views.area, name="area"),
]
