"""Views that users keep under a name: the address alone, never what it showed."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from samut.web.accounts.models import User

MOST_TITLE, MOST_ADDRESS = 120, 4000


def new_token() -> str:
    """What stands in the link: nobody can guess it."""
    return secrets.token_urlsafe(12)


class SavedView(models.Model):
    """An address under a name. Whoever opens it sees what they may see, which may be less, or nothing.

    `area_code` is the area the page is about; a shared view is listed for whoever has a role around it.
    The address may hold what its owner typed into a field of the page.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "token": "free",
        "owner": "personal",
        "title": "personal",
        "page": "free",
        "address": "personal",
        "area_code": "area",
        "is_shared": "free",
        "created_at": "free",
    }
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    title = models.CharField(max_length=MOST_TITLE)
    page = models.CharField(max_length=40)
    address = models.CharField(max_length=MOST_ADDRESS)
    area_code = models.CharField(max_length=8, db_index=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return f"{self.page} {self.area_code}"
