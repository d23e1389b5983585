"""The ways an audit row comes to be.

When it was and from where is filled in with the row's place in the chain (samut.web.audit.chain).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from samut.web.audit.chain import append
from samut.web.audit.models import AuditEvent, Look

# Rows written by one statement of the database.
BATCH = 500


class Actor(Protocol):
    """Whoever does something: a user of the site (this app stands below the accounts)."""

    @property
    def pk(self) -> int | None: ...

    def get_username(self) -> str: ...


def record(
    event: str, *, by: Actor | None, target: str = "", area_code: str = "", **facts: object
) -> AuditEvent:
    """Write one event, in the transaction of the caller. `by` is None for a command.

    `target` and `facts` hold ids, codes and counts; never a name, a number or an answer of a person.
    """
    written = AuditEvent(
        event=event,
        actor_id=by.pk if by is not None else None,
        actor_name=by.get_username() if by is not None else "",
        target=target,
        area_code=area_code,
        facts=facts,
    )
    append([written], batch=BATCH)
    return written


def record_look(*, by: Actor, household_id: str, area_code: str, page: str, purpose: str) -> Look:
    """Write that `by` looked at a household (or, with no household, at the list of an area)."""
    if not purpose or by.pk is None:
        raise ValueError("nobody looks at personal data without a name and a purpose")
    look = Look(
        actor_id=by.pk,
        actor_name=by.get_username(),
        household_id=household_id,
        area_code=area_code,
        page=page,
        purpose=purpose,
    )
    append([look], batch=BATCH)
    return look


def record_looks(*, by: Actor, households: Iterable[tuple[str, str]], page: str, purpose: str) -> int:
    """Write that `by` looked at many households (id and area code): a row for each, or for none."""
    if not purpose or by.pk is None:
        raise ValueError("nobody looks at personal data without a name and a purpose")
    told = {"actor_id": by.pk, "actor_name": by.get_username(), "page": page, "purpose": purpose}
    looks = [Look(household_id=household, area_code=area, **told) for household, area in households]
    append(looks, batch=BATCH)
    return len(looks)
