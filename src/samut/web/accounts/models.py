"""Who uses the site, and for which areas and until when they answer."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from samut.web.accounts.user_names import normal_user_name


class User(AbstractUser):
    """A person who logs in. What they may do comes from their assignments alone."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "password": "sensitive",
        "last_login": "personal",
        "is_superuser": "free",
        "groups": "free",
        "user_permissions": "free",
        "username": "personal",
        "first_name": "personal",
        "last_name": "personal",
        "email": "personal",
        "is_staff": "free",
        "is_active": "free",
        "date_joined": "personal",
    }

    # Read once by the policies: a user object lives for one request, and a page asks many times.
    assignments_read: tuple[Assignment, ...] | None = None

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Django's own takes Thai ำ apart."""
        return normal_user_name(username)


class LoginAttempts(models.Model):
    """Attempts to sign in that did not succeed, by user name and address together, as one keyed hash.

    Neither of the two can be read from it, and an unknown name is counted like a known one.
    """

    PRIVACY: ClassVar[dict[str, str]] = {"key": "free", "count": "free", "last_at": "free"}
    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["-last_at"]

    def __str__(self) -> str:
        return f"{self.count} attempts"


class Assignment(models.Model):
    """A role that a user holds in one area (a code of two to eight digits, or TH) between two dates.

    `valid_to` is the first day on which it no longer holds; empty: until somebody ends it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "user": "personal",
        "role": "free",
        "area_code": "area",
        "valid_from": "free",
        "valid_to": "free",
    }
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=40)
    area_code = models.CharField(max_length=8)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["user_id", "area_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "area_code", "valid_from"], name="assignment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_code}"

    def holds_on(self, day: dt.date) -> bool:
        """The role holds on this day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
