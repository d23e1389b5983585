"""Writes of the API: making and revoking tokens, and counting how often somebody asks."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.rules.purposes import PURPOSES
from samut.web.accounts.models import User
from samut.web.api.models import Asking, Token
from samut.web.api.policies import check_may_make
from samut.web.api.scopes import OF_PERSONS, Scope
from samut.web.audit.actions import record

PREFIX = "samut_"
SECRET_BYTES = 32
MARK_LETTERS = 12
KEPT = dt.timedelta(days=1)


def digest_of(secret: str) -> str:
    """A secret has 256 random bits, so a plain hash of it cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, by: User, name: str, scopes: Collection[Scope], area_codes: Collection[str], days: int, purpose: str
) -> tuple[Token, str]:
    """A token of the user's own, with its secret: that is told once and kept nowhere.

    Raises: API_011 without a name, an area or a scope, for too many days, or for persons without a
    purpose; API_014 and API_015 for more than the user may see.
    """
    fitting = bool(name.strip() and scopes and area_codes) and 0 < days <= settings.SAMUT_API_MOST_DAYS
    if not fitting or (not OF_PERSONS.isdisjoint(scopes) and purpose not in PURPOSES):
        raise SamutError("API_011", days=settings.SAMUT_API_MOST_DAYS)
    check_may_make(by, area_codes, scopes)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        owner=by,
        name=name.strip(),
        mark=secret[:MARK_LETTERS],
        digest=digest_of(secret),
        scopes=sorted(scopes),
        area_codes=sorted(area_codes),
        purpose=purpose if purpose in PURPOSES else "",
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    record("token.made", by=by, target=f"token:{token.pk}", scopes=token.scopes, areas=token.area_codes)
    return token, secret


@transaction.atomic
def revoke_token(*, by: User, token: Token) -> None:
    """End a token at once. The same again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record("token.revoked", by=by, target=f"token:{token.pk}")


@transaction.atomic
def count_asking(*, caller: str) -> int:
    """Count one request of a caller. Returns how many it makes in this minute."""
    minute = timezone.now().replace(second=0, microsecond=0)
    asking, made = Asking.objects.get_or_create(caller=caller, minute=minute, defaults={"requests": 1})
    if made:
        return 1
    Asking.objects.filter(pk=asking.pk).update(requests=F("requests") + 1)
    asking.refresh_from_db(fields=["requests"])
    return asking.requests


def remove_old_askings() -> None:
    """Minutes long past say nothing any more."""
    Asking.objects.filter(minute__lt=timezone.now() - KEPT).delete()
