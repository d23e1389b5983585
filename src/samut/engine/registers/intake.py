"""Files → staging, as a belt of three: one batch is read while another is sealed and a third checked.

Reading and checking leave Python's lock to others, so that the sealing, which is Python, has it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.registers.cells import clean_coded
from samut.engine.registers.columns import Matched
from samut.engine.registers.personal import HOUSE_ID, seal_batch
from samut.engine.registers.reading import RowBatch, read_batches
from samut.engine.registers.sources import Source
from samut.engine.registers.spelling import derived_cells, plain_cells
from samut.engine.registers.staging import Staging
from samut.engine.seal import Keys

Progress = Callable[[int, int | None, str], None]


def stage(staging: Staging, sources: Sequence[Source], keys: Keys, progress: Progress) -> dict[int, int]:
    """Read the files into the staging; how many rows each had, by its order."""
    total = total_lines(sources)
    done = 0
    read: dict[int, int] = {}
    with _uncollected(), ThreadPoolExecutor(max_workers=1) as reader, ThreadPoolExecutor(1) as checker:
        checking: Future[None] | None = None
        for source in sources:
            read[source.order] = 0
            progress(done, total, source.file.name)
            for whole in _read_ahead(reader, read_batches(source.file)):
                batch = _only(whole, source.waiting) if source.waiting else whole
                columns = as_columns(batch, source.matched, keys)
                if checking is not None:
                    checking.result()
                checking = checker.submit(staging.add, source.matched.table, source.order, columns)
                read[source.order] += len(whole.numbers)
                done += len(whole.numbers)
                progress(done, total, source.file.name)
        if checking is not None:
            checking.result()
    return read


def as_columns(batch: RowBatch, matched: Matched, keys: Keys) -> pa.Table:
    """A batch as columns: cleaned cells, what is personal sealed already."""
    sealed = {each.name for each in matched.table.sealed}
    arrays: dict[str, pa.Array] = {
        "source_row": batch.numbers.cast(pa.int32()),
        "ragged": batch.ragged,
    }
    private: dict[str, pa.Array] = {}
    cells: dict[str, pa.DictionaryArray] = {}
    kinds = {each.name: each.kind for each in matched.table.columns}
    for name, position in matched.positions:
        if name in sealed:
            private[name] = batch.cells[position]
            continue
        cells[name] = plain_cells(kinds[name], clean_coded(batch.cells[position]))
        if name == HOUSE_ID:
            private[name] = batch.cells[position]
    cells.update(derived_cells(matched.table, cells))
    arrays.update({f"x_{name}": each for name, each in cells.items()})
    arrays.update(seal_batch(matched.table, private, keys, len(batch.numbers)))
    return pa.table(arrays)


def total_lines(sources: Sequence[Source]) -> int | None:
    lines = [each.file.line_count for each in sources]
    known = [each for each in lines if each is not None]
    return sum(known) if len(known) == len(lines) else None


def _read_ahead(reader: ThreadPoolExecutor, batches: Iterator[RowBatch]) -> Iterator[RowBatch]:
    """The batches, the next one being read while the one before is worked on."""
    coming = reader.submit(next, batches, None)
    while (batch := coming.result()) is not None:
        coming = reader.submit(next, batches, None)
        yield batch


def _only(batch: RowBatch, numbers: frozenset[int]) -> RowBatch:
    """The rows of a batch that have these numbers."""
    return batch.only(pc.is_in(batch.numbers, pa.array(sorted(numbers), pa.int64())))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: it walks millions of rows again and again and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
