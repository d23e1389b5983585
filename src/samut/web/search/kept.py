"""What somebody typed, kept for going back to it: sealed, in their own session, the last few alone.

A name typed into the box must not stand in an address, a log or the browser's history; nor in the
database in the clear. The address of what was found holds a random id; the id means something to the
session that asked, while it lasts.
"""

from __future__ import annotations

import base64
import secrets

from django.contrib.sessions.backends.base import SessionBase

from samut.engine.seal import Keys
from samut.rules.errors import SamutError

SESSION_KEY = "searches"
KEPT = 10
ID_BYTES = 9


def keep(session: SessionBase, keys: Keys, typed: str) -> str:
    """Keep what was typed; the id it is found by."""
    search_id = secrets.token_urlsafe(ID_BYTES)
    sealed = base64.b64encode(keys.seal(typed)).decode("ascii")
    before: list[list[str]] = session.get(SESSION_KEY, [])
    session[SESSION_KEY] = [*before[1 - KEPT :], [search_id, sealed]]
    return search_id


def kept(session: SessionBase, keys: Keys, search_id: str) -> str:
    """What was typed. Raises: SEARCH_003 when this session does not know the id (any more)."""
    found = next((sealed for known, sealed in session.get(SESSION_KEY, []) if known == search_id), None)
    if found is None:
        raise SamutError("SEARCH_003")
    try:
        return keys.unseal(base64.b64decode(found))
    except SamutError as error:
        # Sealed with a key of before.
        raise SamutError("SEARCH_003") from error
