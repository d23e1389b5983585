"""Everybody of a census found in a register by keyed number: 36 million persons, 14 million cards.

    python bench/join.py [--persons 36000000] [--holders 14000000]

What is timed is what linking does with numbers (engine/linkage/numbers.py): numbers that two persons of
the census hold are set aside, and every other person is found among the holders; the pairs are written
to disk. Each run is a process of its own: three with the memory that the engine allows itself, one with
500 MB. A plain join of the same keys, as one would write it first, is timed beside it, and counts the
same pairs. Before all that, a small country is joined by comparing in Python.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
import measured
import pyarrow.parquet as pq
from import_data import DHIS2_ROWS_PER_SECOND
from join_data import HOLDERS, PERSONS, join_files
from report import Aim, finish

from samut.engine import lake
from samut.engine.lake import open_duckdb, parquet
from samut.engine.linkage.numbers import find_shared, pairs_by_number, passes

SMALL = (60_000, 25_000)
LITTLE_MEMORY = "500MB"
TIMES = 3
COLUMNS = "household_id, member_no, person_key, card_validated"


def opened(folder: Path, limit: str, spill: Path) -> duckdb.DuckDBPyConnection:
    """The two files as linking sees them: tables `member` and `card`."""
    lake.MEMORY_LIMIT = limit
    connection = open_duckdb(spill)
    connection.execute(f"CREATE VIEW member AS FROM {parquet(folder / 'census.parquet')}")
    connection.execute(f"CREATE VIEW card AS FROM {parquet(folder / 'cards.parquet')}")
    return connection


def by_numbers(folder: str, limit: str = lake.MEMORY_LIMIT) -> measured.Work:
    """The engine's way, pairs written to disk."""
    out = Path(tempfile.mkdtemp(prefix="samut-join-"))
    connection = opened(Path(folder), limit, out / "spill")

    def work() -> measured.Told:
        find_shared(connection)
        shares = passes(connection, ["card"])
        for place, share in enumerate(shares):
            query = pairs_by_number("card", COLUMNS, share)
            connection.execute(
                f"COPY ({query}) TO '{out}/{place}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
        pairs = sum(pq.read_metadata(each).num_rows for each in out.glob("*.parquet"))
        shared = connection.execute("SELECT count(*) FROM conflict").fetchall()[0][0]
        shutil.rmtree(out)
        return {"pairs": pairs, "shared": shared, "passes": len(shares)}

    return work


def by_plain_join(folder: str) -> measured.Work:
    """One statement, as one would write it first; pairs are counted only."""
    out = Path(tempfile.mkdtemp(prefix="samut-join-"))
    connection = opened(Path(folder), lake.MEMORY_LIMIT, out / "spill")

    def work() -> measured.Told:
        pairs = connection.execute(
            "SELECT count(*) FROM card JOIN (SELECT person_key FROM member WHERE person_key IS NOT NULL "
            "GROUP BY person_key HAVING count(*) = 1) USING (person_key)"
        ).fetchall()[0][0]
        shutil.rmtree(out)
        return {"pairs": pairs}

    return work


def by_comparing(folder: str) -> measured.Work:
    """The slow, obvious way, in Python."""
    census, cards = (pq.read_table(Path(folder) / f"{name}.parquet") for name in ("census", "cards"))

    def work() -> measured.Told:
        held = Counter(key for key in census["person_key"].to_pylist() if key is not None)
        holders = set(cards["person_key"].to_pylist())
        shared = sum(count > 1 for count in held.values())
        return {"pairs": sum(held[key] == 1 for key in holders), "shared": shared}

    return work


TASKS = {"by_numbers": by_numbers, "by_plain_join": by_plain_join, "by_comparing": by_comparing}


def main() -> None:
    asked = argparse.ArgumentParser(description="Find a census in a register by keyed number.")
    asked.add_argument("--persons", type=int, default=PERSONS)
    asked.add_argument("--holders", type=int, default=HOLDERS)
    given = asked.parse_args()
    script = Path(__file__)
    small = join_files(*SMALL)
    slow, fast = (measured.run(script, task, small, times=1).told for task in ("by_comparing", "by_numbers"))
    if (slow["pairs"], slow["shared"]) != (fast["pairs"], fast["shared"]):
        raise AssertionError(f"{slow} by comparing, {fast} by numbers")
    folder = join_files(given.persons, given.holders)
    ours = measured.run(script, "by_numbers", folder, times=TIMES)
    little = measured.run(script, "by_numbers", folder, LITTLE_MEMORY, times=1)
    plain = measured.run(script, "by_plain_join", folder, times=1)
    figures = {
        "persons": given.persons,
        "holders": given.holders,
        **ours.told,
        **ours.figures("join"),
        **little.figures("join_in_500_mb"),
        **plain.figures("plain_join"),
        "pairs_differing": abs(ours.told["pairs"] - plain.told["pairs"])
        + abs(ours.told["pairs"] - little.told["pairs"]),
        "persons_per_second": round(given.persons / ours.second),
        "dhis2_rows_per_second": DHIS2_ROWS_PER_SECOND,
        "load_before": round(os.getloadavg()[0], 1),
    }
    aims = [Aim("join_seconds", 15), Aim("join_memory_gb", 1), Aim("pairs_differing", 0)]
    finish("join", figures, aims)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in TASKS:
        measured.perform(TASKS)
    else:
        main()
