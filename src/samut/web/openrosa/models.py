"""Who may send from a phone, and every submission exactly as it came.

The rows and files here are the truth of the survey: raw XML and attachments by their hash, synced
to disk before the phone hears "received". Nothing is ever overwritten; what contradicts an earlier
submission is kept aside for a person to decide.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

FORM_ID_LENGTH = 64
INSTANCE_ID_LENGTH = 249  # OpenRosa allows ids of so many characters
SHA256_LENGTH = 64


class Collector(models.Model):
    """A key with which one user's phone fetches forms and sends submissions for one area.

    Only the hash of the token is kept: whoever reads the database cannot send with it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "token_hash": "sensitive",
        "user": "personal",
        "area_code": "area",
        "created_at": "free",
        "expires_at": "free",
        "revoked_at": "free",
    }
    token_hash = models.CharField(max_length=SHA256_LENGTH, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="collectors")
    area_code = models.CharField(max_length=8, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"collector {self.pk} {self.area_code}"

    def holds_at(self, moment: dt.datetime) -> bool:
        """The key is neither revoked nor run out."""
        return self.revoked_at is None and moment < self.expires_at


class Standing(models.TextChoices):
    """Whether a submission counts, or waits for somebody to decide."""

    ACCEPTED = "accepted", "รับแล้ว"
    ASIDE = "aside", "เก็บไว้ต่างหาก"


class Submission(models.Model):
    """One filled form. `household_id` is empty when the form did not name a readable one."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "form_id": "free",
        "version": "free",
        "instance_id": "personal",
        "deprecated_id": "personal",
        "content_hash": "sensitive",
        "xml_sha256": "sensitive",
        "household_id": "personal",
        "collector": "personal",
        "area_code": "area",
        "standing": "free",
        "received_at": "free",
    }
    form_id = models.CharField(max_length=FORM_ID_LENGTH)
    version = models.CharField(max_length=64, blank=True)
    instance_id = models.CharField(max_length=INSTANCE_ID_LENGTH)
    deprecated_id = models.CharField(max_length=INSTANCE_ID_LENGTH, blank=True)
    content_hash = models.CharField(max_length=SHA256_LENGTH)
    xml_sha256 = models.CharField(max_length=SHA256_LENGTH)
    household_id = models.CharField(max_length=16, blank=True, db_index=True)
    collector = models.ForeignKey(Collector, on_delete=models.PROTECT, related_name="submissions")
    area_code = models.CharField(max_length=8, db_index=True)
    standing = models.CharField(max_length=12, choices=Standing)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["form_id", "instance_id"],
                condition=Q(standing="accepted"),
                name="one_accepted_submission_by_form_and_instance",
            ),
            models.UniqueConstraint(
                fields=["form_id", "instance_id", "content_hash"], name="one_submission_by_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.instance_id}"


class SubmissionFile(models.Model):
    """One attached file: the name it came with, and its content by hash in the media folder."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "submission": "free",
        "name": "sensitive",
        "sha256": "sensitive",
        "size_bytes": "free",
        "standing": "free",
        "received_at": "free",
    }
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=SHA256_LENGTH)
    size_bytes = models.BigIntegerField()
    standing = models.CharField(max_length=12, choices=Standing)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "name"],
                condition=Q(standing="accepted"),
                name="one_accepted_file_by_name",
            ),
            models.UniqueConstraint(fields=["submission", "name", "sha256"], name="one_file_by_content"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.sha256[:12]}"
