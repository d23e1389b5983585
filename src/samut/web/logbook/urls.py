"""Addresses of the logbook."""

from __future__ import annotations

from django.urls import path

from samut.web.logbook import views

app_name = "logbook"
urlpatterns = [
    path("case/<int:pk>/", views.case, name="case"),
    path("case/<int:pk>/move/", views.move, name="move"),
    path("household/<str:household_id>/", views.household, name="household"),
    path("household/<str:household_id>/open/", views.open_case, name="open"),
    path("<str:code>/", views.board, name="board"),
]
