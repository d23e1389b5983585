"""Census persons and card holders of an invented country, by the keys that the lake holds them by.

    python bench/join_data.py [--persons 36000000] [--holders 14000000]

The numbers are nobody's. Each is hashed as an import hashes it (engine/seal.py), with a key of this
data's own. Parquet as the lake writes it (zstd, row groups of 32,768 rows):

    bench/data/join-36000000-14000000/census.parquet   household_id member_no person_key
    bench/data/join-36000000-14000000/cards.parquet    person_key card_validated

What is true of it: one person of the census in twenty-five has no valid number, one in two thousand
has the number of the one before, two thirds of the holders are in the census, and neither file knows
the other's order.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from import_data import bare_numbers

from samut.engine.seal import KEY_BYTES, Keys

DATA = Path(__file__).parent / "data"
PERSONS = 36_000_000
HOLDERS = 14_000_000
SEED = 1
MARKER = "made-1"
BLOCK = 500_000
ROW_GROUP = 32_768
PERSONS_A_HOUSEHOLD = 3
NO_NUMBER, NUMBER_OF_ANOTHER, IN_CENSUS, VALIDATED = 0.04, 0.0005, 2 / 3, 0.9
Serials = npt.NDArray[np.int64]


def join_files(persons: int = PERSONS, holders: int = HOLDERS, data: Path = DATA) -> Path:
    """The folder with the two files, made where they are not there yet."""
    folder = data / f"join-{persons}-{holders}"
    if (folder / MARKER).exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [np.arange(first, min(first + BLOCK, persons)) for first in range(0, persons, BLOCK)]
    _write(folder / "census.parquet", blocks, census_rows)
    _write(
        folder / "cards.parquet", np.array_split(_holders(persons, holders), -(-holders // BLOCK)), card_rows
    )
    (folder / MARKER).touch()
    return folder


def census_rows(serials: Serials) -> pa.Table:
    """Persons of the census, household by household."""
    rng = np.random.default_rng([SEED, int(serials[0])])
    holds = np.where(rng.random(len(serials)) < NUMBER_OF_ANOTHER, np.maximum(serials - 1, 0), serials)
    keys = pa.array(_keys().blind_indexes(bare_numbers(holds)), mask=rng.random(len(serials)) < NO_NUMBER)
    houses, house_of = np.unique(serials // PERSONS_A_HOUSEHOLD, return_inverse=True)
    opaque = pa.array(_keys().household_ids([str(each) for each in houses.tolist()]))
    member_no = pa.array(1 + serials % PERSONS_A_HOUSEHOLD, pa.int32())
    return pa.table(
        {"household_id": opaque.take(pa.array(house_of)), "member_no": member_no, "person_key": keys}
    )


def card_rows(serials: Serials) -> pa.Table:
    rng = np.random.default_rng([SEED, int(serials[0])])
    keys = pa.array(_keys().blind_indexes(bare_numbers(serials)))
    return pa.table({"person_key": keys, "card_validated": rng.random(len(serials)) < VALIDATED})


def _holders(persons: int, holders: int) -> Serials:
    """Who holds a card, in no order: persons of the census, and nobodies beyond it."""
    rng = np.random.default_rng(SEED)
    there = rng.permutation(persons)[: int(holders * IN_CENSUS)]
    elsewhere = np.arange(persons, persons + holders - len(there))
    return rng.permutation(np.concatenate([there, elsewhere]))


def _keys() -> Keys:
    secret = b"nobody's secret".ljust(KEY_BYTES, b".")
    return Keys(index_key=secret, household_key=secret, content_key=secret, cipher=AESGCM(secret))


def _write(path: Path, blocks: Sequence[Serials], rows: Callable[[Serials], pa.Table]) -> None:
    writer: pq.ParquetWriter | None = None
    for table in _made(blocks, rows):
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=ROW_GROUP)
    if writer is not None:
        writer.close()


def _made(blocks: Sequence[Serials], rows: Callable[[Serials], pa.Table]) -> Iterator[pa.Table]:
    """The rows of each block, made by as many processes as there are cores, a few blocks ahead."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        for first in range(0, len(blocks), 4 * cores):
            yield from pool.map(rows, blocks[first : first + 4 * cores])


def main() -> None:
    asked = argparse.ArgumentParser(description="Invent the persons and holders that bench/join.py joins.")
    asked.add_argument("--persons", type=int, default=PERSONS)
    asked.add_argument("--holders", type=int, default=HOLDERS)
    given = asked.parse_args()
    print(join_files(given.persons, given.holders))


if __name__ == "__main__":
    main()
