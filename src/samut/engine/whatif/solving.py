"""Indicators solved in villages, on the histogram of words: who would be poor then, and who still is.

A household that is known to fail a solved indicator no longer fails it. What is not known stays not
known: whoever fails nothing else, and left something unanswered, is told as unknown afterwards, not as
helped. Nothing else changes, so poverty can only fall. It is a calculation, not a forecast.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from samut.engine.histogram import LINE_COUNTS, Bools, Figures, Histogram, IndicatorFigures, Ints
from samut.engine.lake import parquet
from samut.engine.live.figures import LiveHistogram
from samut.rules.policy import Measure
from samut.rules.union import switch_mask

Codes = npt.NDArray[np.str_]
WORDS = ("deprived", "known", "applies")


@dataclass(frozen=True)
class AnswerLines:
    """Lines of the histogram: a village, its words, how many households and persons have them.

    `in_group` are lines of households that help would reach; without a group, all.
    """

    villages: Codes
    columns: Mapping[str, Ints]
    in_group: Bools

    def within(self, area: str) -> AnswerLines:
        """The lines of the villages of an area."""
        return self._taken(np.char.startswith(self.villages, area))

    def _taken(self, chosen: Bools) -> AnswerLines:
        columns = {name: column[chosen] for name, column in self.columns.items()}
        return AnswerLines(self.villages[chosen], columns, self.in_group[chosen])

    def in_areas(self, areas: Collection[str]) -> Bools:
        """Which lines lie in one of the areas."""
        found = np.zeros(len(self.villages), np.bool_)
        for each in areas:
            found |= np.char.startswith(self.villages, each)
        return found


@dataclass(frozen=True)
class Solving:
    """What is solved: the indicators' ids, and the areas (villages or larger) in which."""

    indicators: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Lift:
    """Whom one indicator, solved alone, would lift out of poverty. Unit: households, persons.

    `to_unknown` would not be known to be poor any more, nor known not to be. `failing` fail it at all.
    """

    failing: int
    households: int
    persons: int
    to_unknown: int


@dataclass(frozen=True)
class Step:
    """One indicator solved in one area, as Lift."""

    area: str
    indicator: str
    households: int
    persons: int


@dataclass(frozen=True)
class Solved:
    """Before and after, of the area and of each area in it (which has households), by code."""

    before: Figures
    after: Figures
    below: Mapping[str, tuple[Figures, Figures]]
    indicators: tuple[tuple[IndicatorFigures, IndicatorFigures], ...]


def lines_of(histogram: LiveHistogram) -> AnswerLines:
    """Every line of a result, followed by those that forms have added and taken away since."""
    villages, columns = histogram.lines()
    codes = np.asarray(villages, np.str_)
    return AnswerLines(codes, columns, np.ones(len(codes), np.bool_))


def lines_of_group(
    connection: duckdb.DuckDBPyConnection, households: Path, group: str, measure: Measure
) -> AnswerLines:
    """Lines from the prepared households, told apart by whether they are of a group.

    `group` is a condition in SQL over their columns; a household of which it is not known is not.
    """
    table = connection.sql(
        f"SELECT village_code, {', '.join(WORDS)}, coalesce({group}, false) AS in_group, "
        "count(*)::BIGINT AS households, "
        "coalesce(sum(persons), 0)::BIGINT AS persons, "
        "coalesce(sum(registered), 0)::BIGINT AS registered_persons, "
        "coalesce(sum(validated), 0)::BIGINT AS validated_persons, "
        "coalesce(sum(unlinked), 0)::BIGINT AS unlinked_persons, "
        "coalesce(sum(target), 0)::BIGINT AS target_persons, "
        "coalesce(sum(target_unknown), 0)::BIGINT AS target_unknown_persons, "
        "count(*) FILTER (target > 0)::BIGINT AS target_households "
        f"FROM {parquet(households)} AS prepared GROUP BY ALL "
        "ORDER BY village_code, deprived, known, applies, in_group"
    ).to_arrow_table()
    return AnswerLines(
        np.asarray(table.column("village_code").to_pylist(), np.str_),
        {name: _ints(table, name) for name in (*WORDS, *LINE_COUNTS)},
        np.asarray(table.column("in_group").to_pylist(), np.bool_),
    )


def _ints(table: pa.Table, name: str) -> Ints:
    found: Ints = table.column(name).to_numpy().astype(np.int64)
    return found


def solved(lines: AnswerLines, measure: Measure, solving: Solving, area: str) -> Solved:
    """The area before and after."""
    before = _histogram(lines, measure, lines.columns["deprived"])
    after = _histogram(lines, measure, _deprived_after(lines, measure, solving))
    below, below_after = before.children(area), after.children(area)
    both = zip(before.indicator_figures(area), after.indicator_figures(area), strict=True)
    return Solved(
        before.figures(area),
        after.figures(area),
        {code: (figures, below_after[code]) for code, figures in below.items()},
        tuple(both),
    )


def _deprived_after(lines: AnswerLines, measure: Measure, solving: Solving) -> Ints:
    deprived = lines.columns["deprived"]
    mask = sum(measure.indicator_set.indicator(each).mask for each in solving.indicators)
    chosen = lines.in_group & lines.in_areas(solving.areas)
    found: Ints = np.where(chosen, deprived & ~mask, deprived)
    return found


def _histogram(lines: AnswerLines, measure: Measure, deprived: Ints) -> Histogram:
    order = np.argsort(lines.villages, kind="stable")
    columns = {name: column[order] for name, column in {**lines.columns, "deprived": deprived}.items()}
    return Histogram(measure, lines.villages[order].tolist(), columns)


def lifts(lines: AnswerLines, measure: Measure, areas: Collection[str]) -> dict[str, Lift]:
    """Each indicator of the measure solved alone in the areas, for the households that help reaches."""
    reached = lines.in_group & lines.in_areas(areas)
    households, persons = lines.columns["households"], lines.columns["persons"]
    found = {}
    for indicator, mask in _masks(measure):
        lifted, to_unknown = _lifted(lines, measure, mask)
        failing = (lines.columns["deprived"] & mask) != 0
        found[indicator] = Lift(
            int(households[failing & reached].sum()),
            int(households[lifted & reached].sum()),
            int(persons[lifted & reached].sum()),
            int(households[to_unknown & reached].sum()),
        )
    return found


def steps(lines: AnswerLines, measure: Measure, digits: int) -> tuple[Step, ...]:
    """Each indicator solved alone in each area of so many digits, those that lift most households first."""
    codes, place = np.unique(lines.villages.astype(f"<U{digits}"), return_inverse=True)
    found = []
    for indicator, mask in _masks(measure):
        lifted = _lifted(lines, measure, mask)[0] & lines.in_group
        counts = [np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)]
        for count, name in zip(counts, ("households", "persons"), strict=True):
            np.add.at(count, place[lifted], lines.columns[name][lifted])
        found += [
            Step(code, indicator, int(count), int(persons))
            for code, count, persons in zip(codes.tolist(), *counts, strict=True)
            if count
        ]
    return tuple(sorted(found, key=lambda step: (-step.households, -step.persons, step.area)))


def _masks(measure: Measure) -> tuple[tuple[str, int], ...]:
    return tuple((each.id, each.mask) for each in measure.indicator_set.indicators)


def _lifted(lines: AnswerLines, measure: Measure, mask: int) -> tuple[Bools, Bools]:
    """The lines that fail this and nothing else of the measure: known to be lifted; or then unknown."""
    whole = switch_mask(measure, measure.whole_switch)
    alone = (lines.columns["deprived"] & whole) == mask
    open_question = (~lines.columns["known"] & whole) != 0
    if measure.unknown != "report":
        open_question = np.zeros_like(alone)
    return alone & ~open_question, alone & open_question
