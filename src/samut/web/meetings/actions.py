"""Writes of meetings: calling one, and writing down what it resolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model

from samut.rules.errors import SamutError, Text
from samut.web.accounts.models import User
from samut.web.areas.queries import area
from samut.web.audit.actions import record
from samut.web.meetings import policies
from samut.web.meetings.models import AgendaItem, Meeting, Resolution


@transaction.atomic
def create_meeting(
    *, by: User, area_code: str, title: str, held_on: dt.date, place: str, items: Sequence[str]
) -> Meeting:
    """Call a meeting with its agenda. Empty lines of the agenda are left out.

    The same meeting sent twice is one meeting.

    Raises: SITE_002 when `by` is no officer of the area, SITE_003 for an unknown area, MEET_001
    without title, place or agenda, SITE_009 where one of them is too long.
    """
    policies.check_may_write(by, area(area_code).code)
    agenda = [text.strip() for text in items if text.strip()]
    title, place = title.strip(), place.strip()
    _check(Text("ชื่อการประชุม", "Title"), title, Meeting, "title")
    _check(Text("สถานที่", "Place"), place, Meeting, "place")
    for text in agenda or [""]:
        _check(Text("ระเบียบวาระ", "Agenda"), text, AgendaItem, "text")
    meeting, is_new = Meeting.objects.get_or_create(
        area_code=area_code, title=title, held_on=held_on, place=place
    )
    if not is_new:
        return meeting
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, number=number, text=text) for number, text in enumerate(agenda, start=1)
    )
    record("meeting.created", by=by, target=f"meeting:{meeting.pk}", area_code=area_code, items=len(agenda))
    return meeting


@transaction.atomic
def add_resolution(
    *, by: User, meeting: Meeting, text: str, owner: str, due_on: dt.date | None
) -> Resolution:
    """Write down a resolution: what, who, until when. The same one sent twice is one resolution.

    Raises: SITE_002 when `by` is no officer of the area, MEET_001 without text or owner, SITE_009
    where one of them is too long.
    """
    policies.check_may_write(by, meeting.area_code)
    text, owner = text.strip(), owner.strip()
    _check(Text("มติ", "Resolution"), text, Resolution, "text")
    _check(Text("ผู้รับผิดชอบ", "Who does it"), owner, Resolution, "owner")
    resolution, is_new = Resolution.objects.get_or_create(
        meeting=meeting, text=text, owner=owner, due_on=due_on
    )
    if not is_new:
        return resolution
    record(
        "meeting.resolved",
        by=by,
        target=f"meeting:{meeting.pk}",
        area_code=meeting.area_code,
        resolution=resolution.pk,
    )
    return resolution


def _check(name: Text, text: str, model: type[Model], field: str) -> None:
    if not text:
        raise SamutError("MEET_001", name=name)
    limit = int(getattr(model._meta.get_field(field), "max_length", 0))
    if len(text) > limit:
        raise SamutError("SITE_009", name=name, limit=limit)
