"""How long a file of a table is kept."""

from __future__ import annotations

import datetime as dt

from samut.web.tables.models import Export

HOURS_KEPT = 24
KEPT = dt.timedelta(hours=HOURS_KEPT)


def ends_at(export: Export) -> dt.datetime:
    """When the file is removed."""
    return (export.made_at or export.asked_at) + KEPT


def is_over(export: Export, now: dt.datetime) -> bool:
    return export.removed_at is not None or now >= ends_at(export)
