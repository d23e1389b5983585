"""Addresses open to everybody: published statistics, downloads and charts.

The language stands in the address, so that nothing of an answer rests on who asks.
"""

from __future__ import annotations

from django.urls import path, register_converter

from samut.web.open_data import charts, downloads, views
from samut.web.open_data.addresses import LanguageConverter

register_converter(LanguageConverter, "language")

app_name = "open_data"
urlpatterns = [
    path("", views.start, name="start"),
    path("data/<int:edition>/<str:name>", downloads.file, name="file"),
    path("data/<str:name>", downloads.newest_file, name="newest_file"),
    path("<language:language>/", views.home, name="home"),
    path("<language:language>/dictionary/", views.dictionary, name="dictionary"),
    path("<language:language>/area/<str:code>/", views.area, name="area"),
    path("<language:language>/area/<str:code>/map.json", views.area_map, name="map"),
    path("<language:language>/chart/<str:kind>/<str:code>/", charts.chart, name="chart"),
]
