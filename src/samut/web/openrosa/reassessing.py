"""From a filed submission to the figures: the answers of a form that asks census questions anew.

A submission is filed whatever becomes of this. Where its answers cannot be applied (no such
household, or not in the area of the key) that is written into the audit, and the submission waits
for somebody to look.
"""

from __future__ import annotations

from django.utils import timezone

from samut.forms.facts import facts_told, visited_on
from samut.forms.submission import SubmissionRows
from samut.rules.errors import SamutError
from samut.rules.policy import load_measure
from samut.web.accounts.policies import AreaScope
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record
from samut.web.households.actions import reassess_household
from samut.web.households.models import Reassessment
from samut.web.households.queries import village_for
from samut.web.openrosa.models import Submission


def reassess_from(submission: Submission, read: SubmissionRows) -> Reassessment | None:
    """Apply the census answers of a submission, in the transaction that files it; None where it has none."""
    collector = submission.collector
    try:
        names = load_measure(workspace().config.measure).indicator_set.fact_labels
        answers = facts_told(read, names)
        if not answers or read.household_id is None:
            return None
        if not AreaScope((collector.area_code,)).covers(village_for(collector.user, read.household_id)):
            raise SamutError("SITE_001")
        return reassess_household(
            by=collector.user,
            household_id=read.household_id,
            answers=answers,
            source=f"submission:{submission.pk}",
            told_on=visited_on(read.main) or timezone.localdate(),
        )
    except SamutError as error:
        record(
            "submission.not_applied",
            by=collector.user,
            target=f"submission:{submission.pk}",
            area_code=collector.area_code,
            code=error.code,
        )
        return None
