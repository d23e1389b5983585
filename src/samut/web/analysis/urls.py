"""Addresses of what-if, of comparing, of tables by any fields, and of saved views."""

from __future__ import annotations

from django.urls import path

from samut.web.analysis import pivot_views, saved_views, views

app_name = "analysis"
urlpatterns = [
    path("<str:code>/what-if/", views.what_if, name="what_if"),
    path("compare/", views.compare, name="compare"),
    path("pivot/", pivot_views.pivot, name="pivot"),
    path("pivot/table.csv", pivot_views.csv_file, name="pivot_csv"),
    path("pivot/table.xlsx", pivot_views.workbook, name="pivot_workbook"),
    path("prepare/", pivot_views.prepare, name="prepare"),
    path("views/", saved_views.saved, name="views"),
    path("views/save/", saved_views.save, name="save_view"),
    path("views/<str:token>/", saved_views.open_view, name="open_view"),
    path("views/<str:token>/change/", saved_views.change, name="change_view"),
    path("views/<str:token>/delete/", saved_views.delete, name="delete_view"),
]
