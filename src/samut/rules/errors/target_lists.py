"""Problems of lists of target groups that are handed on: codes LIST_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
