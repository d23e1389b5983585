"""Reads of files of tables, already limited to the user's own."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser
from samut.web.areas.queries import workspace
from samut.web.tables.models import Export
from samut.web.tables.policies import check_may_open, exports_of
from samut.web.tables.times import HOURS_KEPT, is_over


def my_export(user: AnyUser, mark: str) -> Export:
    """Raises: TABLE_005, the same whether there is none or it is somebody else's."""
    found = exports_of(user).select_related("job").filter(pk=mark).first()
    if found is None:
        raise SamutError("TABLE_005")
    return found


def file_of(user: AnyUser, mark: str) -> tuple[Export, Path]:
    """A file to hand over. The caller logs that it was fetched.

    Raises: TABLE_005, TABLE_006 when it is not there, TABLE_008 and what its table raises when the
    user's rights have changed since.
    """
    export = my_export(user, mark)
    check_may_open(user, export)
    path = path_of(export)
    if export.made_at is None or is_over(export, timezone.now()) or not path.is_file():
        raise SamutError("TABLE_006", hours=HOURS_KEPT)
    return export, path


def exports_folder() -> Path:
    """Where the files lie: in the workspace, for its owner alone; nothing serves the folder."""
    return workspace().root / "exports"


def path_of(export: Export) -> Path:
    return exports_folder() / export.mark / f"table.{export.ending}"
