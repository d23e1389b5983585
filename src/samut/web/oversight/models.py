"""What the data protection officer works with: days that were counted, and what was looked into.

Counts are made once of each day that is over (samut.web.oversight.counting) and can be made anew at any
time from the looks; only what somebody looked into is kept for ever, in a chain like the looks' own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samut.web.audit.models import AppendOnlyModel

NOTE_LENGTH = 500


class CountedDay(models.Model):
    """A day that is over and whose looks are counted, under a policy.

    `again`: [user, name, household, days] of everybody who looked at one household on many days of the period
    that ends with it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {"day": "free", "policy": "free", "again": "personal"}
    day = models.DateField(primary_key=True)
    policy = models.CharField(max_length=32)
    again = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class DaySummary(models.Model):
    """What one user did on one counted day: named counts (samut.web.oversight.counting.OneDay)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "day": "free",
        "actor_id": "personal",
        "actor_name": "personal",
        "counts": "free",
    }
    day = models.DateField(db_index=True)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=150)
    counts = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-day", "actor_name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "actor_id", "actor_name"], name="one_summary_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.actor_id}"


class LookedInto(AppendOnlyModel):
    """What was found about one unusual pattern. It is never changed; another may be added."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "at": "free",
        "pattern": "free",
        "actor_id": "personal",
        "day": "free",
        "household_id": "personal",
        "note": "sensitive",
        "by_id": "personal",
        "by_name": "personal",
        "from_address": "personal",
        "position": "free",
        "previous": "free",
        "digest": "free",
    }
    pattern = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    day = models.CharField(max_length=10)
    household_id = models.CharField(max_length=32, blank=True)
    note = models.CharField(max_length=NOTE_LENGTH)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["day", "actor_id"], name="looked_into_by_day")]

    def __str__(self) -> str:
        return f"{self.pattern} {self.day}"
