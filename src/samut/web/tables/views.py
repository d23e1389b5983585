"""Files of tables: made at once where they are small, else by a job with a page of its own."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.views import purpose_of
from samut.web.areas import queries as areas
from samut.web.jobs.queries import somebody_works
from samut.web.jobs.views import shown
from samut.web.tables import actions, queries, showing
from samut.web.tables.asking import read_text
from samut.web.tables.exporting import MEDIA_TYPES, Wanted, file_name
from samut.web.tables.registered import table_of
from samut.web.tables.times import ends_at, is_over


@require_safe
def page(request: HttpRequest, table: str, code: str) -> HttpResponse:
    """A table by itself, to filter, choose columns and take along. One of persons stands on its own page."""
    definition = table_of(table)
    definition.check(request.user, code)
    if definition.personal:
        return redirect(definition.page(code))
    found = showing.shown(request, definition, code)
    context = {"table": found, "area": areas.area(code), "trail": areas.trail(code)}
    return found.named(request, render(request, "tables/page.html", context))


@require_POST
def export(request: HttpRequest, table: str, code: str) -> HttpResponse:
    """A table as a file, as the page showed it. Of persons only for a purpose, which is asked first."""
    definition, user = table_of(table), request.user
    definition.check(user, code)
    if not isinstance(user, User):
        raise SamutError("SITE_001")
    page = definition.page(code)
    purpose = purpose_of(request) if definition.personal else ""
    if definition.personal and not purpose:
        return redirect(f"{reverse('accounts:purpose')}?{urlencode({'next': page})}")
    ending = request.POST.get("file", "xlsx")
    if ending not in MEDIA_TYPES:
        raise SamutError("SITE_004", name="file")
    asked = read_text(definition, request.POST.get("asked", ""), code)
    language = "en" if get_language() == "en" else "th"
    wanted = Wanted(definition, code, asked, ending, language, purpose, user.pk)
    if definition.rows(wanted.question()).total > settings.SAMUT_EXPORT_AT_ONCE:
        return redirect("tables:file", mark=actions.ask_file(by=user, wanted=wanted).mark)
    response = HttpResponse(actions.make_file(by=user, wanted=wanted), content_type=MEDIA_TYPES[ending])
    name = file_name(wanted, timezone.localdate())
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def file(request: HttpRequest, mark: str) -> HttpResponse:
    """The page of a file that a job makes: how far it is, then the file itself."""
    found = queries.my_export(request.user, mark)
    definition = table_of(found.table)
    context = {
        "export": found,
        "definition": definition,
        "area": areas.area(found.area_code),
        "back": definition.page(found.area_code) + found.asked,
        "line": shown(found.job) if found.job else None,
        "somebody_works": somebody_works(),
        "ends_at": ends_at(found),
        "is_over": is_over(found, timezone.now()),
    }
    return render(request, "tables/file.html", context)


@require_safe
def fetch(request: HttpRequest, mark: str) -> HttpResponseBase:
    """Hand the file over, to whoever asked for it and may still see what it tells."""
    found, path = queries.file_of(request.user, mark)
    actions.log_fetched(by=found.owner, export=found)
    name = f"{found.table}-{found.area_code}-{timezone.localdate(found.made_at):%Y%m%d}.{found.ending}"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=MEDIA_TYPES[found.ending]
    )


@require_POST
def remove(request: HttpRequest, mark: str) -> HttpResponse:
    """Remove a file before its time."""
    found = queries.my_export(request.user, mark)
    actions.remove(by=found.owner, export=found)
    return HttpResponseRedirect(reverse("tables:file", args=[mark]))
