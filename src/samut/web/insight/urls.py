"""The pages of areas."""

from __future__ import annotations

from django.urls import path

from samut.web.insight import views

app_name = "insight"
urlpatterns = [
    path("area/<str:code>/", views.area, name="area"),
    path("area/<str:code>/map.json", views.area_map, name="map"),
]
