"""Data files as the engines read them, and the door to the engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.engine.data_files import distinct
from samut.engine.sql_engines import DuckDBEngine, SqlEngine, open_engine
from samut.rules.errors import SamutError
from two_engines import AWKWARD_CSV, AWKWARD_ROWS, TYPED_ROWS, TYPES, write_typed


@pytest.fixture
def engine() -> SqlEngine:
    return DuckDBEngine()


def test_a_csv_file_is_text_whatever_stands_in_it(engine: SqlEngine, tmp_path: Path) -> None:
    path = tmp_path / "ครัวเรือน [1]'s.csv"
    path.write_bytes(AWKWARD_CSV)
    with engine:
        assert engine.columns(path) == dict.fromkeys(AWKWARD_ROWS[0], "text")
        assert engine.table(f"SELECT * FROM {engine.relation(path)}").to_pylist() == AWKWARD_ROWS


def test_parquet_keeps_its_types_and_a_folder_is_one_table(engine: SqlEngine, tmp_path: Path) -> None:
    write_typed(tmp_path / "data")
    with engine:
        assert engine.columns(tmp_path / "data") == TYPES
        found = engine.table(f'SELECT * FROM {engine.relation(tmp_path / "data")} ORDER BY "เลขที่"')
        assert found.to_pylist() == TYPED_ROWS
        one = tmp_path / "data/province=01/part.parquet"
        assert engine.table(f"SELECT * FROM {engine.relation(one)}").num_rows == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_headers(engine: SqlEngine, tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(['"a, b; c"', "d", "e"]) + "\n" + delimiter.join("123") + "\n", "utf-8")
    with engine:
        assert engine.table(f"SELECT * FROM {engine.relation(path)}").to_pylist() == [
            {"a, b; c": "1", "d": "2", "e": "3"}
        ]


def test_names_are_told_from_each_other() -> None:
    assert distinct(["", "Weight", "weight", "weight_1", "weight"]) == (
        "column0",
        "Weight",
        "weight_1",
        "weight_1_1",
        "weight_2",
    )


def test_what_cannot_be_read_is_told(engine: SqlEngine, tmp_path: Path) -> None:
    def code_of(content: bytes) -> str:
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        with pytest.raises(SamutError) as told:
            engine.table(f"SELECT * FROM {engine.relation(path)}")
        return told.value.code

    assert code_of(b"") == "ENGINE_011"
    assert code_of(b"\n1,2\n") == "ENGINE_011"
    assert code_of("ก,ข\n".encode("cp874")) == "ENGINE_013"
    assert code_of(b"a,b\n1,2\n1,2,3\n") == "ENGINE_012"
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and then nothing")
    with engine:
        with pytest.raises(SamutError, match="ENGINE_010"):
            engine.relation(tmp_path / "empty")
        with pytest.raises(SamutError, match="ENGINE_012"):
            engine.columns(tmp_path / "broken.parquet")


def test_a_broken_row_is_told_by_its_place_alone(engine: SqlEngine, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,b\nสมชาย,1\nสมหญิง,1,2\n", "utf-8")
    with engine, pytest.raises(SamutError) as told:
        engine.table(f"SELECT name FROM {engine.relation(path)}")
    assert told.value.problem.where.row == 3
    assert "สม" not in str(told.value)


def test_an_engine_has_a_name() -> None:
    with open_engine("duckdb") as engine:
        assert engine.dialect == "duckdb"
    with pytest.raises(SamutError, match=r"ENGINE_001.*duckdb, spark"):
        open_engine("excel")
