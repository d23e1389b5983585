"""Addresses of the tables' files."""

from __future__ import annotations

from django.urls import path

from samut.web.tables import views

app_name = "tables"
urlpatterns = [
    path("file/<str:mark>/", views.file, name="file"),
    path("file/<str:mark>/fetch/", views.fetch, name="fetch"),
    path("file/<str:mark>/remove/", views.remove, name="remove"),
    path("<slug:table>/<str:code>/", views.page, name="page"),
    path("<slug:table>/<str:code>/export/", views.export, name="export"),
]
