"""The counts of who is missed in memory, and what of them somebody may be told.

Figures of the country and of a whole province are told as they are. Below, whoever may not see the
persons of an area is told no count that could point at somebody: not as a count, not as a share, and
not by what a sum, a neighbour or the page of the area leaves over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from samut.engine.missed import Missed
from samut.engine.missed.counting import GroupCount
from samut.engine.missed.coverage import COUNTS, coverage_of
from samut.engine.missed.everywhere import MissedEverywhere, missed_everywhere
from samut.engine.missed.registers import RegisterOnly
from samut.engine.results import open_result
from samut.rules.coverage import Coverage
from samut.rules.targeting_errors import Reached
from samut.web.areas.queries import workspace
from samut.web.insight.figures import Missing
from samut.web.insight.queries import Holdings, rows_of
from samut.web.insight.switch import Switch
from samut.web.missed.covering import Counts

HOUSEHOLDS, PERSONS, LIFE_CYCLE, NUMBERS = "households", "persons", "life_cycle", "numbers"
REACH = "reach"
# Groups whose households are cells of the table of households by poverty and card.
OF_THE_TABLE = ("poor_without_card", "card_fails_nothing")
# What the page of the area counts too, for households and for persons: what is hidden there is hidden here.
OF_HOUSEHOLDS = ("households", "poor_households", "unknown_households")
OF_PERSONS = ("persons", "poor_persons", "registered_persons", "target_persons", "unknown_persons")
BESIDE = {
    HOUSEHOLDS: OF_HOUSEHOLDS,
    REACH: (*OF_HOUSEHOLDS, *OF_PERSONS),
    **dict.fromkeys((PERSONS, LIFE_CYCLE, NUMBERS), OF_PERSONS),
}
ANSWERS = (True, False, None)


def unknown_part(group: str) -> str:
    return f"{group}:unknown"


def register_part(register: str) -> str:
    return f"register:{register}"


@dataclass(frozen=True)
class AreaCounts:
    """One area, exact. `parts`: the counts that each part of its page tells of, by the part's name."""

    groups: tuple[GroupCount, ...]
    households: Reached = field(hash=False)
    persons: Mapping[str, Reached] = field(hash=False)
    registers: tuple[RegisterOnly, ...]
    members: int
    without_number: int
    vulnerable_households: int

    @property
    def parts(self) -> dict[str, Counts]:
        found: dict[str, Counts] = {}
        for each in self.groups:
            left = self._left_over(each)
            found[each.group] = (each.households, each.persons, *left)
            found[unknown_part(each.group)] = (each.unknown_households, each.unknown_persons)
        found[HOUSEHOLDS] = _cells(self.households)
        found[PERSONS] = _cells(self.persons[""])
        # Ages add up to everybody, so no group of them can be covered alone.
        by_group = (_cells(self.persons[group]) for group in self.persons if group)
        found[LIFE_CYCLE] = tuple(count for counts in by_group for count in counts)
        for listed in self.registers:
            if listed.persons is not None and listed.in_no_household is not None:
                surveyed = listed.persons - listed.in_no_household
                found[register_part(listed.register)] = (listed.in_no_household, surveyed)
        found[NUMBERS] = (self.without_number, self.members - self.without_number)
        return found

    def _left_over(self, group: GroupCount) -> Counts:
        """What a group leaves of a count that stands on this page or on another: subtraction tells it."""
        counts = {each.group: each for each in self.groups}
        if group.group == "poor_without_card":
            poor = sum(self.households.count(True, card) for card in ANSWERS)
            return (poor - group.households,)
        if group.group == "vulnerable_without_card":
            return (self.vulnerable_households - group.households,)
        if group.group == "both_without_card":
            of = (counts["poor_without_card"], counts["vulnerable_without_card"])
            return tuple(
                left
                for each in of
                for left in (each.households - group.households, each.persons - group.persons)
            )
        return ()


class MissedHeld:
    """The counts of one result by village, and the areas that were added up from them so far."""

    def __init__(self, everywhere: MissedEverywhere) -> None:
        self.everywhere = everywhere
        self._areas: dict[str, AreaCounts] = {}

    def area(self, code: str) -> AreaCounts:
        if code not in self._areas:
            self._areas[code] = _counts_of(self.everywhere.in_area(code))
        return self._areas[code]

    def below(self, code: str) -> tuple[str, ...]:
        return self.everywhere.below(code)


@dataclass(frozen=True)
class Reaches:
    """What the census reached of a count of all houses and persons; `register` and `edition` of the count."""

    register: str
    edition: int | None
    areas: Mapping[str, Coverage] = field(hash=False)

    def of(self, code: str) -> Coverage | None:
        """The reach in an area; None without a count."""
        return self.areas.get(code) if self.register else None


@dataclass(frozen=True)
class MissedTables:
    """The counts of all areas for covering, beside what the pages of areas hide."""

    counted: MissedHeld
    held: Holdings
    reaches: Reaches | None = None

    def below(self, code: str) -> tuple[str, ...]:
        return self.counted.below(code)

    def parts(self, code: str) -> Mapping[str, Counts]:
        found = self.counted.area(code).parts
        reach = self.reaches.of(code) if self.reaches is not None else None
        if reach is not None:
            both = (reach.households, reach.persons)
            found[REACH] = tuple(
                count for each in both for count in (each.surveyed, max(0, each.left_out or 0))
            )
        return found

    def beside(self, parent: str, name: str, covered: Sequence[Collection[str]]) -> set[int]:
        if name not in BESIDE:
            return set()
        hidden = hidden_on_pages(self.held, parent, self.below(parent), BESIDE[name])
        if name == HOUSEHOLDS:
            cells = {part for group in OF_THE_TABLE for part in (group, unknown_part(group))}
            hidden |= {place for place, names in enumerate(covered) if cells & set(names)}
        return hidden


def hidden_on_pages(held: Holdings, parent: str, codes: Sequence[str], names: Sequence[str]) -> set[int]:
    """The rows of which the page of the area hides one of these figures."""
    shown = {row.area.code: row.figures for row in rows_of(held, parent, Switch(), exact=False)}
    figures = [shown.get(code) for code in codes]
    return {
        place
        for place, each in enumerate(figures)
        if each is not None and any(getattr(each, name) is Missing.SMALL for name in names)
    }


def _cells(reached: Reached) -> Counts:
    """All nine counts of a table, always in the same places."""
    return tuple(reached.count(poor, card) for poor in ANSWERS for card in ANSWERS)


def _counts_of(found: Missed) -> AreaCounts:
    groups = ("", *(group for group, _ in found.life_cycle_labels))
    return AreaCounts(
        found.groups(),
        found.reached_households(),
        {group: found.reached_persons(group) for group in groups},
        found.register_only,
        found.members,
        found.without_number,
        sum(each.households for each in found.households if each.vulnerable),
    )


_building = Lock()


@lru_cache(maxsize=2)
def _held(folder: Path) -> MissedHeld:
    return MissedHeld(missed_everywhere(workspace(), open_result(folder)))


def held_of(result_folder: Path) -> MissedHeld:
    """The counts of the result in a folder; the first question of a result counts and keeps them."""
    with _building:
        return _held(result_folder)


def reaches_of(result_folder: Path) -> Reaches:
    """What the census reached, by the newest count there is: it may be imported after the measurement."""
    lake = workspace().lake / "registers"
    counts = tuple(sorted(str(each) for register in COUNTS for each in (lake / register).glob("*/*")))
    return _reaches(result_folder, counts)


@lru_cache(maxsize=2)
def _reaches(folder: Path, counts: tuple[str, ...]) -> Reaches:
    found = coverage_of(workspace(), open_result(folder))
    return Reaches(found.register, found.edition, {each.area_code: each for each in found.areas})
