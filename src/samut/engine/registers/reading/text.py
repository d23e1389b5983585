"""Text files: any separator, in UTF-8, TIS-620 (CP874) or UTF-16.

A regular file is read by Arrow in one sweep; any other by Python's reader, record by record. Both
give the same rows, which a test demands of files made up for it.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from samut.engine.registers.reading.evenness import Evenness
from samut.engine.registers.reading.headers import find_header
from samut.engine.registers.reading.source import (
    BATCH_CELLS,
    FileKind,
    RowBatch,
    SourceFile,
    batch_of,
    changed_meanwhile,
)
from samut.rules.errors import SamutError, Where

CHUNK_BYTES = 1 << 20
BLOCK_BYTES = 12 << 20
# What programs write where they could not read a letter: what stood there is gone.
LOST_LETTER = "\ufffd"
MOST_EMPTY_HEADERS = 1_000
DELIMITERS = ",;\t|^~"
# The bytes that stand for nothing in CP874.
_NOT_CP874 = bytes(each for each in range(256) if not codecs.decode(bytes([each]), "cp874", "ignore"))
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class _Survey:
    """What one reading of the bytes found. `even`: see the module of that name."""

    sha256: str
    encoding: str
    lines: int | None
    even: bool


def open_text(path: Path, where: Where) -> SourceFile:
    """A text file's encoding, separator and header. Raises: IMPORT_001, 002, 003, 005, 011, READ_007."""
    utf_16 = _utf_16(path)
    if utf_16:
        survey = _surveyed_utf_16(path, where)
        delimiter = _delimiter(path, utf_16)
    else:
        # Separators are single bytes in every other encoding, so they are found before it is known.
        delimiter = _delimiter(path, "latin-1")
        survey = _surveyed(path, delimiter, where)
    draft = SourceFile(path, survey.sha256, FileKind.TEXT, survey.encoding, delimiter, (), 0, survey.lines)
    header, row, followed = find_header(_records(draft))
    if not followed:
        raise SamutError("IMPORT_002" if header else "IMPORT_001", where, file_name=path.name)
    if any(LOST_LETTER in cell for cell in header):
        raise SamutError("READ_007", where, file_name=path.name)
    # The sweep finds nothing in a lone row after the header that has no end of line.
    regular = survey.even and row < (survey.lines or 0)
    return replace(draft, header=header, header_row=row, regular=regular)


def text_batches(source: SourceFile) -> Iterator[RowBatch]:
    """The rows after the header."""
    return _swept(source) if source.regular else slow_batches(source)


def slow_batches(source: SourceFile) -> Iterator[RowBatch]:
    """The rows after the header, record by record: what the sweep must agree with."""
    records = _records(source)
    deque(islice(records, source.header_row), maxlen=0)
    width, number = len(source.header), source.header_row + 1
    while rows := list(islice(records, max(1, BATCH_CELLS // max(1, width)))):
        batch = batch_of(rows, range(number, number + len(rows)), width)
        number += len(rows)
        if len(batch):
            yield batch


def text_originals(source: SourceFile, wanted: Collection[int]) -> Iterator[tuple[int, str]]:
    """The wanted records' own text. In a regular file a record is a line."""
    remaining = set(wanted)
    if not source.regular:
        yield from ((number, text) for number, text in _texts(source) if number in remaining)
        return
    try:
        with source.path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if number in remaining:
                    yield number, line.decode(source.encoding).rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise changed_meanwhile(source) from error


def _swept(source: SourceFile) -> Iterator[RowBatch]:
    width = len(source.header)
    # The header may have had empty cells at its end, which were cut off; the rows have theirs still.
    texts = {f"f{place}": pa.string() for place in range(width + MOST_EMPTY_HEADERS)}
    try:
        reader = arrow_csv.open_csv(
            source.path,
            arrow_csv.ReadOptions(
                encoding=source.encoding.replace("-sig", ""),
                block_size=BLOCK_BYTES,
                skip_rows=source.header_row,
                autogenerate_column_names=True,
            ),
            arrow_csv.ParseOptions(delimiter=source.delimiter, quote_char='"', ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=texts, strings_can_be_null=False),
        )
        first = source.header_row + 1
        for block in reader:
            batch = _of_block(block, first, width)
            first += block.num_rows
            if len(batch):
                yield batch
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:  # it was even when it was opened
        raise changed_meanwhile(source) from error


def _of_block(block: pa.RecordBatch, first: int, width: int) -> RowBatch:
    columns = block.columns
    empty = pa.array(np.ones(block.num_rows, dtype=np.bool_))
    for column in columns:
        empty = pc.and_(empty, pc.equal(column, ""))
        if not pc.any(empty).as_py():
            break
    beyond = pa.array(np.zeros(block.num_rows, dtype=np.bool_))
    for column in columns[width:]:
        beyond = pc.or_(beyond, pc.not_equal(column, ""))
    numbers = pa.array(np.arange(first, first + block.num_rows, dtype=np.int64))
    batch = RowBatch(numbers, tuple(columns[:width]), beyond)
    return batch.only(pc.invert(empty)) if pc.any(empty).as_py() else batch


def _utf_16(path: Path) -> str:
    with path.open("rb") as stream:
        return "utf-16" if stream.read(2) in UTF_16 else ""


def _surveyed_utf_16(path: Path, where: Where) -> _Survey:
    """The hash of a UTF-16 file that decodes. Raises: IMPORT_005."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-16")()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            if not _decodes(decoder, chunk):
                raise SamutError("IMPORT_005", where, row=1, found="UTF-16")
    if not _decodes(decoder, b"", final=True):
        raise SamutError("IMPORT_005", where, row=1, found="UTF-16")
    return _Survey(digest.hexdigest(), "utf-16", None, even=False)


def _delimiter(path: Path, encoding: str) -> str:
    """The separator: what a first line "sep=;" says, else what the fullest of the first lines has most of."""
    with path.open(encoding=encoding, newline="") as stream:
        lines = [line for line in islice(stream, 20) if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip("\r\n")) == 5:
        return lines[0][4]
    return max(DELIMITERS, key=lambda each: max(_outside_quotes(line, each) for line in lines or [""]))


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _surveyed(path: Path, delimiter: str, where: Where) -> _Survey:
    """One reading of the bytes for the hash, the encoding, the lines, and whether they are even."""
    digest = hashlib.sha256()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8, start, evenness = True, b"", Evenness(delimiter)
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            start = start or chunk[:3]
            digest.update(chunk)
            if b"\0" in chunk:
                raise SamutError("IMPORT_003", where, file_name=path.name, found="binary")
            evenness.look_at(chunk)
            is_utf8 = is_utf8 and _decodes(utf8, chunk)
    if is_utf8 and _decodes(utf8, b"", final=True):
        encoding = "utf-8-sig" if start == codecs.BOM_UTF8 else "utf-8"
    else:
        _check_cp874(path, where)
        encoding = "cp874"
    return _Survey(digest.hexdigest(), encoding, evenness.lines, evenness.ends_even())


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_cp874(path: Path, where: Where) -> None:
    """Raises: IMPORT_005 naming the first row with a byte that CP874 does not have."""
    row = 1
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if len(chunk.translate(None, _NOT_CP874)) < len(chunk):
                first = next(place for place, each in enumerate(chunk) if each in _NOT_CP874)
                row += chunk.count(b"\n", 0, first)
                raise SamutError("IMPORT_005", Where(file=where.file, row=row), row=row, found="?")
            row += chunk.count(b"\n")


def _records(source: SourceFile) -> Iterator[list[str]]:
    """Every record of the file, the empty ones too, so that counting them gives the row's number.

    Raises: IMPORT_011 where a quotation mark is opened and never closed: it takes in other rows.
    """
    taken: list[str] = []
    with source.path.open(encoding=source.encoding, newline="") as stream:

        def lines() -> Iterator[str]:
            for line in stream:
                taken.append(line)
                yield line

        reader = csv.reader(lines(), delimiter=source.delimiter)
        try:
            for record in reader:
                if len(taken) > 1 and sum(line.count('"') for line in taken) % 2:
                    raise _never_closed(source, reader.line_num - len(taken) + 1)
                taken.clear()
                yield record
        except UnicodeDecodeError as error:  # the whole file was decoded when it was opened
            raise changed_meanwhile(source) from error
        except csv.Error as error:
            raise _never_closed(source, reader.line_num) from error


def _never_closed(source: SourceFile, row: int) -> SamutError:
    return SamutError("IMPORT_011", Where(file=source.name, row=row), row=row)


def _texts(source: SourceFile) -> Iterator[tuple[int, str]]:
    """Every record's own text. The CSV reader takes from the stream just the lines of a record."""
    taken: list[str] = []
    with source.path.open(encoding=source.encoding, newline="") as stream:

        def lines() -> Iterator[str]:
            for line in stream:
                taken.append(line)
                yield line

        try:
            for number, _ in enumerate(csv.reader(lines(), delimiter=source.delimiter), start=1):
                yield number, "".join(taken).rstrip("\r\n")
                taken.clear()
        except (UnicodeDecodeError, csv.Error) as error:  # both readings before this one went well
            raise changed_meanwhile(source) from error
