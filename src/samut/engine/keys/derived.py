"""What was made of the registers, under another key: links, lists and whatever else holds an index.

Columns are known by what they hold, not by their names: an index is 32 hex letters. One that no row of
a register explains is refused. The names of pairs follow from the index, so they are computed anew too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from samut.engine.keys.rows import Change
from samut.engine.lake import parquet, quoted
from samut.engine.linkage.decisions import PairKey
from samut.engine.seal import Keys
from samut.rules.errors import SamutError, Where

INDEX = "^[0-9a-f]{32}$"
PAIR = "pair"
OF_A_PAIR = ("edition", "register", "register_key", "household_id", "member_no")
# The table of the connection that says which index became which.
BECAME = "became"


def indexed_columns(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """The columns of a file that hold indexes of persons."""
    described = connection.execute(f"DESCRIBE FROM {parquet(path)}").fetchall()
    texts = [str(name) for name, kind, *_ in described if kind == "VARCHAR"]
    if not texts:
        return ()
    asked = ", ".join(f"bool_or(regexp_full_match({quoted(each)}, '{INDEX}'))" for each in texts)
    [found] = connection.execute(f"SELECT {asked} FROM {parquet(path)}").fetchall()
    return tuple(name for name, holds in zip(texts, found, strict=True) if holds)


def rewrite(
    connection: duckdb.DuckDBPyConnection, change: Change, path: Path, out: Path, columns: tuple[str, ...]
) -> None:
    """Write a file anew with the new indexes, in the same order. Raises: AUDIT_010 for one unexplained."""
    told = [f"coalesce({_new(each)}, {_own(each)}) AS {quoted(each)}" for each in columns]
    joins = [
        f"LEFT JOIN {BECAME} AS {quoted(f'became {each}')} ON {_own(each)} = {quoted(f'became {each}')}.old"
        for each in columns
    ]
    if _names_pairs(connection, path):
        _name_pairs(connection, change, path)
        told.append(f"coalesce(pair_became.new, {_own(PAIR)}) AS {PAIR}")
        joins.append(f"LEFT JOIN pair_became ON {_own(PAIR)} = pair_became.old")
    for each in columns:
        [(left,)] = connection.execute(
            f"SELECT count(*) FROM {parquet(path)} AS own ANTI JOIN {BECAME} ON {_own(each)} = {BECAME}.old "
            f"WHERE regexp_full_match({_own(each)}, '{INDEX}')"
        ).fetchall()
        if left:
            raise SamutError("AUDIT_010", Where(file=path.name, column=each))
    file, written = (str(each).replace("'", "''") for each in (path, out))
    connection.execute(
        f"COPY (SELECT own.* EXCLUDE (file_row_number) REPLACE ({', '.join(told)}) "
        f"FROM read_parquet('{file}', file_row_number = true) AS own "
        f"{' '.join(joins)} ORDER BY own.file_row_number) TO '{written}' "
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
    )


def _own(column: str) -> str:
    return f"own.{quoted(column)}"


def _new(column: str) -> str:
    return f"{quoted(f'became {column}')}.new"


def _names_pairs(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    described = connection.execute(f"DESCRIBE FROM {parquet(path)}").fetchall()
    return {PAIR, *OF_A_PAIR} <= {str(name) for name, *_ in described}


def _name_pairs(connection: duckdb.DuckDBPyConnection, change: Change, path: Path) -> None:
    """The table `pair_became`: the names of the pairs of a file, old and new."""
    rows = connection.execute(
        f"SELECT pair, {', '.join(OF_A_PAIR)}, became.new FROM {parquet(path)} "
        f"JOIN {BECAME} AS became ON register_key = became.old WHERE pair IS NOT NULL"
    ).fetchall()
    named = {}
    for pair, *parts, index in rows:
        edition, register, _, household, member = parts
        key = PairKey(*parts)
        if name_of_pair(change.old, key) != pair:
            raise SamutError("AUDIT_010", Where(file=path.name, column=PAIR))
        named[pair] = name_of_pair(change.new, PairKey(edition, register, index, household, member))
    table = pa.table(
        {"old": pa.array(named.keys(), pa.string()), "new": pa.array(named.values(), pa.string())}
    )
    connection.register("pair_named", table)
    connection.execute("CREATE OR REPLACE TEMP TABLE pair_became AS FROM pair_named")
    connection.unregister("pair_named")


def name_of_pair(keys: Keys, key: PairKey) -> str:
    """What a pair is called under these keys (as samut.engine.linkage.by_name calls it)."""
    return keys.content_mark(f"pair|{key.text()}").hex()


def decisions_anew(connection: duckdb.DuckDBPyConnection, change: Change, text: str, name: str) -> str:
    """The log of what people said of pairs, line for line. Raises: AUDIT_010."""
    lines = [json.loads(line) for line in text.splitlines()]
    became = _became(connection, {line["key"]["register_key"] for line in lines})
    for line in lines:
        if line["key"]["register_key"] not in became:
            raise SamutError("AUDIT_010", Where(file=name))
        line["key"]["register_key"] = became[line["key"]["register_key"]]
        line["pair"] = name_of_pair(change.new, PairKey(**line["key"]))
        if line["note"]:
            line["note"] = change.new.seal(change.old.unseal(bytes.fromhex(line["note"]))).hex()
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def notes_in(log: Path) -> list[bytes]:
    """The sealed notes of the log of what people said of pairs."""
    if not log.is_file():
        return []
    said = [json.loads(line)["note"] for line in log.read_text(encoding="utf-8").splitlines()]
    return [bytes.fromhex(each) for each in said if each]


def _became(connection: duckdb.DuckDBPyConnection, indexes: set[str]) -> Mapping[str, str]:
    rows = connection.execute(
        f"SELECT old, new FROM {BECAME} WHERE list_contains($asked, old)", {"asked": sorted(indexes)}
    ).fetchall()
    return dict(rows)
