"""Roles, and the course of a case."""

from __future__ import annotations

from itertools import pairwise

import pytest

from samut.rules.case import NEXT, OWNER, START, CaseStatus, may_move
from samut.rules.roles import (
    AREA_LEVELS,
    ROLES,
    PersonAccess,
    Role,
    can_be_held_at,
    go_together,
    lies_in,
    sees_persons,
)


def test_every_role_stands_in_the_table() -> None:
    assert set(ROLES) == set(Role)


def test_who_sees_persons() -> None:
    seeing = {role for role in Role if sees_persons(role)}
    assert seeing == {Role.VOLUNTEER, Role.TAMBON_OFFICER, Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER}
    assert ROLES[Role.AGENCY_OFFICER].persons is PersonAccess.WITH_REFERRAL
    assert not sees_persons("administrator")


def test_only_the_data_protection_officer_reads_logs_and_only_the_administrator_keeps_accounts() -> None:
    assert [role for role in Role if ROLES[role].reads_logs] == [Role.DATA_PROTECTION_OFFICER]
    assert [role for role in Role if ROLES[role].manages_accounts] == [Role.ADMINISTRATOR]


def test_whoever_imports_registers_sees_their_persons() -> None:
    importing = [role for role in Role if ROLES[role].imports_registers]
    assert importing == [Role.PROVINCIAL_OFFICER]
    assert all(sees_persons(role) for role in importing)


def test_a_role_is_held_at_its_own_level_or_below() -> None:
    for role in Role:
        fitting = [level for level in AREA_LEVELS if can_be_held_at(role, level)]
        assert fitting and fitting[0] == ROLES[role].area_level and fitting[-1] == "village"


def test_an_area_lies_in_itself_and_in_what_is_around_it() -> None:
    assert lies_in("220506", "22") and lies_in("22", "22") and lies_in("TH", "TH") and lies_in("22", "TH")
    assert not lies_in("22", "220506") and not lies_in("TH", "22") and not lies_in("210506", "22")


@pytest.mark.parametrize("one", Role)
@pytest.mark.parametrize("other", Role)
def test_who_gives_roles_or_reads_logs_holds_nothing_that_opens_persons(one: Role, other: Role) -> None:
    apart = {Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER}
    allowed = one == other or not (
        ({one, other} & apart and {one, other} - apart - {Role.ANALYST}) or {one, other} == apart
    )
    assert go_together(one, other) is allowed


def test_only_roles_that_open_persons_can_be_passed_on_and_no_volunteers() -> None:
    passed_on = {role for role in Role if ROLES[role].can_be_delegated}
    assert all(ROLES[role].persons is not PersonAccess.NEVER for role in passed_on)
    assert Role.VOLUNTEER not in passed_on


@pytest.mark.parametrize("status", CaseStatus)
def test_every_status_has_an_owner_who_sees_persons_and_a_way_on(status: CaseStatus) -> None:
    assert sees_persons(OWNER[status])
    assert NEXT[status]
    assert status not in NEXT[status]


def test_every_status_is_reached_from_the_start() -> None:
    reached, waiting = {START}, [START]
    while waiting:
        for status in NEXT[waiting.pop()] - reached:
            reached.add(status)
            waiting.append(status)
    assert reached == set(CaseStatus)


def test_the_main_path_and_a_forbidden_step() -> None:
    path = list(CaseStatus)
    path.remove(CaseStatus.REJECTED)
    assert all(may_move(now, to) for now, to in pairwise(path))
    assert not may_move(CaseStatus.IDENTIFIED, CaseStatus.VERIFIED)
    assert not may_move(CaseStatus.CLOSED, CaseStatus.PLANNED)
