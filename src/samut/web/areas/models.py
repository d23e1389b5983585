"""Villages, as the village register names them. Country to tambon come from the code list."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Village(models.Model):
    """One village of the workspace's registers: its code, its name and the point on the map."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "area",
        "tambon_code": "area",
        "name_th": "area",
        "latitude": "area",
        "longitude": "area",
    }
    code = models.CharField(max_length=8, primary_key=True)
    tambon_code = models.CharField(max_length=6, db_index=True)
    name_th = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_th}".strip()
