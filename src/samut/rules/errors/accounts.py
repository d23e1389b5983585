"""Problems of accounts: signing in, invitations, codes, sessions and the first run: codes ACCOUNT_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
