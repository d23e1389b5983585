"""Writes of meetings: calling one, and writing down what it resolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from samut.rules.errors import SamutError
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

    Raises: SITE_002 when `by` is no officer of the area, SITE_003 for an unknown area, MEET_001
    without title, place or agenda.
    """
    policies.check_may_write(by, area(area_code).code)
    agenda = [text.strip() for text in items if text.strip()]
    _need("ชื่อการประชุม (title)", title)
    _need("สถานที่ (place)", place)
    _need("ระเบียบวาระ (agenda)", "".join(agenda))
    meeting = Meeting.objects.create(
        area_code=area_code, title=title.strip(), held_on=held_on, place=place.strip()
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, number=number, text=text) for number, text in enumerate(agenda, start=1)
    )
    record("meeting.created", by=by, target=f"meeting:{meeting.pk}", area_code=area_code, items=len(agenda))
    return meeting


@transaction.atomic
def add_resolution(
    *, by: User, meeting: Meeting, text: str, owner: str, due_on: dt.date | None
) -> Resolution:
    """Write down a resolution: what, who, until when.

    Raises: SITE_002 when `by` is no officer of the area, MEET_001 without text or owner.
    """
    policies.check_may_write(by, meeting.area_code)
    _need("มติ (resolution)", text)
    _need("ผู้รับผิดชอบ (owner)", owner)
    resolution = Resolution.objects.create(
        meeting=meeting, text=text.strip(), owner=owner.strip(), due_on=due_on
    )
    record(
        "meeting.resolved",
        by=by,
        target=f"meeting:{meeting.pk}",
        area_code=meeting.area_code,
        resolution=resolution.pk,
    )
    return resolution


def _need(name: str, text: str) -> None:
    if not text.strip():
        raise SamutError("MEET_001", name=name)
