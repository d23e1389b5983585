"""What became of a person or a household between two editions of a register.

Why it exists: whoever is poor in one edition and not in the next has not always left poverty. They
may have moved, died, or not been found. So only those found in the same household in both editions
stay, leave, enter or fall back; everything else that can have happened is a state of its own, and
none of these counts as leaving poverty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from samut.rules.errors import Text
from samut.rules.policy_files import (
    STATUSES,
    Table,
    parameters_in,
    policy_dir,
    read_file,
    values_on,
)
from samut.rules.status import Answer
from samut.rules.thai_dates import from_be

NOT_PARAMETERS = ("id", "label", "source", "status", "series_break")


class State(StrEnum):
    """What became of one person or one household. The first five are changes (or not) of poverty."""

    STAYED_POOR = "stayed_poor"
    LEFT = "left_poverty"
    ENTERED = "entered_poverty"
    FELL_BACK = "fell_back"
    STAYED_OUT = "stayed_out"
    UNKNOWN = "unknown"
    MOVED = "moved"
    MOVED_AWAY = "moved_away"
    SPLIT = "split"
    BORN = "born"
    DIED = "died"
    NEW = "new"
    FORMED = "formed"
    REPLACED = "replaced"
    NOT_FOUND = "not_found"
    CANNOT_FOLLOW = "cannot_follow"


# Found in the same household in both editions, poverty known in both.
FOLLOWED = (State.STAYED_POOR, State.LEFT, State.ENTERED, State.FELL_BACK, State.STAYED_OUT)

LABELS = {
    State.STAYED_POOR: Text("ยังยากจน", "stayed poor"),
    State.LEFT: Text("พ้นความยากจน", "left poverty"),
    State.ENTERED: Text("ยากจนใหม่", "entered poverty"),
    State.FELL_BACK: Text("กลับมายากจนอีก", "fell back into poverty"),
    State.STAYED_OUT: Text("ไม่ยากจนทั้งสองปี", "stayed out of poverty"),
    State.UNKNOWN: Text("ไม่ทราบในปีใดปีหนึ่ง", "unknown before or after"),
    State.MOVED: Text("ย้ายไปครัวเรือนอื่นในพื้นที่", "moved to another household"),
    State.MOVED_AWAY: Text("ย้ายไปพื้นที่อื่น", "moved to another area"),
    State.SPLIT: Text("ครัวเรือนแยก", "household split"),
    State.BORN: Text("เกิดใหม่", "born"),
    State.DIED: Text("เสียชีวิต", "died"),
    State.NEW: Text("ใหม่ในทะเบียน", "new in the register"),
    State.FORMED: Text("ตั้งครัวเรือนใหม่จากคนเดิม", "formed by people already known"),
    State.REPLACED: Text("บ้านเดิม คนใหม่", "same house, other people"),
    State.NOT_FOUND: Text("ไม่พบในปีหลัง", "not found"),
    State.CANNOT_FOLLOW: Text("ติดตามไม่ได้ (ไม่มีเลขที่ใช้ได้)", "cannot be followed (no number of their own)"),
}


class Place(StrEnum):
    """Where a person lives in the newer edition, seen from the older one."""

    SAME = "same_household"
    OTHER_HOUSEHOLD = "other_household"
    OTHER_AREA = "other_area"
    UNKNOWN = "unknown"


class Homes(StrEnum):
    """In how many households the people of a household live in the newer edition."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True)
class PersonKnown:
    """What is known of a person about two editions.

    `before`, `after`: poor by that edition, None when not in it. `split`: the people they lived
    with before live in several households of the same area now, they among them. `born_since`,
    `died`: recorded. `poor_earlier`: poor in some edition before the older one. `followable`: they
    have a number, and are the only one to have it, in each edition they are in.
    """

    before: Answer | None
    after: Answer | None
    place: Place = Place.SAME
    split: bool = False
    born_since: bool = False
    died: bool = False
    poor_earlier: bool = False
    followable: bool = True


@dataclass(frozen=True)
class HouseholdKnown:
    """What is known of a household (the same household code is the same household) about two editions.

    `before`, `after` as of a person. `followable`: somebody in it can be followed, in each edition it
    is in. `shared`: somebody lives in it in both. `other_area`: it (or, when it is gone, its people)
    lives in another area now. `split`: its people live in several households of the same area now.
    `homes`: where its people live now. `died`: everybody in it is recorded as dead. `known_people`:
    somebody in it was in the older edition, wherever.
    """

    before: Answer | None
    after: Answer | None
    followable: bool = True
    shared: bool = True
    other_area: bool = False
    split: bool = False
    homes: Homes = Homes.ONE
    died: bool = False
    known_people: bool = True
    poor_earlier: bool = False


def person_state(known: PersonKnown) -> State:
    """The one state of a person who is in one of the editions or in both."""
    if not known.followable:
        return State.CANNOT_FOLLOW
    if known.died:
        return State.DIED
    if known.after is None:
        return State.NOT_FOUND
    if known.before is None:
        return State.BORN if known.born_since else State.NEW
    if known.place is Place.UNKNOWN:
        return State.UNKNOWN
    if known.place is Place.OTHER_AREA:
        return State.MOVED_AWAY
    if known.split:
        return State.SPLIT
    if known.place is Place.OTHER_HOUSEHOLD:
        return State.MOVED
    return change_of_poverty(known.before, known.after, known.poor_earlier)


def household_state(known: HouseholdKnown) -> State:
    """The one state of a household that is in one of the editions or in both."""
    if not known.followable:
        return State.CANNOT_FOLLOW
    if known.before is None:
        return State.FORMED if known.known_people else State.NEW
    if known.after is None:
        return _gone(known)
    if not known.shared:
        return State.REPLACED
    if known.other_area:
        return State.MOVED_AWAY
    if known.split:
        return State.SPLIT
    return change_of_poverty(known.before, known.after, known.poor_earlier)


def _gone(known: HouseholdKnown) -> State:
    if known.died:
        return State.DIED
    if known.homes is Homes.NONE:
        return State.NOT_FOUND
    if known.homes is Homes.SEVERAL:
        return State.SPLIT
    return State.MOVED_AWAY if known.other_area else State.MOVED


def change_of_poverty(before: Answer, after: Answer, poor_earlier: bool) -> State:
    """What became of somebody found in the same household in both editions."""
    if Answer.UNKNOWN in (before, after):
        return State.UNKNOWN
    if before is Answer.YES:
        return State.STAYED_POOR if after is Answer.YES else State.LEFT
    if after is Answer.NO:
        return State.STAYED_OUT
    return State.FELL_BACK if poor_earlier else State.ENTERED


@dataclass(frozen=True)
class Moment:
    """A year, or a day in it (`month_day` is 101 for the first of January; 0 when only the year is known)."""

    year: int
    month_day: int = 0


def born_since(born: Moment | None, edition: Moment) -> bool:
    """Whether a birth came after the older edition. A year counts whole: a census begins in January."""
    if born is None:
        return False
    if born.month_day and edition.month_day:
        return (born.year, born.month_day) > (edition.year, edition.month_day)
    return born.year >= edition.year


def recorded_dead(died: Moment | None, edition: Moment, listed: bool) -> bool:
    """Whether a recorded death comes before an edition.

    Who is still listed in the edition may have died after it in the same year, so for them the
    death has to lie before it; for who is not listed, at it or before.
    """
    if died is None:
        return False
    if died.month_day and edition.month_day:
        death, then = (died.year, died.month_day), (edition.year, edition.month_day)
    else:
        death, then = (died.year, 0), (edition.year, 0)
    return death < then if listed else death <= then


def moves_by_error(error: float) -> float:
    """The share of people who do not move at all but seem to, when each edition errs with this chance.

    Source: an error in just one of the two editions, 2e(1-e).
    """
    return 2 * error * (1 - error)


@dataclass(frozen=True)
class SeriesBreak:
    """Two editions (Buddhist years) between which a series cannot be compared. Counts are persons."""

    series: str
    since: int
    until: int
    poor_before: int
    poor_after: int
    source: str
    status: str

    def lies_between(self, before: Moment, after: Moment) -> bool:
        return before.year <= from_be(self.since) and after.year >= from_be(self.until)


@dataclass(frozen=True)
class PanelPolicy:
    """What policy/panel.toml says. `largest_change_percent` is of the older edition's poor persons."""

    breaks: tuple[SeriesBreak, ...]
    largest_change_percent: int | float


@cache
def load_panel_policy(on: date) -> PanelPolicy:
    """The policy in force on a day. Raises: POLICY_001, POLICY_003, POLICY_005, POLICY_009."""
    table = read_file(policy_dir() / "panel.toml")
    table.only(*NOT_PARAMETERS, "largest_change_percent")
    breaks = tuple(_series_break(entry) for entry in table.tables("series_break"))
    values = values_on(parameters_in(table, besides=NOT_PARAMETERS), on)
    return PanelPolicy(breaks, values.largest_change_percent)


def _series_break(table: Table) -> SeriesBreak:
    table.only("series", "from", "to", "poor_before", "poor_after", "source", "status")
    return SeriesBreak(
        series=table.need("series"),
        since=table.need("from"),
        until=table.need("to"),
        poor_before=table.need("poor_before"),
        poor_after=table.need("poor_after"),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def change_too_large(before: int, after: int, largest_percent: int | float) -> bool:
    """Whether the number of poor persons changed by more than can be believed."""
    return abs(after - before) * 100 > largest_percent * before
