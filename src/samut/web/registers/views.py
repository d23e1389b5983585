"""What was imported, what was refused, and the refused rows as a workbook to mend."""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samut.engine.registers.returning import ReturnedFile
from samut.reports.quarantine_book import RefusedRow, quarantine_book
from samut.reports.workbook import MEDIA_TYPE
from samut.rules.errors import Text
from samut.web.accounts.paging import asked_page
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.areas.queries import workspace
from samut.web.registers import presenting, queries
from samut.web.registers.policies import check_may_import, may_import

ZIP = "application/zip"


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every register of the lake with its files and counts, and the user's own files on their way in."""
    waiting = queries.waiting_uploads(request.user)
    context = {
        "imported": queries.imported_registers(request.user),
        "waiting": [(each, presenting.label_of(each.register)) for each in waiting],
        "may_import": may_import(request.user),
    }
    return render(request, "registers/imports.html", context)


@require_safe
def quarantine(request: HttpRequest, register: str, edition: int) -> HttpResponse:
    """The refused rows of one register, with every reason and what to do."""
    page = queries.quarantine_page(request.user, register, edition, asked_page(request))
    context = {"page": page, "may_import": may_import(request.user)}
    return render(request, "registers/quarantine.html", context)


@require_safe
def workbook(request: HttpRequest, register: str, edition: int) -> HttpResponse:
    """The refused rows as the office sent them, to be mended and sent again."""
    check_may_import(request.user)
    return _workbook(request, register=register, edition=edition)


@purpose_needed
def _workbook(request: HttpRequest, register: str, edition: int) -> HttpResponse:
    user = request.user
    files = queries.refused_rows(user, register, edition, purpose=purpose_of(request))  # type: ignore[arg-type]
    now = timezone.localtime()
    who = Text(
        f"ทำโดย {user.get_username()} {now:%d/%m}/{now.year + 543} {now:%H:%M}",
        f"made by {user.get_username()}, {now:%Y-%m-%d %H:%M}",
    )
    books = [_book(each, who) for each in files]
    name = f"refused-{register}-{edition}"
    if len(books) == 1:
        return _download(books[0], f"{name}.xlsx", MEDIA_TYPE)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, book in enumerate(books, start=1):
            archive.writestr(f"{name}-{number}.xlsx", book)
    return _download(packed.getvalue(), f"{name}.zip", ZIP)


def _book(file: ReturnedFile, who: Text) -> bytes:
    rows = [RefusedRow(each.number, each.cells, each.problems, each.places) for each in file.rows]
    return quarantine_book(file.header, rows, made_for=who, demo=workspace().config.demo)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
