"""Reads of the logbook, as far as the reader answers for the area."""

from __future__ import annotations

from dataclasses import dataclass

from samut.rules.case import NEXT, CaseStatus
from samut.rules.errors import SamutError, Text
from samut.web.accounts.policies import AnyUser, AreaScope, may_see_persons, person_scope_of
from samut.web.fieldwork.queries import in_ranges
from samut.web.logbook import policies
from samut.web.logbook.labels import STATUS_LABELS
from samut.web.logbook.models import Case

MOST_ON_BOARD = 50


@dataclass(frozen=True)
class BoardColumn:
    """One status on the board: the cases in it (the newest few) and how many there are."""

    status: CaseStatus
    label: Text
    cases: tuple[Case, ...]
    total: int


def board(user: AnyUser, area_code: str) -> tuple[BoardColumn, ...]:
    """The cases of an area by status, in the order of the course of a case. Raises: SITE_001."""
    policies.check_may_read(user, area_code)
    visible = in_ranges(AreaScope((area_code,))) & in_ranges(person_scope_of(user))
    columns = []
    for status in CaseStatus:
        found = Case.objects.filter(visible, status=status)
        columns.append(
            BoardColumn(status, STATUS_LABELS[status], tuple(found[:MOST_ON_BOARD]), found.count())
        )
    return tuple(columns)


def case_for(user: AnyUser, pk: int) -> Case:
    """One case. Raises: SITE_001, the same whether it exists or not."""
    case = Case.objects.filter(pk=pk).first()
    if case is None or not may_see_persons(user, case.area_code):
        raise SamutError("SITE_001")
    return case


def case_of_household(user: AnyUser, household_id: str) -> Case | None:
    """The household's case, where the user may see it; None where there is none."""
    case = Case.objects.filter(household_id=household_id).first()
    return case if case is not None and may_see_persons(user, case.area_code) else None


def next_steps(user: AnyUser, case: Case) -> tuple[tuple[CaseStatus, Text], ...]:
    """Where the user may move the case now, in the order of the course of a case."""
    now = CaseStatus(case.status)
    if not policies.may_move_from(user, now, case.area_code):
        return ()
    return tuple((status, STATUS_LABELS[status]) for status in CaseStatus if status in NEXT[now])
