"""The rows of a file of any kind, as batches; and the text of some of them as it stands in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.registers.reading.records import html_records, json_records, parquet_columns
from samut.engine.registers.reading.sheets import sheet_records
from samut.engine.registers.reading.source import BATCH_CELLS, FileKind, RowBatch, SourceFile, batch_of
from samut.engine.registers.reading.text import text_batches, text_originals


def read_batches(source: SourceFile) -> Iterator[RowBatch]:
    """The rows after the header, without the wholly empty ones."""
    if source.kind is FileKind.TEXT:
        yield from text_batches(source)
    elif source.kind is FileKind.PARQUET:
        yield from _of_parquet(source)
    else:
        yield from _of_records(source)


def original_rows(source: SourceFile, wanted: Collection[int]) -> Iterator[tuple[int, str]]:
    """The text of the wanted rows as it stands in the file (of what is no text file, as CSV)."""
    if not wanted:
        return
    if source.kind is FileKind.TEXT:
        yield from text_originals(source, wanted)
        return
    if source.kind is FileKind.PARQUET:
        yield from _parquet_originals(source, wanted)
        return
    remaining = set(wanted)
    for number, cells in enumerate(_records(source), start=1):
        if number in remaining:
            yield number, as_csv(cells)


def as_csv(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _records(source: SourceFile) -> Iterator[list[str]]:
    if source.kind is FileKind.SHEET:
        yield from sheet_records(source)
    elif source.kind is FileKind.HTML:
        yield from html_records(source)
    else:
        yield from json_records(source)


def _of_records(source: SourceFile) -> Iterator[RowBatch]:
    width, number = len(source.header), source.header_row + 1
    records = islice(_records(source), source.header_row, None)
    while rows := list(islice(records, max(1, BATCH_CELLS // width))):
        batch = batch_of(rows, range(number, number + len(rows)), width)
        number += len(rows)
        if len(batch):
            yield batch


def _of_parquet(source: SourceFile) -> Iterator[RowBatch]:
    first = 1
    for columns in parquet_columns(source):
        count = len(columns[0])
        numbers = pa.array(np.arange(first, first + count, dtype=np.int64))
        first += count
        filled = pa.array(np.zeros(count, dtype=np.bool_))
        for column in columns:
            filled = pc.or_(filled, pc.not_equal(column, ""))
            if pc.all(filled).as_py():
                break
        batch = RowBatch(numbers, columns, pa.array(np.zeros(count, dtype=np.bool_)))
        yield batch if pc.all(filled).as_py() else batch.only(filled)


def _parquet_originals(source: SourceFile, wanted: Collection[int]) -> Iterator[tuple[int, str]]:
    """Only the wanted rows become cells of Python: of a country's file they are few."""
    numbers, first = np.array(sorted(wanted), dtype=np.int64), 1
    for columns in parquet_columns(source):
        end = first + len(columns[0])
        here = numbers[np.searchsorted(numbers, first) : np.searchsorted(numbers, end)]
        cells = [column.take(pa.array(here - first)).to_pylist() for column in columns]
        for number, row in zip(here.tolist(), zip(*cells, strict=True), strict=True):
            yield number, as_csv(row)
        first = end
