"""`samut measure`, `samut change` and `samut measure check` as a person at a terminal meets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from samut.cli import main
from samut.engine.estimates.output import COLUMNS

DATA = Path(__file__).parents[1] / "data" / "survey"
SURVEY, MEASURE = DATA / "survey.csv", DATA / "measure.toml"
DESIGN = ("--weight", "weight", "--psu", "village", "--strata", "stratum")
CHANGE_COLUMNS = ("change", "time_from", "time_to")
LABEL_COLUMNS = tuple(
    f"{name}_{language}" for name in ("statistic", "dimension", "indicator") for language in ("th", "en")
)

Write = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


def asked(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def table_in(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    if path.suffix == ".xlsx":
        header, *rows = openpyxl.load_workbook(path).active.values  # type: ignore[union-attr]
        return [str(name) for name in header], rows
    table = arrow_csv.read_csv(path) if path.suffix == ".csv" else pq.read_table(path)
    return table.column_names, [tuple(row.values()) for row in table.to_pylist()]


def fits(output: str) -> bool:
    """No cell was cut, and no line of a table is wider than the screen."""
    lines = [line.rstrip() for line in output.splitlines()]
    tables = [line for line in lines if line.startswith((" ", "─")) or "  " in line.strip()]
    return "…" not in output and all(cell_len(line) <= 80 for line in tables)


@pytest.mark.parametrize("options", [
    (),
    ("--by", "area,region"),
    ("--by", "region", "--time", "year", "--cutoff", "1/3"),
    ("--unknown", "report", "--by", "stratum,village", "--cutoff", "0.333333"),
    ("--unknown", "deprived", "--level", "99"),
])  # fmt: skip
def test_the_table_fits_eighty_columns_in_both_languages(options: tuple[str, ...]) -> None:
    result = asked("measure", MEASURE, SURVEY, *DESIGN, *options)
    assert result.exit_code == 0, result.output
    for words in (
        "ดัชนีสำหรับเทียบกับ R",
        "The measure compared with R",
        "rows used",
        "degrees of freedom",
        "H %",
        "M0",
    ):
        assert words in result.stdout
    assert fits(result.stdout), result.stdout


def test_what_became_of_unknown_answers_is_always_said() -> None:
    dropped = asked("measure", MEASURE, SURVEY, *DESIGN)
    assert "households with an unknown answer are left out" in dropped.stdout
    assert "of 2,422 rows used" in dropped.stdout
    bound = asked("measure", MEASURE, SURVEY, *DESIGN, "--unknown", "not_deprived")
    assert "unknown counts as not deprived: a lower bound" in bound.stdout
    assert "2,422 of 2,422 rows used (100.0%" in bound.stdout


def test_changes_fit_eighty_columns() -> None:
    result = asked("change", MEASURE, SURVEY, *DESIGN, "--time", "year", "--by", "region")
    assert result.exit_code == 0, result.output
    assert "2560-2564" in result.stdout
    assert "% ต่อปี" in result.stdout
    assert fits(result.stdout), result.stdout


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("labels", [False, True], ids=["plain", "labelled"])
def test_written_by_the_ending_of_the_file(tmp_path: Path, ending: str, labels: bool) -> None:
    out = tmp_path / f"estimates.{ending}"
    more = ("--labels",) if labels else ()
    result = asked(
        "measure", MEASURE, SURVEY, *DESIGN, "--by", "area", "--cutoff", "1/3", "--out", out, *more
    )
    assert result.exit_code == 0, result.output
    assert "rows written" in result.stdout
    header, rows = table_in(out)
    assert tuple(header) == (*COLUMNS, *(LABEL_COLUMNS if labels else ()))
    assert len(rows) == (8 + 3 + 3 * 8) * 3 + 2
    headcount = next(row for row in rows if row[0] == "H" and not row[2])
    assert isinstance(headcount[header.index("estimate")], float)
    assert isinstance(headcount[header.index("n")], int)
    if labels:
        assert headcount[header.index("statistic_th")] == "สัดส่วนคนจน (H)"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_changes_are_written_too(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"changes.{ending}"
    result = asked("change", MEASURE, SURVEY, *DESIGN, "--time", "year", "--out", out)
    assert result.exit_code == 0, result.output
    header, rows = table_in(out)
    assert tuple(header) == (*COLUMNS, *CHANGE_COLUMNS)
    assert {row[header.index("change")] for row in rows} == {
        *("absolute", "relative"),
        *("absolute_annual", "relative_annual"),
    }


def test_further_columns_stand_behind_those_of_the_contract(tmp_path: Path) -> None:
    two = (
        MEASURE.read_text("utf-8")
        + '[[scheme]]\nid = "health"\ndimension = { health = 2, school = 1, living = 1 }\n'
    )
    measure = tmp_path / "two.toml"
    measure.write_text(two, "utf-8")
    out = tmp_path / "estimates.csv"
    result = asked("measure", measure, SURVEY, "--unknown", "report", "--out", out)
    assert result.exit_code == 0, result.output
    assert tuple(table_in(out)[0]) == (*COLUMNS, "weights", "bound_lower", "bound_upper")
    shown = asked("measure", measure, SURVEY, "--unknown", "report")
    assert fits(shown.stdout), shown.stdout


def test_estimate_may_be_named_or_not() -> None:
    assert asked("measure", MEASURE, SURVEY).stdout == asked("measure", "estimate", MEASURE, SURVEY).stdout


@pytest.mark.parametrize(("arguments", "code"), [
    ((MEASURE, "nowhere.csv"), "ENGINE_010"),
    (("globl-mpi", SURVEY), "POLICY_002"),
    (("scorecard-example", SURVEY), "MEASURE_017"),
    (("global-mpi", SURVEY), "MEASURE_001"),
    ((MEASURE, SURVEY, "--by", "reigon"), "MEASURE_001"),
    ((MEASURE, SURVEY, "--weight", "weigth"), "MEASURE_001"),
    ((MEASURE, SURVEY, "--weight", "area"), "MEASURE_012"),
    ((MEASURE, SURVEY, "--cutoff", "33"), "MEASURE_004"),
    ((MEASURE, SURVEY, "--cutoff", "a third"), "MEASURE_006"),
    ((MEASURE, SURVEY, "--level", "100"), "MEASURE_033"),
    ((MEASURE, SURVEY, "--out", "estimates.docx"), "MEASURE_019"),
    ((MEASURE, SURVEY, "--strata", "household", "--single-cluster", "refuse"), "MEASURE_014"),
])  # fmt: skip
def test_a_refusal_is_told_in_both_languages_and_ends_with_1(
    arguments: tuple[object, ...], code: str
) -> None:
    result = asked("measure", *arguments)
    assert result.exit_code == 1
    assert code in result.stderr
    assert (
        "ไฟล์" in result.stderr or "ค่า" in result.stderr or "เขียน" in result.stderr or "เลือก" in result.stderr
    )
    assert not result.stdout


def test_a_change_needs_two_times(write: Write) -> None:
    assert asked("change", MEASURE, SURVEY).exit_code == 2
    result = asked("change", MEASURE, SURVEY, "--time", "stratum")
    assert result.exit_code == 0
    once = write("once.csv", "\n".join(SURVEY.read_text("utf-8").splitlines()[:6]))
    result = asked("change", MEASURE, once, "--time", "year")
    assert result.exit_code == 1
    assert "MEASURE_016" in result.stderr


def test_single_clusters_are_said_beside_the_estimates() -> None:
    result = asked("measure", MEASURE, SURVEY, "--strata", "stratum", "--psu", "stratum")
    assert result.exit_code == 0
    assert "MEASURE_013" in result.stderr
    assert "s1, s2" in result.stderr


@pytest.mark.parametrize(("content", "code"), [
    (b"", "ENGINE_011"),
    (b"a,b\n", "MEASURE_015"),
    ("a,b,ชื่อ\n1,0,ก\n".encode("cp874"), "ENGINE_013"),
    (b"a,b\n1,0,1\n", "ENGINE_012"),
    (b"PAR1", "ENGINE_012"),
    (b"a,b\n,1\n1,\n", "MEASURE_015"),
])  # fmt: skip
def test_a_file_that_is_none_is_told(write: Write, tmp_path: Path, content: bytes, code: str) -> None:
    data = tmp_path / "data.csv"
    data.write_bytes(content)
    result = asked("measure", write("two.toml", TWO), data)
    assert result.exit_code == 1
    assert code in result.stderr
    assert "Traceback" not in result.output


TWO = """
kind = "alkire_foster"
cutoff = "1/2"
unknown = "drop_household"
[[dimension]]
id = "one"
[[dimension.indicator]]
column = "a"
[[dimension.indicator]]
column = "b"
"""


def test_a_check_finds_nothing_where_nothing_is_wrong() -> None:
    result = asked("measure", "check", MEASURE, SURVEY, *DESIGN, "--by", "area")
    assert result.exit_code == 0, result.output
    assert "no problem found in the measure and the data" in result.stdout
    assert "1/6" in result.stdout
    assert fits(result.stdout)
    assert "no problem found in the measure" in asked("measure", "check", MEASURE).stdout


def test_a_check_lists_every_problem_of_measure_and_data_at_once(write: Write) -> None:
    measure = write(
        "off.toml",
        TWO.replace('cutoff = "1/2"', 'cutoff = [33, "1/2"]').replace('id = "one"', 'id = "one"\nwieght = 1')
        + 'weight = 0.4\n[[dimension.indicator]]\ncolumn = "c"\n'
        + '[[dimension.indicator]]\ncolumn = "nutritoin"\n',
    )
    data = write("off.csv", "a,b,c,nutrition,w,psu\n1,2,,0,1,p1\n0,x,,1,-1,\n1,0,,1,,p2\n")
    result = asked(
        "measure", "check", measure, data, "--weight", "w", "--psu", "psu", "--by", "areas", "--cutoff", "2"
    )
    assert result.exit_code == 1
    for words in (
        "MEASURE_004 (file off.toml) The cutoff 33 is not above 0",
        "The cutoff 2 is not above 0",
        "The name wieght is not known (nearest: weight)",
        "MEASURE_005",
        "The data have no column nutritoin (nearest: nutrition)",
        "The data have no column areas",
        "The column b holds values other than 0, 1 or nothing: 2, x (2 rows; the first: 2, 3)",
        "The indicator c has no answer in any row",
        "The column w is empty or cannot be used in 2 rows (the first: 3, 4)",
        "The column psu is empty or cannot be used in 1 rows (the first: 3)",
        "10 problems",
    ):
        assert words in result.output, result.output


@pytest.mark.parametrize(("cells", "code"), [
    ("1,0\n2,1", "MEASURE_002"),
    ("1,0\n-1,1", "MEASURE_002"),
    ("1,0\n0.5,1", "MEASURE_002"),
    ("1,0\nyes,1", "MEASURE_002"),
    ("1,0\n1_0,1", "MEASURE_002"),
    (",0\nNA,1", "MEASURE_010"),
])  # fmt: skip
def test_what_is_no_deprivation_is_told_and_never_estimated(write: Write, cells: str, code: str) -> None:
    data = write("data.csv", f"a,b\n{cells}\n")
    for command in (("measure", "check"), ("measure",)):
        result = asked(*command, write("two.toml", TWO), data)
        assert result.exit_code == 1
        assert code in result.output


def test_rows_are_those_of_the_file_and_long_values_are_not_told(write: Write, tmp_path: Path) -> None:
    """The column named may be one of names; a CSV file's header is its first row, Parquet has none."""
    rows = [{"a": "1", "b": "0"}, {"a": "สมชาย ใจดี", "b": "1"}]
    parquet = tmp_path / "data.parquet"
    pq.write_table(pa.Table.from_pylist(rows), parquet)
    csv = write("data.csv", "a,b\n1,0\nสมชาย ใจดี,1\n")
    for data, row in ((csv, 3), (parquet, 2)):
        result = asked("measure", "check", write("two.toml", TWO), data)
        assert f"row {row} · column a" in result.output
        assert "ใจดี" not in result.output


def test_a_column_of_any_name_may_stand_beside(tmp_path: Path, write: Write) -> None:
    parquet = tmp_path / "data.parquet"
    pq.write_table(pa.table({"a": [1, 7], "b": [0, 1], "row_number": ["x", "y"], "key_0": [1, 2]}), parquet)
    result = asked("measure", "check", write("two.toml", TWO), parquet, "--by", "key_0")
    assert result.exit_code == 1
    assert "the first: 2" in result.output


def test_nan_in_parquet_is_unknown_and_no_weight(tmp_path: Path, write: Write) -> None:
    """Writers state the least and the greatest value of a column without regard to NaN."""
    nan = float("nan")
    parquet = tmp_path / "data.parquet"
    pq.write_table(pa.table({"a": [1.0, 0.0, nan], "b": [0.0, 1.0, 1.0], "w": [1.0, nan, 2.0]}), parquet)
    result = asked("measure", write("two.toml", TWO), parquet)
    assert "2 of 3 rows used" in result.stdout
    result = asked("measure", write("two.toml", TWO), parquet, "--weight", "w")
    assert result.exit_code == 1
    assert "The column w is empty or cannot be used in 1 rows (the first: 2)" in result.stderr


def test_problems_of_the_measure_are_all_told_before_anything_is_estimated(write: Write) -> None:
    off = TWO.replace('"1/2"', "[33, 44]").replace('id = "one"', 'id = "one"\nwieght = 1')
    result = asked("measure", write("off.toml", off), SURVEY)
    assert result.exit_code == 1
    for words in ("The cutoff 33", "The cutoff 44", "nearest: weight"):
        assert words in result.stderr


def test_rounded_weights_are_noted_and_no_problem(write: Write) -> None:
    thirds = "".join(
        f'[[dimension]]\nid = "d{place}"\nweight = 0.333\n[[dimension.indicator]]\ncolumn = "{name}"\n'
        for place, name in enumerate("abc")
    )
    measure = write("thirds.toml", f'kind = "alkire_foster"\ncutoff = "1/3"\n{thirds}')
    result = asked("measure", "check", measure)
    assert result.exit_code == 0
    assert "MEASURE_018" in result.output
    assert "1/3" in result.stdout


def test_a_union_measure_has_h_and_headcounts_alone(tmp_path: Path) -> None:
    words = tmp_path / "words.parquet"
    table = pa.table({"deprived": [1, 0, 2], "known": [2**40] * 3, "applies": [2**40] * 3})
    pq.write_table(table, words)
    out = tmp_path / "estimates.csv"
    result = asked("measure", "tpmap-2561", words, "--unknown", "not_deprived", "--out", out)
    assert result.exit_code == 0, result.output
    header, rows = table_in(out)
    assert {row[header.index("statistic")] for row in rows} == {"H", "headcount"}
    shown = asked("measure", "tpmap-2561", words)
    assert fits(shown.stdout), shown.stdout
