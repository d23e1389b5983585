"""Invitations and one-time codes: what an administrator hands over on paper or by telephone.

Of the codes only a keyed hash is kept. They are shown once, when they are made.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from samut.web.accounts.models import User


class Invitation(models.Model):
    """Somebody is asked to make an account, with the roles it will have. It is used once, or never.

    `roles` holds for each a role, an area code and two dates. Whether they can still be given is asked
    again when the invitation is used.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "username": "personal",
        "full_name": "personal",
        "roles": "area",
        "digest": "sensitive",
        "made_by": "personal",
        "made_at": "free",
        "expires_at": "free",
        "used_at": "free",
        "withdrawn_at": "free",
        "user": "personal",
    }
    username = models.CharField(max_length=150)
    full_name = models.CharField(max_length=150)
    roles: models.JSONField[Any, Any] = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations_made")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="invitation")

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """It was neither used nor taken back; it may be too old."""
        return self.used_at is None and self.withdrawn_at is None

    @property
    def stands(self) -> bool:
        """It can be used now."""
        return self.is_open and timezone.now() < self.expires_at


class OneTimeCode(models.Model):
    """A code that sets one new password; without a user, the code that sets the site up.

    `wrong`: how many wrong ones were tried in its place. After some it is used up.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "user": "personal",
        "digest": "sensitive",
        "made_by": "personal",
        "made_at": "free",
        "expires_at": "free",
        "wrong": "free",
    }
    user = models.OneToOneField(User, null=True, on_delete=models.CASCADE, related_name="one_time_code")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="codes_made")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"code {self.pk}"
