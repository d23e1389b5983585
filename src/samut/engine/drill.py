"""From the country down to one household: one village's list, one household's answers, out of millions.

The files are sorted by village and household. Their footers say of every group of rows which
villages it holds from and to; they are read once and kept, so that a question opens the one or two
groups that can hold its answer and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samut.rules.errors import SamutError

VILLAGE = "village_code"


@dataclass(frozen=True)
class _Group:
    """One group of rows of a file, and the villages it holds from and to."""

    file: int
    number: int
    first: str
    last: str


class Drill:
    """Files with one row per household, sorted by village and household, opened for questions.

    The files stay open, mapped into memory. Several threads may ask at once.
    """

    def __init__(self, paths: Sequence[Path], household: str = "household_id") -> None:
        """`paths` in the order of their villages (by province, say); `household` names the second key.

        Raises: WORK_009 when a file cannot be read, or is not sorted by village with its statistics.
        """
        self._household = household
        self._files: list[Any] = []
        self._groups: list[_Group] = []
        for place, path in enumerate(paths):
            try:
                opened: Any = pq.ParquetFile(path, memory_map=True, read_dictionary=[VILLAGE])
                self._files.append(opened)
                self._groups += _groups(place, opened)
            except (OSError, pa.ArrowInvalid) as error:
                raise SamutError("WORK_009", snapshot=path.name) from error
        if any(one.last > two.first for one, two in zip(self._groups, self._groups[1:], strict=False)):
            raise SamutError("WORK_009", snapshot=paths[0].name)
        self._names: list[str] = self._files[0].schema_arrow.names if self._files else []
        self._lasts = [group.last for group in self._groups]

    def village(self, village_code: str, columns: Sequence[str] | None = None) -> Any:
        """The households of a village, in their order, as a table; empty when it has none."""
        parts = [self._rows(group, village_code, None, columns) for group in self._holding(village_code)]
        return pa.concat_tables(parts) if parts else self._none(columns)

    def household(
        self, village_code: str, household: str | int, columns: Sequence[str] | None = None
    ) -> Mapping[str, Any] | None:
        """One household's row; None when the village has no such household."""
        for group in self._holding(village_code):
            found = self._rows(group, village_code, household, columns)
            if len(found):
                row: Mapping[str, Any] = found.to_pylist()[0]
                return row
        return None

    def _holding(self, village_code: str) -> list[_Group]:
        """The groups that can hold rows of a village: a village may lie across several."""
        found = []
        for group in self._groups[bisect_left(self._lasts, village_code) :]:
            if group.first > village_code:
                break
            found.append(group)
        return found

    def _rows(
        self, group: _Group, village_code: str, household: str | int | None, columns: Sequence[str] | None
    ) -> Any:
        """The village's rows of one group, or those of the household alone."""
        # One reading of everything costs less than a first one of the keys alone and a second of the rest.
        wanted = self._names if columns is None else columns
        read = list(dict.fromkeys([VILLAGE, self._household, *wanted]))
        rows = self._files[group.file].read_row_group(group.number, columns=read, use_threads=False)
        first, last = _run(rows.column(VILLAGE).combine_chunks(), village_code)
        found = rows.slice(first, last - first)
        if household is not None:
            place = pc.index(found.column(self._household), household).as_py()
            found = found.slice(max(place, 0), int(place >= 0))
        return found.select(wanted)

    def _none(self, columns: Sequence[str] | None) -> Any:
        schema = self._files[0].schema_arrow
        wanted = self._names if columns is None else columns
        return pa.schema([schema.field(name) for name in wanted]).empty_table()


def _groups(place: int, opened: Any) -> list[_Group]:
    about, column = opened.metadata, opened.schema_arrow.names.index(VILLAGE)
    found = []
    for number in range(about.num_row_groups):
        if not about.row_group(number).num_rows:
            continue
        bounds = about.row_group(number).column(column).statistics
        if bounds is None or not bounds.has_min_max:
            raise pa.ArrowInvalid("a group of rows does not say which villages it holds")
        found.append(_Group(place, number, bounds.min, bounds.max))
    return found


def _run(villages: Any, village_code: str) -> tuple[int, int]:
    """The run of rows of one village among sorted rows, read as places in the list of the villages."""
    place = pc.index(villages.dictionary, village_code).as_py()
    rows = np.flatnonzero(villages.indices.to_numpy(zero_copy_only=False) == place)
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
