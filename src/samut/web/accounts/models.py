"""Who uses the site, and for which areas and until when they answer."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from samut.rules.roles import lies_in
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


class AssignmentManager(models.Manager["Assignment"]):
    """Whether a role that was passed on holds is asked of whoever passed it on: both are read at once."""

    def get_queryset(self) -> models.QuerySet[Assignment]:
        return super().get_queryset().select_related("delegated_from__user")


class Assignment(models.Model):
    """A role that a user holds in one area (a code of two to eight digits, or TH) between two dates.

    `valid_to` is the first day on which it no longer holds; empty: until somebody ends it.
    `delegated_from`: the role of somebody else for whom this user stands in; empty: the user's own role.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "user": "personal",
        "role": "free",
        "area_code": "area",
        "valid_from": "free",
        "valid_to": "free",
        "delegated_from": "free",
    }
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=40)
    area_code = models.CharField(max_length=8)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    delegated_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="delegations"
    )

    objects = AssignmentManager()

    class Meta:
        ordering: ClassVar = ["user_id", "area_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "area_code", "valid_from"],
                condition=models.Q(delegated_from__isnull=True)
                & (models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from"))),
                name="assignment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="assignment_ends_not_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_code}"

    def holds_on(self, day: dt.date) -> bool:
        """The role holds on this day: one that was passed on no longer and no wider than the giver's own."""
        if not self.runs_on(day):
            return False
        giver = self.delegated_from
        return giver is None or (
            giver.delegated_from_id is None
            and giver.user.is_active
            and giver.runs_on(day)
            and giver.role == self.role
            and lies_in(self.area_code, giver.area_code)
        )

    def runs_on(self, day: dt.date) -> bool:
        """The day lies between its dates."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def meets(self, valid_from: dt.date, valid_to: dt.date | None) -> bool:
        """There is a day on which it runs that lies between the two dates."""
        first_day = max(self.valid_from, valid_from)
        return all(first_day < end for end in (self.valid_to, valid_to) if end is not None)
