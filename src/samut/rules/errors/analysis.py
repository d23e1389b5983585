"""Problems of what-if on the site, comparing, and tables by any fields: codes ANALYSIS_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
