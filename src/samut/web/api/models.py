"""Tokens: what a program shows in the place of its owner's password; and how often each caller asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from samut.web.accounts.models import User


class Token(models.Model):
    """One token. Of the secret itself only its hash is kept; `mark` are its first letters, to know it by.

    `scopes` and `area_codes` narrow what the owner may see, whatever that is on the day; they never
    widen it. `purpose` goes into the log for every person that is looked at through it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "owner": "personal",
        "name": "personal",
        "mark": "free",
        "digest": "sensitive",
        "scopes": "free",
        "area_codes": "area",
        "purpose": "free",
        "created_at": "free",
        "expires_at": "free",
        "revoked_at": "free",
    }
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    mark = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    area_codes = models.JSONField(default=list)
    purpose = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.mark}…"

    @property
    def holds(self) -> bool:
        """It can be used now, if its owner can."""
        return self.revoked_at is None and timezone.now() < self.expires_at


class Asking(models.Model):
    """How many requests a caller made in one minute. `caller` is `token:5` or `user:7`."""

    PRIVACY: ClassVar[dict[str, str]] = {"id": "free", "caller": "free", "minute": "free", "requests": "free"}
    caller = models.CharField(max_length=40)
    minute = models.DateTimeField(db_index=True)
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-minute"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "minute"], name="asking_once_a_minute")
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.requests}"
