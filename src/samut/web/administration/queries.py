"""Reads of administration: the list of people, one person, delegations. No personal data of households."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samut.engine.areas import Area
from samut.rules.errors import SamutError, Text
from samut.rules.roles import ROLES, Role
from samut.web.accounts.giving import account_scope, check_may_end, not_ended, user_for
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import AnyUser, assignments_of
from samut.web.accounts.second_factor import COUNTS, has_second_factor, needs_second_factor
from samut.web.administration.areas_found import named
from samut.web.administration.models import OneTimeCode

PEOPLE_A_PAGE = 50
STATES: dict[str, Text] = {
    "active": Text("ใช้งานอยู่", "In use"),
    "without_role": Text("ไม่มีบทบาทวันนี้", "Without a role today"),
    "never": Text("ยังไม่เคยเข้าใช้", "Never signed in"),
    "closed": Text("ปิดแล้ว", "Closed"),
}
HOLDS, COMES, RESTS, ENDED = (
    Text("มีผลอยู่", "holds"),
    Text("ยังไม่เริ่ม", "has not begun"),
    Text("พักไว้ เพราะบทบาทของผู้มอบไม่มีผล", "rests: the giver's role does not hold"),
    Text("สิ้นสุดแล้ว", "ended"),
)


@dataclass(frozen=True)
class RoleLine:
    """One role of somebody. `last_day`: the last on which it holds; None: no end."""

    assignment: Assignment
    label: Text
    area: Area | None
    state: Text
    last_day: dt.date | None
    may_end: bool

    @property
    def holds(self) -> bool:
        return self.state is HOLDS

    @property
    def is_over(self) -> bool:
        return self.state is ENDED


@dataclass(frozen=True)
class PersonLine:
    """One line of the list."""

    user: User
    roles: tuple[RoleLine, ...]
    has_second_factor: bool


@dataclass(frozen=True)
class Asked:
    """What the list was asked for."""

    text: str = ""
    role: str = ""
    area: str = ""
    state: str = ""


@dataclass(frozen=True)
class PersonPage:
    """One person, for an administrator. `code_until`: until when a one-time code opens."""

    user: User
    roles: tuple[RoleLine, ...]
    given_on: tuple[RoleLine, ...]
    is_self: bool
    may_look_after: bool
    has_second_factor: bool
    needs_second_factor: bool
    sessions: int
    code_until: dt.datetime | None


def people(by: AnyUser, asked: Asked, page: int) -> Page[Any]:
    """The accounts an administrator may see, under the filters, in the order of their names.

    Raises: SITE_002.
    """
    scope = account_scope(by)
    found = scope.users().filter(_text(asked.text)).filter(_state(asked.state))
    if asked.role in ROLES or asked.area:
        held = _running().filter(scope.in_scope(), user=OuterRef("pk"))
        held = held.filter(role=asked.role) if asked.role in ROLES else held
        found = found.filter(Exists(held.filter(_within(asked.area))))
    found = found.annotate(has_factor=Exists(_factors())).prefetch_related("assignments")
    return Paginator(found.order_by("username"), PEOPLE_A_PAGE).get_page(page)


def _text(text: str) -> Q:
    wanted = " ".join(text.split())
    return Q(username__icontains=wanted) | Q(first_name__icontains=wanted) if wanted else Q()


def _within(area_code: str) -> Q:
    return Q() if area_code in ("", "TH") else Q(area_code__startswith=area_code)


def _running() -> QuerySet[Assignment]:
    today = timezone.localdate()
    return Assignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today)


def _factors() -> QuerySet[Authenticator]:
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=OuterRef("pk"), type__in=COUNTS)
    return found


def _state(state: str) -> Q:
    if state == "closed":
        return Q(is_active=False)
    if state == "never":
        return Q(is_active=True, last_login__isnull=True)
    if state == "without_role":
        return Q(is_active=True) & ~Q(Exists(_running().filter(user=OuterRef("pk"))))
    return Q(is_active=True) if state == "active" else Q()


def person_lines(by: AnyUser, users: list[User]) -> tuple[PersonLine, ...]:
    """The lines of one page of the list: roles that hold or will, with the names of their areas."""
    kept = {user.pk: not_ended(user.assignments.all()) for user in users}
    names = named(each.area_code for held in kept.values() for each in held)
    return tuple(
        PersonLine(
            user,
            tuple(_line(by, each, names) for each in kept[user.pk]),
            bool(getattr(user, "has_factor", False)),
        )
        for user in users
    )


def _line(by: AnyUser, assignment: Assignment, names: dict[str, Area]) -> RoleLine:
    label = ROLES[Role(assignment.role)].label if assignment.role in ROLES else Text(*(assignment.role,) * 2)
    last_day = assignment.valid_to - dt.timedelta(days=1) if assignment.valid_to else None
    state = state_of(assignment, timezone.localdate())
    may_end = state is not ENDED and _may_end(by, assignment)
    return RoleLine(assignment, label, names.get(assignment.area_code), state, last_day, may_end)


def _may_end(by: AnyUser, assignment: Assignment) -> bool:
    try:
        check_may_end(by, assignment)
    except SamutError:
        return False
    return True


def state_of(assignment: Assignment, day: dt.date) -> Text:
    """Where a role stands on a day."""
    if assignment.holds_on(day):
        return HOLDS
    if not assignment.meets(day, None):
        return ENDED
    return RESTS if assignment.runs_on(day) else COMES


def role_lines(by: AnyUser, assignments: list[Assignment]) -> tuple[RoleLine, ...]:
    """Roles in words: those that hold first, then those to come, then those that ended."""
    names = named(each.area_code for each in assignments)
    order = (HOLDS, RESTS, COMES, ENDED)
    lines = [_line(by, each, names) for each in assignments]
    return tuple(sorted(lines, key=lambda each: (order.index(each.state), each.assignment.area_code)))


def person_page(by: AnyUser, pk: int) -> PersonPage:
    """One person. Roles outside the administrator's areas are shown, and theirs to end are not.

    Raises: SITE_002, ACCOUNT_030.
    """
    user = user_for(by, pk)
    code = OneTimeCode.objects.filter(user=user, expires_at__gt=timezone.now()).first()
    given_on = Assignment.objects.filter(delegated_from__user=user).select_related("user")
    return PersonPage(
        user=user,
        roles=role_lines(by, list(user.assignments.all())),
        given_on=role_lines(by, list(given_on)),
        is_self=user.pk == by.pk,
        may_look_after=user.pk != by.pk and account_scope(by).looks_after(user),
        has_second_factor=has_second_factor(user),
        needs_second_factor=needs_second_factor(user),
        sessions=UserSession.objects.filter(user=user).count(),
        code_until=code.expires_at if code else None,
    )


def delegations_of(by: AnyUser) -> tuple[RoleLine, ...]:
    """Roles passed on in the administrator's areas that hold or will. Raises: SITE_002."""
    scope = account_scope(by)
    found = Assignment.objects.filter(scope.in_scope(), delegated_from__isnull=False).select_related("user")
    return role_lines(by, list(not_ended(found)))


def roles_to_delegate(user: AnyUser) -> list[Assignment]:
    """The user's own roles that they may pass on, today."""
    if not isinstance(user, User):
        return []
    today = timezone.localdate()
    return [
        each
        for each in user.assignments.all()
        if each.delegated_from_id is None
        and each.role in ROLES
        and ROLES[Role(each.role)].can_be_delegated
        and each.holds_on(today)
    ]


def may_stand_in(user: AnyUser) -> bool:
    """Whether somebody holds a role that is passed on, or can be. Asks the roles that were read anyway."""
    return any(
        each.delegated_from_id is not None or ROLES[Role(each.role)].can_be_delegated
        for each in assignments_of(user)
    )


def standing_in(user: AnyUser) -> tuple[tuple[RoleLine, ...], tuple[RoleLine, ...]]:
    """What the user passed on, and what was passed on to them; what ended is left out."""
    given = Assignment.objects.filter(delegated_from__user=user.pk).select_related("user")
    got = Assignment.objects.filter(user=user.pk, delegated_from__isnull=False)
    return role_lines(user, list(not_ended(given))), role_lines(user, list(not_ended(got)))
