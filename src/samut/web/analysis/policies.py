"""Who may count tables where, and whose saved views somebody may open."""

from __future__ import annotations

from django.db.models import Q

from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser, may_see_persons, scope_of
from samut.web.analysis.models import SavedView


def may_count(user: AnyUser, area_code: str) -> bool:
    """Tables are counted within the areas of one's roles; small counts are covered without persons there."""
    return scope_of(user).covers(area_code)


def check_may_count(user: AnyUser, area_code: str) -> None:
    """Raises: ANALYSIS_001."""
    if not may_count(user, area_code):
        raise SamutError("ANALYSIS_001")


def counts_exactly(user: AnyUser, area_code: str) -> bool:
    """Whoever may see the persons of an area counts it as it is."""
    return may_see_persons(user, area_code)


def views_within(user: AnyUser) -> Q:
    """The views somebody may open: their own, and those shared in an area of their roles."""
    shared = Q()
    for low, high in scope_of(user).ranges():
        shared |= Q(is_shared=True, area_code__gte=low, area_code__lt=high)
        if low == "0":
            shared |= Q(is_shared=True)
    own = Q(owner_id=user.pk)
    return own | shared if shared else own


def may_open(user: AnyUser, view: SavedView) -> bool:
    """As `views_within`."""
    return view.owner_id == user.pk or (view.is_shared and scope_of(user).covers(view.area_code))
