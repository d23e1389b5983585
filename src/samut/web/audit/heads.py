"""Heads of the chains, kept in a file outside the database: what a cut-off tail is found by.

Each line of `audit-heads.jsonl` in the workspace says how far a chain reached at a moment, with its
digest there. Lines are only added, at most one a minute and chain from each process, and one with each
`samut audit verify`. A copy of the file kept elsewhere proves more than the file itself.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

HEADS_FILE = "audit-heads.jsonl"
LEAST_SECONDS_BETWEEN = 60.0
# When this process last kept a head: by the file and the chain.
_kept_at: dict[tuple[Path, str], float] = {}


@dataclass(frozen=True)
class Head:
    """How far a chain reached at a moment: so many rows, the last with this digest."""

    chain: str
    rows: int
    digest: str
    at: str


def heads_file() -> Path:
    return Path(settings.SAMUT_WORKSPACE) / HEADS_FILE


def keep_head(chain: str, rows: int, digest: str, *, at_once: bool = False) -> bool:
    """Add a head, unless this process kept one of the chain within the minute. Whether it did."""
    path = heads_file()
    now = time.monotonic()
    if not (path.parent / "keys").is_dir():  # no workspace: checks, and tests without one
        return False
    if not at_once and now - _kept_at.get((path, chain), -LEAST_SECONDS_BETWEEN) < LEAST_SECONDS_BETWEEN:
        return False
    said = {"chain": chain, "rows": rows, "digest": digest, "at": timezone.now().isoformat()}
    # One write of one short line at the end of the file: lines of several processes do not mix.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (json.dumps(said) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    _kept_at[path, chain] = now
    return True


def kept_heads(chain: str) -> dict[int, Head]:
    """The heads of a chain by their number of rows. A line that a power cut broke off is passed over."""
    path = heads_file()
    found: dict[int, Head] = {}
    if not path.exists():
        return found
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            head = Head(**json.loads(line))
        except (TypeError, ValueError):
            continue
        if head.chain == chain:
            found[head.rows] = head
    return found
