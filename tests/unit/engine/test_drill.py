"""Looking one village or household up finds what reading everything finds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.drill import Drill
from samut.rules.errors import SamutError

VILLAGES = ["22050601", "22050602", "22060101", "23010101", "23010102"]
SCHEMA = pa.schema(
    [("village_code", pa.string()), ("household_id", pa.string()), ("persons", pa.int64()), ("a", pa.bool_())]
)
Row = tuple[str, str, int, bool | None]

rows = st.lists(
    st.tuples(
        st.sampled_from(VILLAGES),
        st.text("0123456789abcdef", min_size=2, max_size=2),
        st.integers(1, 9),
        st.none() | st.booleans(),
    ),
    max_size=40,
    unique_by=lambda row: row[1],
).map(sorted)


def written(folder: Path, of: list[Row], group: int) -> list[Path]:
    """By province, in small groups of rows, as the lake writes them."""
    paths = []
    for province in ("22", "23"):
        its = [dict(zip(SCHEMA.names, row, strict=True)) for row in of if row[0].startswith(province)]
        paths.append(folder / f"{province}.parquet")
        pq.write_table(pa.Table.from_pylist(its, SCHEMA), paths[-1], row_group_size=group)
    return paths


@settings(max_examples=40, deadline=None)
@given(rows, st.integers(1, 7))
def test_a_village_and_a_household_are_found_as_by_reading_everything(of: list[Row], group: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(written(Path(folder), of, group))
        for village in [*VILLAGES, "22050699", "10010101", "99010101"]:
            its = [row for row in of if row[0] == village]
            found = drill.village(village)
            assert found.schema.names == SCHEMA.names
            assert [tuple(row.values()) for row in found.to_pylist()] == its
            assert drill.village(village, ["persons"]).to_pylist() == [{"persons": row[2]} for row in its]
            for row in its:
                one = drill.household(village, row[1])
                assert one is not None
                assert tuple(one.values()) == row
                assert drill.household(village, row[1], ["a"]) == {"a": row[3]}
            assert drill.household(village, "zz") is None
        for elsewhere in of:
            other = next(village for village in VILLAGES if village != elsewhere[0])
            assert drill.household(other, elsewhere[1]) is None


def test_files_that_are_not_sorted_are_refused(tmp_path: Path) -> None:
    places = (VILLAGES[2], VILLAGES[0], VILLAGES[2])
    unsorted: list[Row] = [(village, f"a{n}", 1, None) for n, village in enumerate(places)]
    paths = written(tmp_path, unsorted, 1)
    with pytest.raises(SamutError) as refused:
        Drill(paths)
    assert refused.value.code == "WORK_009"


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "22.parquet").write_bytes(b"no parquet")
    with pytest.raises(SamutError) as refused:
        Drill([tmp_path / "22.parquet"])
    assert refused.value.code == "WORK_009"
