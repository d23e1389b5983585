"""The caller's own jobs."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router

from samut.web.api.callers import caller_of
from samut.web.api.paging import USUAL, cursor_after, read_cursor
from samut.web.api.problems import answers
from samut.web.api.schemas_people import JobOut, JobsOut, job_out
from samut.web.api.scopes import Scope
from samut.web.jobs import actions, queries

# The largest number that a key of the database can be.
LARGEST_KEY = 2**63 - 1
NUMBER = Path(..., ge=1, le=LARGEST_KEY)
router = Router(tags=["jobs"])


@router.get("/jobs", response=answers(JobsOut), summary="Your jobs")
def jobs(request: HttpRequest, cursor: str = Query("", description="`next` of the page before")) -> JobsOut:
    """The newest first."""
    caller = caller_of(request)
    caller.check(Scope.JOBS)
    found = queries.my_jobs(caller.user).order_by("-pk")
    said = read_cursor(cursor, "jobs")
    page = list((found.filter(pk__lt=int(said[0])) if said else found)[: USUAL + 1])
    after = cursor_after([str(page[USUAL - 1].pk)], "jobs") if len(page) > USUAL else None
    return JobsOut(jobs=[job_out(each) for each in page[:USUAL]], next=after)


@router.get("/jobs/{number}", response=answers(JobOut), summary="One job")
def job(request: HttpRequest, number: int = NUMBER) -> JobOut:
    """How far it is, and what came of it."""
    caller = caller_of(request)
    caller.check(Scope.JOBS)
    return job_out(queries.my_job(caller.user, number))


@router.post("/jobs/{number}/cancel", response=answers(JobOut), summary="Stop a job")
def cancel(request: HttpRequest, number: int = NUMBER) -> JobOut:
    """At once where nobody works on it, else as soon as its worker hears of it."""
    caller = caller_of(request)
    caller.check(Scope.JOBS)
    found = queries.my_job(caller.user, number)
    actions.cancel(by=caller.user, job=found)
    found.refresh_from_db()
    return job_out(found)
