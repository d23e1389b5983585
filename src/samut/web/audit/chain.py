"""The chain of the audit: each row carries the digest of the row before it and its own.

A plain hash could be computed anew, row after row, by whoever can write into the database. The digest
here is keyed with a secret of the workspace's keys folder: without it nobody makes a row that fits.
Rows of each table have positions without gaps, so a missing one shows; a cut-off tail is found by the
heads kept outside the database (samut.web.audit.heads). One row extends a chain at a time.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import secrets
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from samut.engine.key_files import KEY_BYTES, make_secret
from samut.rules.errors import SamutError
from samut.web.audit.addresses import current_address
from samut.web.audit.heads import HEADS_FILE, keep_head
from samut.web.audit.models import AppendOnlyModel

KEY_FILE = "audit.key"
# What stands before the first row.
START = ""
# What a digest does not cover: the number that the database gives, and the digest itself.
NOT_TOLD = ("id", "digest")
_PASSING_KEY = secrets.token_bytes(KEY_BYTES)


def audit_key() -> bytes:
    """The secret the digests are keyed with; a passing one where there is no workspace (in checks).

    Raises: AUDIT_001 when it is gone or damaged while there are heads that were made with it.
    """
    keys = Path(settings.SAMUT_WORKSPACE) / "keys"
    return _key_in(keys) if keys.is_dir() else _PASSING_KEY


@lru_cache(maxsize=8)
def _key_in(keys: Path) -> bytes:
    path = keys / KEY_FILE
    if not path.exists():
        if (keys.parent / HEADS_FILE).exists():
            raise SamutError("AUDIT_001")
        make_secret(path)
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        raise SamutError("AUDIT_001")
    return secret


def told_fields(model: type[AppendOnlyModel]) -> tuple[str, ...]:
    """The fields of a row that its digest covers, in a fixed order."""
    return tuple(sorted(each.attname for each in model._meta.concrete_fields if each.name not in NOT_TOLD))


def digest_of(key: bytes, chain: str, row: Mapping[str, Any]) -> str:
    """The keyed SHA-256 of everything a row says, with its place and the digest before it."""
    told = json.dumps(
        [chain, *sorted(row.items())],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
        default=_plain,
    )
    return hmac.digest(key, told.encode(), "sha256").hex()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    raise TypeError(f"an audit row does not hold a {type(value).__name__}")


def append(rows: Sequence[AppendOnlyModel], *, batch: int) -> None:
    """Write rows at the end of the chain of their table, in the caller's transaction if there is one."""
    if not rows:
        return
    model = type(rows[0])
    with transaction.atomic():
        head = _extend(model, rows)
        model.objects.bulk_create(rows, batch_size=batch)
        # Only what was written for good is a head: a transaction that is rolled back leaves no trace.
        transaction.on_commit(lambda: keep_head(*head))


def _extend(model: type[AppendOnlyModel], rows: Iterable[AppendOnlyModel]) -> tuple[str, int, str]:
    """Give rows their places and digests behind the last of their table. The chain's new head."""
    chain = str(model._meta.model_name)
    _lock(chain)
    key, fields = audit_key(), told_fields(model)
    last = model.objects.order_by("-position").values_list("position", "digest").first()
    position, digest = last or (0, START)
    now, address = timezone.now(), current_address()
    for row in rows:
        position += 1
        row.at, row.from_address, row.position, row.previous = now, address, position, digest
        digest = row.digest = digest_of(key, chain, {name: getattr(row, name) for name in fields})
    return chain, position, digest


def _lock(chain: str) -> None:
    """One writer at a time until its transaction ends. SQLite's IMMEDIATE transactions are that already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(f"samut-{chain}".encode())])
