"""How many belong to each group in an area, and what of it somebody may be told.

As everywhere, small counts below the province are covered for whoever may not see its persons. Ages,
and the levels of one measure, add up to everybody, so they are covered together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from samut.engine.results import open_result
from samut.engine.target_lists.counting import CountedGroups, GroupCount, counted_groups
from samut.rules.life_cycle import load_life_cycle
from samut.rules.target_groups import GroupKind, TargetGroup, target_group, target_groups
from samut.web.areas.queries import workspace
from samut.web.insight.queries import Holdings
from samut.web.missed.covering import Counts, covered_below
from samut.web.missed.held import LIFE_CYCLE, MissedTables, held_of, hidden_on_pages

AGES = "ages"
TARGET_FIGURES = ("target_persons",)


@dataclass(frozen=True)
class GroupLine:
    """One group in one area. `count` None with `asked`: hidden; not `asked`: no rule in the edition."""

    group: TargetGroup
    asked: bool
    count: GroupCount | None

    @property
    def share(self) -> float | None:
        """Those who belong, of everybody asked."""
        return self.count.yes / self.count.asked if self.count is not None and self.count.asked else None


def family_of(group: TargetGroup) -> str:
    """The groups that are covered together with this one."""
    if group.kind is GroupKind.LEVEL:
        return f"levels:{group.of}"
    if group.kind is GroupKind.LIFE_CYCLE and group.of in {band.id for band in load_life_cycle().bands}:
        return AGES
    return group.id


def lines_of(counted: CountedGroups, code: str, covered: Collection[str]) -> tuple[GroupLine, ...]:
    """Every group of the policy in one area; `covered` are the families that are not told."""
    told = counted.in_area(code)
    return tuple(
        GroupLine(group, group.id in told, None if family_of(group) in covered else told.get(group.id))
        for group in target_groups()
    )


@dataclass(frozen=True)
class GroupTables:
    """The counts of all areas for covering. `held` and `folder` are of pages that tell of the same people
    of the same edition; None where no such page is shown."""

    counted: CountedGroups
    held: Holdings | None
    folder: Path

    def below(self, code: str) -> tuple[str, ...]:
        return self.counted.below(code)

    def parts(self, code: str) -> Mapping[str, Counts]:
        found: dict[str, Counts] = {}
        for group, count in self.counted.in_area(code).items():
            family = family_of(target_group(group))
            found[family] = (*found.get(family, ()), count.yes, count.no, count.unknown)
        return found

    def beside(self, parent: str, name: str, covered: Sequence[Collection[str]]) -> set[int]:
        """What the page of the area hides of target persons, that of who is missed of life-cycle groups."""
        if self.held is None:
            return set()
        codes = self.below(parent)
        kinds = {each.kind for each in target_groups() if family_of(each) == name}
        if GroupKind.TARGET in kinds:
            return hidden_on_pages(self.held, parent, codes, TARGET_FIGURES)
        if GroupKind.LIFE_CYCLE in kinds:
            missed = covered_below(MissedTables(held_of(self.folder), self.held), parent)
            return {place for place, code in enumerate(codes) if LIFE_CYCLE in missed.get(code, ())}
        return set()


_building = Lock()


@lru_cache(maxsize=4)
def _counted(folder: Path) -> CountedGroups:
    return counted_groups(workspace(), open_result(folder))


def counted_of(result_folder: Path) -> CountedGroups:
    """The counts of the result in a folder; the first question of a result counts and keeps them."""
    with _building:
        return _counted(result_folder)
