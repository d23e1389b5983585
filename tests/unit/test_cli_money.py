"""`samut money` as a person at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from samut.cli.money import money

SURVEY = Path(__file__).parents[1] / "data" / "money" / "survey.csv"
DESIGN = ("--weight", "weight", "--psu", "village", "--strata", "stratum")


def asked(*arguments: object) -> Result:
    given = [str(argument) for argument in (SURVEY, "--income", "income_year_baht", *arguments)]
    return CliRunner().invoke(money, given, catch_exceptions=False)


def test_a_readable_table_in_both_languages() -> None:
    result = asked(
        *("--members", "members", *DESIGN, "--by", "region", "--line", "nesdc:2564", "--line", "eef"),
        *("--score", "score", "--poor", "poor"),
    )
    assert result.exit_code == 0, result.output
    for words in (
        "สัดส่วนคนจน",
        "(FGT 0)",
        "44.75 %",
        "0.4170",
        "ส่วนซ้อนทับ",
        "overlap",
        "northeast",
    ):
        assert words in result.output
    assert "not the official poverty rate" in result.output
    assert "second_hand" in result.output
    assert "…" not in result.output


def test_without_a_line_inequality_alone() -> None:
    result = asked("--members", "members")
    assert result.exit_code == 0
    assert "Gini" in result.output
    assert "FGT" not in result.output


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_written_by_the_ending_of_the_file(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"estimates.{ending}"
    result = asked("--members", "members", "--line", 38000, "--labels", "--out", out)
    assert result.exit_code == 0, result.output
    if ending == "xlsx":
        header, *rows = openpyxl.load_workbook(out).active.values  # type: ignore[union-attr]
    else:
        table = arrow_csv.read_csv(out) if ending == "csv" else pq.read_table(out)
        header, rows = table.column_names, table.to_pylist()
    assert list(header)[:2] == ["statistic", "cutoff"]
    assert list(header)[-3:] == ["component", "statistic_th", "statistic_en"]
    assert len(rows) > 15


@pytest.mark.parametrize(("arguments", "code"), [
    ((), "MONEY_003"),
    (("--members", "member"), "MEASURE_001"),
    (("--members", "members", "--line", "nesdc"), "MONEY_001"),
    (("--members", "members", "--line", "nesdc:2562"), "MONEY_001"),
    (("--members", "members", "--out", "x.docx"), "MEASURE_019"),
])  # fmt: skip
def test_a_refusal_is_told_and_ends_with_1(arguments: tuple[str, ...], code: str) -> None:
    result = asked(*arguments)
    assert result.exit_code == 1
    assert code in result.stderr
