"""Looks of the last days, by user, page, purpose and role: added up from the days that are counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from samut.rules.errors.entry import Text
from samut.rules.oversight_policy import OversightPolicy, load_oversight_policy
from samut.rules.purposes import PURPOSES
from samut.web.accounts.policies import AnyUser, check_may_read_logs
from samut.web.accounts.views import PAGES
from samut.web.oversight.counting import Actor, OneDay, counted, policy_mark
from samut.web.oversight.models import CountedDay, DaySummary
from samut.web.oversight.queries import Share, roles_of_actors, shares

Days = Mapping[tuple[dt.date, Actor], OneDay]
WEEK = 7


@dataclass(frozen=True)
class Figures:
    """What the start page tells: looks of today, of a week and of the period, and what they were for."""

    today: int
    week: int
    month: int
    users: int
    by_page: tuple[Share, ...]
    by_purpose: tuple[Share, ...]
    by_role: tuple[Share, ...]


@dataclass(frozen=True)
class UserLine:
    """One user in a period: looks, days with looks, and the last of those."""

    actor_id: int
    name: str
    roles: tuple[Text, ...]
    looks: int
    days: int
    last: dt.date


def days_of(since: dt.date, today: dt.date, policy: OversightPolicy) -> Days:
    """The counts of the days of a period: those that are over as they were counted, today as it is now.

    A day that is still to be counted is not in it.
    """
    known = CountedDay.objects.filter(day__gte=since, day__lt=today, policy=policy_mark(policy))
    found = {
        (each.day, (each.actor_id, each.actor_name)): OneDay.read(each.counts)
        for each in DaySummary.objects.filter(day__in=known.values("day"))
    }
    return found | {(today, actor): one for actor, one in counted(today, policy).items()}


def counted_days(user: AnyUser, days: int | None = None) -> Days:
    """The counts of so many days up to today, or of the policy's period. Raises: SITE_002."""
    check_may_read_logs(user)
    policy, today = load_oversight_policy(), timezone.localdate()
    length = policy.limits.period_days if days is None else days
    return days_of(today - dt.timedelta(days=length - 1), today, policy)


def figures(user: AnyUser, days: Days) -> Figures:
    """The figures of the start page. Raises: SITE_002."""
    check_may_read_logs(user)
    today = timezone.localdate()
    pages: Counter[str] = Counter()
    purposes: Counter[str] = Counter()
    by_actor: Counter[int] = Counter()
    for (_, (actor_id, _)), one in days.items():
        pages.update(one.pages)
        purposes.update(one.purposes)
        by_actor[actor_id] += one.looks
    roles = roles_of_actors(by_actor)
    by_role: Counter[Text] = Counter()
    for actor_id, looks in by_actor.items():
        by_role[roles[actor_id][0]] += looks
    return Figures(
        today=_looks_within(days, today, 1),
        week=_looks_within(days, today, WEEK),
        month=sum(by_actor.values()),
        users=len(by_actor),
        by_page=shares([(PAGES.get(name, name), looks) for name, looks in pages.most_common()]),
        by_purpose=shares([(PURPOSES.get(name, name), looks) for name, looks in purposes.most_common()]),
        by_role=shares(by_role.most_common()),
    )


def _looks_within(days: Days, today: dt.date, length: int) -> int:
    return sum(one.looks for (day, _), one in days.items() if (today - day).days < length)


def users(user: AnyUser, days: Days) -> tuple[UserLine, ...]:
    """Everybody who looked at persons on these days, who looked most first. Raises: SITE_002."""
    check_may_read_logs(user)
    own: dict[Actor, dict[dt.date, int]] = defaultdict(dict)
    for (day, actor), one in days.items():
        own[actor][day] = one.looks
    roles = roles_of_actors([actor_id for actor_id, _ in own])
    lines = [
        UserLine(actor_id, name, roles[actor_id], sum(looks.values()), len(looks), max(looks))
        for (actor_id, name), looks in own.items()
    ]
    return tuple(sorted(lines, key=lambda each: (-each.looks, each.name)))
