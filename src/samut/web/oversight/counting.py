"""Counting the looks of a day, user by user: what the unusual patterns are told by."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from samut.rules.oversight_policy import OversightPolicy
from samut.web.audit.models import Look

VILLAGE_DIGITS = 8
# Another number where days are counted otherwise than before: those that are kept are then counted anew.
COUNTED_AS = 2
# A user by number and name: the command line has no account of its own.
Actor = tuple[int, str]
Again = tuple[int, str, str, int]
FIELDS = ("at", "actor_id", "actor_name", "household_id", "area_code", "page", "purpose")


@dataclass(frozen=True)
class OneDay:
    """The counts of one user on one day; `hours`: looks by hour of the day, 24 of them.

    `pages`, `purposes`: looks by page and by purpose, as the log names them.
    """

    looks: int
    households: int
    night: int
    holiday: int
    households_in_hour: int
    villages_in_hour: int
    exports_in_hour: int
    misfits: int
    outside_work: int
    hours: tuple[int, ...]
    pages: dict[str, int]
    purposes: dict[str, int]

    @staticmethod
    def read(counts: Mapping[str, object]) -> OneDay:
        """The counts as `written` gave them."""
        return OneDay(**{**counts, "hours": tuple(counts["hours"])})  # type: ignore[arg-type]

    def written(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class _Hour:
    looks: int = 0
    households: set[str] = field(default_factory=set)
    villages: set[str] = field(default_factory=set)
    # One file is one moment, whatever number of households it names.
    files: set[tuple[str, dt.datetime]] = field(default_factory=set)


@dataclass
class _Tally:
    hours: dict[int, _Hour] = field(default_factory=lambda: defaultdict(_Hour))
    misfits: int = 0
    pages: Counter[str] = field(default_factory=Counter)
    purposes: Counter[str] = field(default_factory=Counter)


def policy_mark(policy: OversightPolicy) -> str:
    """Changes with what the counts rest on."""
    said = (
        COUNTED_AS,
        policy.limits,
        sorted(policy.misfits),
        sorted(policy.exports),
        sorted(policy.holidays),
    )
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def bounds_of(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The moments at which a day of this country begins and ends."""
    begin = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return begin, begin + dt.timedelta(days=1)


def counted(day: dt.date, policy: OversightPolicy) -> dict[Actor, OneDay]:
    """The counts of everybody who looked at persons on a day."""
    begin, end = bounds_of(day)
    rows = Look.objects.filter(at__gte=begin, at__lt=end).order_by().values_list(*FIELDS)
    return counts_of(rows.iterator(chunk_size=5000), day, policy)


def counts_of(
    rows: Iterable[tuple[dt.datetime, int, str, str, str, str, str]], day: dt.date, policy: OversightPolicy
) -> dict[Actor, OneDay]:
    """The same of looks that are given. Rows: as FIELDS."""
    tallies: dict[Actor, _Tally] = defaultdict(_Tally)
    for at, actor_id, name, household, area, page, purpose in rows:
        tally = tallies[actor_id, name]
        hour = tally.hours[timezone.localtime(at).hour]
        hour.looks += 1
        tally.pages[page] += 1
        tally.purposes[purpose] += 1
        tally.misfits += policy.misfit(purpose, page)
        if household:
            hour.households.add(household)
        if len(area) >= VILLAGE_DIGITS:
            hour.villages.add(area)
        if page in policy.exports:
            hour.files.add((page, at))
    return {actor: _one_day(tally, day, policy) for actor, tally in tallies.items()}


def _one_day(tally: _Tally, day: dt.date, policy: OversightPolicy) -> OneDay:
    hours, limits = tally.hours, policy.limits
    looks = sum(each.looks for each in hours.values())
    # The hour with the most households is the one whose villages are told beside them.
    fullest = max(hours.values(), key=lambda each: (len(each.households), len(each.villages)))
    return OneDay(
        looks=looks,
        households=len(set().union(*(each.households for each in hours.values()))),
        night=sum(each.looks for hour, each in hours.items() if limits.is_night(hour)),
        holiday=looks if policy.is_day_off(day) else 0,
        households_in_hour=len(fullest.households),
        villages_in_hour=len(fullest.villages),
        exports_in_hour=max(len(each.files) for each in hours.values()),
        misfits=tally.misfits,
        outside_work=sum(each.looks for hour, each in hours.items() if not limits.is_working_hour(hour)),
        hours=tuple(hours[hour].looks if hour in hours else 0 for hour in range(24)),
        pages=dict(tally.pages),
        purposes=dict(tally.purposes),
    )


def again_and_again(end: dt.date, policy: OversightPolicy) -> list[Again]:
    """Who looked at one household on many days of the period that ends with a day.

    Days are counted as the database writes moments, in UTC: no working day of this country is parted by it.
    """
    limits = policy.limits
    begin, _ = bounds_of(end - dt.timedelta(days=limits.period_days - 1))
    _, over = bounds_of(end)
    found = (
        Look.objects.filter(at__gte=begin, at__lt=over)
        .exclude(household_id="")
        .order_by()
        .values_list("actor_id", "actor_name", "household_id")
        .annotate(days=Count(Substr(Cast("at", CharField()), 1, 10), distinct=True))
        .filter(days__gte=limits.days_of_one_household)
    )
    return sorted(found)
