"""The two long works of an import on the site: looking what it would change, and doing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.urls import reverse

from samut.engine.lake import Lake, Snapshot
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.registers.preview import Preview, TablePreview, preview_import
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record
from samut.web.jobs.actions import note
from samut.web.jobs.kinds import Kind, Progress
from samut.web.jobs.models import Job
from samut.web.registers import actions
from samut.web.registers.models import Upload


def _preview(job: Job, progress: Progress) -> dict[str, Any]:
    upload, paths = _sent(job)
    found = preview_import(
        workspace(),
        upload.register,
        paths,
        edition=upload.edition,
        profile=upload.profile or None,
        progress=progress,
    )
    return told_preview(found)


def _import(job: Job, progress: Progress) -> dict[str, Any]:
    """Import what was sent. Begun anew after it was done, it finds what it did and does nothing twice."""
    if "result" not in job.checkpoint:
        upload, paths = _sent(job)
        result = _imported(job, upload, paths, progress)
        note(job=job, result=result)
        record(
            "register.imported",
            by=job.owner,
            target=f"job:{job.pk}",
            area_code=job.area_code,
            register=upload.register,
            edition=upload.edition,
            snapshot=result["snapshot_id"],
        )
    actions.remove_files(upload=Upload.objects.get(pk=job.arguments["upload"]))
    result = job.checkpoint["result"]
    return dict(result)


def _imported(job: Job, upload: Upload, paths: list[Path], progress: Progress) -> dict[str, Any]:
    held = workspace()
    if "snapshots" not in job.checkpoint:
        note(job=job, snapshots=len(Lake(held).snapshots(upload.register, upload.edition)))
    result = import_register(
        held,
        upload.register,
        paths,
        edition=upload.edition,
        profile=upload.profile or None,
        progress=progress,
    )
    done_before = _done_before(held, result, job.checkpoint["snapshots"])
    return told_snapshot(done_before) if done_before is not None else told_import(result)


def _done_before(held: Workspace, result: ImportResult, known: int) -> Snapshot | None:
    """The snapshot that this very job made before its worker died, if it did."""
    if not result.already_in:
        return None
    wanted = {each.sha256 for each in result.files}
    since = Lake(held).snapshots(result.register, result.edition)[known:]
    return next((each for each in since if {file.sha256 for file in each.files} == wanted), None)


def _sent(job: Job) -> tuple[Upload, list[Path]]:
    """Raises: JOB_013 when the files are no longer there."""
    upload = Upload.objects.filter(pk=job.arguments["upload"]).first()
    if upload is None or upload.removed_at is not None:
        raise SamutError("JOB_013", days=actions.KEPT.days)
    return upload, actions.paths_of(upload)


def told_preview(found: Preview) -> dict[str, Any]:
    """A preview as a job keeps it: counts and words of the profile, nothing of a person."""
    return {
        "register": found.register,
        "edition": found.edition,
        "profile": found.profile,
        "compared_with": found.compared_with,
        "already_in": found.already_in,
        "tables": [_told_table(each) for each in found.tables],
        "files": [vars(each) for each in found.files],
        "problems": found.problems_by_code,
    }


def _told_table(table: TablePreview) -> dict[str, Any]:
    fields = [[each.name, [each.label.th, each.label.en], each.rows] for each in table.fields]
    return {**vars(table), "label": [table.label.th, table.label.en], "fields": fields}


def told_import(result: ImportResult) -> dict[str, Any]:
    counts = {name: getattr(result, name) for name in ("rows", "accepted", "quarantined", "duplicates")}
    return {
        **counts,
        "files": [vars(each) for each in result.files],
        "problems": result.problems_by_code,
        "snapshot_id": result.snapshot_id,
        "already_in": result.already_in,
    }


def told_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    """What an import said that is in the lake, whose worker died before it could say so."""
    names = ("name", "sha256", "table", "rows", "accepted", "quarantined", "duplicates")
    files = [{name: getattr(each, name) for name in names} for each in snapshot.files]
    counts = {name: sum(each[name] for each in files) for name in names[3:]}
    return {
        **counts,
        "files": files,
        "problems": snapshot.problems_by_code,
        "snapshot_id": snapshot.id,
        "already_in": False,
    }


def _page(job: Job) -> str:
    return reverse("registers:upload", args=[job.arguments["upload"]])


PREVIEW = Kind(Text("ดูก่อนนำเข้าทะเบียน", "Look before importing a register"), _preview, _page)
IMPORT = Kind(Text("นำเข้าทะเบียน", "Import of a register"), _import, _page)
