"""Files of large tables: asked for, made by a job, kept a day for whoever asked, then removed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samut.web.accounts.models import User
from samut.web.jobs.models import Job


class Export(models.Model):
    """One file of a table. `mark` names it in addresses and is random; it is the name of its folder too.

    `asked` is the tail of the address the table was seen under. `scope`: the areas whose persons its
    owner might see when it was made; without them the file is not opened again.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "mark": "free",
        "owner": "personal",
        "table": "free",
        "area_code": "area",
        "asked": "sensitive",
        "ending": "free",
        "language": "free",
        "purpose": "free",
        "from_address": "personal",
        "scope": "area",
        "rows": "free",
        "job": "free",
        "asked_at": "free",
        "made_at": "free",
        "removed_at": "free",
    }
    mark = models.CharField(max_length=32, primary_key=True)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    table = models.CharField(max_length=60)
    area_code = models.CharField(max_length=8)
    asked = models.TextField(blank=True)
    ending = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    purpose = models.CharField(max_length=40, blank=True)
    from_address = models.CharField(max_length=45, blank=True)
    scope = models.JSONField(default=list)
    rows = models.PositiveIntegerField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.table} {self.area_code} {self.mark}"
