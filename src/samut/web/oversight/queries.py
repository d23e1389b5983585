"""Reads of the log for the data protection officer: figures, one household, one user, one day.

Each begins with the question whether the reader may. Names of persons are in none of it: a household is
its opaque id, and only users have names.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.purposes import PURPOSES
from samut.rules.roles import ROLES, Role
from samut.rules.thai_dates import format_date
from samut.web.accounts.models import Assignment
from samut.web.accounts.policies import AnyUser, check_may_read_logs
from samut.web.accounts.views import PAGES
from samut.web.audit.models import Look
from samut.web.oversight.counting import VILLAGE_DIGITS, bounds_of

LOOKS_A_PAGE = 50
EXPORTED_AT_ONCE = 2000
MOST_AREAS = 12
TAMBON_DIGITS = 6
NO_ROLE = Text("ไม่มีบทบาทแล้ว", "Holds no role any more")
COMMAND_LINE = Text("บรรทัดคำสั่ง", "Command line")


@dataclass(frozen=True)
class Wanted:
    """Which looks: of a household, a user (by number or by name), of days from and to (both included)."""

    household_id: str = ""
    actor_id: int | None = None
    actor_name: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Line:
    """One look with its words."""

    look: Look
    page: Text | str
    purpose: Text | str


@dataclass(frozen=True)
class LooksPage:
    """One page of looks, the newest first. `older`: what the next page begins before; None at the end."""

    lines: tuple[Line, ...]
    older: int | None
    is_first: bool


@dataclass(frozen=True)
class Share:
    """One line of a breakdown: how many, and of the largest line so that a bar can be drawn."""

    label: Text | str
    looks: int
    most: int
    key: str = ""


@dataclass(frozen=True)
class Officer:
    """One user in a period, with the roles they hold now or held last."""

    actor_id: int
    name: str
    roles: tuple[Text, ...]
    looks: int
    households: int
    last: dt.datetime


@dataclass(frozen=True)
class OfficerFigures:
    """One user in a period: by day, hour, area, purpose and page."""

    officer: Officer
    by_day: tuple[Share, ...]
    by_hour: tuple[Share, ...]
    by_area: tuple[Share, ...]
    by_purpose: tuple[Share, ...]
    by_page: tuple[Share, ...]


def looks_of(user: AnyUser, wanted: Wanted) -> QuerySet[Look]:
    """The looks that are asked for, in the order of the log. Raises: SITE_002."""
    check_may_read_logs(user)
    found = Look.objects.order_by("-position")
    if wanted.household_id:
        found = found.filter(household_id=wanted.household_id)
    if wanted.actor_id is not None:
        found = found.filter(actor_id=wanted.actor_id)
    if wanted.actor_name:
        found = found.filter(actor_name=wanted.actor_name)
    if wanted.since is not None:
        found = found.filter(at__gte=bounds_of(wanted.since)[0])
    if wanted.until is not None:
        found = found.filter(at__lt=bounds_of(wanted.until)[1])
    return found


def looks_page(user: AnyUser, wanted: Wanted, before: int | None = None) -> LooksPage:
    """One page of looks: the newest, or those before a place in the log. Raises: SITE_002."""
    found = looks_of(user, wanted)
    if before is not None:
        found = found.filter(position__lt=before)
    rows = list(found[: LOOKS_A_PAGE + 1])
    shown = rows[:LOOKS_A_PAGE]
    older = shown[-1].position if len(rows) > LOOKS_A_PAGE else None
    return LooksPage(tuple(map(line_of, shown)), older, before is None)


def line_of(look: Look) -> Line:
    return Line(look, PAGES.get(look.page, look.page), PURPOSES.get(look.purpose, look.purpose))


def all_lines(user: AnyUser, wanted: Wanted) -> Iterator[Line]:
    """Every look that is asked for, newest first, a part of them in memory at a time. Raises: SITE_002."""
    found, before = looks_of(user, wanted), None
    while True:
        rest = found if before is None else found.filter(position__lt=before)
        rows = list(rest[:EXPORTED_AT_ONCE])
        if not rows:
            return
        yield from map(line_of, rows)
        before = rows[-1].position


def _since(days_ago: int) -> QuerySet[Look]:
    begin, _ = bounds_of(timezone.localdate() - dt.timedelta(days=days_ago))
    return Look.objects.filter(at__gte=begin).order_by()


def _by_word(found: QuerySet[Look], column: str, words: Mapping[str, Text]) -> tuple[Share, ...]:
    counted = Counter(dict(found.order_by().values_list(column).annotate(Count("id"))))
    return shares([(words.get(name, name), looks) for name, looks in counted.most_common()])


def shares(counted: Sequence[tuple[Text | str, int]], keys: Sequence[str] = ()) -> tuple[Share, ...]:
    """Lines of a breakdown, each beside the largest."""
    most = max((looks for _, looks in counted), default=0)
    return tuple(
        Share(label, looks, most, keys[place] if keys else "") for place, (label, looks) in enumerate(counted)
    )


def roles_of_actors(actors: Mapping[int, object] | Sequence[int]) -> dict[int, tuple[Text, ...]]:
    """The roles that users hold today, else that they held last, in words; never none."""
    found: dict[int, list[Assignment]] = {actor: [] for actor in actors}
    for each in Assignment.objects.filter(user_id__in=list(found)).order_by("valid_from", "id"):
        found[each.user_id].append(each)
    today = timezone.localdate()
    return {actor: _roles(actor, held, today) for actor, held in found.items()}


def _roles(actor: int, held: Sequence[Assignment], today: dt.date) -> tuple[Text, ...]:
    if actor == 0:
        return (COMMAND_LINE,)
    now = [each for each in held if each.holds_on(today)] or held[-1:]
    labels = [ROLES[Role(each.role)].label for each in now if each.role in ROLES]
    return tuple(dict.fromkeys(labels)) or (NO_ROLE,)


def _in_words(day: dt.date) -> Text:
    return Text(format_date(day, "th"), format_date(day, "en"))


def officer_figures(user: AnyUser, actor_id: int, days: int) -> OfficerFigures:
    """One user within so many days. Raises: SITE_002, AUDIT_021 for one of whom the log knows nothing."""
    check_may_read_logs(user)
    newest = Look.objects.filter(actor_id=actor_id).order_by("-position").first()
    if newest is None:
        raise SamutError("AUDIT_021")
    found = _since(days - 1).filter(actor_id=actor_id)
    rows = list(found.values_list("at", "area_code", "household_id"))
    locally = [timezone.localtime(at) for at, _, _ in rows]
    today = timezone.localdate()
    every_day = [today - dt.timedelta(days=ago) for ago in reversed(range(days))]
    per_day = Counter(each.date() for each in locally)
    per_hour = Counter(each.hour for each in locally)
    per_area = Counter(area[:TAMBON_DIGITS] for _, area, _ in rows if area)
    households = len({household for _, _, household in rows if household})
    roles = roles_of_actors([actor_id])[actor_id]
    officer = Officer(actor_id, newest.actor_name, roles, len(rows), households, newest.at)
    return OfficerFigures(
        officer,
        by_day=shares([(_in_words(day), per_day[day]) for day in every_day], [str(day) for day in every_day]),
        by_hour=shares([(f"{hour:02d}:00", per_hour[hour]) for hour in range(24)]),
        by_area=shares(per_area.most_common(MOST_AREAS)),
        by_purpose=_by_word(found, "purpose", PURPOSES),
        by_page=_by_word(found, "page", PAGES),
    )


@dataclass(frozen=True)
class Looker:
    """One user who looked at a household: how often, first and last."""

    actor_id: int
    name: str
    looks: int
    first: dt.datetime
    last: dt.datetime


def lookers_of(user: AnyUser, household_id: str) -> tuple[Looker, ...]:
    """Everybody who looked at a household, who looked last first. Raises: SITE_002."""
    counted = (
        looks_of(user, Wanted(household_id=household_id))
        .order_by()
        .values_list("actor_id", "actor_name")
        .annotate(times=Count("id"), first=Min("at"), last=Max("at"))
        .order_by("-last", "actor_name")
    )
    return tuple(Looker(*each) for each in counted)


@dataclass(frozen=True)
class OfficerDay:
    """One user on one day: looks by hour, distinct households and villages."""

    officer: Officer
    by_hour: tuple[Share, ...]
    villages: int


def officer_day(user: AnyUser, actor_id: int, day: dt.date) -> OfficerDay:
    """One user on one day. Raises: SITE_002, AUDIT_021 for one of whom the log knows nothing."""
    check_may_read_logs(user)
    newest = Look.objects.filter(actor_id=actor_id).order_by("-position").first()
    if newest is None:
        raise SamutError("AUDIT_021")
    found = looks_of(user, Wanted(actor_id=actor_id, since=day, until=day))
    rows = list(found.values_list("at", "area_code", "household_id"))
    per_hour = Counter(timezone.localtime(at).hour for at, _, _ in rows)
    households = len({household for _, _, household in rows if household})
    roles = roles_of_actors([actor_id])[actor_id]
    officer = Officer(actor_id, newest.actor_name, roles, len(rows), households, newest.at)
    hours = shares([(f"{hour:02d}:00", per_hour[hour]) for hour in range(24)])
    return OfficerDay(officer, hours, len({area for _, area, _ in rows if len(area) >= VILLAGE_DIGITS}))
