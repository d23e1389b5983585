"""`samut assess` as a person at a terminal meets it: what is printed, what is written, the exit codes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from samut.cli import main
from samut.rules.household_measures import load_household_measure

LINES = (
    "เลขที่,income_year_baht,member_count,dependent_count,housing_problem",
    "99/1,90000,1,0,ไม่มี",
    '99/2,"300,000",4,3,มี',
    "99/3,,2,1,",
)


@pytest.fixture
def households(tmp_path: Path) -> Path:
    path = tmp_path / "households.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def samut(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def test_the_table_counts_the_answers_in_both_languages(households: Path) -> None:
    done = samut("assess", "vulnerable-household", households, "--edition", 2566)
    assert done.exit_code == 0, done.output
    for words in ("ใช่ · yes", "ไม่ใช่ · no", "ไม่ทราบ · unknown", "100.0", "and/or", "ยืนยันแล้ว · verified"):
        assert words in done.output


def test_levels_say_their_status_and_what_is_unclear(households: Path) -> None:
    done = samut("assess", "vulnerable-levels", households, "--edition", 2566)
    assert "ยังไม่ยืนยัน · unverified" in done.output
    assert "ยังไม่ชัดเจน · unclear" in done.output
    assert "housing_problem: มีปัญหาที่อยู่อาศัย" in done.output


def test_one_row_is_explained(households: Path) -> None:
    done = samut("assess", "vulnerable-levels", households, "--edition", 2566, "--explain", 2)
    assert "แถว · row 2: ระดับ 3" in done.output
    assert "Income of the household in a year (baht) = 300,000" in done.output
    assert "มีปัญหาที่อยู่อาศัย · Has a problem of housing = ใช่ · yes" in done.output
    undecided = samut("assess", "vulnerable-levels", households, "--edition", 2566, "--explain", 3)
    assert "row 3: ไม่ทราบ · unknown" in undecided.output
    assert "ยังไม่ทราบ · not known" in undecided.output


def test_a_scorecard_shows_the_rate_and_its_bounds(tmp_path: Path) -> None:
    card = load_household_measure("scorecard-example")
    names = list(card.facts)
    rows = [",".join(str(each.facts.get(name, "")) for name in names) for each in card.examples]
    path = tmp_path / "scored.csv"
    path.write_text("\n".join([",".join(names), *rows]), encoding="utf-8")
    done = samut("assess", "scorecard-example", path, "--explain", 2)
    assert "not a Thai scorecard" in done.output
    assert "mean likelihood" in done.output
    assert "38 คะแนน · points" in done.output
    assert "วัสดุผนังบ้าน · What are the walls made of? = ไม้ · wood" in done.output
    undecided = samut("assess", "scorecard-example", path, "--explain", 4)
    assert "37.1% — 52.7%" in undecided.output


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_every_rows_answer_is_written(households: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"answers.{ending}"
    done = samut("assess", "vulnerable-household", households, "--edition", 2566, "--out", out)
    assert done.exit_code == 0, done.output
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(out).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[2][-2:] == ["vulnerable_household", "vulnerable_household_missing"]
        assert [row[0] for row in rows[3:]] == ["99/1", "99/2", "99/3"]
        assert [row[-2] for row in rows[3:]] == ["yes", "yes", "yes"]
    else:
        table = arrow_csv.read_csv(out) if ending == "csv" else pq.read_table(out)
        assert table.column("เลขที่").to_pylist() == ["99/1", "99/2", "99/3"]
        assert table.column("vulnerable_household").to_pylist() == ["yes", "yes", "yes"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"answers.{ending}", "households.csv"]


def test_problems_are_told_and_nothing_is_written(households: Path, tmp_path: Path) -> None:
    asked = ("assess", "vulnerable-household", households)
    for arguments, code in (
        (("--edition", 2565), "ASSESS_001"),
        (("--edition", 2500), "ASSESS_004"),
        (("--edition", 2566, "--out", tmp_path / "answers.doc"), "ASSESS_006"),
        (("--edition", 2566, "--out", tmp_path / "nowhere" / "answers.csv"), "ASSESS_006"),
        (("--edition", 2566, "--explain", 9), "ASSESS_007"),
    ):
        done = samut(*asked, *arguments)
        assert done.exit_code == 1, done.output
        assert code in done.stderr
    assert samut("assess", "global-mpi", households).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["households.csv"]
