"""Pages of the imports."""

from __future__ import annotations

from django.urls import path

from samut.web.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<slug:register>/<int:edition>/quarantine/", views.quarantine, name="quarantine"),
]
