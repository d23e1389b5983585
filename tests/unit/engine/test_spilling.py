"""What does not fit into memory goes to disk, unreadable there, and the question is still answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.engine import lake

ROWS = 600_000
NAME = "somebody-of-the-village-"


def test_a_table_larger_than_memory_is_kept_where_nobody_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "MEMORY_LIMIT", "40MB")
    connection = lake.open_duckdb(tmp_path)
    try:
        connection.execute(
            f"CREATE TEMP TABLE person AS SELECT range AS number, '{NAME}' || hash(range) AS name, "
            f"'{NAME}' || md5(range::VARCHAR) || sha256(range::VARCHAR) AS more FROM range({ROWS})"
        )
        spilled = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert len(spilled) > 1_000_000
        assert NAME.encode() not in spilled
        found = connection.execute(f"SELECT count(*), sum(number) FROM person WHERE more LIKE '{NAME}%'")
        assert found.fetchall() == [(ROWS, ROWS * (ROWS - 1) // 2)]
    finally:
        connection.close()
