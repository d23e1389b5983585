"""Who looks after which accounts, and which role can be given to whom, where and for how long.

An administrator gives roles in the areas of their own role, to others, never to themselves. Every way a
role comes to be (given, invited to, passed on) goes through `check_can_be_held`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samut.engine.areas import Area, area
from samut.rules.accounts_policy import load_accounts_policy
from samut.rules.errors import SamutError
from samut.rules.roles import ROLES, Role, can_be_held_at, go_together, lies_in
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import (
    COUNTRY,
    AnyUser,
    AreaScope,
    account_scope_of,
    check_may_manage_accounts,
)


@dataclass(frozen=True)
class AccountScope:
    """The accounts an administrator looks after. What is listed and what may be opened are the same rows.

    Listed is who has, had or will have a role in these areas; in a scope of the whole country, everybody.
    """

    scope: AreaScope

    def users(self) -> QuerySet[User]:
        """Everybody listed."""
        if COUNTRY in self.scope.codes:
            return User.objects.all()
        held = Assignment.objects.filter(self.in_scope(), user=OuterRef("pk"))
        return User.objects.filter(Exists(held))

    def in_scope(self) -> Q:
        """Assignments whose whole area lies in the scope, as a filter."""
        condition = Q(pk__in=[])
        for low, high in self.scope.ranges():
            condition |= Q(area_code__gte=low, area_code__lt=high)
        return condition if COUNTRY not in self.scope.codes else Q()

    def looks_after(self, user: User) -> bool:
        """Whether every role that the user has or will have lies in these areas: the account is theirs.

        Who also works elsewhere keeps their password and sessions from administrators of one area.
        """
        if not self.users().filter(pk=user.pk).exists():
            return False
        return all(self.scope.covers(each.area_code) for each in not_ended(user.assignments.all()))


def account_scope(by: AnyUser) -> AccountScope:
    """Raises: SITE_002 for whoever is no administrator."""
    check_may_manage_accounts(by)
    return AccountScope(account_scope_of(by))


def user_for(by: AnyUser, pk: int) -> User:
    """One account, for an administrator who may see it. Raises: ACCOUNT_030 as if it did not exist."""
    found = account_scope(by).users().filter(pk=pk).first()
    if found is None:
        raise SamutError("ACCOUNT_030")
    return found


def check_looks_after(by: AnyUser, user: User) -> None:
    """Raises: ACCOUNT_031 for oneself, ACCOUNT_032 for an account that also works elsewhere."""
    scope = account_scope(by)
    if by.pk == user.pk:
        raise SamutError("ACCOUNT_031")
    if not scope.looks_after(user):
        raise SamutError("ACCOUNT_032")


def not_ended(assignments: Iterable[Assignment], on: dt.date | None = None) -> tuple[Assignment, ...]:
    """Those that hold, or will."""
    day = on or timezone.localdate()
    return tuple(each for each in assignments if each.meets(day, None))


def may_give(by: AnyUser, role: Role, area_code: str) -> bool:
    """Whether somebody may give this role, to somebody else, in this area."""
    found = area_of(area_code)
    return found is not None and account_scope_of(by).covers(area_code) and can_be_held_at(role, found.level)


def area_of(area_code: str) -> Area | None:
    """The area in force of a code that somebody typed or sent; None for anything else."""
    return area(area_code) if area_code == COUNTRY or re.fullmatch("[0-9]{2,8}", area_code) else None


def check_may_give(by: AnyUser, *, role: Role, area_code: str, user: User | None = None) -> None:
    """Raises: SITE_002, ACCOUNT_033 to oneself, ACCOUNT_034 outside the giver's areas, ACCOUNT_035 in
    too wide an area."""
    check_may_manage_accounts(by)
    if user is not None and user.pk == by.pk:
        raise SamutError("ACCOUNT_033")
    if not account_scope_of(by).covers(area_code):
        raise SamutError("ACCOUNT_034", area_code=area_code)
    check_level(role, area_code)


def check_level(role: Role, area_code: str) -> None:
    """Raises: SITE_003 for no area, ACCOUNT_035 in an area wider than the role is held in."""
    found = area_of(area_code)
    if found is None:
        raise SamutError("SITE_003", area_code=area_code)
    if not can_be_held_at(role, found.level):
        raise SamutError("ACCOUNT_035", role=ROLES[role].label)


def check_go_together(held: Iterable[Role], role: Role) -> None:
    """Raises: ACCOUNT_036 for two roles that nobody holds at once."""
    for each in held:
        if not go_together(each, role):
            raise SamutError("ACCOUNT_036", role=ROLES[role].label, other=ROLES[each].label)


def check_can_be_held(
    *, user: User, role: Role, area_code: str, valid_from: dt.date, valid_to: dt.date | None
) -> None:
    """Raises: ACCOUNT_035 to ACCOUNT_038, for the level, another role, the same role there, the dates."""
    check_level(role, area_code)
    if valid_to is not None and valid_to <= valid_from:
        raise SamutError("ACCOUNT_038")
    meeting = [each for each in user.assignments.all() if each.meets(valid_from, valid_to)]
    check_go_together((Role(each.role) for each in meeting if each.role in ROLES), role)
    own = (each for each in meeting if each.role == role and each.delegated_from_id is None)
    if any(lies_in(area_code, each.area_code) for each in own):
        raise SamutError("ACCOUNT_037", role=ROLES[role].label)


def check_may_end(by: AnyUser, assignment: Assignment) -> None:
    """Who ends a role: an administrator of its area; one passed on, also who gave it and who has it.

    Raises: ACCOUNT_039.
    """
    giver = assignment.delegated_from
    if giver is not None and by.pk in (giver.user_id, assignment.user_id):
        return
    if not account_scope_of(by).covers(assignment.area_code):
        raise SamutError("ACCOUNT_039")


def check_an_administrator_stays(leaving: Iterable[Assignment]) -> None:
    """No area loses its last administrator whose role holds today and has no end.

    Raises: ACCOUNT_040.
    """
    today = timezone.localdate()
    gone = [each for each in leaving if _keeps_accounts(each, today)]
    if not gone:
        return
    managing = [role.value for role in Role if ROLES[role].manages_accounts]
    others = Assignment.objects.filter(role__in=managing, user__is_active=True, valid_to__isnull=True)
    staying = [each for each in others.exclude(pk__in=[each.pk for each in gone]) if each.runs_on(today)]
    for each in gone:
        if not any(lies_in(each.area_code, other.area_code) for other in staying):
            raise SamutError("ACCOUNT_040")


def _keeps_accounts(assignment: Assignment, today: dt.date) -> bool:
    managing = assignment.role in ROLES and ROLES[Role(assignment.role)].manages_accounts
    return managing and assignment.runs_on(today) and assignment.valid_to is None


def check_may_delegate(
    by: AnyUser, assignment: Assignment, *, area_code: str, valid_from: dt.date, valid_to: dt.date
) -> None:
    """Raises: ACCOUNT_050 for a role that is not one's own to pass on, ACCOUNT_051 for more than it is,
    ACCOUNT_052 for too many days or days gone by."""
    entry = ROLES[Role(assignment.role)] if assignment.role in ROLES else None
    own = assignment.user_id == by.pk and assignment.delegated_from_id is None
    if not (isinstance(by, User) and by.is_active and own and entry and entry.can_be_delegated):
        raise SamutError("ACCOUNT_050")
    longest = load_accounts_policy(timezone.localdate()).most_delegation_days
    in_order = timezone.localdate() <= valid_from < valid_to
    if not in_order or valid_to - valid_from > dt.timedelta(days=longest):
        raise SamutError("ACCOUNT_052", days=longest)
    in_time = assignment.valid_from <= valid_from and (
        assignment.valid_to is None or valid_to <= assignment.valid_to
    )
    if not (in_time and lies_in(area_code, assignment.area_code)):
        raise SamutError("ACCOUNT_051")
