"""Problems of values, and of rows beside other rows, found while importing: codes CHECK_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
