"""The long work of tables: making the file of a large one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from samut.rules.errors import SamutError, Text
from samut.web.audit.addresses import asked_from
from samut.web.jobs.kinds import Kind, Progress
from samut.web.jobs.models import Job
from samut.web.tables.actions import make_large
from samut.web.tables.models import Export


def _export(job: Job, progress: Progress) -> dict[str, Any]:
    """Rights are asked again, as if the owner asked now, under the address they asked from."""
    export = Export.objects.filter(pk=job.arguments["export"]).first()
    if export is None:
        raise SamutError("TABLE_005")
    with asked_from(export.from_address):
        return {"rows": make_large(job=job, export=export, progress=progress)}


def _page(job: Job) -> str:
    return reverse("tables:file", args=[job.arguments["export"]])


EXPORT = Kind(Text("ไฟล์ของตาราง", "File of a table"), _export, _page)
