"""The pages on which a file comes in: send it, say what it is, look what it would change, import it."""

from __future__ import annotations

import shutil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.engine.registers.guesses import ProfileGuess
from samut.engine.registers.own_profiles import Fact, common_facts, corrected
from samut.engine.registers.profile import Profile
from samut.rules.errors import SamutError, Text
from samut.web.areas.queries import workspace
from samut.web.jobs.models import JobState
from samut.web.jobs.queries import somebody_works
from samut.web.jobs.views import shown
from samut.web.registers import actions, looking, presenting, queries
from samut.web.registers.looking import UploadLook
from samut.web.registers.models import Upload
from samut.web.registers.policies import check_may_import
from samut.web.registers.receiving import MEGABYTE, IntoFolder, limit_bytes, new_folder

# What whoever typed can mend at once: shown beside the form.
OWN_PROBLEMS = ("JOB_", "PROFILE_", "IMPORT_", "READ_")


@csrf_exempt  # the token stands in the form, which is read only once the files have a place; see _received
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Choose files, register and edition. Who may not import sends nothing."""
    check_may_import(request.user)
    if request.method != "POST":
        return _form(request)
    handler = IntoFolder(request, new_folder())
    request.upload_handlers = [handler]
    try:
        return _received(request, handler)
    finally:
        if not Upload.objects.filter(folder=handler.folder.name).exists():
            shutil.rmtree(handler.folder, ignore_errors=True)


@csrf_protect
def _received(request: HttpRequest, handler: IntoFolder) -> HttpResponse:
    typed = request.POST
    try:
        if handler.problem is not None:
            raise handler.problem
        upload = actions.receive(
            by=request.user,  # type: ignore[arg-type]
            folder=handler.folder,
            files=handler.files,
            register=typed.get("register", ""),
            edition=_year(typed.get("edition", "")),
        )
    except SamutError as error:
        return _form(request, _own(error))
    there = redirect("registers:upload", pk=upload.pk)
    if request.headers.get("HX-Request") == "true":  # the script that sends goes there itself
        return HttpResponse(headers={"HX-Redirect": there["Location"]})
    return there


def _form(request: HttpRequest, error: SamutError | None = None) -> HttpResponse:
    context = {
        "registers": presenting.register_choices(),
        "typed": request.POST if error else {"edition": workspace().config.edition},
        "most": f"{limit_bytes() // MEGABYTE:,} MB",
        "kept_days": actions.KEPT.days,
        "problem": error.problem if error else None,
    }
    return render(request, "registers/send.html", context, status=400 if error else 200)


@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the files stand: what they look like, what they would change, what came of it."""
    return _page(request, queries.my_upload(request.user, pk))


@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which register and edition the files are."""
    found = queries.my_upload(request.user, pk)
    try:
        actions.say_register(
            by=request.user,  # type: ignore[arg-type]
            upload=found,
            register=request.POST.get("register", ""),
            edition=_year(request.POST.get("edition", "")),
        )
    except SamutError as error:
        return _page(request, queries.my_upload(request.user, pk), _own(error))
    return redirect("registers:upload", pk=pk)


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what each column is, as a profile of this workspace."""
    found = queries.my_upload(request.user, pk)
    look = looking.look_at(found)
    try:
        if look.to_tell is None or look.to_tell.guess is None:
            raise SamutError("SITE_004", name="columns")
        if look.nearest is not None:
            _keep_layout(request, look, look.to_tell.guess, look.nearest)
        else:
            _keep_guess(request, look, look.to_tell.guess)
    except SamutError as error:
        return _page(request, found, _own(error))
    return redirect("registers:upload", pk=pk)


def _keep_layout(request: HttpRequest, look: UploadLook, guess: ProfileGuess, nearest: Profile) -> None:
    facts = looking.facts_to_pick(look)
    picked: dict[str, str | None] = {}
    for each in guess.columns:
        number = _number(request.POST.get(f"fact-{each.position}", ""), len(facts))
        picked[each.header] = facts[number].name if number is not None else None
    actions.keep_layout(
        by=request.user,  # type: ignore[arg-type]
        upload=look.upload,
        profile=nearest.id,
        table=looking.table_of(look),
        picked=picked,
    )


def _keep_guess(request: HttpRequest, look: UploadLook, guess: ProfileGuess) -> None:
    if len(look.files) > 1:
        raise SamutError("JOB_019")
    facts = common_facts()
    told: dict[int, Fact | None] = {}
    for each in guess.columns:
        text = request.POST.get(f"fact-{each.position}", "guess")
        if text != "guess":
            number = _number(text, len(facts))
            told[each.position] = None if number is None else facts[number]
    key = [each.position for each in guess.columns if f"key-{each.position}" in request.POST]
    label = request.POST.get("label", "").strip()
    if not label:
        raise SamutError("JOB_018", what=Text("ยังไม่ได้ตั้งชื่อทะเบียน", "the register has no name yet"))
    actions.keep_guess(
        by=request.user,  # type: ignore[arg-type]
        upload=look.upload,
        guess=corrected(guess, told, key),
        register=request.POST.get("new_register", "").strip(),
        label=Text(label, request.POST.get("label_en", "").strip() or label),
    )


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a look at what the import would change."""
    found = queries.my_upload(request.user, pk)
    look = looking.look_at(found)
    if look.profile is None:
        return redirect("registers:upload", pk=pk)
    name = looking.profile_name(look.profile)
    actions.ask_preview(by=request.user, upload=found, profile=name)  # type: ignore[arg-type]
    return redirect("registers:upload", pk=pk)


@require_POST
def import_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what the preview showed."""
    found = queries.my_upload(request.user, pk)
    actions.ask_import(by=request.user, upload=found)  # type: ignore[arg-type]
    return redirect("registers:upload", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the files without importing them."""
    found = queries.my_upload(request.user, pk)
    actions.discard(by=request.user, upload=found)  # type: ignore[arg-type]
    return redirect("registers:imports")


def _page(request: HttpRequest, found: Upload, error: SamutError | None = None) -> HttpResponse:
    """The page of an upload: the step it stands at."""
    job = queries.open_job(found) or found.importing or found.preview
    context: dict[str, Any] = {
        "upload": found,
        "label": presenting.label_of(found.register),
        "registers": presenting.register_choices(),
        "problem": error.problem if error else None,
        "typed": request.POST if error else {},
        "line": shown(job) if job is not None else None,
        "somebody_works": somebody_works(),
        "kept_days": actions.KEPT.days,
    }
    if found.importing is not None and found.importing.state == JobState.DONE:
        context |= {"step": "result", "result": presenting.result_of(found.importing)}
    elif job is not None and job.is_open:
        context["step"] = "working"
    elif found.removed_at is not None:
        context["step"] = "removed"
    else:
        context |= _before_import(found, error)
    return render(request, "registers/upload.html", context, status=400 if error else 200)


def _before_import(found: Upload, error: SamutError | None) -> dict[str, Any]:
    if error is None and found.preview is not None and found.preview.state == JobState.DONE:
        return {"step": "preview", "preview": presenting.preview_of(found.preview)}
    look = looking.look_at(found)
    return {
        "step": "columns",
        "look": look,
        "files": [(each, looking.columns_of(each, look.profile)) for each in look.files],
        "suggestions": looking.suggestions(look) if not found.register else (),
        "choices": looking.choices(look),
    }


def _own(error: SamutError) -> SamutError:
    """A problem of what was typed or sent, to show beside the form; anything else goes on up."""
    if not error.code.startswith(OWN_PROBLEMS):
        raise error
    return error


def _year(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text.strip()) == 4 else 0


def _number(text: str, below: int) -> int | None:
    """The place that was picked; None for a column that is left out."""
    return int(text) if text.isascii() and text.isdecimal() and int(text) < below else None
