"""Meetings of the people who answer for an area: agenda and resolutions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Meeting(models.Model):
    """One meeting."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "area_code": "area",
        "title": "free",
        "held_on": "free",
        "place": "free",
        "created_at": "free",
    }
    area_code = models.CharField(max_length=8, db_index=True)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on}"


class AgendaItem(models.Model):
    """One item of an agenda, in its order."""

    PRIVACY: ClassVar[dict[str, str]] = {"id": "free", "meeting": "free", "number": "free", "text": "free"}
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_item_by_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Resolution(models.Model):
    """What a meeting resolved: by whom it is done and until when (empty: no date was set)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "meeting": "free",
        "text": "sensitive",
        "owner": "personal",
        "due_on": "free",
        "created_at": "free",
    }
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="resolutions")
    text = models.CharField(max_length=1000)
    owner = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"resolution {self.pk}"
