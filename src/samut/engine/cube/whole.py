"""The cube: every statistic of a measure, for each village, sex and age group, and all areas above.

Why it exists: a country has 900,000 such cells, and whoever asks about one of them, or about any
area above, should not wait until the people are counted again. The words of everybody are gone
through once; from the villages' cells those of all other areas are added up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.cube import swar
from samut.engine.cube.cells import CellEngine, Cells, Question
from samut.engine.whatif.lines import COUNTRY, LEVELS

try:
    from samut.engine.cube import with_numba
except ImportError:
    FASTEST: CellEngine = swar.cells
else:
    FASTEST = with_numba.cells

Kept = TypeVar("Kept")

VILLAGE, LOWEST = "village", "tambon"
WORKERS = 2


def write_cube(
    question: Question,
    connection: duckdb.DuckDBPyConnection,
    relations: Sequence[str],
    folder: Path,
    engine: CellEngine = FASTEST,
) -> Mapping[str, Cells]:
    """Write the cube of one or more relations (see CellEngine); the cells above the villages, by level.

    No village may be in two relations: each is gone through by itself, two at a time, so that memory
    does not grow with the country. Then the folder holds `villages-0.parquet` and so on, one a
    relation, and `areas.parquet`: see Cells.table for their columns.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def written(place: int, found: Cells) -> Cells:
        path = folder / f"villages-{place}.parquet"
        pq.write_table(found.table(question, VILLAGE), path, compression="zstd")
        return rolled_up(found, LEVELS[LOWEST])

    lowest = merged(village_cells(question, connection, relations, written, engine))
    above = levels_from(lowest)
    tables = [each.table(question, level) for level, each in above.items()]
    pq.write_table(pa.concat_tables(tables), folder / "areas.parquet", compression="zstd")
    return above


def village_cells(
    question: Question,
    connection: duckdb.DuckDBPyConnection,
    relations: Sequence[str],
    then: Callable[[int, Cells], Kept],
    engine: CellEngine = FASTEST,
) -> list[Kept]:
    """What is kept of the villages' cells of each relation: what `then` gives for its place and cells."""

    def part(place: int) -> Kept:
        with connection.cursor() as own:
            found = engine(question, own, relations[place])
        return then(place, found)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(part, range(len(relations))))


def levels_from(lowest: Cells) -> Mapping[str, Cells]:
    """The tambons' cells, and those of all areas above them, by level."""
    found: dict[str, Cells] = {}
    for level, digits in LEVELS.items():
        lowest = found[level] = lowest if level == LOWEST else rolled_up(lowest, digits)
    return found


def rolled_up(cells: Cells, digits: int) -> Cells:
    """The cells of the areas that so many digits of the code name, added up; of the country with none."""
    if not len(cells.codes):
        return cells
    cut = cells.codes.astype(f"<U{digits}") if digits else np.full(len(cells.codes), COUNTRY)
    codes, starts = np.unique(cut, return_index=True)
    return Cells(codes, cells.groups, np.add.reduceat(cells.counts, starts, axis=1))


def merged(parts: Sequence[Cells]) -> Cells:
    """The cells of all parts together; an area that is in several is added up."""
    codes = np.unique(np.concatenate([each.codes for each in parts]))
    groups = tuple(sorted({group for each in parts for group in each.groups}, key=_in_order))
    counts = np.zeros((len(parts[0].counts), len(codes), len(groups)), np.int64)
    for each in parts:
        area = np.searchsorted(codes, each.codes)
        for place, group in enumerate(each.groups):
            counts[:, area, groups.index(group)] += each.counts[:, :, place]
    return Cells(codes, groups, counts)


def _in_order(group: tuple[int | None, int | None]) -> tuple[float, ...]:
    return tuple(math.inf if code is None else code for code in group)
