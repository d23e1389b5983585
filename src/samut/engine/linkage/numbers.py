"""Numbers of a whole country side by side: which two members hold, which a register has.

Keys are 32 letters, and those of a country do not fit into the memory that the engine allows itself.
So they are compared in passes: each takes one share of all keys, by their hash, of the census and of
the register alike. To read the keys once more for each pass costs less than to put aside what does
not fit; keys themselves are compared in the end, never hashes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

# SQL of a number that equal keys have in common.
HASH = "hash(person_key)"
# Rows of a register whose keys fit beside each other into half of the engine's memory.
KEYS_A_PASS = 3_500_000
# Hashes of the census that are sorted at once: 8 bytes each.
HASHES_A_PASS = 40_000_000


def find_shared(connection: duckdb.DuckDBPyConnection) -> None:
    """Of the table `member` make `conflict`, the numbers that more than one holds, and the view `known`.

    `known` has the members whose number is theirs alone: only these can be found elsewhere by it.
    """
    numbered = _count(connection, "SELECT count(person_key) FROM member")
    repeated = [
        _repeated_hashes(connection, numbered, condition) for condition in _shares(numbered, HASHES_A_PASS)
    ]
    connection.register("repeated_hash", pa.table({"hash": np.concatenate(repeated)}))
    # Two keys may have one hash: those few are compared themselves.
    connection.execute(
        "CREATE TABLE conflict AS SELECT person_key, count(*) AS members FROM member "
        f"WHERE person_key IS NOT NULL AND {HASH} IN (SELECT hash FROM repeated_hash) "
        "GROUP BY person_key HAVING count(*) > 1"
    )
    connection.unregister("repeated_hash")
    connection.execute(
        "CREATE VIEW known AS SELECT * FROM member WHERE person_key IS NOT NULL "
        "AND person_key NOT IN (SELECT person_key FROM conflict)"
    )


def passes(connection: duckdb.DuckDBPyConnection, registers: Sequence[str]) -> list[str]:
    """SQL conditions on person_key that share out all rows, so that each share of a register fits."""
    rows = [_count(connection, f"SELECT count(*) FROM {register}") for register in registers]
    return _shares(max(rows, default=0), KEYS_A_PASS)


def pairs_by_number(register: str, columns: str, condition: str) -> str:
    """SQL of the pairs of a pass: one number, which is the `member`'s alone, in both rows."""
    return (
        f"SELECT {columns} FROM (SELECT * FROM {register} WHERE {condition}) AS register_row "
        f"JOIN (SELECT * FROM known WHERE {condition}) AS member USING (person_key)"
    )


def _shares(rows: int, most: int) -> list[str]:
    count = -(-rows // most)
    if count <= 1:
        return ["true"]
    return [f"{HASH} % {count} = {share}" for share in range(count)]


def _repeated_hashes(
    connection: duckdb.DuckDBPyConnection, most: int, condition: str
) -> npt.NDArray[np.uint64]:
    """The hashes that occur more than once among the keys of a share; there are `most` keys in all."""
    keys = connection.sql(f"SELECT {HASH} AS hash FROM member WHERE person_key IS NOT NULL AND {condition}")
    hashes = np.empty(most, np.uint64)
    count = 0
    for batch in keys.to_arrow_reader():
        hashes[count : count + len(batch)] = batch.column(0).to_numpy()
        count += len(batch)
    hashes = hashes[:count]
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    rows = connection.execute(query).fetchall()
    return int(rows[0][0])
