"""Whose file it is, and whether what opened its table then is still theirs."""

from __future__ import annotations

from django.db.models import QuerySet

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.policies import AnyUser, AreaScope, person_scope_of
from samut.web.tables.models import Export
from samut.web.tables.registered import table_of


def exports_of(user: AnyUser) -> QuerySet[Export]:
    """The files a user may open: their own."""
    return Export.objects.filter(owner=user) if isinstance(user, User) else Export.objects.none()


def scope_in(user: AnyUser, area_code: str) -> list[str]:
    """The areas whose persons the user may see, as far as they meet an area."""
    here = AreaScope((area_code,))
    return [
        code
        for code in person_scope_of(user).codes
        if here.covers(code) or AreaScope((code,)).covers(area_code)
    ]


def check_may_open(user: AnyUser, export: Export) -> None:
    """Raises: TABLE_005 for another's file, TABLE_008 when it tells what the user may no longer see, and
    what the table's own check raises."""
    if not isinstance(user, User) or export.owner_id != user.pk:
        raise SamutError("TABLE_005")
    table_of(export.table).check(user, export.area_code)
    now = person_scope_of(user)
    if not all(now.covers(code) for code in export.scope):
        raise SamutError("TABLE_008")
