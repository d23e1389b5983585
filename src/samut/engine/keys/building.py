"""A lake made anew under another key, file by file, in a folder of its own."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.keys.derived import BECAME, decisions_anew, indexed_columns, rewrite
from samut.engine.keys.rows import Change, reseal, sealed_columns
from samut.engine.lake import MANIFEST, UNFINISHED, open_duckdb
from samut.engine.linkage.decisions import LOG
from samut.rules.errors import SamutError, Where

LEFT_OUT = (".lock",)
# Folders that are made anew by themselves: the index that names are found by is sealed as a whole.
MADE_ANEW = (UNFINISHED, "search")
# Which index became which, while the lake is being made. It does not become part of it.
INDEX_MAP, SPILL = "index-map", "spill"
AN_INDEX = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
Told = Callable[[int, str], None]


@dataclass(frozen=True)
class Built:
    """What was made anew, as paths within the lake: with sealed columns, and with indexes only.

    `hashes`: the SHA-256 of each file that holds indexes only, before and after. `decided`: people had
    said something of pairs, so links are to be made anew.
    """

    sealed: Mapping[Path, tuple[str, ...]]
    indexed: Mapping[Path, tuple[str, ...]]
    hashes: Mapping[Path, tuple[str, str]]
    persons: int
    decided: bool


def files_of(lake: Path) -> list[Path]:
    """The files of a lake, without locks, what is being written, and what is made anew by itself."""
    found = (each for each in lake.rglob("*") if each.is_file() and each.suffix not in LEFT_OUT)
    return sorted(each for each in found if each.relative_to(lake).parts[0] not in MADE_ANEW)


def rows_in(path: Path) -> int:
    rows: int = pq.read_metadata(path).num_rows
    return rows


def build(change: Change, lake: Path, draft: Path, told: Told) -> Built:
    """Make the whole lake anew in `draft`. Raises: AUDIT_010."""
    files = files_of(lake)
    for each in {path.parent.relative_to(lake) for path in files}:
        (draft / each).mkdir(parents=True, exist_ok=True)
    tables = [each for each in files if each.suffix == ".parquet"]
    sealed = {each: columns for each in tables if (columns := sealed_columns(each))}
    (draft / INDEX_MAP).mkdir()
    for number, (path, columns) in enumerate(sealed.items()):
        _reseal(change, lake, draft, path, columns, number, told)
    connection = open_duckdb(draft / SPILL)
    try:
        persons = _load_became(connection, draft)
        rest = [each for each in tables if each not in sealed]
        indexed = _rewrite(connection, change, lake, draft, rest, told)
        hashes = {each: (_sha256(lake / each), _sha256(draft / each)) for each in indexed}
        others = [each for each in files if each.suffix != ".parquet"]
        decided = _others(connection, change, lake, draft, others, hashes)
    finally:
        connection.close()
    for aside in (INDEX_MAP, SPILL):
        shutil.rmtree(draft / aside, ignore_errors=True)
    within = {path.relative_to(lake): columns for path, columns in sealed.items()}
    return Built(within, indexed, hashes, persons, decided)


def _reseal(
    change: Change, lake: Path, draft: Path, path: Path, columns: tuple[str, ...], number: int, told: Told
) -> None:
    out = draft / path.relative_to(lake)
    schema = pa.schema([("old", pa.string()), ("new", pa.string())])
    with pq.ParquetWriter(draft / INDEX_MAP / f"{number:06d}.parquet", schema) as writer:
        for rows, indexes in reseal(change, path, out, columns):
            writer.write_table(indexes)
            told(rows, path.parent.parent.parent.name)


def _load_became(connection: duckdb.DuckDBPyConnection, draft: Path) -> int:
    folder = str(draft / INDEX_MAP).replace("'", "''")
    there = any((draft / INDEX_MAP).iterdir())
    source = f"read_parquet('{folder}/*.parquet')" if there else "(SELECT '' AS old, '' AS new WHERE false)"
    connection.execute(f"CREATE TABLE {BECAME} AS SELECT DISTINCT old, new FROM {source}")
    [(persons,)] = connection.execute(f"SELECT count(*) FROM {BECAME}").fetchall()
    return int(persons)


def _rewrite(
    connection: duckdb.DuckDBPyConnection,
    change: Change,
    lake: Path,
    draft: Path,
    tables: list[Path],
    told: Told,
) -> dict[Path, tuple[str, ...]]:
    """Files with indexes anew, the others as they are."""
    indexed: dict[Path, tuple[str, ...]] = {}
    for path in tables:
        own = path.relative_to(lake)
        columns = indexed_columns(connection, path)
        if columns:
            rewrite(connection, change, path, draft / own, columns)
            indexed[own] = columns
        else:
            os.link(path, draft / own)  # a file of the lake never changes: both may hold it
        told(rows_in(path), own.parts[0])
    return indexed


def _others(
    connection: duckdb.DuckDBPyConnection,
    change: Change,
    lake: Path,
    draft: Path,
    files: list[Path],
    hashes: Mapping[Path, tuple[str, str]],
) -> bool:
    """Manifests with the sizes and hashes of what was made anew; the log of decisions; the rest."""
    for path in files:
        own = path.relative_to(lake)
        if own == LOG:
            text = decisions_anew(connection, change, path.read_text(encoding="utf-8"), path.name)
        elif path.name == MANIFEST:
            text = _manifest(path, draft / own.parent, hashes, own.parent)
        else:
            shutil.copy2(path, draft / own)
            _check_no_index(connection, draft / own)
            continue
        (draft / own).write_text(text, encoding="utf-8")
        (draft / own).chmod(path.stat().st_mode & 0o777)
        _check_no_index(connection, draft / own)
    return (lake / LOG).is_file()


def _manifest(path: Path, folder: Path, hashes: Mapping[Path, tuple[str, str]], own: Path) -> str:
    text = path.read_text(encoding="utf-8")
    for file, (before, after) in hashes.items():
        if file.parent == own:
            text = text.replace(before, after)
    said = json.loads(text)
    tables = said.get("tables") if isinstance(said, dict) else None
    if not isinstance(tables, list) or not all(isinstance(each, dict) and "bytes" in each for each in tables):
        return text
    for each in tables:
        each["bytes"] = (folder / f"{each['id']}.parquet").stat().st_size
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _check_no_index(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """A file that is no table holds no index of before. Raises: AUDIT_010."""
    found = sorted({each.decode() for each in AN_INDEX.findall(path.read_bytes())})
    [(known,)] = connection.execute(
        f"SELECT count(*) FROM {BECAME} WHERE list_contains($found, old)", {"found": found}
    ).fetchall()
    if known:
        raise SamutError("AUDIT_010", Where(file=path.name))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
