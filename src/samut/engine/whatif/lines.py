"""What a what-if is asked of: in each village, how many households and persons gave which answers.

Weights, cutoffs and simulated help do not need the households one by one: two households of a
village with the same answers are one line. Households that fail nothing and left nothing
unanswered need no line at all, they are in the village's totals. An indicator that does not apply
counts as not deprived, so two words are enough: deprived and unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Ints = npt.NDArray[np.int64]
SmallInts = npt.NDArray[np.int32]
Codes = npt.NDArray[np.str_]

# How many digits of a village's code name the areas it lies in, smallest first; "country" has none.
LEVELS = {"tambon": 6, "amphoe": 4, "province": 2, "country": 0}
COUNTRY = "TH"
WHOLE_IN_A_FLOAT = 2**53


@dataclass(frozen=True)
class Level:
    """The areas of one size: their codes, and the run of villages (or smaller areas) each begins with."""

    codes: Codes
    starts: Ints


@dataclass(frozen=True)
class Lines:
    """The lines of each village, and the distinct words they point to.

    `codes` are the villages, sorted; the lines of village i are `starts[i]` up to `starts[i + 1]`.
    A line has the place of its words in `deprived` and `unknown`, commonest first, and how many
    households and persons gave these answers. `all_…` count everybody of the village.
    """

    codes: Codes
    starts: Ints
    word: SmallInts
    households: SmallInts
    persons: SmallInts
    deprived: Ints
    unknown: Ints
    all_households: Ints
    all_persons: Ints

    def save(self, folder: Path) -> None:
        """Write one array a file, so that opening is mapping them into memory."""
        folder.mkdir(parents=True, exist_ok=True)
        for each in fields(self):
            np.save(folder / f"{each.name}.npy", getattr(self, each.name))

    @classmethod
    def open(cls, folder: Path) -> Lines:
        """The lines that lie in a folder; read from disk as they are used."""
        arrays = {each.name: np.load(folder / f"{each.name}.npy", mmap_mode="r") for each in fields(cls)}
        return cls(**arrays)

    @cached_property
    def levels(self) -> Mapping[str, Level]:
        """Each roll-up, whose `starts` point into the level before it (the first into the villages)."""
        found, below = {}, self.codes
        for name, digits in LEVELS.items():
            cut = below.astype(f"<U{digits}") if digits else np.full(len(below), COUNTRY)
            codes, starts = np.unique(cut, return_index=True)
            found[name] = Level(codes, starts.astype(np.int64))
            below = codes
        return found

    @cached_property
    def village(self) -> SmallInts:
        """The village of each line."""
        return np.repeat(np.arange(len(self.codes), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def by_province(self) -> Lines:
        """The same households with the provinces in the place of the villages: fewer lines by far."""
        provinces = self.codes.astype("<U2")
        codes, inverse = np.unique(provinces, return_inverse=True)
        of_village = inverse.astype(np.int32)
        whole = lines_of(
            codes,
            of_village[self.village],
            {"deprived": self.deprived[self.word], "unknown": self.unknown[self.word]},
            {"households": self.households, "persons": self.persons},
        )
        return Lines(
            **{
                **{each.name: getattr(whole, each.name) for each in fields(whole)},
                "all_households": added(of_village, self.all_households, len(codes)),
                "all_persons": added(of_village, self.all_persons, len(codes)),
            }
        )

    def with_villages(self, codes: Sequence[str]) -> Lines:
        """The same lines with villages added that nobody lives in yet."""
        new = np.array(sorted(set(codes) - set(self.codes.tolist())), dtype=self.codes.dtype)
        at = np.searchsorted(self.codes, new)
        return Lines(
            codes=np.insert(self.codes, at, new),
            starts=np.insert(self.starts, at, self.starts[at]),
            word=self.word,
            households=self.households,
            persons=self.persons,
            deprived=self.deprived,
            unknown=self.unknown,
            all_households=np.insert(self.all_households, at, 0),
            all_persons=np.insert(self.all_persons, at, 0),
        )


def lines_of(
    codes: Sequence[str] | Codes,
    village: npt.ArrayLike,
    words: Mapping[str, npt.ArrayLike],
    counts: Mapping[str, npt.ArrayLike],
) -> Lines:
    """Lines from any table of answers, sorted or not, of households one by one or counted already.

    `village` is the place of each row's village in the sorted `codes`; `words` are `deprived` and
    `unknown`; `counts` are `households` and `persons` (they may be negative: what a change takes away).
    """
    place = np.asarray(village, np.int64)
    households, persons = (np.asarray(counts[name], np.int64) for name in ("households", "persons"))
    distinct, of_row = _distinct(*(np.asarray(words[name], np.int64) for name in ("deprived", "unknown")))
    some = np.flatnonzero((distinct[0] | distinct[1])[of_row] != 0)
    key = place[some] * max(len(distinct[0]), 1) + of_row[some]
    order = np.argsort(key, kind="stable")
    key, rows = key[order], some[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    kept = rows[first]
    return Lines(
        codes=np.asarray(codes, dtype=np.str_) if len(codes) else np.zeros(0, "<U8"),
        starts=np.searchsorted(place[kept], np.arange(len(codes) + 1)).astype(np.int64),
        word=of_row[kept].astype(np.int32),
        households=_runs(households[rows], first).astype(np.int32),
        persons=_runs(persons[rows], first).astype(np.int32),
        deprived=distinct[0],
        unknown=distinct[1],
        all_households=added(place, households, len(codes)),
        all_persons=added(place, persons, len(codes)),
    )


def lines_from_table(table: Any, mask: int) -> Lines:
    """Lines from columns village_code, deprived, known, households and persons.

    `mask` has the bits of the indicators in use: what is not known of the others matters to nobody.
    """
    village = table.column("village_code").combine_chunks().dictionary_encode()
    if isinstance(village, pa.ChunkedArray):
        village = village.combine_chunks()
    names, rank = village.dictionary, pc.sort_indices(village.dictionary)
    places = np.empty(len(names), np.int32)
    places[rank.to_numpy()] = np.arange(len(names), dtype=np.int32)
    deprived, known = (table.column(name).to_numpy() for name in ("deprived", "known"))
    return lines_of(
        names.take(rank).to_pylist(),
        places[village.indices.to_numpy(zero_copy_only=False)],
        {"deprived": deprived & mask, "unknown": ~known & mask},
        {name: table.column(name).to_numpy() for name in ("households", "persons")},
    )


def lines_from_file(path: Path, mask: int) -> Lines:
    """Lines from the histogram.parquet of a result (or a table with the same columns)."""
    columns = ["village_code", "deprived", "known", "households", "persons"]
    return lines_from_table(pq.read_table(path, columns=columns), mask)


def _distinct(deprived: Ints, unknown: Ints) -> tuple[tuple[Ints, Ints], Ints]:
    """The distinct pairs of words, commonest first (they stay in the processor's cache), and each row's."""
    order = np.lexsort((unknown, deprived))
    here, there = deprived[order], unknown[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (here[1:] != here[:-1]) | (there[1:] != there[:-1])
    of_row = np.empty(len(order), np.int64)
    of_row[order] = np.cumsum(new) - 1
    commonest = np.argsort(-np.bincount(of_row, minlength=int(new.sum())), kind="stable")
    rank = np.empty_like(commonest)
    rank[commonest] = np.arange(len(commonest))
    return (here[new][commonest], there[new][commonest]), rank[of_row]


def _runs(values: Ints, first: Ints) -> Ints:
    return np.add.reduceat(values, first) if len(first) else np.zeros(0, np.int64)


def added(place: npt.NDArray[Any], values: npt.NDArray[Any], count: int) -> Ints:
    """The sum of the values of each place, places numbered from 0."""
    # bincount adds in floating point, which is exact while all sums together stay below 2**53.
    if len(values) * max(int(values.max(initial=0)), -int(values.min(initial=0))) < WHOLE_IN_A_FLOAT:
        return np.bincount(place, weights=values, minlength=count).astype(np.int64)
    sums = np.zeros(count, np.int64)
    np.add.at(sums, place, values.astype(np.int64))
    return sums
