"""Tables of estimates as files: CSV, Parquet or a spreadsheet, by the ending of the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import xlsxwriter

from samut.rules.errors import SamutError, Where

ENDINGS = (".csv", ".parquet", ".xlsx")
SHEET = "estimates"


def check_ending(path: Path) -> None:
    """Refuse a file of which nobody knows how to write it. Raises: MEASURE_019."""
    if path.suffix.lower() not in ENDINGS:
        raise SamutError("MEASURE_019", Where(file=path.name), name=path.name)


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table by the ending of the file: .csv, .parquet, .xlsx. Raises: MEASURE_019."""
    check_ending(path)
    ending = path.suffix.lower()
    if ending == ".csv":
        arrow_csv.write_csv(table, path, arrow_csv.WriteOptions(quoting_style="needed"))
    elif ending == ".parquet":
        pq.write_table(table, path, compression="zstd")
    else:
        _write_sheet(path, table)


def _write_sheet(path: Path, table: pa.Table) -> None:
    """A spreadsheet with a fixed header; numbers are numbers, an empty cell is no number."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, table.num_columns - 1, 16)
        for place, name in enumerate(table.column_names):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(_rows(table), start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write_number(number, place, value)


def _rows(table: pa.Table) -> Iterable[tuple[object, ...]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
