"""Pages of long answers: a cursor says after which item the next page begins, signed so nobody makes one."""

from __future__ import annotations

from collections.abc import Sequence

from django.core import signing

from samut.rules.errors import SamutError

MOST = 200
USUAL = 50
SALT = "samut.api.cursor"


def read_cursor(text: str, kind: str) -> tuple[str, ...] | None:
    """The place that a cursor of this kind of list tells of; None at its beginning. Raises: API_018."""
    if not text:
        return None
    try:
        said = signing.loads(text, salt=f"{SALT}.{kind}")
    except signing.BadSignature as error:
        raise SamutError("API_018") from error
    return tuple(map(str, said))


def cursor_after(place: Sequence[str], kind: str) -> str:
    """A cursor for what comes after this place; `kind` names the list and everything that was asked."""
    return signing.dumps(list(place), salt=f"{SALT}.{kind}")
