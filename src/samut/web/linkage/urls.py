"""Addresses of the review of pairs."""

from __future__ import annotations

from django.urls import path

from samut.web.linkage import views

app_name = "linkage"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("start/", views.start, name="start"),
    path("answers/", views.answers, name="answers"),
    path("numbers/", views.numbers, name="numbers"),
    path("pair/<slug:pair>/", views.pair, name="pair"),
    path("pair/<slug:pair>/answer/", views.answer, name="answer"),
]
