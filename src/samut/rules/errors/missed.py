"""Problems of counting who is missed: codes MISSED_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
