"""Reads of meetings, as far as the reader answers for the area."""

from __future__ import annotations

from django.db.models import QuerySet

from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser, AreaScope, may_see_persons, person_scope_of
from samut.web.fieldwork.queries import in_ranges
from samut.web.meetings import policies
from samut.web.meetings.models import Meeting


def meetings_in(user: AnyUser, area_code: str) -> QuerySet[Meeting]:
    """Meetings of an area and those below it. Raises: SITE_001."""
    policies.check_may_read(user, area_code)
    found = in_ranges(AreaScope((area_code,))) & in_ranges(person_scope_of(user))
    return Meeting.objects.filter(found).prefetch_related("items", "resolutions")


def meeting_for(user: AnyUser, pk: int) -> Meeting:
    """One meeting. Raises: SITE_001, the same whether it exists or not."""
    meeting = Meeting.objects.prefetch_related("items", "resolutions").filter(pk=pk).first()
    if meeting is None or not may_see_persons(user, meeting.area_code):
        raise SamutError("SITE_001")
    return meeting
