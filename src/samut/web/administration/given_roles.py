"""A role as an invitation holds it: which, where, from when until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from samut.rules.roles import ROLES, Role
from samut.web.administration.models import Invitation


@dataclass(frozen=True)
class GivenRole:
    """A role in an area. `valid_to` is the first day on which it no longer holds; None: no end."""

    role: Role
    area_code: str
    valid_from: dt.date
    valid_to: dt.date | None = None

    def as_kept(self) -> dict[str, str]:
        """As the invitation keeps it."""
        last = self.valid_to.isoformat() if self.valid_to else ""
        return {
            "role": self.role.value,
            "area_code": self.area_code,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": last,
        }

    def meets(self, other: GivenRole) -> bool:
        """There is a day on which both hold."""
        first_day = max(self.valid_from, other.valid_from)
        return all(first_day < end for end in (self.valid_to, other.valid_to) if end is not None)


def given_roles(invitation: Invitation) -> tuple[GivenRole, ...]:
    """The roles of an invitation; none of those that no longer exist."""
    return tuple(_read(each) for each in invitation.roles if each["role"] in ROLES)


def _read(kept: dict[str, str]) -> GivenRole:
    last = dt.date.fromisoformat(kept["valid_to"]) if kept["valid_to"] else None
    return GivenRole(Role(kept["role"]), kept["area_code"], dt.date.fromisoformat(kept["valid_from"]), last)


def pairs(roles: Sequence[GivenRole]) -> list[tuple[GivenRole, GivenRole]]:
    """Every two of them that hold at the same time."""
    return [
        (one, other) for place, one in enumerate(roles) for other in roles[place + 1 :] if one.meets(other)
    ]
