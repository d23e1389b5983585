"""Which villages to survey first: those where a team-day finds the most target households.

Why it exists: before a campaign the working group has to define its survey area. This puts the
villages in an order, with running totals of households and team-days, and says in words why each
stands where it stands. People decide; the order is a suggestion.

A household whose state is unknown is not a find. Its visits are counted apart, in team-days of
their own, so that a village with poor records is neither pushed up nor pushed down by them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from samut.planning.workload import Workload
from samut.rules.errors import Text


@dataclass(frozen=True)
class VillageCounts:
    """What the registers say of one village.

    Unknown: `target_households` is None when the result does not tell it for this village.
    """

    village_code: str
    households: int
    target_households: int | None
    unknown_households: int


@dataclass(frozen=True)
class Suggestion:
    """One village in the suggested order.

    `running_` values include this village and all before it. `expected_finds` is exact; per
    team-day it is None where the village has nobody to visit or its targets are not known.
    """

    rank: int
    village: VillageCounts
    team_days: int
    unknown_team_days: int
    expected_finds: Fraction
    finds_per_team_day: Fraction | None
    running_households: int
    running_unknown_households: int
    running_team_days: int
    running_unknown_team_days: int
    within: bool | None
    why: Text


def suggest(
    villages: Iterable[VillageCounts], workload: Workload, *, team_days: int | None = None
) -> tuple[Suggestion, ...]:
    """The villages in the order of expected finds per team-day.

    `team_days` is what the campaign has: a village is `within` while the running total of
    team-days for target households is not over it (None: no limit was given).
    Equal villages: more target households first, then more unknown ones, then the code.
    """
    suggestions: list[Suggestion] = []
    households = unknown = days = unknown_days = 0
    for rank, village in enumerate(sorted(villages, key=lambda v: _order(v, workload)), start=1):
        targets = village.target_households or 0
        own_days = workload.team_days(targets)
        own_unknown_days = workload.team_days(village.unknown_households)
        households += targets
        unknown += village.unknown_households
        days += own_days
        unknown_days += own_unknown_days
        suggestions.append(
            Suggestion(
                rank=rank,
                village=village,
                team_days=own_days,
                unknown_team_days=own_unknown_days,
                expected_finds=expected_finds(village, workload),
                finds_per_team_day=finds_per_team_day(village, workload),
                running_households=households,
                running_unknown_households=unknown,
                running_team_days=days,
                running_unknown_team_days=unknown_days,
                within=None if team_days is None else bool(targets) and days <= team_days,
                why=in_words(village, workload),
            )
        )
    return tuple(suggestions)


def expected_finds(village: VillageCounts, workload: Workload) -> Fraction:
    """Target households the visits are expected to confirm. Unknown households add nothing."""
    return Fraction((village.target_households or 0) * workload.confirmed_percent, 100)


def finds_per_team_day(village: VillageCounts, workload: Workload) -> Fraction | None:
    """Expected finds of one team-day; None where there is nobody on the list, or no list."""
    days = workload.team_days(village.target_households or 0)
    return expected_finds(village, workload) / days if days else None


def _order(village: VillageCounts, workload: Workload) -> tuple[Fraction, int, int, str]:
    finds = finds_per_team_day(village, workload) or Fraction(0)
    return (-finds, -(village.target_households or 0), -village.unknown_households, village.village_code)


def in_words(village: VillageCounts, workload: Workload) -> Text:
    """Why the village stands where it stands, for the people who decide."""
    return Text(" ".join(_thai(village, workload)), " ".join(_english(village, workload)))


def _thai(village: VillageCounts, workload: Workload) -> list[str]:
    said: list[str] = []
    targets = village.target_households
    if targets is None:
        said.append(f"ยังไม่ทราบจำนวนครัวเรือนเป้าหมายใน {village.households:,} ครัวเรือน")
    elif targets == 0:
        said.append(f"ไม่มีครัวเรือนเป้าหมายใน {village.households:,} ครัวเรือน")
    else:
        finds = finds_per_team_day(village, workload) or Fraction(0)
        said.append(
            f"ครัวเรือนเป้าหมาย {targets:,} จาก {village.households:,} ครัวเรือน"
            f" เยี่ยมได้วันละ {workload.visits_per_team_day:,} ครัวเรือน"
            f" ใช้ {workload.team_days(targets):,} วันทีม คาดว่าพบจริงวันละ {float(finds):.1f} ครัวเรือน"
        )
    if village.unknown_households:
        said.append(
            f"อีก {village.unknown_households:,} ครัวเรือนยังไม่ทราบสถานะ (ไม่นับเป็นเป้าหมาย)"
            f" หากเยี่ยมด้วยใช้เพิ่ม {workload.team_days(village.unknown_households):,} วันทีม"
        )
    return said


def _english(village: VillageCounts, workload: Workload) -> list[str]:
    said: list[str] = []
    targets = village.target_households
    if targets is None:
        said.append(f"The target households among {village.households:,} households are not known.")
    elif targets == 0:
        said.append(f"No target household among {village.households:,}.")
    else:
        finds = finds_per_team_day(village, workload) or Fraction(0)
        said.append(
            f"{targets:,} target households of {village.households:,};"
            f" {workload.visits_per_team_day:,} visits a day make {workload.team_days(targets):,} team-days"
            f" with {float(finds):.1f} expected finds each."
        )
    if village.unknown_households:
        said.append(
            f"Another {village.unknown_households:,} households are unknown (not counted as target);"
            f" to visit them too takes {workload.team_days(village.unknown_households):,} team-days more."
        )
    return said
