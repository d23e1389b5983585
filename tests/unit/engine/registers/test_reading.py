"""The same table in every kind of file gives the same rows; the sweep agrees with the slow reader."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.registers.reading import (
    SourceFile,
    open_source,
    open_sources,
    original_rows,
    read_batches,
    text,
)
from samut.engine.registers.reading.text import slow_batches
from samut.rules.errors import SamutError

HEADER = ["เลขที่", "ชื่อ", "จำนวน"]
ROWS = [["0012", "สมหญิง", "3"], ["0013", "NA", ""], ["3999900000014", "ก ข", "๕"]]


def rows_of(source: SourceFile) -> list[tuple[int, list[str], bool]]:
    found: list[tuple[int, list[str], bool]] = []
    for batch in read_batches(source):
        cells = [column.to_pylist() for column in batch.cells]
        rows = [list(row) for row in zip(*cells, strict=True)]
        found += zip(batch.numbers.to_pylist(), rows, batch.ragged.to_pylist(), strict=True)
    return found


def as_text(delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *ROWS])
    return text.getvalue()


def xlsx(path: Path, above: int = 0, sheets: int = 1) -> None:
    with xlsxwriter.Workbook(path) as book:
        for _ in range(sheets):
            page = book.add_worksheet()
            if above:
                page.write(0, 0, "รายชื่อผู้มีสิทธิ ปี 2561")
            for number, row in enumerate([HEADER, *ROWS], start=above):
                page.write_row(number, 0, row)


@pytest.mark.parametrize("delimiter", list(",;\t|^"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_text_of_any_separator_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(as_text(delimiter).encode(encoding))
    source = open_source(path)
    assert (list(source.header), source.delimiter) == (HEADER, delimiter)
    assert rows_of(source) == [(place, row, False) for place, row in enumerate(ROWS, start=2)]


def test_every_kind_of_file_gives_the_same_rows(tmp_path: Path) -> None:
    records = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    (tmp_path / "a.json").write_text(json.dumps({"ok": True, "data": records}, ensure_ascii=False), "utf-8")
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps(each) for each in records), "utf-8")
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "c.parquet")
    xlsx(tmp_path / "d.xlsx")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [HEADER, *ROWS])
    (tmp_path / "e.xls").write_text(f"<html><table>{cells}</table></html>", "utf-8")
    with gzip.open(tmp_path / "f.csv.gz", "wt", encoding="utf-8") as packed:
        packed.write(as_text(","))
    for name in sorted(each.name for each in tmp_path.iterdir()):
        (source,) = open_sources(tmp_path / name, lambda: tmp_path)
        assert list(source.header) == HEADER, name
        assert [row for _, row, _ in rows_of(source)] == ROWS, name


def test_numbers_and_dates_of_a_workbook_are_as_somebody_would_type_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["pid", "born", "seen", "share", "yes"])
        page.write_number(1, 0, 3999900000014)
        shown = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_datetime(1, 1, datetime.fromisoformat("1977-05-03"), shown)
        page.write_datetime(1, 2, datetime.fromisoformat("2018-05-03 09:30"), shown)
        page.write_number(1, 3, 0.25)
        page.write_boolean(1, 4, True)
    assert rows_of(open_source(tmp_path / "a.xlsx")) == [
        (2, ["3999900000014", "1977-05-03", "2018-05-03 09:30:00", "0.25", "1"], False)
    ]


def test_title_above_the_header_and_several_sheets(tmp_path: Path) -> None:
    xlsx(tmp_path / "a.xlsx", above=3, sheets=2)
    first, second = open_sources(tmp_path / "a.xlsx")
    assert (first.header_row, first.name, second.name) == (4, "a.xlsx [Sheet1]", "a.xlsx [Sheet2]")
    assert first.sha256 != second.sha256 and first.file_sha256 == second.file_sha256
    for source in (first, second):
        assert rows_of(source) == [(place, row, False) for place, row in enumerate(ROWS, start=5)]


def test_header_with_empty_cells_over_full_rows_is_the_header_still(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,,\n3999900000014,x,y\n3999900000022,x,y\n", "utf-8")
    source = open_source(tmp_path / "a.csv")
    assert (source.header, source.header_row) == (("a",), 1)
    assert [ragged for _, _, ragged in rows_of(source)] == [True, True]


def test_a_single_row_without_an_end_of_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("a,b\n1,2")
    assert rows_of(open_source(path)) == [(2, ["1", "2"], False)]


def test_archives_and_folders_give_each_file_its_name(tmp_path: Path) -> None:
    inner = tmp_path / "in" / "deep"
    inner.mkdir(parents=True)
    (inner / "a.csv").write_text(as_text(","), "utf-8")
    (tmp_path / "in" / ".hidden.csv").write_text("x", "utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "z.zip", "w") as archive:
        archive.writestr("ทะเบียน/../../../b.csv", as_text(";"))
        archive.writestr("__MACOSX/b.csv", "x")
    found = open_sources(tmp_path / "in", lambda: tmp_path)
    assert [each.name for each in found] == ["in/deep/a.csv", "in/z.zip/ทะเบียน/../../../b.csv"]
    assert all(tmp_path in each.path.parents for each in found)
    assert [[row for _, row, _ in rows_of(each)] for each in found] == [ROWS, ROWS]


def test_archive_that_unpacks_absurdly(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (65 << 20))
    with pytest.raises(SamutError) as told:
        open_sources(tmp_path / "z.zip", lambda: tmp_path)
    assert told.value.code == "IMPORT_015"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", '{"a": [{"x": 1}], "b": [{"x": 2}]}', "READ_003"),
        ("a.json", '[{"x": [1, 2]}]', "READ_002"),
        ("a.json", '[{"x": 1}', "READ_001"),
        ("a.parquet", "PAR1 cut short", "READ_001"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, name: str, content: str, code: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(SamutError) as told:
        open_source(tmp_path / name)
    assert told.value.code == code


def test_a_file_whose_letters_are_lost_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("pid,ชื่อ".encode("cp874").decode("utf-8", "replace") + "\n1,2\n", "utf-8")
    with pytest.raises(SamutError) as told:
        open_source(path)
    assert told.value.code == "READ_007"


CELLS = st.text(st.sampled_from("กข่1a- \u201c"), max_size=3)
ENDS = st.sampled_from(["\n", "\r\n"])
# Lines that the sweep reads as the slow reader does, and lines that only the slow reader can read.
EVEN = ("", ",,", '"a,b",c,d', '"a""b",,"""c"""', '"","",""', '"a,""b"",c",d,e')
ODD = (*EVEN, "x,y", "a,b,c,d", '"q,\nr",s,t', 'a"b",c,d', 'a""b,c,d', ' "a,b",c', '"a"b,c,d')


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    odd=st.sampled_from(ODD),
    end=ENDS,
    ended=st.booleans(),
    encoding=st.sampled_from(["utf-8", "cp874"]),
    chunk=st.sampled_from([5, text.CHUNK_BYTES]),
)
def test_the_sweep_agrees_with_the_slow_reader(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    odd: str,
    end: str,
    ended: bool,
    encoding: str,
    chunk: int,
) -> None:
    lines = ["h1,h2,h3", "first,1x,1y", *(",".join(row) for row in rows), *([odd] if odd else [])]
    path = tmp_path_factory.mktemp("made") / "a.csv"
    path.write_bytes((end.join(lines) + (end if ended else "")).encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CHUNK_BYTES", chunk)
        source = open_source(path)
    assert source.regular == (odd in EVEN)
    slow = list(slow_batches(replace(source, regular=False)))
    expected = [
        (number, [column[place].as_py() for column in batch.cells], ragged)
        for batch in slow
        for place, (number, ragged) in enumerate(
            zip(batch.numbers.to_pylist(), batch.ragged.to_pylist(), strict=True)
        )
    ]
    assert rows_of(source) == expected
    wanted = [number for number, _, _ in expected]
    texts = list(original_rows(source, wanted))
    assert texts == list(original_rows(replace(source, regular=False), wanted))
