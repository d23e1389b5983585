"""Problems of the audit, its chain, and the keys that seal: codes AUDIT_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
