"""The addresses phones speak to (`/key/<token>/…`), and the page where officers hand out keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from samut.forms.build import shipped_form, shipped_forms
from samut.rules.errors import Problem, SamutError
from samut.web.accounts.models import User
from samut.web.areas import queries as areas
from samut.web.openrosa import actions, answers, queries
from samut.web.openrosa.actions import Received
from samut.web.openrosa.models import Collector

XML_PART = "xml_submission_file"
STATUS_OF_CODE = {
    "SEND_001": 403,
    "SEND_005": 409,
    "SEND_006": 413,
    "SEND_008": 409,
    "FORM_001": 404,
}
# What became of it → code and words for the volunteer; kept aside is answered as a problem.
THANKS = {
    Received.NEW: (201, "รับข้อมูลเรียบร้อยแล้ว (received)"),
    Received.MORE_FILES: (201, "รับไฟล์แนบเพิ่มเรียบร้อยแล้ว (files received)"),
    Received.ALREADY_HERE: (202, "ได้รับข้อมูลชุดนี้ไว้แล้ว (already received)"),
}
KEPT_ASIDE = {Received.ASIDE: "SEND_005", Received.FILE_ASIDE: "SEND_008"}
PhoneView = Callable[..., HttpResponse]


def for_phones(*methods: str) -> Callable[[PhoneView], PhoneView]:
    """A view for phones: the key in the address instead of a login, problems in OpenRosa's shape."""

    def wrap(view: PhoneView) -> PhoneView:
        @login_not_required
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, token: str, **values: str) -> HttpResponse:
            try:
                collector = queries.collector_of(token)
                if request.method not in methods:
                    return answers.refusal(Problem("SEND_007"), 405)
                return view(request, collector, token, **values)
            except SamutError as error:
                return answers.refusal(error.problem, STATUS_OF_CODE.get(error.code, 400))

        return answered

    return wrap


@for_phones("GET", "HEAD")
def form_list(request: HttpRequest, collector: Collector, token: str) -> HttpResponse:
    """Every form a phone may fetch; `formID` asks for one."""
    asked = request.GET.get("formID")
    forms = [form for form in shipped_forms() if asked in (None, "", form.form_id)]
    return answers.form_list(
        (
            form,
            request.build_absolute_uri(
                reverse("openrosa:form", kwargs={"token": token, "form_id": form.form_id})
            ),
        )
        for form in forms
    )


@for_phones("GET", "HEAD")
def form(request: HttpRequest, collector: Collector, token: str, form_id: str) -> HttpResponse:
    return answers.form_xml(shipped_form(form_id))


@for_phones("HEAD", "POST")
def submission(request: HttpRequest, collector: Collector, token: str) -> HttpResponse:
    """HEAD: may I send, and how much?  POST: one submission, or a part of one."""
    if request.method == "HEAD":
        return answers.ready()
    xml, files = _parts(request)
    receipt = actions.receive(by=collector, xml=xml, files=files)
    if receipt.received in KEPT_ASIDE:
        raise SamutError(KEPT_ASIDE[receipt.received])
    status, text = THANKS[receipt.received]
    return answers.message(text, status)


@for_phones("GET", "HEAD", "POST")
def nothing_here(request: HttpRequest, collector: Collector, token: str, rest: str) -> HttpResponse:
    """Any other address under a key, so that no error page or redirect repeats the key."""
    return answers.refusal(Problem("SEND_007"), 404)


def _parts(request: HttpRequest) -> tuple[bytes, list[tuple[str, Iterator[bytes]]]]:
    """The XML and the attached files of a request, each with the name it was sent by.

    Raises: SEND_002 unless there is exactly one XML, SEND_006 when it is too large, SEND_007 when
    it cannot be read.
    """
    limit = answers.LARGEST_REQUEST_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise SamutError("SEND_006", limit=limit)
    try:
        sent = _chunked_files(request, limit) if _is_chunked(request) else request.FILES
    except RequestDataTooBig as error:
        raise SamutError("SEND_006", limit=limit) from error
    except (MultiPartParserError, SuspiciousOperation, BadRequest) as error:
        raise SamutError("SEND_007") from error
    forms: list[UploadedFile] = sent.getlist(XML_PART)
    if len(forms) != 1:
        raise SamutError("SEND_002")
    files = [
        (file.name or part, file.chunks()) for part in sent if part != XML_PART for file in sent.getlist(part)
    ]
    return forms[0].read(), files


def _is_chunked(request: HttpRequest) -> bool:
    return "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def _chunked_files(request: HttpRequest, limit: int) -> MultiValueDict[str, UploadedFile]:
    """Files of a request that does not say its length beforehand: Django alone would read nothing."""
    body = request.META["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        raise SamutError("SEND_006", limit=limit)
    headers = {**request.META, "CONTENT_LENGTH": str(len(body))}
    return MultiPartParser(headers, BytesIO(body), request.upload_handlers).parse()[1]


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest, code: str) -> HttpResponse:
    """The keys of an area; POST makes one and shows it, this once."""
    place = areas.area(code)
    user: User = request.user  # type: ignore[assignment]
    people = queries.possible_collectors(user, place.code)
    new_address = ""
    if request.method == "POST":
        chosen = next((each for each in people if str(each.pk) == request.POST.get("user")), None)
        if chosen is None:
            raise SamutError("SITE_004", name="user")
        _, token = actions.create_collector(by=user, user=chosen, area_code=place.code)
        new_address = request.build_absolute_uri(reverse("openrosa:base", kwargs={"token": token}))
    context = {
        "area": place,
        "trail": areas.trail(place.code),
        "people": people,
        "collectors": queries.collectors_in(user, place.code),
        "submissions": queries.submissions_visible_to(user, place.code).count(),
        "new_address": new_address.rstrip("/"),
    }
    response = render(request, "openrosa/keys.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    collector = queries.collector_for(user, pk)
    actions.revoke_collector(by=user, collector=collector)
    return redirect("openrosa:keys", code=collector.area_code)
