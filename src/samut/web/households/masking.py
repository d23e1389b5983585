"""Names and 13-digit numbers are covered on every page; somebody who needs them asks, and that is logged.

A page that shows persons answers a POST to its own address with `show`: "names" for everybody of the
household, or "number-3" for the number of one member. What was shown is covered again at the next load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from samut.engine.household import Identity
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.views import purpose_of
from samut.web.audit.actions import record, record_look

NAMES = "names"
NUMBER = re.compile(r"number-([0-9]{1,3})")
COVER = "•••"
# Vowels that are written before the letter they follow.
LEADING_VOWELS = "เแโใไ"


@dataclass(frozen=True)
class Shown:
    """What of a household's members is shown in the clear on this page."""

    names: bool = False
    numbers: frozenset[int] = frozenset()

    @property
    def is_anything(self) -> bool:
        return self.names or bool(self.numbers)


COVERED = Shown()


def asked_to_show(request: HttpRequest) -> Shown:
    """What a page is asked to show; nothing unless a button was pressed. Raises: SITE_004."""
    if request.method != "POST":
        return COVERED
    names, numbers = False, set()
    for each in request.POST.getlist("show"):
        number = NUMBER.fullmatch(each)
        if number is None and each != NAMES:
            raise SamutError("SITE_004", name="show")
        if number is None:
            names = True
        else:
            numbers.add(int(number[1]))
    return Shown(names, frozenset(numbers))


@transaction.atomic
def log_shown(
    request: HttpRequest, *, household_id: str, area_code: str, shown: Shown, members: Iterable[int]
) -> None:
    """Write that names or numbers are shown, each as a look of its own, before they are.

    Raises: SITE_004 for the number of somebody who is no member.
    """
    by: User = request.user  # type: ignore[assignment]
    if not shown.numbers <= set(members):
        raise SamutError("SITE_004", name="show")
    told = {"by": by, "household_id": household_id, "area_code": area_code, "purpose": purpose_of(request)}
    if shown.names:
        record_look(page="names", **told)  # type: ignore[arg-type]
    for number in sorted(shown.numbers):
        record_look(page="number", **told)  # type: ignore[arg-type]
        # The look says which household; whose number of it is told here.
        record("number.shown", by=by, target=f"household:{household_id}", area_code=area_code, member=number)


def covered_name(identity: Identity) -> str:
    """The first letters of first and last name alone; how long they are is not told. Empty without a name."""
    return " ".join(
        f"{_first_letter(part)}{COVER}" for part in (identity.first_name, identity.last_name) if part
    )


def name_as_shown(identity: Identity, shown: Shown) -> str:
    """The name in the clear where it was asked for, else covered."""
    return identity.full_name if shown.names else covered_name(identity)


def _first_letter(name: str) -> str:
    bare = name.strip()
    return next((letter for letter in bare if letter not in LEADING_VOWELS), bare[:1])
