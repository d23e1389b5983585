"""Long work that runs beside the site: who asked for what, how far it is, what came of it.

A job belongs to whichever worker holds its lease. A worker that dies stops renewing it, and after the
lease the job is anybody's again: every kind of work can be begun anew without doing anything twice.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samut.rules.errors import CATALOGUE, Problem, Text, Where
from samut.web.accounts.models import User


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "รอทำ"
    RUNNING = "running", "กำลังทำ"
    DONE = "done", "เสร็จแล้ว"
    FAILED = "failed", "ไม่สำเร็จ"
    CANCELLED = "cancelled", "ยกเลิกแล้ว"


OPEN = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of work. `arguments` and `result` hold ids, codes and counts, never a personal text.

    `worker` is the mark of the worker that holds the lease until `lease_until`. `checkpoint` is what the
    work noted for the case that it is begun anew. `total` is empty while nobody knows it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "kind": "free",
        "arguments": "free",
        "owner": "personal",
        "area_code": "area",
        "state": "free",
        "cancel_asked": "free",
        "done": "free",
        "total": "free",
        "label": "free",
        "rate": "free",
        "attempts": "free",
        "worker": "free",
        "lease_until": "free",
        "checkpoint": "free",
        "result": "free",
        "error_code": "free",
        "error_values": "free",
        "created_at": "free",
        "started_at": "free",
        "finished_at": "free",
    }
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="jobs")
    area_code = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    cancel_asked = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    label = models.CharField(max_length=300, blank=True)
    rate = models.FloatField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error_code = models.CharField(max_length=20, blank=True)
    error_values = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        """Something may still come of it by itself."""
        return self.state in OPEN

    @property
    def seconds_left(self) -> int | None:
        """Unit: seconds. None while the total or the rate is not known."""
        if self.state != JobState.RUNNING or not self.rate or self.total is None or self.total <= self.done:
            return None
        return max(1, round((self.total - self.done) / self.rate))

    @property
    def problem(self) -> Problem | None:
        """Why it failed."""
        if self.error_code not in CATALOGUE:
            return None
        where = Where(**self.error_values.get("where", {}))
        values = self.error_values.get("values", {})
        told = tuple((name, Text(*each) if isinstance(each, list) else each) for name, each in values.items())
        return Problem(self.error_code, where, told)


class Worker(models.Model):
    """A worker that is there. One that was not seen lately is not."""

    PRIVACY: ClassVar[dict[str, str]] = {"mark": "free", "seen_at": "free"}
    mark = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-seen_at"]

    def __str__(self) -> str:
        return self.mark
