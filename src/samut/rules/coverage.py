"""How much of what the Department of Provincial Administration counts the census has reached.

Why it exists: whoever the census left out is in none of its figures, and a village that it never came to
looks like one where nobody is poor. Only a count from elsewhere shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class VillageCount:
    """One village: houses and persons by the count, and households and persons surveyed.

    Unknown: None where nobody has counted. Nobody surveyed is nought.
    """

    village: str
    counted_households: int | None
    counted_persons: int | None
    surveyed_households: int
    surveyed_persons: int


@dataclass(frozen=True)
class Reach:
    """Of how many there are, how many were surveyed. `counted` None: not known of every village."""

    counted: int | None
    surveyed: int

    @property
    def share(self) -> Fraction | None:
        """Over one where more were surveyed than counted: never cut off, it says that something is wrong."""
        return Fraction(self.surveyed, self.counted) if self.counted else None

    @property
    def left_out(self) -> int | None:
        """How many were counted and not surveyed; less than nought where more were surveyed."""
        return None if self.counted is None else self.counted - self.surveyed

    @property
    def over(self) -> bool:
        """Whether more were surveyed than counted."""
        return self.counted is not None and self.surveyed > self.counted


@dataclass(frozen=True)
class Coverage:
    """One area: its villages, those without a count, those nobody was surveyed in, and both reaches."""

    area_code: str
    villages: int
    not_counted: int
    not_surveyed: int
    households: Reach
    persons: Reach


def coverage(area_code: str, villages: Iterable[VillageCount]) -> Coverage:
    """The coverage of an area from all its villages.

    Unknown: one village without a count leaves the area's unknown, for what was surveyed there would be
    set against nothing.
    """
    of = list(villages)
    return Coverage(
        area_code,
        len(of),
        sum(None in (each.counted_households, each.counted_persons) for each in of),
        sum(not each.surveyed_households for each in of),
        Reach(_sum(each.counted_households for each in of), sum(each.surveyed_households for each in of)),
        Reach(_sum(each.counted_persons for each in of), sum(each.surveyed_persons for each in of)),
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    found = list(counts)
    known = [each for each in found if each is not None]
    return sum(known) if known and len(known) == len(found) else None
