"""Proving a lake made anew: nothing is missing, and everything opens and is found with the new key alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.keys.building import Built, files_of, rows_in
from samut.engine.keys.derived import indexed_columns, notes_in
from samut.engine.keys.rows import IDENTITY, INDEX, ROWS_AT_ONCE, Change, numbers_of, opened, sealed_columns
from samut.engine.lake import open_duckdb, parquet, quoted
from samut.engine.linkage.decisions import LOG
from samut.engine.seal import Keys
from samut.rules.errors import SamutError, Where

Told = Callable[[int, str], None]


def check(change: Change, lake: Path, draft: Path, built: Built, told: Told) -> None:
    """Hold a lake made anew against the one it was made of. Raises: AUDIT_015 for whatever differs."""
    if [each.relative_to(lake) for each in files_of(lake)] != [
        each.relative_to(draft) for each in files_of(draft)
    ]:
        raise SamutError("AUDIT_015", Where())
    for own, columns in built.sealed.items():
        _check_sealed(change, lake / own, draft / own, columns, told)
    with open_duckdb() as connection:
        for path in (each for each in files_of(draft) if each.suffix == ".parquet"):
            own = path.relative_to(draft)
            if own not in built.sealed:
                told(rows_in(path), own.parts[0])
            if own in built.indexed:
                _check_indexed(connection, lake / own, path, built.indexed[own])
        _check_nothing_old(connection, lake, draft, built)


def check_opens(keys: Keys, lake: Path, progress: Callable[[int, int | None, str], None]) -> int:
    """Open every sealed text of a lake; how many. Raises: AUDIT_010 when one does not open."""
    files = {each: sealed_columns(each) for each in files_of(lake) if each.suffix == ".parquet"}
    total, done, texts = sum(rows_in(each) for each, columns in files.items() if columns), 0, 0
    for path, columns in files.items():
        if not columns:
            continue
        for batch in pq.ParquetFile(path).iter_batches(ROWS_AT_ONCE, columns=list(columns)):
            table = pa.Table.from_batches([batch])
            for name in columns:
                texts += sum(each is not None for each in opened(keys, table[name], path))
            done += len(table)
            progress(done, total, path.parent.parent.parent.name)
    notes = notes_in(lake / LOG)
    texts += len(opened(keys, pa.chunked_array([pa.array(notes, pa.binary())]), lake / LOG))
    return texts


def _check_sealed(change: Change, old: Path, new: Path, columns: Sequence[str], told: Told) -> None:
    """Row by row: the same texts, the index of each number, and nothing else changed."""
    if rows_in(old) != rows_in(new):
        raise SamutError("AUDIT_015", Where(file=old.name))
    keyed = {*columns, INDEX, "content_hash"}
    batches = zip(*(pq.ParquetFile(each).iter_batches(ROWS_AT_ONCE) for each in (old, new)), strict=True)
    for before, after in batches:
        was, now = pa.Table.from_batches([before]), pa.Table.from_batches([after])
        plain = [name for name in was.column_names if name not in keyed]
        same = was.select(plain).equals(now.select(plain))
        for name in columns:
            texts = opened(change.new, now[name], new)
            same = same and texts == opened(change.old, was[name], old)
            if name == IDENTITY and INDEX in now.column_names:
                same = same and _found_by(change, was[INDEX].to_pylist(), now[INDEX].to_pylist(), texts)
        if not same:
            raise SamutError("AUDIT_015", Where(file=old.name))
        told(len(now), old.parent.parent.parent.name)


def _found_by(
    change: Change, was: Sequence[str | None], now: Sequence[str | None], texts: Sequence[str | None]
) -> bool:
    """Whether each number that found its row with the old key finds it with the new."""
    numbers = [
        number if before is not None else None for before, number in zip(was, numbers_of(texts), strict=True)
    ]
    return change.new.blind_indexes(numbers) == list(now)


def _check_indexed(
    connection: duckdb.DuckDBPyConnection, old: Path, new: Path, columns: Sequence[str]
) -> None:
    asked = ", ".join(
        ["count(*)", *(f"count({quoted(each)}), count(DISTINCT {quoted(each)})" for each in columns)]
    )
    counts = [connection.execute(f"SELECT {asked} FROM {parquet(each)}").fetchall() for each in (old, new)]
    if counts[0] != counts[1]:
        raise SamutError("AUDIT_015", Where(file=old.name))


def _check_nothing_old(connection: duckdb.DuckDBPyConnection, lake: Path, draft: Path, built: Built) -> None:
    """No index of the old lake is in any table of the new one."""
    olds = [
        f"SELECT {INDEX} AS old FROM {parquet(lake / own)}"
        for own in built.sealed
        if INDEX in pq.read_schema(lake / own).names
    ]
    if not olds:
        return
    connection.execute(f"CREATE TABLE was AS {' UNION '.join(olds)}")
    for path in (each for each in files_of(draft) if each.suffix == ".parquet"):
        for column in indexed_columns(connection, path):
            [(left,)] = connection.execute(
                f"SELECT count(*) FROM {parquet(path)} AS own SEMI JOIN was ON own.{quoted(column)} = was.old"
            ).fetchall()
            if left:
                raise SamutError("AUDIT_015", Where(file=path.name, column=column))
