"""Addresses of the survey's front door. None ends in a slash: phones do not follow redirects."""

from __future__ import annotations

from django.urls import path

from samut.web.openrosa import views

app_name = "openrosa"
urlpatterns = [
    path("key/<str:token>/formList", views.form_list, name="form_list"),
    path("key/<str:token>/forms/<str:form_id>.xml", views.form, name="form"),
    path("key/<str:token>/submission", views.submission, name="submission"),
    path("key/<str:token>/<path:rest>", views.nothing_here, name="elsewhere"),
    path("key/<str:token>/", views.nothing_here, {"rest": ""}, name="base"),
    path("collectors/<str:code>/", views.keys, name="keys"),
    path("collectors/key/<int:pk>/revoke/", views.revoke, name="revoke"),
]
