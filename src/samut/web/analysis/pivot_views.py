"""The page of tables by any fields, and the same table as a file."""

from __future__ import annotations

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samut.engine.pivot.covering import LABELS
from samut.reports.missed_book import missed_book
from samut.reports.workbook import MEDIA_TYPE
from samut.rules.errors import SamutError
from samut.web.analysis.pivoting import PivotPage, pivot_page
from samut.web.analysis.place import first_area, measured, place_of
from samut.web.analysis.policies import check_may_count
from samut.web.analysis.prepared import KIND
from samut.web.analysis.sheets import lines_of, sheet_of
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record
from samut.web.jobs.actions import ask_for


def _area(request: HttpRequest) -> str:
    return request.GET.get("area", "")[:8] or first_area(request.user)


def _page(request: HttpRequest) -> PivotPage:
    """The table of the address; that small counts were covered in it is written down, with what it asked.

    Many tables that differ by little, set against each other, can tell more than one of them: whoever
    reads the log sees them in a row.
    """
    page = pivot_page(request.user, request.GET, _area(request))
    if page.table is not None and not page.exact:
        record("table.asked", by=request.user, area_code=page.place.code, asked=page.asked.query)
    return page


@require_safe
def pivot(request: HttpRequest) -> HttpResponse:
    """Households, persons or target persons by up to four fields."""
    page = _page(request)
    measures = [(shown.value, label) for shown, label in LABELS.items()]
    context = {"page": page, "address": f"{request.path}{page.asked.query}", "measures": measures}
    return render(request, "analysis/pivot.html", context)


def _written(request: HttpRequest, form: str) -> PivotPage:
    """The table for a file: who took it is logged. Raises: ANALYSIS_007 where there is no table yet."""
    page = _page(request)
    if page.table is None:
        raise SamutError("ANALYSIS_007")
    record(
        "table.downloaded",
        by=request.user,
        area_code=page.place.code,
        asked=page.asked.query,
        covered=not page.exact,
        form=form,
    )
    return page


def _file(page: PivotPage, content: bytes, media_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="table-{page.place.code}.{ending}"'
    return response


@require_safe
@never_cache
def csv_file(request: HttpRequest) -> HttpResponse:
    """The table as text, a byte order mark first so that a spreadsheet reads the Thai."""
    page = _written(request, "csv")
    text = StringIO()
    csv.writer(text).writerows(lines_of(page, request.LANGUAGE_CODE, request.user.get_username()))
    return _file(page, b"\xef\xbb\xbf" + text.getvalue().encode(), "text/csv; charset=utf-8", "csv")


@require_safe
@never_cache
def workbook(request: HttpRequest) -> HttpResponse:
    """The table as a workbook."""
    page = _written(request, "xlsx")
    made_by = request.user.get_username()
    content = missed_book(
        [sheet_of(page)], demo=workspace().config.demo, made_on=timezone.localdate(), made_by=made_by
    )
    return _file(page, content, MEDIA_TYPE, "xlsx")


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Have the households of a large result prepared by a job, and follow it."""
    place = place_of(request.user, request.POST.get("area", "")[:8])
    check_may_count(request.user, place.code)
    shown = place.held.shown or measured(place)
    job = ask_for(by=request.user, kind=KIND, area_code=place.code, shown=shown.pk)  # type: ignore[arg-type]
    return redirect("jobs:job", pk=job.pk)
