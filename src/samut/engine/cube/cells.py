"""What the cube counts, and the cells it counts in.

A cell is an area, a sex and an age group. It holds whole numbers alone, so every engine comes to the
same cube.

An unknown answer counts as not deprived, which bounds the poor from below. Beside it stand those
who are `undecided`: not poor by what is known, poor if what is unknown were a deprivation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.whatif.lines import Codes, Ints
from samut.rules.indicators import IndicatorSet
from samut.rules.union import Dimension
from samut.rules.weighting import Cutoff, WeightScheme

# A sex and an age group, as they are coded in the table of words; None where it has NULL.
Group = tuple[int | None, int | None]

WHOLE = ("persons", "poor", "undecided", "score", "poor_score")
PERSONS, POOR, UNDECIDED, SCORE, POOR_SCORE = range(len(WHOLE))
BY_UNION = ("poor", "undecided")
BY_INDICATOR = ("answered", "unknown", "deprived", "censored")
# Codes of sex and age group are below this; it stands for NULL.
NOT_TOLD = 127
# SQL that makes one small number of a sex and an age group.
GROUP_KEY = (
    f"(coalesce(sex, {NOT_TOLD})::SMALLINT * {NOT_TOLD + 1}::SMALLINT"
    f" + coalesce(age_group, {NOT_TOLD})::SMALLINT) AS group_key"
)
LARGEST_KEY = NOT_TOLD * (NOT_TOLD + 1) + NOT_TOLD


@dataclass(frozen=True)
class Question:
    """What is counted. `masks` and `weights` are of the indicators, in their order.

    Somebody is poor by weights when the weights of what they are deprived in reach `least`; poor by
    union when deprived in anything of any of the dimensions.
    """

    indicators: tuple[str, ...]
    masks: tuple[int, ...]
    weights: tuple[int, ...]
    least: int
    dimensions: tuple[tuple[str, int], ...]

    @classmethod
    def of(
        cls,
        indicator_set: IndicatorSet,
        weights: WeightScheme,
        cutoff: Cutoff,
        dimensions: Sequence[Dimension],
    ) -> Question:
        """A weighted measure over all indicators of the set, and a union measure over the dimensions."""
        return cls(
            indicators=tuple(each.id for each in indicator_set.indicators),
            masks=tuple(each.mask for each in indicator_set.indicators),
            weights=weights.numerators,
            least=cutoff.smallest_poor_score(weights.total),
            dimensions=tuple((each.id, each.mask) for each in dimensions),
        )

    @cached_property
    def unions(self) -> tuple[tuple[str, int], ...]:
        """Any of the dimensions, then each of them: name and bits."""
        return (("union", _together(mask for _, mask in self.dimensions)), *self.dimensions)

    @cached_property
    def weighted(self) -> int:
        """The bits of the indicators."""
        return _together(self.masks)

    @cached_property
    def mask(self) -> int:
        """All bits that are asked about."""
        return self.weighted | self.unions[0][1]

    @cached_property
    def statistics(self) -> tuple[str, ...]:
        """The counts of a cell, in the order they have there. Unit: persons; scores in weights.

        `score` adds up everybody's scores, `poor_score` those of the poor. Of each indicator:
        `answered` (it concerns the person and the answer is known), `unknown`, `deprived`, and
        `censored` (deprived in it, and poor by weights).
        """
        by_union = (f"{name}_{what}" for name, _ in self.unions for what in BY_UNION)
        by_indicator = (f"{what}_{name}" for what in BY_INDICATOR for name in self.indicators)
        return (*WHOLE, *by_union, *by_indicator)

    def union_column(self, place: int, what: str) -> int:
        """Where a count by union stands; place 0 is any dimension."""
        return len(WHOLE) + len(BY_UNION) * place + BY_UNION.index(what)

    def indicator_column(self, what: str, place: int) -> int:
        """Where a count of the indicator at that place stands."""
        before = len(WHOLE) + len(BY_UNION) * len(self.unions)
        return before + BY_INDICATOR.index(what) * len(self.indicators) + place


@dataclass(frozen=True)
class Cells:
    """The cells of areas of one size. `codes` are sorted. Shape of `counts`: statistics, areas, groups."""

    codes: Codes
    groups: tuple[Group, ...]
    counts: Ints

    def table(self, question: Question, level: str) -> pa.Table:
        """One row for each cell that somebody is in: level, area_code, sex, age_group, then the counts."""
        held = np.flatnonzero(self.counts[PERSONS])
        area, group = np.divmod(held.astype(np.int32), max(len(self.groups), 1))
        sexes, ages = (pa.array([each[place] for each in self.groups], pa.int8()) for place in (0, 1))
        keys = {
            "level": pa.DictionaryArray.from_arrays(np.zeros(len(held), np.int32), pa.array([level])),
            "area_code": pa.DictionaryArray.from_arrays(area, pa.array(self.codes.tolist(), pa.string())),
            "sex": sexes.take(pa.array(group)),
            "age_group": ages.take(pa.array(group)),
        }
        counts = (each.reshape(-1)[held] for each in self.counts)
        return pa.table({**keys, **dict(zip(question.statistics, counts, strict=True))})


class CellEngine(Protocol):
    """A way to count the cells of villages."""

    def __call__(self, question: Question, connection: duckdb.DuckDBPyConnection, relation: str) -> Cells:
        """The cells of the relation's villages.

        `relation` is SQL that may stand after FROM. Rows: one a person, or whatever is counted (of
        households, which have neither, sex and age_group are NULL).
        Columns: village_code (never NULL), sex and age_group (0 to 126, or NULL), deprived, known
        and applies (see samut.engine.words).
        """


def group_of(key: int) -> Group:
    """The sex and the age group of a GROUP_KEY."""
    sex, age_group = divmod(key, NOT_TOLD + 1)
    return (None if sex == NOT_TOLD else sex, None if age_group == NOT_TOLD else age_group)


def numbered(column: pa.ChunkedArray) -> tuple[Codes, npt.NDArray[np.int32]]:
    """The distinct codes of a column, sorted, and of each row the place of its code among them."""
    whole = column.dictionary_encode().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.combine_chunks() if whole.num_chunks else pa.array([], column.type).dictionary_encode()
    order = pc.sort_indices(whole.dictionary).to_numpy()
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    codes = np.array(whole.dictionary.take(pa.array(order)).to_pylist(), dtype=np.str_)
    return codes, places[whole.indices.to_numpy(zero_copy_only=False)]


def finish_answered(question: Question, counts: Ints) -> None:
    """Turn those whom an indicator does not concern, counted in the place of `answered`, into these."""
    width, first = len(question.indicators), question.indicator_column("answered", 0)
    unknown = question.indicator_column("unknown", 0)
    answered = counts[first : first + width]
    np.subtract(counts[PERSONS], answered, out=answered)
    answered -= counts[unknown : unknown + width]


def _together(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole
