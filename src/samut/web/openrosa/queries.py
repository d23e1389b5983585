"""Reads of the survey's front door."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.policies import AreaScope, may_see_persons, person_scope_of
from samut.web.fieldwork.policies import check_may_run_fieldwork, may_run_fieldwork
from samut.web.fieldwork.queries import in_ranges
from samut.web.openrosa.actions import token_hash
from samut.web.openrosa.models import Collector, Submission


def collector_of(token: str) -> Collector:
    """The collector whose token this is, while key, account and role all hold.

    Raises: SEND_001, the same for a wrong, an ended and an old key.
    """
    found = Collector.objects.select_related("user").filter(token_hash=token_hash(token)).first()
    if (
        found is None
        or not found.holds_at(timezone.now())
        or not may_see_persons(found.user, found.area_code)
    ):
        raise SamutError("SEND_001")
    return found


def collectors_in(user: User, area_code: str) -> QuerySet[Collector]:
    """The keys of an area and those below it, for an officer of the area. Raises: SITE_002."""
    check_may_run_fieldwork(user, area_code)
    return Collector.objects.select_related("user").filter(in_ranges(AreaScope((area_code,))))


def collector_for(user: User, pk: int) -> Collector:
    """One key, for an officer of its area. Raises: SITE_002, the same whether it exists or not."""
    collector = Collector.objects.filter(pk=pk).first()
    if collector is None or not may_run_fieldwork(user, collector.area_code):
        raise SamutError("SITE_002")
    return collector


def possible_collectors(user: User, area_code: str) -> list[User]:
    """Users who may see the persons of an area, so that a key can be theirs. Raises: SITE_002."""
    check_may_run_fieldwork(user, area_code)
    users = User.objects.filter(is_active=True).prefetch_related("assignments").order_by("username")
    return [each for each in users if may_see_persons(each, area_code)]


def submissions_visible_to(user: User, area_code: str) -> QuerySet[Submission]:
    """Submissions of an area and below it, in the areas whose persons the user may see."""
    return Submission.objects.filter(in_ranges(AreaScope((area_code,))) & in_ranges(person_scope_of(user)))
