"""The pages of target groups, their lists, and lists that were kept."""

from __future__ import annotations

from django.urls import path

from samut.web.target_lists import views

app_name = "target_lists"
urlpatterns = [
    path("", views.start, name="start"),
    path("<str:code>/", views.area, name="area"),
    path("<str:code>/counts/", views.counts, name="counts"),
    path("<str:code>/compare/", views.comparison, name="comparison"),
    path("<str:code>/compare/changes.<str:ending>", views.comparison_file, name="comparison_file"),
    path("<str:code>/kept/<str:list_id>/", views.kept, name="kept"),
    path("<str:code>/kept/<str:list_id>/members.<str:ending>", views.kept_file, name="kept_file"),
    path("<str:code>/group/<str:group>/", views.group, name="group"),
    path("<str:code>/group/<str:group>/members/", views.members, name="members"),
    path("<str:code>/group/<str:group>/members.<str:ending>", views.members_file, name="members_file"),
    path("<str:code>/group/<str:group>/keep/", views.keep, name="keep"),
]
