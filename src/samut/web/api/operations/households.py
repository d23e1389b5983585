"""Households and their members, where the caller may see persons. Every household told is a look, logged."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from samut.engine.household_keyset import KeyedHousehold, households_after
from samut.engine.results import MeasureResult
from samut.rules.errors import SamutError
from samut.web.accounts.policies import check_may_see_persons
from samut.web.api.callers import Caller, caller_of
from samut.web.api.paging import MOST, USUAL, cursor_after, read_cursor
from samut.web.api.problems import answers
from samut.web.api.schemas_people import (
    HouseholdDetailOut,
    HouseholdsOut,
    PersonsOut,
    household_detail_out,
    household_out,
    person_out,
)
from samut.web.api.scopes import Scope
from samut.web.areas import queries as areas
from samut.web.audit.actions import record_looks
from samut.web.households import queries

# Members are read household by household, as their page does.
MOST_WITH_MEMBERS, USUAL_WITH_MEMBERS = 50, 20
PAGE_OF_THE_LOG = "api"
AREA = Query(..., description="Two to eight digits: the area whose households are asked for")
CURSOR = Query("", description="`next` of the page before")
router = Router(tags=["households"])


@router.get("/households", response=answers(HouseholdsOut), summary="The households of an area")
def households(
    request: HttpRequest, area: str = AREA, cursor: str = CURSOR, limit: int = Query(USUAL, ge=1, le=MOST)
) -> HouseholdsOut:
    """Every surveyed household, by village and id."""
    caller = caller_of(request)
    caller.check_persons()
    result, found, after = _page(caller, area, cursor, limit)
    return HouseholdsOut(
        edition=result.edition,
        measure=result.measure,
        households=[household_out(each) for each in found],
        next=after,
    )


@router.get("/households/{household_id}", response=answers(HouseholdDetailOut), summary="One household")
def household(request: HttpRequest, household_id: str) -> HouseholdDetailOut:
    """What its measure rests on: every answer, and which was told anew."""
    caller = caller_of(request)
    caller.check_persons()
    record = queries.household(caller.user, household_id)
    _log(caller, [(household_id, record.village_code)])
    return household_detail_out(record)


@router.get("/households/{household_id}/persons", response=answers(PersonsOut), summary="Its members")
def members(request: HttpRequest, household_id: str) -> PersonsOut:
    """Who lives there. Names and numbers come with the scope `names` alone."""
    caller = caller_of(request)
    caller.check_persons()
    record = queries.household(caller.user, household_id)
    _log(caller, [(household_id, record.village_code)])
    names = Scope.NAMES in caller.scopes
    persons = [person_out(household_id, each, names=names) for each in record.members]
    return PersonsOut(edition=record.edition, persons=persons, next=None)


@router.get("/persons", response=answers(PersonsOut), summary="The persons of an area")
def persons(
    request: HttpRequest,
    area: str = AREA,
    cursor: str = CURSOR,
    limit: int = Query(USUAL_WITH_MEMBERS, ge=1, le=MOST_WITH_MEMBERS, description="Households a page"),
) -> PersonsOut:
    """Household by household: a page holds whole households."""
    caller = caller_of(request)
    caller.check_persons()
    result, found, after = _page(caller, area, cursor, limit)
    names = Scope.NAMES in caller.scopes
    told = [
        person_out(each.household_id, member, names=names)
        for each in found
        for member in queries.household(caller.user, each.household_id).members
    ]
    return PersonsOut(edition=result.edition, persons=told, next=after)


def _page(
    caller: Caller, area: str, cursor: str, limit: int
) -> tuple[MeasureResult, tuple[KeyedHousehold, ...], str | None]:
    """The next households of an area, logged; and the cursor of what follows them.

    Raises: SITE_003 for an unknown area, SITE_001 for one whose persons the caller may not see, API_018.
    """
    areas.area(area)
    check_may_see_persons(caller.user, area)
    result = queries.current_result()
    kind = f"households.{area}.{result.result_id}"
    said = read_cursor(cursor, kind)
    if said is not None and len(said) != len(("village", "household")):
        raise SamutError("API_018")
    after = None if said is None else (said[0], said[1])
    found = households_after(areas.workspace(), result, area, after=after, limit=limit + 1)
    page = found[:limit]
    _log(caller, [(each.household_id, each.village_code) for each in page])
    return result, page, cursor_after(page[-1].place, kind) if len(found) > limit else None


def _log(caller: Caller, looked_at: list[tuple[str, str]]) -> None:
    record_looks(by=caller.user, households=looked_at, page=PAGE_OF_THE_LOG, purpose=caller.purpose)
