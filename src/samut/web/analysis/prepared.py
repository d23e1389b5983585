"""The households that tables are counted from: made while somebody waits, or as a job where they are many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.urls import reverse

from samut.engine.pivot.households import are_prepared, prepared_households
from samut.engine.results import MeasureResult, open_result
from samut.rules.errors import SamutError, Text
from samut.web.analysis.place import policy
from samut.web.areas.queries import workspace
from samut.web.households.models import ShownResult
from samut.web.households.queries import result_folder
from samut.web.jobs.kinds import Kind, Progress
from samut.web.jobs.models import Job, JobState

KIND = "analysis.prepare"


def result_of(shown: ShownResult) -> MeasureResult:
    return open_result(result_folder(workspace(), shown))


def prepared_of(shown: ShownResult) -> Path | None:
    """The prepared households of a result; None where there are so many that a job has to make them."""
    result = result_of(shown)
    many = result.totals.get("households", 0) > policy().most_prepared_at_once
    if many and not are_prepared(workspace(), result):
        return None
    return prepared_households(workspace(), result)


def _prepare(job: Job, progress: Progress) -> dict[str, Any]:
    """Make them. Begun anew after it was done, it finds what it did."""
    shown = ShownResult.objects.filter(pk=job.arguments["shown"]).first()
    if shown is None:
        raise SamutError("ANALYSIS_007")
    progress(0, 1, "")
    prepared_households(workspace(), result_of(shown))
    progress(1, 1, "")
    return {"edition": shown.edition}


PREPARE = Kind(
    Text("เตรียมข้อมูลสำหรับตารางวิเคราะห์", "Preparing the data of tables"),
    _prepare,
    lambda job: reverse("analysis:pivot") if job.state == JobState.DONE else "",
)
