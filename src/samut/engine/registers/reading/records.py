"""Files whose rows have names instead of places: Parquet, JSON, JSON lines, and tables of web pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.registers.reading.headers import find_header
from samut.engine.registers.reading.sheets import cell_text
from samut.engine.registers.reading.source import FileKind, SourceFile, file_hash
from samut.rules.errors import SamutError, Where

# A whole document is held in memory; lines are not.
MOST_DOCUMENT_BYTES = 512 << 20
RECORDS_LOOKED_AT = 1_000
PARQUET_ROWS = 65_536

Record = dict[str, Any]


def open_parquet(path: Path, where: Where) -> SourceFile:
    """Raises: IMPORT_002 without rows, READ_001 when it is damaged, READ_002 for lists within cells."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SamutError("READ_001", where, file_name=where.file, kind="Parquet") from error
    for field in file.schema_arrow:
        if pa.types.is_nested(field.type):
            raise SamutError("READ_002", where, column=field.name)
    if file.metadata.num_rows == 0:
        raise SamutError("IMPORT_002", where, file_name=where.file)
    names = tuple(file.schema_arrow.names)
    return SourceFile(path, file_hash(path), FileKind.PARQUET, "", ",", names, 0, file.metadata.num_rows)


def parquet_columns(source: SourceFile) -> Iterator[tuple[pa.Array, ...]]:
    """The columns as text, a piece of the file at a time."""
    file = pq.ParquetFile(source.path)
    for batch in file.iter_batches(batch_size=PARQUET_ROWS):
        yield tuple(_as_text(column) for column in batch.columns)


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind):
        return column.cast(pa.string()).fill_null("")
    return pa.array([cell_text(value) for value in column.to_pylist()], pa.string())


def open_json(path: Path, where: Where) -> SourceFile:
    """A document with one list of records in it, or a record on each line.

    Raises: READ_001 for what is no JSON, READ_002 for lists within a record, READ_003 for a document
    without exactly one list of records, IMPORT_002 for an empty one.
    """
    kind = FileKind.JSON_LINES if _first_line_is_record(path) else FileKind.JSON
    draft = SourceFile(path, file_hash(path), kind, "utf-8-sig", ",", (), 0, None)
    names: dict[str, None] = {}
    count = 0
    for record in _json_records(draft, where):
        names.update(dict.fromkeys(record))
        count += 1
    if not count:
        raise SamutError("IMPORT_002", where, file_name=where.file)
    return replace(draft, header=tuple(names), line_count=count)


def json_records(source: SourceFile) -> Iterator[list[str]]:
    """Each record's cells in the order of the header; what a record does not name is empty."""
    for record in _json_records(source, source.where):
        yield [cell_text(record.get(name)) for name in source.header]


def _first_line_is_record(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        lines = [line for line in islice(stream, 5) if line.strip()]
    if len(lines) < 2 or len(lines[0]) > MOST_DOCUMENT_BYTES:
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except ValueError:
        return False


def _json_records(source: SourceFile, where: Where) -> Iterator[Record]:
    try:
        if source.kind is FileKind.JSON_LINES:
            with source.path.open(encoding=source.encoding) as stream:
                for number, line in enumerate(stream, start=1):
                    if line.strip():
                        yield _flat(json.loads(line), Where(file=where.file, row=number))
            return
        if source.path.stat().st_size > MOST_DOCUMENT_BYTES:
            raise SamutError("IMPORT_015", where, file_name=where.file)
        document = json.loads(source.path.read_text(encoding=source.encoding))
    except (ValueError, RecursionError) as error:
        raise SamutError("READ_001", where, file_name=where.file, kind="JSON") from error
    for number, record in enumerate(_listed(document, where), start=1):
        yield _flat(record, Where(file=where.file, row=number))


def _listed(document: Any, where: Where) -> list[Record]:
    """The one list of records of a document, itself or one level within."""
    lists = [document, *(document.values() if isinstance(document, dict) else ())]
    found = [each for each in lists if isinstance(each, list) and each and isinstance(each[0], dict)]
    if len(found) != 1:
        raise SamutError("READ_003", where, count=len(found))
    return list(found[0])


def _flat(record: Any, where: Where) -> Record:
    """A record with what lies one level within it named by both names."""
    if not isinstance(record, dict):
        raise SamutError("READ_003", where, count=0)
    flat: Record = {}
    for name, value in record.items():
        inner = value.items() if isinstance(value, dict) else ((None, value),)
        for part, each in inner:
            if isinstance(each, list | dict):
                raise SamutError("READ_002", where, column=str(name))
            flat[str(name) if part is None else f"{name}.{part}"] = each
    return flat


def open_html(path: Path, where: Where) -> SourceFile:
    """The largest table of a web page that somebody named .xls. Raises: IMPORT_001, 002, 003."""
    draft = SourceFile(path, file_hash(path), FileKind.HTML, _html_encoding(path), ",", (), 0, None)
    rows = html_records(draft)
    if not rows:
        raise SamutError("IMPORT_003", where, file_name=where.file, found="HTML / XML")
    header, row, followed = find_header(rows)
    if not followed:
        raise SamutError("IMPORT_002" if header else "IMPORT_001", where, file_name=where.file)
    return replace(draft, header=header, header_row=row, line_count=len(rows))


def html_records(source: SourceFile) -> list[list[str]]:
    """The rows of the largest table of the page."""
    if source.path.stat().st_size > MOST_DOCUMENT_BYTES:
        raise SamutError("IMPORT_015", source.where, file_name=source.name)
    parser = _Tables()
    parser.feed(source.path.read_text(encoding=source.encoding, errors="replace"))
    return max(parser.tables, key=len, default=[])


def _html_encoding(path: Path) -> str:
    try:
        path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return "cp874"
    return "utf-8-sig"


class _Tables(HTMLParser):
    """The tables of a page, cell by cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._close()
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is not None:
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
