"""The pages of who is missed."""

from __future__ import annotations

from django.urls import path

from samut.web.missed import views

app_name = "missed"
urlpatterns = [
    path("", views.start, name="start"),
    path("not-printed/", views.not_printed, name="not_printed"),
    path("lists/", views.several_lists, name="several"),
    path("<str:code>/", views.area, name="area"),
    path("<str:code>/unlisted/", views.unlisted, name="unlisted"),
    path("<str:code>/missed.xlsx", views.workbook, name="workbook"),
]
