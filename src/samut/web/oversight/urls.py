"""Addresses for the data protection officer: who looked at whom."""

from __future__ import annotations

from django.urls import path

from samut.web.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.start, name="start"),
    path("looks/", views.looks, name="looks"),
    path("looks.csv", views.looks_file, name="looks_file"),
    path("person/", views.person, name="person"),
    path("households/<str:household_id>/", views.household, name="household"),
    path("users/", views.officers, name="officers"),
    path("users/<int:actor_id>/", views.officer, name="officer"),
    path("users/<int:actor_id>/<str:day>/", views.officer_day, name="day"),
    path("unusual/", views.unusual, name="unusual"),
    path("unusual/look-into/", views.look_into, name="look_into"),
]
