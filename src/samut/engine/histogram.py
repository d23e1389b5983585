"""The histogram of words in memory: any area, any of the dimension switches, in milliseconds.

A line of the file is a village, three words, and how many households and persons have them. For a
switch each line is poor, not poor or unknown; added up by village and then along the villages, any
area (a run of villages, for codes nest) is the difference of two rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from samut.engine.results import open_result
from samut.rules.policy import Measure, load_measure
from samut.rules.union import switch_mask

COUNTRY = "TH"
VILLAGE_DIGITS = 8
STEP_DIGITS = 2

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LINE_COUNTS = (
    "households",
    "persons",
    "registered_persons",
    "validated_persons",
    "unlinked_persons",
    "target_persons",
    "target_unknown_persons",
    "target_households",
)


@dataclass(frozen=True)
class DimensionFigures:
    """One dimension in one area, whatever is switched on. Unit: persons."""

    id: str
    poor_persons: int
    target_persons: int
    unknown_persons: int


@dataclass(frozen=True)
class Figures:
    """One area under one switch.

    `registered_persons` are those in poor households whose card registration is known;
    `target_persons` belong to the target group of the edition. `unknown_…` are households of
    which it cannot be said whether they are poor: they are in neither count.
    `target_unknown_persons` live in poor households and have no valid number to look up.
    `card_…` and `unlinked_persons` are of all persons surveyed, poor or not.
    """

    households: int
    persons: int
    poor_households: int
    poor_persons: int
    unknown_households: int
    unknown_persons: int
    registered_persons: int
    target_persons: int
    target_households: int | None
    dimensions: tuple[DimensionFigures, ...]
    target_unknown_persons: int = 0
    card_registered_persons: int = 0
    card_validated_persons: int = 0
    unlinked_persons: int = 0


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator in one area. Unit: persons, all members of a household counting with it.

    `exposed_persons`: it applies and its answer is known. `target_persons` fail it and are target
    poor (with every dimension on).
    """

    number: int
    id: str
    exposed_persons: int
    failing_persons: int
    target_persons: int
    unknown_persons: int


# The counts of everybody, poor or not.
ALL_COUNTS = ("households", "persons", "registered_persons", "validated_persons", "unlinked_persons")

# The counts of one switch, in the order of the columns that are added up.
SWITCH_COUNTS = (
    "poor_households",
    "poor_persons",
    "unknown_households",
    "unknown_persons",
    "registered_persons",
    "target_persons",
    "target_households",
    "target_unknown_persons",
)


class Histogram:
    """The lines of one result. Sums by switch are kept, for the same switch is asked again."""

    def __init__(self, measure: Measure, villages: Sequence[str], columns: dict[str, Ints]) -> None:
        """`villages` gives the village of each line, sorted; `columns` the words and LINE_COUNTS."""
        self.measure = measure
        self._columns = columns
        codes = np.asarray(villages, dtype=str)
        names, starts = np.unique(codes, return_index=True)
        self._villages: list[str] = names.tolist()
        self._village_of_line = codes
        self._starts = starts
        self._switches: dict[str, Ints] = {}
        self._all = self._summed([columns[name] for name in ALL_COUNTS])
        self._dimensions = self._summed(self._dimension_columns())
        self._indicators: Ints | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """The histogram of a result folder (or of the histogram.parquet in it)."""
        folder = path.parent if path.suffix else path
        result = open_result(folder)
        table: Any = pq.read_table(result.histogram_file)
        columns = {
            name: table.column(name).to_numpy().astype(np.int64)
            for name in ("deprived", "known", "applies", *LINE_COUNTS)
        }
        return cls(load_measure(result.measure), table.column("village_code").to_pylist(), columns)

    @property
    def provinces(self) -> frozenset[str]:
        """The codes of the provinces that have households in it."""
        return frozenset(code[:STEP_DIGITS] for code in self._villages)

    def written_lines(self) -> tuple[list[str], dict[str, Ints]]:
        """The village and the columns of every line."""
        return self._village_of_line.tolist(), dict(self._columns)

    def figures(self, area_code: str, switch: str = "11111") -> Figures:
        """The figures of an area; "TH" is everything in the result. Raises: POLICY_008."""
        households, persons, registered, validated, unlinked = self._counts(area_code).tolist()
        by_dimension = self._dimension_counts(area_code).tolist()
        return Figures(
            households=households,
            persons=persons,
            card_registered_persons=registered,
            card_validated_persons=validated,
            unlinked_persons=unlinked,
            dimensions=tuple(
                DimensionFigures(dimension.id, *three)
                for dimension, three in zip(self.measure.dimensions, by_dimension, strict=True)
            ),
            **dict(zip(SWITCH_COUNTS, self._switch_counts(area_code, switch).tolist(), strict=True)),
        )

    def children(self, area_code: str, switch: str = "11111") -> dict[str, Figures]:
        """The figures of each area right below that has households, by its code. Raises: POLICY_008."""
        digits = STEP_DIGITS if area_code == COUNTRY else len(area_code) + STEP_DIGITS
        if digits > VILLAGE_DIGITS:
            return {}
        codes = dict.fromkeys(village[:digits] for village in self._villages_of(area_code))
        below = {code: self.figures(code, switch) for code in codes}
        return {code: figures for code, figures in below.items() if figures.households}

    def indicator_figures(self, area_code: str) -> tuple[IndicatorFigures, ...]:
        """Every indicator of the set in an area, in the order of their numbers."""
        counts = self._indicator_counts(area_code).tolist()
        indicators = self.measure.indicator_set.indicators
        return tuple(
            IndicatorFigures(indicator.number, indicator.id, *four)
            for indicator, four in zip(indicators, counts, strict=True)
        )

    def _counts(self, area_code: str) -> Ints:
        """ALL_COUNTS of an area."""
        first, last = self._run(area_code)
        return self._all[last] - self._all[first]

    def _switch_counts(self, area_code: str, switch: str) -> Ints:
        """SWITCH_COUNTS of an area."""
        first, last = self._run(area_code)
        sums = self._switch(switch)
        return sums[last] - sums[first]

    def _dimension_counts(self, area_code: str) -> Ints:
        """Poor, target and unknown persons. Rows: one per dimension."""
        first, last = self._run(area_code)
        return (self._dimensions[last] - self._dimensions[first]).reshape(-1, 3)

    def _indicator_counts(self, area_code: str) -> Ints:
        """Exposed, failing, target and unknown persons. Rows: one per indicator."""
        if self._indicators is None:
            self._indicators = self._summed(self._indicator_columns())
        first, last = self._run(area_code)
        return (self._indicators[last] - self._indicators[first]).reshape(-1, 4)

    def _villages_of(self, area_code: str) -> list[str]:
        first, last = self._run(area_code)
        return self._villages[first:last]

    def _run(self, area_code: str) -> tuple[int, int]:
        """The half-open run of villages that lie in an area."""
        if area_code == COUNTRY:
            return 0, len(self._villages)
        # ":" comes right after the digit 9, so it ends every code that begins with the area's.
        return bisect_left(self._villages, area_code), bisect_left(self._villages, area_code + ":")

    def _switch(self, switch: str) -> Ints:
        if switch not in self._switches:
            self._switches[switch] = self._summed(self._switch_columns(switch_mask(self.measure, switch)))
        return self._switches[switch]

    def _summed(self, columns: Sequence[Ints]) -> Ints:
        """Sums up to (and without) each village, one row more than there are villages."""
        if not len(self._starts):
            return np.zeros((1, len(columns)), np.int64)
        by_village = np.stack([np.add.reduceat(column, self._starts) for column in columns], axis=1)
        return np.concatenate([np.zeros((1, len(columns)), np.int64), np.cumsum(by_village, axis=0)])

    def _failing(self, mask: int) -> tuple[Bools, Bools]:
        """For each line: deprived in any of the bits; and, where not, whether one of them is unknown."""
        failing = (self._columns["deprived"] & mask) != 0
        unknown = ~failing & ((~self._columns["known"] & mask) != 0)
        if self.measure.unknown != "report":
            unknown = np.zeros_like(unknown)
        return failing, unknown

    def _switch_columns(self, mask: int) -> list[Ints]:
        poor, unknown = self._failing(mask)
        lines = self._columns
        return [
            lines["households"] * poor,
            lines["persons"] * poor,
            lines["households"] * unknown,
            lines["persons"] * unknown,
            lines["registered_persons"] * poor,
            lines["target_persons"] * poor,
            lines["target_households"] * poor,
            lines["target_unknown_persons"] * poor,
        ]

    def _dimension_columns(self) -> list[Ints]:
        columns: list[Ints] = []
        for dimension in self.measure.dimensions:
            failing, unknown = self._failing(dimension.mask)
            columns += [
                self._columns["persons"] * failing,
                self._columns["target_persons"] * failing,
                self._columns["persons"] * unknown,
            ]
        return columns

    def _indicator_columns(self) -> list[Ints]:
        lines = self._columns
        poor, _ = self._failing(switch_mask(self.measure, self.measure.whole_switch))
        columns: list[Ints] = []
        for indicator in self.measure.indicator_set.indicators:
            known = (lines["known"] & indicator.mask) != 0
            failing = (lines["deprived"] & indicator.mask) != 0
            exposed = known & ((lines["applies"] & indicator.mask) != 0)
            columns += [
                lines["persons"] * exposed,
                lines["persons"] * failing,
                lines["target_persons"] * (failing & poor),
                lines["persons"] * ~known,
            ]
        return columns
