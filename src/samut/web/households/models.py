"""Which result of the lake the site shows. The households themselves stay in the lake."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ShownResult(models.Model):
    """The result that pages show, by measure and edition. The newest row by `shown_since` is current."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "measure": "free",
        "edition": "free",
        "result_id": "free",
        "measured_at": "free",
        "policy_version": "free",
        "shown_since": "free",
    }
    measure = models.CharField(max_length=60)
    edition = models.IntegerField()
    result_id = models.CharField(max_length=64)
    measured_at = models.DateTimeField(null=True)
    policy_version = models.CharField(max_length=64, blank=True)
    shown_since = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-shown_since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "edition"], name="one_result_by_measure_and_edition")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.edition} {self.result_id}"
