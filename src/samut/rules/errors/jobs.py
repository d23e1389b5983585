"""Problems of long work that runs beside the site: codes JOB_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
