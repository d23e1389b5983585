"""Numbers of a whole country side by side: which two members hold, which a register has.

Keys are 32 letters, and those of a country do not fit into the memory that the engine allows itself.
So they are compared in passes: each takes the keys that begin alike, of the census and of the register.
To read the keys once more for each pass costs less than to put aside what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

# SQL of a number that equal keys have in common.
HASH = "hash(person_key)"
# SQL of the members whom no pass has.
WITHOUT_NUMBER = "person_key IS NULL"
# Rows of a register whose keys fit beside each other into half of the engine's memory.
KEYS_A_PASS = 3_500_000
# Hashes of the census that are sorted at once: 8 bytes each.
HASHES_A_PASS = 40_000_000


def find_shared(connection: duckdb.DuckDBPyConnection) -> None:
    """Of the table `member` make `conflict`, the numbers that more than one holds, and the view `known`.

    `known` has the members whose number is theirs alone: only these can be found elsewhere by it.
    """
    numbered = _count(connection, "SELECT count(person_key) FROM member")
    repeated = [_repeated_hashes(connection, numbered, share) for share in _shares(numbered, HASHES_A_PASS)]
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
    """SQL conditions that share out all rows with a key, so that each share of a register fits."""
    rows = [_count(connection, f"SELECT count(*) FROM {register}") for register in registers]
    return _shares(max(rows, default=0), KEYS_A_PASS)


def pairs_by_number(register: str, columns: str, share: str) -> str:
    """SQL of the pairs of a pass: one number, which is the `member`'s alone, in both rows."""
    # Shared numbers are left out where there are fewer rows; the join then keeps those at hand.
    return (
        f"SELECT {columns} FROM (SELECT * FROM {register} WHERE {share} "
        "AND person_key NOT IN (SELECT person_key FROM conflict)) AS register_row "
        f"JOIN (SELECT * FROM member WHERE {share}) AS member USING (person_key)"
    )


def _shares(rows: int, most: int) -> list[str]:
    """Keys are hashes: so many begin with one letter as with any other."""
    count = max(1, -(-rows // most))
    bounds = [f"{place * 16**4 // count:04x}" for place in range(1, count)]
    above = ["person_key IS NOT NULL", *(f"person_key >= '{each}'" for each in bounds)]
    below = [*(f" AND person_key < '{each}'" for each in bounds), ""]
    return [low + high for low, high in zip(above, below, strict=True)]


def _repeated_hashes(connection: duckdb.DuckDBPyConnection, most: int, share: str) -> npt.NDArray[np.uint64]:
    """The hashes that occur more than once among the keys of a share; there are `most` keys in all."""
    keys = connection.sql(f"SELECT {HASH} AS hash FROM member WHERE {share}")
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
