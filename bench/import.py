"""How fast a register comes in: everything from the file to the manifest, and a table checked in place.

    python bench/import.py [--rows 1000000] [--sheet-rows 100000] [--checked-rows 10000000]

A CSV of 47 columns, in UTF-8 and in CP874; a workbook of 30 columns; and a Parquet file of 47 columns
whose rows are checked, 44 columns of them by their content, with a report row by row.
"""

from __future__ import annotations

import argparse
import os

import import_data
from import_once import in_a_process
from report import Aim, finish

SHEET_COLUMNS = 30


def main() -> None:
    words = argparse.ArgumentParser(description="Import a register, and check one.")
    words.add_argument("--rows", type=int, default=import_data.ROWS)
    words.add_argument("--sheet-rows", type=int, default=import_data.SHEET_ROWS)
    words.add_argument("--checked-rows", type=int, default=import_data.CHECKED_ROWS)
    given = words.parse_args()
    profile = import_data.write_profile(import_data.DATA)
    sheet_profile = import_data.write_profile(import_data.DATA, SHEET_COLUMNS)
    table = import_data.parquet_file(given.checked_rows)
    sheet = import_data.workbook(given.sheet_rows, SHEET_COLUMNS)
    files = {name: import_data.csv_file(given.rows, name) for name in ("utf-8", "cp874")}
    figures: dict[str, float] = {
        "dhis2_rows_per_second": import_data.DHIS2_ROWS_PER_SECOND,
        "load_before": round(os.getloadavg()[0], 1),
    }
    for encoding, path in files.items():
        figures |= in_a_process("imported", encoding.replace("-", ""), path, profile)
    figures |= in_a_process("imported", "xlsx", sheet, sheet_profile)
    figures |= in_a_process("checked", "checked", table, profile)
    aims = [
        Aim("utf8_seconds", 20),
        Aim("utf8_memory_gb", 1),
        Aim("cp874_seconds", 20),
        Aim("cp874_memory_gb", 1),
        Aim("xlsx_seconds", 10),
        Aim("checked_seconds", 10),
    ]
    finish("import", figures, aims)


if __name__ == "__main__":
    main()
