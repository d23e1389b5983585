"""Problems of profiles and of guessing them: codes PROFILE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
