"""Kinds of work for the tests of the jobs: done, failing, broken, slow."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from samut.rules.errors import SamutError, Text, Where
from samut.web.jobs.actions import note
from samut.web.jobs.kinds import Kind, Progress
from samut.web.jobs.models import Job

LABEL = Text("งานทดสอบ", "Test")


def _count(job: Job, progress: Progress) -> dict[str, Any]:
    total = job.arguments["to"]
    for done in range(total):
        progress(done, total, "นับ")
    return {"counted": total}


def _fail(job: Job, progress: Progress) -> dict[str, Any]:
    raise SamutError("WORK_008", Where(file="a.csv", row=3))


def _break(job: Job, progress: Progress) -> dict[str, Any]:
    raise ZeroDivisionError


def _slow(job: Job, progress: Progress) -> dict[str, Any]:
    """Says in a file that it began, and in another that it ended; in between it takes its time."""
    folder = Path(job.arguments["folder"])
    with (folder / f"{job.pk}.began").open("a") as file:
        file.write(f"{job.worker}\n")
    note(job=job, begun=job.checkpoint.get("begun", 0) + 1)
    for done in range(job.arguments["steps"]):
        progress(done, job.arguments["steps"], "")
        time.sleep(0.05)
    with (folder / f"{job.pk}.ended").open("a") as file:
        file.write(f"{job.worker}\n")
    return {}


COUNT, FAIL, BREAK, SLOW = (Kind(LABEL, work) for work in (_count, _fail, _break, _slow))
