"""Rows of a register under another key: sealed texts, the index of the number, the hash of the content.

Nothing is taken on trust: each index must be that of the number sealed beside it, else the file is
refused, because what cannot be read cannot be made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.seal import Keys
from samut.rules.errors import SamutError, Where

INDEX, IDENTITY, CONTENT, NUMBER = "person_key", "identity", "content_hash", "number"
ROWS_AT_ONCE = 32_768
COMPRESSION = "zstd"
Texts = Sequence[str | None]


@dataclass(frozen=True)
class Change:
    """From one set of keys to another."""

    old: Keys
    new: Keys


def sealed_columns(path: Path) -> tuple[str, ...]:
    """The columns of a file that hold sealed texts: in the lake nothing else is binary."""
    schema = pq.read_schema(path)
    return tuple(each.name for each in schema if pa.types.is_binary(each.type))


def reseal(change: Change, path: Path, out: Path, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
    """Write a file anew under the other keys, in the same order, row group by row group.

    Yields the rows of each batch, and what became of its indexes: columns `old` and `new`.
    Raises: AUDIT_010 for what the old keys do not open or explain.
    """
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(out, file.schema_arrow, compression=COMPRESSION) as writer:
        for batch in file.iter_batches(ROWS_AT_ONCE):
            table = pa.Table.from_batches([batch], file.schema_arrow)
            table, indexes = _changed(change, table, columns, path)
            writer.write_table(table, row_group_size=ROWS_AT_ONCE)
            yield len(table), indexes


def _changed(
    change: Change, table: pa.Table, columns: Sequence[str], path: Path
) -> tuple[pa.Table, pa.Table]:
    indexes = pa.table({"old": pa.array([], pa.string()), "new": pa.array([], pa.string())})
    for name in columns:
        texts = opened(change.old, table[name], path)
        if name == IDENTITY:
            table, indexes = _with_index(change, table, texts, path)
        sealed = iter(change.new.seal_many([each for each in texts if each is not None]))
        again = [None if each is None else next(sealed) for each in texts]
        table = _replaced(table, name, pa.array(again, pa.binary()))
    return table, indexes


def opened(keys: Keys, sealed: pa.ChunkedArray, path: Path) -> list[str | None]:
    """Sealed texts in the clear, in memory alone. Raises: AUDIT_010."""
    try:
        return keys.unseal_many(sealed.to_pylist())
    except SamutError as error:
        raise SamutError("AUDIT_010", Where(file=path.name)) from error


def _with_index(change: Change, table: pa.Table, identities: Texts, path: Path) -> tuple[pa.Table, pa.Table]:
    """The same rows with the index of their numbers and the hash of their content under the other keys."""
    old, new = _indexes(change, table, identities, path)
    if INDEX in table.column_names:
        table = _replaced(table, INDEX, pa.array(new, pa.string()))
    if CONTENT in table.column_names:
        content = table[CONTENT].to_numpy().copy()
        # The content is a sum (samut.engine.registers.staging): what the keys gave to it goes in and out.
        for sign, keys, indexes in ((-1, change.old, old), (1, change.new, new)):
            content += sign * (_of_indexes(indexes) + _of_marks(keys, identities))
        table = _replaced(table, CONTENT, pa.array(content))
    known = [(was, now) for was, now in zip(old, new, strict=True) if was is not None]
    return table, pa.table({"old": [was for was, _ in known], "new": [now for _, now in known]})


def _indexes(change: Change, table: pa.Table, identities: Texts, path: Path) -> tuple[list[str | None], ...]:
    old: list[str | None] = [None] * len(table)
    if INDEX in table.column_names:
        old = table[INDEX].to_pylist()
    numbers = numbers_of(identities)
    for was, number in zip(old, numbers, strict=True):
        if was is not None and (number is None or change.old.blind_index(number) != was):
            raise SamutError("AUDIT_010", Where(file=path.name))
    # A number that was not valid had no index, and gets none.
    kept = [number if was is not None else None for was, number in zip(old, numbers, strict=True)]
    return old, change.new.blind_indexes(kept)


def numbers_of(identities: Texts) -> list[str | None]:
    """The 13-digit number each sealed identity holds."""
    return [None if each is None else json.loads(each).get(NUMBER) for each in identities]


def _of_indexes(indexes: Texts) -> npt.NDArray[np.int64]:
    """What an index gives to the hash of a row's content (samut.engine.registers.values)."""
    told = [
        0 if each is None else int(hashlib.md5(f"{INDEX}\x1f{each}".encode()).hexdigest()[:15], 16)  # noqa: S324
        for each in indexes
    ]
    return np.array(told, np.int64)


def _of_marks(keys: Keys, identities: Texts) -> npt.NDArray[np.int64]:
    marks = b"".join(each or bytes(8) for each in keys.content_marks(identities))
    return np.frombuffer(marks, np.int64)


def _replaced(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = table.column_names.index(name)
    return table.set_column(place, table.schema.field(name), values)
