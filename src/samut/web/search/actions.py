"""Writes of the search: its index asked for, and every look at what was found logged."""

from __future__ import annotations

from django.db import transaction

from samut.web.accounts.policies import AnyUser
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record, record_looks
from samut.web.jobs.actions import ask_for
from samut.web.jobs.models import Job
from samut.web.search.policies import searching
from samut.web.search.queries import BUILD, Found, open_build

PAGE = "search"


@transaction.atomic
def ask_for_index(*, by: AnyUser) -> Job:
    """Ask for the index to be built, once however many people search meanwhile. Raises: SITE_001."""
    user = searching(by)
    return open_build() or ask_for(by=user, kind=BUILD, area_code=workspace().config.province)


@transaction.atomic
def log_found(*, by: AnyUser, found: Found, purpose: str) -> int:
    """Write a look at every household shown, or that a search found nobody. How many looks.

    What was typed is not written: it is a name more often than not.
    """
    user = searching(by)
    hits = found.answer.hits if found.answer is not None else ()
    shown = {each.household_id: each.village_code for each in hits}
    if not shown:
        if found.answer is not None:
            record("search.nothing_found", by=user, kind=found.answer.kind.value)
        return 0
    return record_looks(by=user, households=shown.items(), page=PAGE, purpose=purpose)
