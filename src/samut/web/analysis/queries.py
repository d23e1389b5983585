"""Reads of saved views, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from samut.engine.areas import Area
from samut.rules.errors import SamutError, Text
from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser
from samut.web.analysis.models import SavedView
from samut.web.analysis.policies import may_open, views_within
from samut.web.areas import queries as areas

PAGE_LABELS = {
    "analysis:what_if": Text("ถ้าหาก", "What if"),
    "analysis:compare": Text("เปรียบเทียบ", "Compare"),
    "analysis:pivot": Text("ตารางวิเคราะห์", "Table"),
    "insight:area": Text("หน้าพื้นที่", "Area page"),
}


@dataclass(frozen=True)
class ViewLine:
    """One saved view in the list."""

    view: SavedView
    label: Text
    area: Area


def my_views(user: AnyUser) -> tuple[ViewLine, ...]:
    """One's own, by name."""
    return _lines(SavedView.objects.filter(owner_id=user.pk))


def shared_views(user: AnyUser) -> tuple[ViewLine, ...]:
    """What others share in the areas of one's roles."""
    return _lines(
        SavedView.objects.filter(views_within(user)).exclude(owner_id=user.pk).select_related("owner")
    )


def _lines(views: QuerySet[SavedView]) -> tuple[ViewLine, ...]:
    return tuple(ViewLine(view, PAGE_LABELS[view.page], areas.area(view.area_code)) for view in views)


def view_for(user: AnyUser, token: str) -> SavedView:
    """A view somebody may open. Raises: ANALYSIS_011, the same whether it exists or not."""
    view = SavedView.objects.filter(token=token).first()
    if view is None or not may_open(user, view):
        raise SamutError("ANALYSIS_011")
    return view


def own_view(user: User, token: str) -> SavedView:
    """A view of one's own. Raises: ANALYSIS_011."""
    view = SavedView.objects.filter(token=token, owner=user).first()
    if view is None:
        raise SamutError("ANALYSIS_011")
    return view
