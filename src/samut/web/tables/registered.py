"""Which tables there are: the apps above say so in the settings; this one knows none of them.

A table whose columns follow from what the workspace holds is named by a function that makes it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from samut.rules.errors import SamutError
from samut.web.tables.declaring import TableDefinition


def table_of(name: str) -> TableDefinition:
    """The table of that name. Raises: TABLE_007 when no app has it."""
    path = settings.SAMUT_TABLES.get(name)
    if path is None:
        raise SamutError("TABLE_007", name=name[:40])
    found: TableDefinition | Callable[[], TableDefinition] = import_string(path)
    return found if isinstance(found, TableDefinition) else found()
