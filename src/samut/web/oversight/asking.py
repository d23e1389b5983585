"""What the addresses of the oversight ask for, read once."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpRequest

from samut.rules.errors import SamutError
from samut.web.oversight.queries import Wanted

PERIODS = (1, 7, 30)
USUAL_PERIOD = 30
HOUSEHOLD = "[0-9a-f]{1,32}"
PLACE = "[0-9]{1,18}"


def read_day(text: str, name: str) -> dt.date | None:
    """A day as browsers send it; None for nothing. Raises: SITE_004."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SamutError("SITE_004", name=name) from error


def wanted_looks(request: HttpRequest) -> Wanted:
    """The looks that a form asks for. Raises: SITE_004 for a day that is none."""
    said = {name: request.GET.get(name, "").strip() for name in ("household", "user", "from", "to")}
    return Wanted(
        household_id=said["household"][:32],
        actor_name=said["user"][:150],
        since=read_day(said["from"], "from"),
        until=read_day(said["to"], "to"),
    )


def asked_before(request: HttpRequest) -> int | None:
    """The place in the log that a page of looks begins before; None for the newest."""
    text = request.GET.get("before", "")
    return int(text) if re.fullmatch(PLACE, text) else None


def asked_days(request: HttpRequest) -> int:
    """How many days a page tells of; the usual number where the address says another than those offered."""
    text = request.GET.get("days", "")
    return int(text) if text in map(str, PERIODS) else USUAL_PERIOD


def is_household(text: str) -> bool:
    """Whether a text may be the opaque id of a household."""
    return re.fullmatch(HOUSEHOLD, text) is not None
