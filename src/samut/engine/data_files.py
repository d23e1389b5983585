"""The data somebody names to be measured: a CSV file, a Parquet file, or a folder of Parquet files.

How a CSV file is to be read (its names, its delimiter) is found out here, once, so that every engine
reads the same columns: left to guess, each would guess differently.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from samut.rules.errors import SamutError, Where

DELIMITERS = ",;\t|"
PARQUET_START = b"PAR1"


@dataclass(frozen=True)
class CsvFile:
    """A CSV file with a header. `names` are its columns, each told from the others without its case."""

    path: Path
    names: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True)
class ParquetFiles:
    """Parquet files of one table, sorted. `root` is what was named: the one file, or the folder."""

    root: Path
    files: tuple[Path, ...]


def data_at(path: Path) -> CsvFile | ParquetFiles:
    """What lies at a path.

    Raises: ENGINE_010 nothing there, ENGINE_011 no header, ENGINE_012 broken, ENGINE_013 not UTF-8.
    """
    if path.is_dir():
        files = tuple(sorted(each for each in path.rglob("*.parquet") if _is_data(each, path)))
        if files:
            return ParquetFiles(path, files)
    if not path.is_file():
        raise SamutError("ENGINE_010", file_name=path)
    with path.open("rb") as file:
        start = file.read(len(PARQUET_START))
    return ParquetFiles(path, (path,)) if start == PARQUET_START else _csv_file(path)


def _is_data(file: Path, folder: Path) -> bool:
    # Names that begin so are what writers leave beside their data: _SUCCESS, .part-0.crc.
    return not any(part.startswith(("_", ".")) for part in file.relative_to(folder).parts)


def _csv_file(path: Path) -> CsvFile:
    where = Where(file=path.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = _delimiter(file.readline())
            file.seek(0)
            header = next(csv.reader(file, delimiter=delimiter, strict=True), [])
    except UnicodeDecodeError as error:
        raise SamutError("ENGINE_013", where, file_name=path.name) from error
    except csv.Error as error:
        raise SamutError("ENGINE_012", where, file_name=path.name) from error
    if not any(name.strip() for name in header):
        raise SamutError("ENGINE_011", where, file_name=path.name)
    return CsvFile(path, distinct(header), delimiter)


def _delimiter(line: str) -> str:
    """The delimiter of a header's line: the one that stands most often outside of quotation marks."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, none empty and none twice: SQL does not tell `Weight` from `weight`."""
    found: dict[str, str] = {}
    for number, name in enumerate(names):
        free = wanted = name or f"column{number}"
        again = 0
        while free.casefold() in found:
            again += 1
            free = f"{wanted}_{again}"
        found[free.casefold()] = free
    return tuple(found.values())
