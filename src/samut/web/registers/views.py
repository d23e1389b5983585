"""What was imported, and what was refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samut.web.accounts.paging import asked_page
from samut.web.registers import queries


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every register of the lake with its files and counts."""
    return render(request, "registers/imports.html", {"imported": queries.imported_registers(request.user)})


@require_safe
def quarantine(request: HttpRequest, register: str, edition: int) -> HttpResponse:
    """The refused rows of one register, with every reason and what to do."""
    page = queries.quarantine_page(request.user, register, edition, asked_page(request))
    return render(request, "registers/quarantine.html", {"page": page})
