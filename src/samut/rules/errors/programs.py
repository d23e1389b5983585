"""Problems of the way in for programs, from API_010 on: codes API_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
