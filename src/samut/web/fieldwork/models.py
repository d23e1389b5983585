"""Campaigns: a survey of one area, between two days, with one form."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    PLANNED = "planned", "วางแผน"
    RUNNING = "running", "กำลังสำรวจ"
    FINISHED = "finished", "เสร็จสิ้น"


class Campaign(models.Model):
    """One survey campaign."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "name": "free",
        "area_code": "area",
        "starts_on": "free",
        "ends_on": "free",
        "form_id": "free",
        "state": "free",
        "created_at": "free",
    }
    name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=8, db_index=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    form_id = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=CampaignState, default=CampaignState.PLANNED)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.area_code}"
