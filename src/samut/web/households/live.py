"""The figures in memory follow the outbox: whoever answers a page first reads what forms have brought.

Each serving process holds the histogram of the shown result and applies the reassessments it has not
seen, all at once, at most every quarter of a second. No form waits for this, and no two forms wait
for each other on the country's figures.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.utils import timezone

from samut.engine.live.figures import Change, HouseholdLine, LiveHistogram
from samut.engine.live.reassessed import standing
from samut.engine.results import MeasureResult, open_result
from samut.web.areas.queries import workspace
from samut.web.households.models import Reassessment, ShownResult
from samut.web.households.queries import result_folder

# Between two looks at the outbox; what a form brought is seen within this.
SECONDS_BETWEEN_LOOKS = 0.25
# A database with several writers may show a later row before an earlier one; no transaction of ours
# takes longer than this.
SETTLED_AFTER = dt.timedelta(seconds=60)


class LiveFigures:
    """The histogram of one result, and how far it has followed the outbox."""

    def __init__(self, result: MeasureResult) -> None:
        self.histogram = LiveHistogram.load(result.histogram_file)
        self._result = result
        self._settled, self._seen = result.told_to, set[int]()
        self._now: dict[str, HouseholdLine] = {}
        self._looked_at = -SECONDS_BETWEEN_LOOKS
        self._lock = Lock()

    @property
    def last(self) -> int:
        """The last reassessment in the figures."""
        return max(self._seen, default=self._settled)

    def follow(self) -> None:
        """Apply the reassessments that have not been seen, unless somebody looked just now."""
        with self._lock:
            moment = time.monotonic()
            if moment - self._looked_at < SECONDS_BETWEEN_LOOKS:
                return
            self._looked_at = moment
            result = self._result
            rows = Reassessment.objects.filter(
                measure=result.measure, edition=result.edition, pk__gt=self._settled
            ).order_by("pk")
            old = timezone.now() - SETTLED_AFTER
            settled = self._settled
            for row in rows.iterator():
                if row.pk not in self._seen:
                    self._apply(row)
                    self._seen.add(row.pk)
                if row.at < old:
                    settled = row.pk
            self._settled = settled
            self._seen = {pk for pk in self._seen if pk > settled}

    def _apply(self, row: Reassessment) -> None:
        before = self._now.get(row.household_id) or self._as_shown(row)
        after = replace(before, words=row.after.words)
        self.histogram.apply(Change(before, after))
        self._now[row.household_id] = after

    def _as_shown(self, row: Reassessment) -> HouseholdLine:
        """What the household gave to the shown result; looked up where the row knew another result."""
        if row.result_id == self._result.result_id:
            return row.before
        known = standing(workspace(), self._result, row.household_id)
        return row.before if known is None else known.line


@lru_cache(maxsize=2)
def _of(folder: Path) -> LiveFigures:
    return LiveFigures(open_result(folder))


def figures(shown: ShownResult) -> LiveFigures:
    """The figures of a result as forms have left them by now."""
    found = _of(result_folder(workspace(), shown))
    found.follow()
    return found


def histogram(shown: ShownResult) -> LiveHistogram:
    """The histogram of a result as forms have left it by now."""
    return figures(shown).histogram


def forget() -> None:
    """Read result and outbox anew at the next question; for whoever puts another database in their place."""
    _of.cache_clear()
