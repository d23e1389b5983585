"""Files that were sent to be imported, until they are. They lie in the workspace, for their owner alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samut.web.accounts.models import User
from samut.web.jobs.models import Job


class Upload(models.Model):
    """Files of one register and edition that were sent together.

    `register` is empty while nobody knows which it is; `profile` while none was found to fit. `files` are
    their names and sizes; `folder` is where in the workspace's uploads they lie until `removed_at`.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "owner": "personal",
        "register": "free",
        "edition": "free",
        "profile": "free",
        "files": "free",
        "folder": "free",
        "preview": "free",
        "importing": "free",
        "sent_at": "free",
        "removed_at": "free",
    }
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    register = models.CharField(max_length=40, blank=True)
    edition = models.PositiveSmallIntegerField()
    profile = models.CharField(max_length=80, blank=True)
    files = models.JSONField(default=list)
    folder = models.CharField(max_length=40, unique=True)
    preview = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    importing = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.register} {self.edition}"

    @property
    def bytes(self) -> int:
        return sum(each["bytes"] for each in self.files)
