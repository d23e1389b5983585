"""Pages of the imports."""

from __future__ import annotations

from django.urls import path

from samut.web.registers import sending, views

app_name = "registers"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("send/", sending.send, name="send"),
    path("upload/<int:pk>/", sending.upload, name="upload"),
    path("upload/<int:pk>/register/", sending.register, name="register"),
    path("upload/<int:pk>/columns/", sending.columns, name="columns"),
    path("upload/<int:pk>/preview/", sending.preview, name="preview"),
    path("upload/<int:pk>/import/", sending.import_now, name="import"),
    path("upload/<int:pk>/discard/", sending.discard, name="discard"),
    path("<slug:register>/<int:edition>/quarantine/", views.quarantine, name="quarantine"),
    path("<slug:register>/<int:edition>/quarantine.xlsx", views.workbook, name="workbook"),
]
