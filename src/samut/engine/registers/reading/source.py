"""A file that can be read, and its rows as batches of text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from samut.engine.registers.cells import THAI_DIGITS
from samut.rules.errors import SamutError, Where

# Cells of a batch: what is held in memory as text at a time.
BATCH_CELLS = 2_000_000


class FileKind(StrEnum):
    """How a file is read. SHEET: a workbook of any program; RECORDS: JSON, Parquet, a table of a web page."""

    TEXT = "csv"
    SHEET = "sheet"
    JSON = "json"
    JSON_LINES = "json_lines"
    PARQUET = "parquet"
    HTML = "html"


@dataclass(frozen=True)
class SourceFile:
    """A file that can be read, and how. `line_count` is an estimate of its rows (None: unknown).

    `sheet` is the one to read of a workbook. `regular`: a text file each line of which is one
    record, all with as many cells and none empty, which can be read in one sweep. `shown_as` is what it is
    called where it lay in an archive; `of_file` the hash of the workbook that has several such sheets.
    """

    path: Path
    sha256: str
    kind: FileKind
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    line_count: int | None
    sheet: str = ""
    regular: bool = False
    shown_as: str = ""
    of_file: str = ""

    @property
    def file_sha256(self) -> str:
        """The hash of the whole file, of which this may be one sheet of several."""
        return self.of_file or self.sha256

    @property
    def name(self) -> str:
        shown = self.shown_as or self.path.name
        return f"{shown} [{self.sheet}]" if self.sheet else shown

    @property
    def where(self) -> Where:
        return Where(file=self.shown_as or self.path.name, sheet=self.sheet)


@dataclass(frozen=True)
class RowBatch:
    """Rows as text, one column of cells for each of the header's; none of the rows is wholly empty.

    `numbers`: where each stands in the file (int64). `ragged`: which had another width in the file.
    """

    numbers: pa.Array
    cells: tuple[pa.Array, ...]
    ragged: pa.Array

    def __len__(self) -> int:
        return len(self.numbers)

    def only(self, chosen: pa.Array) -> RowBatch:
        """The rows that a mask or a list of places chooses."""
        pick = (lambda each: each.filter(chosen)) if pa.types.is_boolean(chosen.type) else None
        take = pick or (lambda each: each.take(chosen))
        return RowBatch(take(self.numbers), tuple(take(each) for each in self.cells), take(self.ragged))


def batch_of(rows: Sequence[Sequence[str]], numbers: Sequence[int], width: int) -> RowBatch:
    """Rows of any width as a batch; wholly empty ones are left out."""
    kept = [(number, row) for number, row in zip(numbers, rows, strict=True) if any(row)]
    cut: list[Sequence[str]] = []
    ragged = []
    for _, row in kept:
        if len(row) == width:
            cut.append(row)
            ragged.append(False)
            continue
        # Empty cells beyond the header are what spreadsheets leave behind, not data.
        ragged.append(len(row) < width or any(row[width:]))
        cut.append((list(row) + [""] * width)[:width])
    columns = list(zip(*cut, strict=True)) or [()] * width
    return RowBatch(
        pa.array([number for number, _ in kept], pa.int64()),
        tuple(pa.array(column, pa.string()) for column in columns),
        pa.array(ragged, pa.bool_()),
    )


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes: what tells whether it was imported before."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def changed_meanwhile(source: SourceFile) -> SamutError:
    """The file is no longer the one that was opened."""
    return SamutError("IMPORT_012", source.where, file_name=source.name)


def normal_header(text: str) -> str:
    """A header as it is compared: blanks, marks, case and the script of digits set aside."""
    return "".join(text.translate(THAI_DIGITS).replace("\ufeff", "").replace("\u200b", "").split()).casefold()
