"""Writes of saved views: keeping one, naming it anew, sharing it, deleting it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django.urls import Resolver404, resolve

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.analysis.models import MOST_ADDRESS, MOST_TITLE, SavedView
from samut.web.analysis.naming import areas_called
from samut.web.analysis.place import first_area, policy
from samut.web.audit.actions import record

# The pages whose address may be kept: statistics, each asking again who looks.
PAGES = ("analysis:what_if", "analysis:compare", "analysis:pivot", "insight:area")


@transaction.atomic
def save_view(*, by: User, title: str, address: str, shared: bool) -> SavedView:
    """Keep an address under a name.

    Raises: ANALYSIS_008 for the name, ANALYSIS_009 for the address, ANALYSIS_010 for too many.
    """
    most = policy().most_saved_views
    if SavedView.objects.filter(owner=by).count() >= most:
        raise SamutError("ANALYSIS_010", limit=most)
    page, area_code = _read_address(by, address)
    view = SavedView.objects.create(
        owner=by,
        title=_read_title(title),
        page=page,
        address=address,
        area_code=area_code,
        is_shared=shared,
    )
    record("view.saved", by=by, target=f"view:{view.pk}", area_code=area_code, page=page, shared=shared)
    return view


def _read_title(title: str) -> str:
    told = " ".join(title.split())
    if not 0 < len(told) <= MOST_TITLE:
        raise SamutError("ANALYSIS_008", limit=MOST_TITLE)
    return told


def _read_address(by: User, address: str) -> tuple[str, str]:
    """The page an address is of, and its area; only pages of PAGES, and only this site's."""
    parts = urlsplit(address)
    refused = SamutError("ANALYSIS_009", limit=MOST_ADDRESS)
    if parts.scheme or parts.netloc or len(address) > MOST_ADDRESS or not address.isprintable():
        raise refused
    try:
        match = resolve(parts.path)
    except Resolver404:
        raise refused from None
    if match.view_name not in PAGES:
        raise refused
    asked = parse_qs(parts.query)
    named = [*asked.get("area", []), *asked.get("a", [])]
    code = match.kwargs.get("code") or next(iter(areas_called(named[0]) if named else ()), first_area(by))
    return match.view_name, code


@transaction.atomic
def change_view(*, by: User, view: SavedView, title: str, shared: bool) -> None:
    """Name a view of one's own anew, or share it or not. Raises: ANALYSIS_008, ANALYSIS_011."""
    _check_own(by, view)
    view.title, view.is_shared = _read_title(title), shared
    view.save(update_fields=["title", "is_shared"])
    record("view.changed", by=by, target=f"view:{view.pk}", area_code=view.area_code, shared=shared)


@transaction.atomic
def delete_view(*, by: User, view: SavedView) -> None:
    """Delete a view of one's own. Raises: ANALYSIS_011."""
    _check_own(by, view)
    record("view.deleted", by=by, target=f"view:{view.pk}", area_code=view.area_code)
    view.delete()


def _check_own(by: User, view: SavedView) -> None:
    if view.owner_id != by.pk:
        raise SamutError("ANALYSIS_011")
