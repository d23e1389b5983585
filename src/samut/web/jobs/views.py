"""The jobs of whoever is logged in: how far each is, and the buttons to stop it or to go on."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from samut.rules.errors import SamutError, Text
from samut.web.accounts.paging import asked_page
from samut.web.jobs import actions, queries
from samut.web.jobs.kinds import kind_of
from samut.web.jobs.models import Job, JobState

JOBS_A_PAGE = 30
STATES = {
    JobState.WAITING: Text("รอทำ", "Waiting"),
    JobState.RUNNING: Text("กำลังทำ", "Running"),
    JobState.DONE: Text("เสร็จแล้ว", "Done"),
    JobState.FAILED: Text("ไม่สำเร็จ", "Failed"),
    JobState.CANCELLED: Text("ยกเลิกแล้ว", "Stopped"),
}
SIGNS = {
    JobState.WAITING: ("not_applicable", "…"),
    JobState.RUNNING: ("unknown", "▸"),
    JobState.DONE: ("not_deprived", "✓"),
    JobState.FAILED: ("deprived", "✕"),
    JobState.CANCELLED: ("not_applicable", "–"),
}


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """My jobs, the newest first."""
    found = Paginator(queries.my_jobs(request.user), JOBS_A_PAGE).get_page(asked_page(request))
    lines = [shown(each) for each in found]
    return render(request, "jobs/list.html", {"lines": lines, "jobs": found})


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job. The part that moves is asked for alone, each second; when it ends the page comes anew.

    Once only: a page that takes its time to come would be asked for again and again, and never come.
    """
    found = queries.my_job(request.user, pk)
    context = {"line": shown(found), "somebody_works": queries.somebody_works()}
    if request.headers.get("HX-Request") != "true":
        return render(request, "jobs/job.html", context)
    if "ended" in request.GET:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if not found.is_open or found.cancel_asked != ("stopping" in request.GET):
        return render(request, "jobs/ended.html", context)
    return render(request, "jobs/progress.html", context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    found = queries.my_job(request.user, pk)
    actions.cancel(by=request.user, job=found)  # type: ignore[arg-type]
    return _back(found)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a job that failed or was stopped."""
    found = queries.my_job(request.user, pk)
    actions.ask_again(by=request.user, job=found)  # type: ignore[arg-type]
    return _back(found)


def _back(job: Job) -> HttpResponseRedirect:
    """To the page its owner follows it on."""
    page = _page_of(job)
    return HttpResponseRedirect(page) if page else redirect("jobs:job", pk=job.pk)


def _page_of(job: Job) -> str:
    try:
        return kind_of(job.kind).page(job)
    except SamutError:
        return ""


def shown(job: Job) -> dict[str, Any]:
    """A job as the templates draw it."""
    try:
        label = kind_of(job.kind).label
    except SamutError:
        label = Text(job.kind, job.kind)
    state = JobState(job.state)
    tone, sign = SIGNS[state]
    return {
        "job": job,
        "kind": label,
        "page": _page_of(job),
        "state": STATES[state],
        "tone": tone,
        "sign": sign,
        "share": job.done / job.total if job.total else None,
    }
