"""Problems of files that cannot be read as a table: codes READ_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
