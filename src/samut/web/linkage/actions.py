"""Writes of the review: an answer to a pair, and taking one back. Both only add to the log of the lake."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from samut.engine.linkage import review
from samut.engine.linkage.decisions import Decision
from samut.rules.linkage import Answer
from samut.web.accounts.models import User
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record
from samut.web.linkage import queries

LONGEST_NOTE = 500
EVENTS = {
    Answer.SAME: "pair.same",
    Answer.DIFFERENT: "pair.different",
    Answer.WITHDRAWN: "pair.withdrawn",
}


@transaction.atomic
def answer_pair(*, by: User, pair: str, answer: Answer, seen: int, note: str = "") -> Decision:
    """Say of a pair that it is one person, is two, or that what was said is withdrawn.

    Sent twice it is one answer. Raises: SITE_002 when `by` is no officer, LINK_001 for a pair elsewhere,
    LINK_004 when somebody else answered meanwhile, LINK_005 when one of the records is another pair's
    already, LINK_006 with nothing to withdraw.
    """
    places = queries.places_for(by, pair)
    # Before the line that nothing can take out again: where this fails, that one is not written.
    record(EVENTS[answer], by=by, target=f"pair:{pair}", area_code=places.area_code)
    decision, added = review.decide(
        workspace(),
        pair=pair,
        answer=answer,
        by=by.get_username(),
        note=note.strip()[:LONGEST_NOTE],
        at=timezone.now(),
        seen=seen,
    )
    if not added:
        # It was there already: one answer, one event.
        transaction.set_rollback(True)
    return decision
