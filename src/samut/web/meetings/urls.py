"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path

from samut.web.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meeting/<int:pk>/", views.meeting, name="meeting"),
    path("<str:code>/", views.area, name="area"),
]
