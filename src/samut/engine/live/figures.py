"""One household changed while everybody watches: the figures of its areas, without counting anew.

A change takes away what the household gave to the figures before and adds what it gives now, in its
village, tambon, amphoe, province and the country. Taking a change back is the change with its two
sides swapped, and after any row of changes the figures are those of the histogram written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from threading import RLock

import numpy as np

from samut.engine.histogram import (
    ALL_COUNTS,
    COUNTRY,
    LINE_COUNTS,
    STEP_DIGITS,
    SWITCH_COUNTS,
    VILLAGE_DIGITS,
    Bools,
    Figures,
    Histogram,
    IndicatorFigures,
    Ints,
)
from samut.rules.policy import Measure
from samut.rules.status import Words
from samut.rules.union import switch_mask

DIMENSION_COUNTS, INDICATOR_COUNTS = 3, 4


@dataclass(frozen=True)
class HouseholdLine:
    """What one household gives to the histogram: where it is, its words, its members by register."""

    village_code: str
    words: Words
    persons: int
    registered_persons: int = 0
    validated_persons: int = 0
    unlinked_persons: int = 0
    target_persons: int = 0
    target_unknown_persons: int = 0


@dataclass(frozen=True)
class Change:
    """A household as it was and as it is; None where it was not there, or is not any more."""

    before: HouseholdLine | None
    after: HouseholdLine | None

    @property
    def taken_back(self) -> Change:
        return Change(self.after, self.before)

    @property
    def sides(self) -> tuple[tuple[int, HouseholdLine], ...]:
        """What is taken away and what is added, with the sign of it."""
        both = ((-1, self.before), (1, self.after))
        return tuple((sign, line) for sign, line in both if line is not None)


def areas_of(village_code: str) -> tuple[str, ...]:
    """The areas a village lies in, itself included, largest first."""
    return (COUNTRY, *(village_code[:end] for end in range(STEP_DIGITS, VILLAGE_DIGITS + 1, STEP_DIGITS)))


class AreaSums:
    """What changes added up to, by area. An area no change touched has no entry."""

    def __init__(self, length: int) -> None:
        self._nothing = np.zeros(length, np.int64)
        self._of_area: dict[str, Ints] = {}

    def add(self, village_code: str, counts: Ints) -> None:
        for area in areas_of(village_code):
            # A new array each time, so that whoever reads sees one change whole or not at all.
            self._of_area[area] = self._of_area.get(area, self._nothing) + counts

    def of(self, area_code: str) -> Ints:
        return self._of_area.get(area_code, self._nothing)

    def villages_in(self, area_code: str) -> list[str]:
        inside = "" if area_code == COUNTRY else area_code
        return [code for code in self._of_area if len(code) == VILLAGE_DIGITS and code.startswith(inside)]


class LiveHistogram(Histogram):
    """A histogram that takes changes. Reading and changing may happen in several threads."""

    def __init__(self, measure: Measure, villages: Sequence[str], columns: dict[str, Ints]) -> None:
        super().__init__(measure, villages, columns)
        self._giving = Giving(measure)
        self._lock = RLock()
        self._changes = AreaSums(self._giving.length)
        self._applied: list[tuple[int, HouseholdLine]] = []

    def apply(self, change: Change) -> None:
        """Let the figures of the household's areas follow."""
        with self._lock:
            self._applied += change.sides
        counted = [(line.village_code, sign * self._giving.counts(line)) for sign, line in change.sides]
        with self._lock:
            if len(counted) == 2 and counted[0][0] == counted[1][0]:
                self._changes.add(counted[0][0], counted[0][1] + counted[1][1])
            else:
                for village_code, counts in counted:
                    self._changes.add(village_code, counts)

    def lines(self) -> tuple[list[str], dict[str, Ints]]:
        """The village and the columns of every line, then of what each change took away and added."""
        with self._lock:
            applied = list(self._applied)
        villages, columns = self.written_lines()
        if not applied:
            return villages, columns
        rows = [(line.words.deprived, line.words.known, line.words.applies) for _, line in applied]
        words = dict(zip(("deprived", "known", "applies"), zip(*rows, strict=True), strict=True))
        counts = {name: [sign * _count(line, name) for sign, line in applied] for name in LINE_COUNTS}
        more = {name: np.array(values, np.int64) for name, values in {**words, **counts}.items()}
        joined = {name: np.concatenate([column, more[name]]) for name, column in columns.items()}
        return [*villages, *(line.village_code for _, line in applied)], joined

    def figures(self, area_code: str, switch: str = "11111") -> Figures:
        with self._lock:
            return super().figures(area_code, switch)

    def children(self, area_code: str, switch: str = "11111") -> dict[str, Figures]:
        with self._lock:
            return super().children(area_code, switch)

    def indicator_figures(self, area_code: str) -> tuple[IndicatorFigures, ...]:
        with self._lock:
            return super().indicator_figures(area_code)

    def _counts(self, area_code: str) -> Ints:
        return super()._counts(area_code) + self._changes.of(area_code)[self._giving.everybody]

    def _switch_counts(self, area_code: str, switch: str) -> Ints:
        found = super()._switch_counts(area_code, switch)
        changed = self._changes.of(area_code)[self._giving.switches].reshape(-1, len(SWITCH_COUNTS))
        found = found + changed[self._giving.place_of_switch[switch]]
        return found

    def _dimension_counts(self, area_code: str) -> Ints:
        changed = self._changes.of(area_code)[self._giving.dimensions].reshape(-1, DIMENSION_COUNTS)
        return super()._dimension_counts(area_code) + changed

    def _indicator_counts(self, area_code: str) -> Ints:
        changed = self._changes.of(area_code)[self._giving.indicators].reshape(-1, INDICATOR_COUNTS)
        return super()._indicator_counts(area_code) + changed

    def _villages_of(self, area_code: str) -> list[str]:
        return sorted({*super()._villages_of(area_code), *self._changes.villages_in(area_code)})


def _count(line: HouseholdLine, name: str) -> int:
    """What one household counts in a column of the histogram's lines."""
    if name == "households":
        return 1
    return int(line.target_persons > 0) if name == "target_households" else int(getattr(line, name))


class Giving:
    """What one household gives to every figure there is, whatever is switched on.

    The counts stand in one row: those of everybody, then SWITCH_COUNTS of each switch, then those
    of each dimension, then those of each indicator.
    """

    def __init__(self, measure: Measure) -> None:
        switches = ["".join(digits) for digits in product("01", repeat=len(measure.dimensions))]
        self.place_of_switch = {switch: place for place, switch in enumerate(switches)}
        masks = [switch_mask(measure, switch) for switch in switches]
        self._switch_count = len(switches)
        self._masks = np.array([*masks, *(each.mask for each in measure.dimensions)], np.int64)
        self._whole = self.place_of_switch[measure.whole_switch]
        self._reported = measure.unknown == "report"
        self._indicator_masks = np.array([each.mask for each in measure.indicator_set.indicators], np.int64)
        self.everybody = slice(0, len(ALL_COUNTS))
        self.switches = slice(self.everybody.stop, self.everybody.stop + len(switches) * len(SWITCH_COUNTS))
        self.dimensions = slice(
            self.switches.stop, self.switches.stop + len(measure.dimensions) * DIMENSION_COUNTS
        )
        self.indicators = slice(
            self.dimensions.stop, self.dimensions.stop + len(self._indicator_masks) * INDICATOR_COUNTS
        )
        self.length = self.indicators.stop

    def counts(self, line: HouseholdLine) -> Ints:
        """The row of one household."""
        known, deprived = line.words.known, line.words.deprived
        failing = (self._masks & deprived) != 0
        unknown = ~failing & ((self._masks & ~known) != 0) & self._reported
        row = np.empty(self.length, np.int64)
        row[self.everybody] = (
            1,
            line.persons,
            line.registered_persons,
            line.validated_persons,
            line.unlinked_persons,
        )
        cut = self._switch_count
        row[self.switches] = self._of_switches(line, failing[:cut], unknown[:cut]).ravel()
        row[self.dimensions] = self._of_dimensions(line, failing[cut:], unknown[cut:]).ravel()
        row[self.indicators] = self._of_indicators(line, bool(failing[self._whole])).ravel()
        return row

    def _of_switches(self, line: HouseholdLine, poor: Bools, unknown: Bools) -> Ints:
        if_poor = (
            1,
            line.persons,
            0,
            0,
            line.registered_persons,
            line.target_persons,
            int(line.target_persons > 0),
            line.target_unknown_persons,
        )
        return np.outer(poor, if_poor) + np.outer(unknown, (0, 0, 1, line.persons, 0, 0, 0, 0))

    def _of_dimensions(self, line: HouseholdLine, failing: Bools, unknown: Bools) -> Ints:
        if_failing = (line.persons, line.target_persons, 0)
        return np.outer(failing, if_failing) + np.outer(unknown, (0, 0, line.persons))

    def _of_indicators(self, line: HouseholdLine, poor: bool) -> Ints:
        masks, words = self._indicator_masks, line.words
        known, failing = (masks & words.known) != 0, (masks & words.deprived) != 0
        found = np.empty((len(masks), INDICATOR_COUNTS), np.int64)
        found[:, 0] = line.persons * (known & ((masks & words.applies) != 0))
        found[:, 1] = line.persons * failing
        found[:, 2] = line.target_persons * failing if poor else 0
        found[:, 3] = line.persons * ~known
        return found
