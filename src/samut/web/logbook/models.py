"""The logbook (สมุดพกครอบครัว): the case of a household, from found to closed, and all that happened."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from samut.rules.case import CaseStatus, Outcome


class Case(models.Model):
    """One household's case. A household has one; a closed case is reopened, never doubled.

    `household_id` is the opaque id of the lake; names and answers stay there.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "household_id": "personal",
        "area_code": "area",
        "status": "sensitive",
        "outcome": "sensitive",
        "opened_at": "free",
        "moved_at": "free",
    }
    household_id = models.CharField(max_length=16, unique=True)
    area_code = models.CharField(max_length=8, db_index=True)
    status = models.CharField(max_length=20, choices=[(each.value, each.name) for each in CaseStatus])
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(each.value, each.name) for each in Outcome]
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-moved_at", "-id"]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseEvent(models.Model):
    """One thing that happened in a case."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "case": "personal",
        "at": "free",
        "by": "personal",
        "before": "sensitive",
        "after": "sensitive",
        "outcome": "sensitive",
        "note": "sensitive",
    }
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
