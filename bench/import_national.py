"""A register of the whole country into one lake: 36 million rows of 47 columns, from Parquet or CSV.

    python bench/import_national.py [--rows 36000000] [--from parquet csv] [--folder /tmp/samut-national]

The file is invented a block at a time, seeded, where it is not there yet (five minutes; 1.6 GB of Parquet,
11 GB of CSV), and may be deleted afterwards; the lake it comes into is gone at the end. Memory is the
most that the importing process ever had.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import import_data
from import_once import in_a_process
from report import Aim, finish

ROWS = 36_000_000
FOLDER = Path("/tmp/samut-national")  # noqa: S108  nobody is in it
MAKERS = {"parquet": import_data.parquet_file, "csv": import_data.csv_file}


def main() -> None:
    words = argparse.ArgumentParser(description="Import a register of the whole country.")
    words.add_argument("--rows", type=int, default=ROWS)
    words.add_argument("--from", dest="kinds", nargs="+", choices=MAKERS, default=["parquet", "csv"])
    words.add_argument("--folder", type=Path, default=FOLDER)
    given = words.parse_args()
    figures: dict[str, float] = {
        "rows": given.rows,
        "dhis2_rows_per_second": import_data.DHIS2_ROWS_PER_SECOND,
    }
    aims = []
    for kind in given.kinds:
        path = MAKERS[kind](given.rows, data=given.folder)
        profile = import_data.write_profile(given.folder)
        figures[f"{kind}_load_before"] = round(os.getloadavg()[0], 1)
        figures |= in_a_process("imported", kind, path, profile, given.folder)
        aims.append(Aim(f"{kind}_memory_gb", 4))
    finish("import-national", figures, aims)


if __name__ == "__main__":
    main()
