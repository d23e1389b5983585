"""Pages with persons."""

from __future__ import annotations

from django.urls import path

from samut.web.households import views

app_name = "households"
urlpatterns = [
    path("area/<str:code>/households/", views.target_list, name="list"),
    path("household/<str:household_id>/", views.household, name="household"),
]
