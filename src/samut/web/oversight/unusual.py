"""Unusual patterns among the looks of the last days: who, which day, why, and what was found about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from samut.rules.errors.entry import Text
from samut.rules.oversight import (
    AGAIN,
    LABELS,
    DayCounts,
    HouseholdCounts,
    one_household_again_and_again,
    patterns_of,
    why,
    why_again,
)
from samut.rules.oversight_policy import OversightPolicy, load_oversight_policy
from samut.web.accounts.models import Assignment
from samut.web.accounts.policies import AnyUser, check_may_read_logs
from samut.web.openrosa.models import Submission
from samut.web.oversight.counting import Actor, OneDay, bounds_of, policy_mark
from samut.web.oversight.models import CountedDay, LookedInto
from samut.web.oversight.queries import roles_of_actors
from samut.web.oversight.totals import Days, days_of


@dataclass(frozen=True)
class Hit:
    """One pattern of one user on one day. `found`: what was looked into, newest first."""

    pattern: str
    label: Text
    why: Text
    day: dt.date
    actor_id: int
    actor_name: str
    roles: tuple[Text, ...]
    household_id: str = ""
    found: tuple[LookedInto, ...] = ()


@dataclass(frozen=True)
class Hits:
    """The hits of the period, newest day first, those nobody looked into before the others."""

    hits: tuple[Hit, ...]
    since: dt.date
    waiting: int

    @property
    def open(self) -> int:
        return sum(not each.found for each in self.hits)


def unusual(
    user: AnyUser, *, waiting: int = 0, actor_id: int | None = None, days: Days | None = None
) -> Hits:
    """The unusual patterns of the period, of one user where named. `waiting`: days not counted yet.
    `days`: the counts of the period, where they were read already.

    Raises: SITE_002.
    """
    check_may_read_logs(user)
    policy, today = load_oversight_policy(), timezone.localdate()
    since = today - dt.timedelta(days=policy.limits.period_days - 1)
    days = days_of(since, today, policy) if days is None else days
    roles = roles_of_actors(sorted({each[0] for _, each in days}))
    medians = _medians(days, roles, policy)
    ends = _ends(roles)
    hits = [
        _hit(each.id, each.label, why(each, counts, policy.limits), day, actor, roles)
        for (day, actor), one in days.items()
        if actor_id in (None, actor[0])
        for counts in [_counts(one, day, medians[actor], ends.get(actor[0], ()), policy)]
        for each in patterns_of(counts, policy.limits)
    ]
    hits += [each for each in _again(today, policy) if actor_id in (None, each.actor_id)]
    told = _with_what_was_found(hits)
    ordered = sorted(told, key=lambda each: (bool(each.found), -each.day.toordinal(), each.actor_name))
    return Hits(tuple(ordered), since, waiting)


def kinds_in(hits: Sequence[Hit]) -> tuple[tuple[str, Text, int], ...]:
    """The patterns that occur, with how many hits each has."""
    counted = Counter(each.pattern for each in hits)
    return tuple((name, label, counted[name]) for name, label in LABELS.items() if counted[name])


def _medians(
    days: Days, roles: Mapping[int, Sequence[Text]], policy: OversightPolicy
) -> dict[Actor, int | None]:
    """For each user, the median looks of the days of everybody else of the role."""
    of_role: dict[Text, dict[Actor, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (_, actor), one in days.items():
        of_role[roles[actor[0]][0]][actor].append(one.looks)
    medians: dict[Actor, int | None] = {}
    for actors in of_role.values():
        looks = np.array([each for own in actors.values() for each in own])
        owner = np.repeat(np.arange(len(actors)), [len(own) for own in actors.values()])
        enough = len(actors) - 1 >= policy.limits.least_colleagues
        for place, actor in enumerate(actors):
            medians[actor] = round(float(np.median(looks[owner != place]))) if enough else None
    return medians


def _ends(actors: Iterable[int]) -> dict[int, tuple[dt.date, ...]]:
    """The days on which roles of users ended or end."""
    ends: dict[int, list[dt.date]] = defaultdict(list)
    for user_id, day in Assignment.objects.filter(
        user_id__in=list(actors), valid_to__isnull=False
    ).values_list("user_id", "valid_to"):
        if day is not None:
            ends[user_id].append(day)
    return {user_id: tuple(days) for user_id, days in ends.items()}


def _counts(
    one: OneDay, day: dt.date, others: int | None, ends: Sequence[dt.date], policy: OversightPolicy
) -> DayCounts:
    ending = any(0 <= (end - day).days <= policy.limits.days_before_end for end in ends)
    return DayCounts(
        looks=one.looks,
        night=one.night,
        holiday=one.holiday,
        colleagues_median=others,
        households_in_hour=one.households_in_hour,
        villages_in_hour=one.villages_in_hour,
        exports_in_hour=one.exports_in_hour,
        misfits=one.misfits,
        before_end=one.outside_work if ending else 0,
    )


def _again(today: dt.date, policy: OversightPolicy) -> list[Hit]:
    """Looks at one household again and again, as the day that was over last was counted."""
    day = today - dt.timedelta(days=1)
    kept = CountedDay.objects.filter(day=day, policy=policy_mark(policy)).first()
    again = kept.again if kept is not None else []
    begin, _ = bounds_of(day - dt.timedelta(days=policy.limits.period_days - 1))
    visited = set(
        Submission.objects.filter(
            household_id__in=[household for _, _, household, _ in again], received_at__gte=begin
        ).values_list("household_id", flat=True)
    )
    roles = roles_of_actors([actor_id for actor_id, *_ in again])
    hits = []
    for actor_id, name, household, days in again:
        counts = HouseholdCounts(days, int(household in visited))
        if one_household_again_and_again(counts, policy.limits):
            said = why_again(counts, policy.limits)
            hits.append(_hit(AGAIN, LABELS[AGAIN], said, day, (actor_id, name), roles, household))
    return hits


def _hit(
    pattern: str,
    label: Text,
    said: Text,
    day: dt.date,
    actor: Actor,
    roles: Mapping[int, tuple[Text, ...]],
    household: str = "",
) -> Hit:
    return Hit(pattern, label, said, day, *actor, roles[actor[0]], household)


def _with_what_was_found(hits: Sequence[Hit]) -> list[Hit]:
    """What was noted of each; of a household again and again on whichever day of the period it was noted."""
    notes: dict[tuple[str, int, str, str], list[LookedInto]] = defaultdict(list)
    for each in LookedInto.objects.filter(actor_id__in={hit.actor_id for hit in hits}):
        day = "" if each.pattern == AGAIN else each.day
        notes[each.pattern, each.actor_id, day, each.household_id].append(each)
    return [Hit(**{**vars(hit), "found": tuple(notes.get(_place(hit), ()))}) for hit in hits]


def _place(hit: Hit) -> tuple[str, int, str, str]:
    day = "" if hit.pattern == AGAIN else hit.day.isoformat()
    return hit.pattern, hit.actor_id, day, hit.household_id
