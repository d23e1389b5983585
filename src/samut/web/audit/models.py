"""Who did what, and who looked at whom. Rows are only ever added.

No foreign keys: an audit row must outlive the account and the household it speaks of, and must
never stop a deletion the law asks for. It names ids, never a person's name or number.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change or remove an audit row."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A query set that reads and adds, nothing else."""

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly("audit rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit rows are never removed")

    def bulk_update(self, *args: Any, **values: Any) -> NoReturn:
        raise AppendOnly("audit rows are never changed")


class AppendOnlyModel(models.Model):
    """A row that is written once. The database's own triggers say the same (migration 0002)."""

    objects = AppendOnlyQuerySet.as_manager()

    at = models.DateTimeField(db_index=True)
    # From where it was asked; empty for a command, and for rows of before this was kept.
    from_address = models.CharField(max_length=45, blank=True)
    # The chain (samut.web.audit.chain): the row's place in its table, the digest before it and its own.
    position = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def save(self, *args: Any, **values: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit rows are never changed")
        super().save(*args, **values)

    def delete(self, *args: Any, **values: Any) -> NoReturn:
        raise AppendOnly("audit rows are never removed")


class AuditEvent(AppendOnlyModel):
    """One thing somebody did, written in the transaction that did it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "at": "free",
        "event": "free",
        "actor_id": "personal",
        "actor_name": "personal",
        "target": "free",
        "area_code": "area",
        "facts": "free",
        "from_address": "personal",
        "position": "free",
        "previous": "free",
        "digest": "free",
    }
    event = models.CharField(max_length=80, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    target = models.CharField(max_length=120, blank=True)
    area_code = models.CharField(max_length=8, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.event} {self.target}".strip()


class Look(AppendOnlyModel):
    """One look at personal data: who, when, which household (or list of an area), what for."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "at": "free",
        "actor_id": "personal",
        "actor_name": "personal",
        "household_id": "personal",
        "area_code": "area",
        "page": "free",
        "purpose": "free",
        "from_address": "personal",
        "position": "free",
        "previous": "free",
        "digest": "free",
    }
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=150)
    household_id = models.CharField(max_length=32, blank=True)
    area_code = models.CharField(max_length=8)
    page = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["actor_id", "position"], name="look_by_actor"),
            models.Index(fields=["household_id", "position"], name="look_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.household_id or self.area_code}"
