"""Roles as somebody fills them into a form: one line each, with the area by name or by code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from samut.engine.areas import Area
from samut.rules.errors import Problem, SamutError, Text
from samut.rules.roles import ROLES, Role
from samut.web.accounts.policies import AreaScope
from samut.web.administration.areas_found import areas_meant, full_name
from samut.web.administration.given_roles import GivenRole
from samut.web.fieldwork.dates import read_day

MOST_ROWS = 8
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class RoleRow:
    """One line as typed. `meant`: the areas it may mean; `problem`: why it says no role yet."""

    role: str = ""
    area: str = ""
    first: str = ""
    last: str = ""
    meant: tuple[Area, ...] = ()
    given: GivenRole | None = None
    problem: Problem | None = None

    @property
    def asks_which(self) -> bool:
        """More than one area has that name."""
        return len(self.meant) > 1

    @property
    def choices(self) -> tuple[tuple[Area, Text], ...]:
        """The areas it may mean, each with what it lies in."""
        return tuple(
            (each, Text(full_name(each, thai=True), full_name(each, thai=False))) for each in self.meant
        )

    @property
    def is_lost(self) -> bool:
        """No area of the administrator's has that name or code."""
        return bool(self.area.strip()) and not self.meant


def read_rows(typed: Mapping[str, str], scope: AreaScope) -> list[RoleRow]:
    """Every line that says anything; one empty line when none does."""
    count = int(typed.get("rows", "1")) if re.fullmatch("[1-8]", typed.get("rows", "1")) else 1
    rows = [_read(typed, place, scope) for place in range(count)]
    return [each for each in rows if each.role or each.area.strip()] or [RoleRow()]


def _read(typed: Mapping[str, str], place: int, scope: AreaScope) -> RoleRow:
    names = ("role", "area", "from", "to")
    role, area, first, last = (typed.get(f"{name}-{place}", "").strip() for name in names)
    picked = typed.get(f"picked-{place}", "")
    meant = areas_meant(picked or area, scope)
    row = RoleRow(role, area, first, last, meant)
    if role not in ROLES or len(meant) != 1:
        return row
    try:
        given = GivenRole(Role(role), meant[0].code, *read_days(first, last))
    except SamutError as error:
        return RoleRow(role, area, first, last, meant, None, error.problem)
    return RoleRow(role, meant[0].code, first, last, meant, given)


def read_days(first: str, last: str) -> tuple[dt.date, dt.date | None]:
    """From and to as typed (the last day included), as first day and the day after. Raises: PLAN_005."""
    begins = read_day(first) if first.strip() else timezone.localdate()
    return begins, read_day(last) + ONE_DAY if last.strip() else None
