"""Robustness on drawn tables: indicators that say the same, groups without a name, times, refusals."""

from __future__ import annotations

from math import nan, sqrt
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import samut
from samut.cli import main
from samut.engine.estimates.choices import choices
from samut.rules.errors import SamutError
from samut.rules.measure_files import load_weighted
from web_world import build_workspace

MEASURE = """
kind = "alkire_foster"
cutoff = ["1/2"]
unknown = "report"
[[dimension]]
id = "water"
label = { th = "น้ำ", en = "Water" }
indicator = [{ column = "a" }]
[[dimension]]
id = "house"
label = { th = "บ้าน", en = "House" }
indicator = [{ column = "b" }]
[[dimension]]
id = "work"
label = { th = "งาน", en = "Work" }
indicator = [{ column = "c" }]
"""
# a b c | weight | how many rows of the kind. A dot: nobody knows.
ROWS = """
1 1 0 | 2 | 3
1 0 0 | 1 | 2
0 1 0 | 1 | 4
0 0 0 | 3 | 5
. 1 0 | 9 | 2
"""


def rows_of(drawn: str, **further: object) -> list[dict[str, object]]:
    rows = []
    for line in drawn.strip().splitlines():
        cells, weight, count = line.split("|")
        answers = [None if cell == "." else int(cell) for cell in cells.split()]
        told = {**dict(zip("abc", answers, strict=True)), "w": float(weight), "g": "x", **further}
        rows += [told] * int(count)
    return rows


@pytest.fixture
def measure(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.toml"
    path.write_text(MEASURE, "utf-8")
    return path


def asked(measure: Path, rows: list[dict[str, object]], **options: object) -> list[dict[str, object]]:
    found = samut.robustness(measure, pa.Table.from_pylist(rows), by=["g"], weight="w", **options)
    return found.to_pylist()


def of(rows: list[dict[str, object]], statistic: str) -> dict[tuple[object, object], dict[str, object]]:
    return {(row["indicator"], row["other_indicator"]): row for row in rows if row["statistic"] == statistic}


def test_association_of_two_indicators_by_hand(measure: Path) -> None:
    """Weights of the rows that answer both: 6 both, 2 a alone, 4 b alone, 15 neither, 27 in all."""
    found = asked(measure, rows_of(ROWS))
    redundancy, v = of(found, "redundancy"), of(found, "cramers_v")
    pair = redundancy["a", "b"]
    assert pair["estimate"] == pytest.approx(6 / 8)
    assert (pair["n"], pair["count"], pair["unknown"]) == (14, 3, 2)
    assert v["a", "b"]["estimate"] == pytest.approx((6 * 15 - 2 * 4) / sqrt(8 * 19 * 10 * 17))
    # Nobody is deprived in c: there is nothing to be told of it.
    assert redundancy["a", "c"]["estimate"] is None
    assert v["a", "c"]["estimate"] is None
    assert (redundancy["b", "c"]["n"], redundancy["b", "c"]["unknown"]) == (16, 0)


@pytest.mark.parametrize(
    ("drawn", "v", "redundancy"),
    [
        ("1 1 0 | 1 | 3\n0 0 0 | 2 | 3", 1.0, 1.0),
        ("1 0 0 | 1 | 3\n0 1 0 | 2 | 3", -1.0, 0.0),
        ("1 1 0 | 1 | 1\n1 0 0 | 1 | 1\n0 1 0 | 1 | 1\n0 0 0 | 1 | 1", 0.0, 0.5),
        ("1 1 0 | 1 | 3\n1 0 0 | 0.1 | 3", nan, 1.0),
    ],
    ids=["the same", "the opposite", "nothing to do with each other", "everybody lacks the one"],
)
def test_the_ends_of_association(measure: Path, drawn: str, v: float, redundancy: float) -> None:
    found = asked(measure, rows_of(drawn))
    estimate = of(found, "cramers_v")["a", "b"]["estimate"]
    assert (nan if estimate is None else estimate) == pytest.approx(v, nan_ok=True)
    assert of(found, "redundancy")["a", "b"]["estimate"] == pytest.approx(redundancy)


def test_rows_of_no_group_and_groups_without_a_value_are_left_out_and_counted(measure: Path) -> None:
    poor, well = "1 1 0 | 1 | 2\n0 0 0 | 1 | 1", "0 0 0 | 1 | 3\n1 1 0 | 1 | 1"
    rows = (
        rows_of(poor, g="p") + rows_of(well, g="q") + rows_of(poor, g=None) + rows_of(". 1 0 | 1 | 1", g="r")
    )
    ranked = [row for row in asked(measure, rows) if row["analysis"] == "rank_correlation"]
    assert {(row["n"], row["unknown"]) for row in ranked} == {(2, 2)}
    assert {row["estimate"] for row in ranked} == {1.0}


def test_each_time_is_compared_by_itself(measure: Path) -> None:
    poor, well = "1 1 0 | 1 | 2\n0 0 0 | 1 | 1", "0 0 0 | 1 | 3\n1 1 0 | 1 | 1"
    rows = rows_of(poor, g="p", t=2561) + rows_of(well, g="q", t=2561) + rows_of(poor, g="p", t=2562)
    found = asked(measure, rows, time="t")
    pairs = {row["time"]: row["n"] for row in found if row["statistic"] == "robust" and row["of"] == "H"}
    assert pairs == {"2561": 1, "2562": 0}
    complete = {row["time"]: row["n"] for row in found if row["statistic"] == "redundancy"}
    assert complete == {"2561": 7, "2562": 3}


def test_where_the_design_gives_no_error_no_difference_is_significant(measure: Path) -> None:
    poor, well = "1 1 0 | 1 | 2\n0 0 0 | 1 | 1", "0 0 0 | 1 | 3\n1 1 0 | 1 | 1"
    rows = rows_of(poor, g="p", s=1, c=1) + rows_of(well, g="q", s=2, c=2)
    found = {
        row["statistic"]: (row["count"], row["n"], row["unknown"])
        for row in asked(measure, rows, psu="c", strata="s")
        if row["analysis"] == "comparisons" and row["of"] == "M0"
    }
    assert found["robust"] == (1, 1, 0)
    assert found["significant"] == (0, 1, 1)
    assert found["robust_of_significant"] == (0, 0, 1)


def test_a_union_measure_is_varied_by_a_grid_alone() -> None:
    union = load_weighted("tpmap-2561")
    with pytest.raises(SamutError, match="MEASURE_022"):
        choices(union)
    assert [each.cutoff.text for each in choices(union, ["1/5"])] == ["union", "1/5"]


def samut_measure(*arguments: object) -> Result:
    return CliRunner().invoke(
        main, ["measure", "robustness", *map(str, arguments)], catch_exceptions=False, env={"COLUMNS": "80"}
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    rows = rows_of(ROWS, g="north") + rows_of("1 1 1 | 1 | 9\n0 0 0 | 1 | 2", g="south")
    arrow_csv.write_csv(pa.Table.from_pylist(rows), path)
    return path


def test_the_terminal_tells_ranks_pairs_and_indicators_in_both_languages(measure: Path, data: Path) -> None:
    done = samut_measure(measure, data, "--by", "g", "--grid", "1/3,1")
    assert done.exit_code == 0, done.output
    for said in ("half on water", "น้ำ ครึ่งหนึ่ง", "(1 / 1)", "R0", "furthest apart"):
        assert said in done.output


def test_the_table_is_written_by_its_ending(measure: Path, data: Path, tmp_path: Path) -> None:
    for ending in ("csv", "parquet", "xlsx"):
        out = tmp_path / f"robust.{ending}"
        done = samut_measure(measure, data, "--by", "g", "--out", out, "--labels")
        assert done.exit_code == 0, done.output
        assert out.is_file()
    written = pq.read_table(tmp_path / "robust.parquet")
    assert written.column_names[:4] == ["analysis", "statistic", "of", "by"]
    assert "weights_th" in written.column_names
    assert set(written.column("analysis").to_pylist()) == {"rank_correlation", "comparisons", "association"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--grid", "0.2"), "MEASURE_021"),
        (("--by", "g", "--grid", "2"), "MEASURE_004"),
        (("--by", "g", "--out", "x.doc"), "MEASURE_019"),
        (("--by", "nowhere"), "MEASURE_001"),
    ],
)
def test_what_cannot_be_asked_is_told(measure: Path, data: Path, options: tuple[str, ...], code: str) -> None:
    done = samut_measure(measure, data, *options)
    assert done.exit_code == 1
    assert code in done.stderr


def test_a_register_of_everybody_has_pairs_and_no_significance(tmp_path: Path) -> None:
    """Without DATA the workspace's register is asked: three villages of one tambon and one of another."""
    workspace = build_workspace(tmp_path / "office")
    out = tmp_path / "register.parquet"
    options = ("--by", "tambon,village", "--grid", "1/5", "--out", str(out))
    line = ["--workspace", str(workspace.root), "measure", "robustness", "tpmap-2561", *options]
    done = CliRunner().invoke(main, line, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    rows = [row for row in pq.read_table(out).to_pylist() if row["analysis"] == "comparisons"]
    assert {row["statistic"] for row in rows} == {"robust", "tied"}
    pairs = {row["by"]: row["n"] for row in rows if row["of"] == "H" and row["statistic"] == "robust"}
    assert pairs == {"tambon": 1, "village": 6}
