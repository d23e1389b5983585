"""No chain of invitations, roles passed on and roles ended lets anybody reach further than their giver.

Made-up offices do made-up things, allowed or not. Beside them stands a plain list of who got what from
whom; after each step what the site says is held against what the list says.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samut.rules.errors import SamutError
from samut.rules.roles import ROLES, PersonAccess, Role
from samut.web.accounts.actions import (
    assign_role,
    close_account,
    delegate_role,
    end_assignment,
    open_account,
)
from samut.web.accounts.models import Assignment, User
from samut.web.accounts.policies import account_scope_of, assignments_of, person_scope_of
from samut.web.administration.actions import accept_invitation, invite
from samut.web.administration.given_roles import GivenRole

PEOPLE = 8
AREAS = ("TH", "22", "2205", "220506", "22050602", "21", "210101")
FIXED = settings(
    max_examples=70,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PASSWORD = "ต้นไม้ใหญ่ริมคลอง"
WATCHING = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)


@dataclass(frozen=True)
class Held:
    """One role in the plain list. `giver`: the key of the role it stands in for."""

    user: int
    role: Role
    area: str
    first: dt.date
    end: dt.date | None
    giver: int | None = None


class Undo(Exception):
    """Takes one example back."""


def inside(area: str, around: str) -> bool:
    """Written down apart from the site's own."""
    return around == "TH" or (area != "TH" and area[: len(around)] == around)


def runs(held: Held, day: dt.date) -> bool:
    return held.first <= day and (held.end is None or day < held.end)


def holds(key: int, book: dict[int, Held], closed: set[int], day: dt.date) -> bool:
    held = book[key]
    if held.user in closed or not runs(held, day):
        return False
    return held.giver is None or holds(held.giver, book, closed, day)


DAYS = (0, 0, 1, 10, 30, 44, 60, -3)
# Most things are tried by somebody who may do such things at all: 0 and 3 keep accounts.
KEEPERS = (0, 0, 0, 3, 3, 3, 1, 2, 4)
TAKERS = (6, 7, 2, 5, 4, 1, 3, 0)
# Mostly rows of officers; those after the first six were given on the way.
OFFICERS = (1, 2, 4, 5, 6, 7, 8, 9, 0)
# Whether the one to whom a row belongs does it, or anybody.
OWN = (True, True, True, False)
GIVING, ENDING, DELEGATING = ("give", "give", "invite"), ("end", "end", "close", "open"), ("delegate",)
seeds = st.integers(min_value=0, max_value=2**32)


def made_up(chance: random.Random, kind: str) -> tuple[Any, ...]:
    """Something to try, with whom and where. Steps drawn one by one would be much alike."""
    one = chance.choice
    keeper, person, day, area = one(KEEPERS), one(range(PEOPLE)), one(DAYS), one(AREAS)
    tried: dict[str, tuple[Any, ...]] = {
        "give": (keeper, one(TAKERS), one(list(Role)), area, day, one((None, None, *DAYS))),
        "invite": (keeper, one(list(Role)), area, day, one((None, None, *DAYS))),
        "delegate": (
            one(OWN),
            person,
            one(TAKERS),
            one(OFFICERS),
            one((area, "", "")),
            one((0, day)),
            one((10, 30, *DAYS)),
        ),
        "end": (one((keeper, person)), one(range(10)), day),
        "close": (keeper, person),
        "open": (keeper, person),
    }
    return (kind, *tried[kind])


FIRST = (
    (0, Role.ADMINISTRATOR, "TH"),
    (1, Role.PROVINCIAL_OFFICER, "22"),
    (2, Role.TAMBON_OFFICER, "220506"),
    (3, Role.ADMINISTRATOR, "22"),
    (4, Role.DISTRICT_OFFICER, "2205"),
    (5, Role.TAMBON_OFFICER, "220506"),
)


class Office:
    """The people of one example, the site's rows and the plain list of them."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.users = [User.objects.create(username=f"person-{number}") for number in range(PEOPLE)]
        self.closed: set[int] = set()
        self.book: dict[int, Held] = {}
        for number, role, area in FIRST:
            row = assign_role(by=None, user=self.users[number], role=role, area_code=area)
            self.book[row.pk] = self.read(row)

    def read(self, row: Assignment) -> Held:
        return Held(
            row.user_id, Role(row.role), row.area_code, row.valid_from, row.valid_to, row.delegated_from_id
        )

    def person(self, number: int) -> User:
        return User.objects.get(pk=self.users[number % len(self.users)].pk)

    def day(self, offset: int | None) -> dt.date | None:
        return None if offset is None else self.today + dt.timedelta(days=offset)

    def row(self, number: int) -> Assignment:
        keys = sorted(self.book)
        return Assignment.objects.get(pk=keys[number % len(keys)])

    def administers(self, user: User, area: str) -> bool:
        return any(
            held.user == user.pk
            and held.role is Role.ADMINISTRATOR
            and inside(area, held.area)
            and holds(key, self.book, self.closed, self.today)
            for key, held in self.book.items()
        )

    def do(self, step: Any) -> None:
        """Try a step. What was refused leaves nothing; what was done is written into the list."""
        before = dict(self.book)
        try:
            with transaction.atomic():
                getattr(self, step[0])(*step[1:])
        except SamutError:
            self.book = before

    def give(self, by: int, to: int, role: Role, area: str, first: int, end: int | None) -> None:
        giver, taker = self.person(by), self.person(to)
        given = assign_role(
            by=giver,
            user=taker,
            role=role,
            area_code=area,
            valid_from=self.day(first),
            valid_to=self.day(end),
        )
        assert giver.pk != taker.pk and self.administers(giver, area)
        self.book[given.pk] = self.read(given)

    def invite(self, by: int, role: Role, area: str, first: int, end: int | None) -> None:
        giver = self.person(by)
        day = self.day(first)
        assert day is not None
        given = GivenRole(role, area, day, self.day(end))
        name = f"invited-{len(self.users)}"
        _, code = invite(by=giver, username=name, full_name=name, roles=[given])
        assert self.administers(giver, area)
        taker = accept_invitation(code=code, password=PASSWORD, address="127.0.0.1")
        self.users.append(taker)
        for each in taker.assignments.all():
            self.book[each.pk] = self.read(each)

    def delegate(self, own: bool, by: int, to: int, number: int, area: str, first: int, end: int) -> None:
        row = self.row(number)
        giver, taker = User.objects.get(pk=row.user_id) if own else self.person(by), self.person(to)
        area = area or row.area_code
        first_day, last_day = self.day(first), self.day(end)
        assert first_day is not None and last_day is not None
        given = delegate_role(
            by=giver, assignment=row, to=taker, area_code=area, valid_from=first_day, valid_to=last_day
        )
        held = self.book[row.pk]
        assert held.user == giver.pk != taker.pk and held.giver is None and inside(area, held.area)
        assert self.today <= first_day < last_day and (last_day - first_day).days <= 45
        self.book[given.pk] = self.read(given)

    def end(self, by: int, number: int, on: int) -> None:
        who, row = self.person(by), self.row(number)
        day = self.day(on)
        assert day is not None
        held = self.book[row.pk]
        concerned = held.giver is not None and who.pk in (held.user, self.book[held.giver].user)
        assert_may = self.administers(who, held.area) or concerned
        end_assignment(by=who, assignment=row, on=day)
        assert assert_may
        for key, each in self.book.items():
            if key == row.pk or each.giver == row.pk:
                ends = max(day, each.first)
                self.book[key] = replace(each, end=ends if each.end is None else min(each.end, ends))

    def close(self, by: int, whom: int) -> None:
        who, user = self.person(by), self.person(whom)
        close_account(by=who, user=user)
        assert self.looks_after(who, user)
        self.closed.add(user.pk)

    def open(self, by: int, whom: int) -> None:
        who, user = self.person(by), self.person(whom)
        open_account(by=who, user=user)
        assert self.looks_after(who, user)
        self.closed.discard(user.pk)

    def looks_after(self, who: User, user: User) -> bool:
        left = [
            each
            for each in self.book.values()
            if each.user == user.pk and (each.end is None or max(each.first, self.today) < each.end)
        ]
        return who.pk != user.pk and all(self.administers(who, each.area) for each in left)

    def check(self) -> None:
        """The site's answers are those of the list, and the laws hold on every day to come."""
        for offset in (0, 1, 5, 10, 20, 31, 46, 61):
            day = self.today + dt.timedelta(days=offset)
            for each in self.users:
                user = User.objects.get(pk=each.pk)
                said = sorted((row.role, row.area_code) for row in assignments_of(user, day))
                known = sorted(
                    (held.role.value, held.area)
                    for key, held in self.book.items()
                    if held.user == user.pk and holds(key, self.book, self.closed, day)
                )
                assert said == known
                held_roles = {Role(role) for role, _ in said}
                watching = held_roles & set(WATCHING)
                assert len(watching) < 2
                assert not watching or all(
                    ROLES[role].persons is PersonAccess.NEVER for role in held_roles - watching
                )
            for key, held in self.book.items():
                if held.giver is not None and holds(key, self.book, self.closed, day):
                    own = self.book[held.giver]
                    assert own.giver is None and own.role is held.role and inside(held.area, own.area)
                    assert runs(own, day) and own.user not in self.closed
            assert any(
                held.role is Role.ADMINISTRATOR
                and held.area == "TH"
                and holds(key, self.book, self.closed, day)
                for key, held in self.book.items()
            ), "nobody is left to look after the accounts"


def played(done: list[tuple[Any, ...]]) -> None:
    """One example, taken back afterwards."""
    try:
        with transaction.atomic():
            office = Office()
            for step in done:
                office.do(step)
            office.check()
            raise Undo
    except Undo:
        pass


@FIXED
@given(seeds)
def test_nobody_reaches_further_than_who_gave_it(db: None, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    kinds = GIVING + ENDING + DELEGATING
    played([made_up(chance, chance.choice(kinds)) for _ in range(12)])


@FIXED
@given(seeds)
def test_nobody_who_stands_in_reaches_further_than_their_giver(db: None, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    first = [made_up(chance, "delegate") for _ in range(8)]
    played(first + [made_up(chance, chance.choice(ENDING)) for _ in range(2)])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_an_administrator_alone_never_comes_to_see_persons(db: None, role: Role) -> None:
    """Not by giving it, not by an invitation of their own name, not by letting it be passed on to them."""
    keeper = User.objects.create(username="keeper")
    officer = User.objects.create(username="officer")
    assign_role(by=None, user=keeper, role=Role.ADMINISTRATOR, area_code="TH")
    own = assign_role(by=None, user=officer, role=Role.PROVINCIAL_OFFICER, area_code="22")
    today = timezone.localdate()
    tries: tuple[Callable[[], object], ...] = (
        lambda: assign_role(by=keeper, user=keeper, role=role, area_code="22050602"),
        lambda: invite(
            by=keeper,
            username="keeper",
            full_name="keeper",
            roles=[GivenRole(role, "22050602", today)],
        ),
        lambda: delegate_role(
            by=officer,
            assignment=own,
            to=keeper,
            area_code="22",
            valid_from=today,
            valid_to=today + dt.timedelta(days=1),
        ),
    )
    for each in tries:
        with pytest.raises(SamutError):
            each()
    keeper = User.objects.get(pk=keeper.pk)
    assert not person_scope_of(keeper).codes and account_scope_of(keeper).codes == ("TH",)
