"""Kept lists of target groups, and their members."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest
from ninja import Query, Router

from samut.web.accounts.policies import check_may_see_persons
from samut.web.api.callers import caller_of
from samut.web.api.paging import cursor_after, read_cursor
from samut.web.api.problems import answers
from samut.web.api.schemas_people import ListedOut, ListMembersOut, ListsOut, list_out
from samut.web.api.scopes import Scope
from samut.web.audit.actions import record_looks
from samut.web.target_lists import queries

AREA = Query(..., description="Two to eight digits: the area the list is read for")


class ListedAnswer(StrEnum):
    """yes: they belong to the group; unknown: nobody knows."""

    YES = "yes"
    UNKNOWN = "unknown"


router = Router(tags=["lists"])


@router.get("/lists", response=answers(ListsOut), summary="The kept lists of an area")
def lists(request: HttpRequest, area: str = AREA) -> ListsOut:
    """Lists that reach into the area, with their counts."""
    caller = caller_of(request)
    caller.check_persons(Scope.LISTS)
    check_may_see_persons(caller.user, area)
    page = queries.area_page(caller.user, area, "", count=False)
    return ListsOut(lists=[list_out(each) for each in page.kept])


@router.get(
    "/lists/{list_id}/members", response=answers(ListMembersOut), summary="The members of a kept list"
)
def list_members(
    request: HttpRequest,
    list_id: str,
    area: str = AREA,
    answer: ListedAnswer = ListedAnswer.YES,
    cursor: str = Query("", description="`next` of the page before"),
) -> ListMembersOut:
    """A page of those who live in the area."""
    caller = caller_of(request)
    caller.check_persons(Scope.LISTS)
    kind = f"list.{list_id}.{area}.{answer.value}"
    said = read_cursor(cursor, kind)
    number = int(said[0]) if said else 1
    page = queries.kept_page(caller.user, area, list_id, answer.value, number)
    looked_at = {each.unit.household_id: each.unit.village_code or "" for each in page.lines}
    record_looks(by=caller.user, households=looked_at.items(), page="api", purpose=caller.purpose)
    return ListMembersOut(
        id=list_id,
        answer=answer.value,
        total=page.total,
        members=[
            ListedOut(
                household_id=each.unit.household_id,
                member_no=each.unit.member_no,
                village_code=each.unit.village_code,
                house_no=each.house_no,
                because_th=each.unit.in_words("th"),
                because_en=each.unit.in_words("en"),
            )
            for each in page.lines
        ],
        next=cursor_after([str(page.page + 1)], kind) if page.page < page.pages else None,
    )
