"""A file of households put to a measure: how its cells are read, what is refused, what the totals say."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samut.engine.household_answers import ANSWERED, assess
from samut.rules.errors import ProblemsFound, SamutError
from samut.rules.household_measures import load_household_measure
from samut.rules.household_tests import HouseholdAnswer
from samut.rules.policy_files import Facts
from samut.rules.scorecards import ScoreAnswer
from samut.rules.status import Answer

LEVELS = load_household_measure("vulnerable-levels")
VULNERABLE = load_household_measure("vulnerable-household")
SCORECARD = load_household_measure("scorecard-example")
HEADER = "house,income_year_baht,member_count,dependent_count,housing_problem"


def csv_file(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "households.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def facts_read(path: Path) -> list[Facts]:
    with assess(LEVELS, path, edition=2566) as assessed:
        rows = assessed.rows().to_pylist()
    return [{name: row[name] for name in LEVELS.facts} for row in rows]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("90000", 90000.0),
        ('"90,000"', 90000.0),
        ('" ๙๐,๐๐๐.๕๐ "', 90000.5),
        ("-500", -500.0),
        ("", None),
        ("-", None),
        ("ไม่ทราบ", None),
        ("Unknown", None),
        ("NaN", None),
    ],
)
def test_a_number_is_read_as_people_write_it(tmp_path: Path, cell: str, read: float | None) -> None:
    (facts,) = facts_read(csv_file(tmp_path, f"1,{cell},2,0,no"))
    assert facts["income_year_baht"] == read


YES = ("1", "Yes", "มี", "ใช่", "TRUE", "1.0")
NO = ("0", "no", "ไม่มี", "ไม่ใช่", "๐")


@pytest.mark.parametrize(
    ("cell", "read"),
    [*((cell, True) for cell in YES), *((cell, False) for cell in NO), ("", None), ("-", None)],
)
def test_yes_and_no_are_read_in_both_languages(tmp_path: Path, cell: str, read: bool | None) -> None:
    (facts,) = facts_read(csv_file(tmp_path, f"1,1,1,0,{cell}"))
    assert facts["housing_problem"] is read


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("1,plenty,2,0,no", "income_year_baht"),
        ('1,"1,5",2,0,no', "income_year_baht"),
        ("1,inf,2,0,no", "income_year_baht"),
        ("1,1,2.5,0,no", "member_count"),
        ("1,1,2,-1,no", "dependent_count"),
        ("1,1,2,0,perhaps", "housing_problem"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row_and_never_shown(
    tmp_path: Path, line: str, column: str
) -> None:
    path = csv_file(tmp_path, "9,1,1,0,no", line)
    with pytest.raises(ProblemsFound) as refused, assess(LEVELS, path, edition=2566):
        pass
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.row, problem.where.column) == ("ASSESS_002", 3, column)
    assert "perhaps" not in problem.what("en") + problem.what("th")


def test_every_column_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,much,2,0,perhaps", "2,more,3,0,no")
    with pytest.raises(ProblemsFound) as refused, assess(LEVELS, path, edition=2566):
        pass
    told = {each.where.column: dict(each.values)["count"] for each in refused.value.problems}
    assert told == {"income_year_baht": "2", "housing_problem": "1"}


def test_a_missing_column_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,1,1,0,no", header=HEADER.replace("dependent_count", "dependents_count"))
    with pytest.raises(SamutError) as refused, assess(LEVELS, path, edition=2566):
        pass
    assert refused.value.code == "ASSESS_001"
    assert "dependent_count (≈ dependents_count)" in refused.value.in_words("en")


def test_a_fact_that_was_not_collected_is_unknown_for_all(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,1,1,0", "2,900000,1,0", header=HEADER.rpartition(",")[0])
    with assess(LEVELS, path, edition=2566, without=["housing_problem"]) as assessed:
        totals = assessed.totals()
        (poor, _) = assessed.rows().to_pylist()
    assert dict(totals.answers) == {"none": 1, "0": 0, "1": 0, "2": 0, "3": 0, "unknown": 1}
    assert totals.missing == (("housing_problem", 1),)
    assert (poor["vulnerable_levels_lowest"], poor["vulnerable_levels_highest"]) == ("0", "2")
    assert poor["vulnerable_levels_missing"] == "housing_problem"


def test_left_out_on_purpose_beats_what_the_file_says(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,1,1,0,yes")
    with assess(LEVELS, path, edition=2566, without=["housing_problem"]) as assessed:
        assert assessed.rows().to_pylist()[0]["vulnerable_levels"] == "unknown"
    with pytest.raises(SamutError) as refused, assess(LEVELS, path, edition=2566, without=["houses"]):
        pass
    assert refused.value.code == "ASSESS_005"


def test_only_the_facts_of_the_editions_rule_are_asked_for(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,1,1,0,no")
    with assess(VULNERABLE, path, edition=2566) as assessed:
        assert dict(assessed.totals().answers) == {"yes": 1, "no": 0, "unknown": 0}
    with pytest.raises(SamutError) as refused, assess(VULNERABLE, path, edition=2565):
        pass
    assert "welfare_card_count" in refused.value.in_words("en")


def test_the_rows_keep_their_order_and_their_own_columns(tmp_path: Path) -> None:
    path = csv_file(tmp_path, *(f"บ้าน {number},1,1,{number % 2},no" for number in range(5000)))
    with assess(VULNERABLE, path, edition=2566) as assessed:
        rows = assessed.rows()
    assert rows.column("house").to_pylist() == [f"บ้าน {number}" for number in range(5000)]
    assert rows.column_names[:5] == HEADER.split(",")
    assert rows.column_names[5:] == ["vulnerable_household", "vulnerable_household_missing"]


def test_an_earlier_answer_in_the_file_is_replaced(tmp_path: Path) -> None:
    header = HEADER + ",vulnerable_household"
    path = csv_file(tmp_path, "1,1,1,0,no,nonsense", header=header)
    with assess(VULNERABLE, path, edition=2566) as assessed:
        (row,) = assessed.rows().to_pylist()
    assert row["vulnerable_household"] == "yes"


def test_parquet_keeps_its_types_and_empty_floats_are_unknown(tmp_path: Path) -> None:
    path = tmp_path / "households.parquet"
    table = pa.table(
        {
            "income_year_baht": pa.array([1.0, float("nan"), None]),
            "member_count": pa.array([1.0, 2.0, 3.0]),
            "dependent_count": pa.array([0, 1, 2], pa.int8()),
            "housing_problem": pa.array([True, False, None]),
        }
    )
    pq.write_table(table, path)
    assert facts_read(path) == [
        {"income_year_baht": 1.0, "member_count": 1, "dependent_count": 0, "housing_problem": True},
        {"income_year_baht": None, "member_count": 2, "dependent_count": 1, "housing_problem": False},
        {"income_year_baht": None, "member_count": 3, "dependent_count": 2, "housing_problem": None},
    ]
    pq.write_table(table.set_column(1, "member_count", pa.array([1.0, 1.5, 2.0])), path)
    with pytest.raises(ProblemsFound) as refused, assess(LEVELS, path, edition=2566):
        pass
    assert refused.value.problems[0].where.row == 2


def test_one_household_is_told_with_the_facts_that_decided(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "1,1,1,0,no", "2,,2,0,")
    with assess(VULNERABLE, path, edition=2566) as assessed:
        _, first = assessed.household(1)
        facts, second = assessed.household(2)
        assert isinstance(first, HouseholdAnswer)
        assert first == HouseholdAnswer(Answer.YES, (("income_year_baht", 1), ("member_count", 1)))
        assert second == HouseholdAnswer(Answer.UNKNOWN, (("income_year_baht", None),))
        assert facts["member_count"] == 2
        with pytest.raises(SamutError) as refused:
            assessed.household(3)
    assert refused.value.code == "ASSESS_007"


def scored(*changes: dict[str, str]) -> list[dict[str, str]]:
    full = {str(name): str(value) for name, value in SCORECARD.examples[1].facts.items()}
    return [{**full, **change} for change in changes]


def test_the_mean_likelihood_is_the_poverty_rate_with_its_bounds(tmp_path: Path) -> None:
    households = scored({}, {"refrigerator": "no"}, {"vehicle": ""}, {"vehicle": "CAR"})
    names = list(households[0])
    lines = [",".join(household[name] for name in names) for household in households]
    path = csv_file(tmp_path, *lines, header=",".join(names))
    with assess(SCORECARD, path, edition=2566) as assessed:
        totals, (_, third) = assessed.totals(), assessed.household(3)
        assert assessed.rows().column("scorecard_example_points").to_pylist() == [38, 31, None, 48]
    assert isinstance(third, ScoreAnswer)
    assert third.facts == (("vehicle", None),)
    assert dict(totals.answers) == {ANSWERED: 3, "unknown": 1}
    assert totals.missing == (("vehicle", 1),)
    assert totals.rate is not None
    # 38 and 31 points: 52.7 %; 48 points: 37.1 %; the open one lies between 33 and 48 points.
    assert totals.rate.scored == 3
    assert totals.rate.mean == pytest.approx((0.527 + 0.527 + 0.371) / 3)
    assert totals.rate.least == pytest.approx((0.527 + 0.527 + 0.371 + 0.371) / 4)
    assert totals.rate.most == pytest.approx((0.527 + 0.527 + 0.527 + 0.371) / 4)


def test_an_answer_that_is_none_of_the_choices_is_refused(tmp_path: Path) -> None:
    (household,) = scored({"vehicle": "elephant"})
    path = csv_file(tmp_path, ",".join(household.values()), header=",".join(household))
    with pytest.raises(ProblemsFound) as refused, assess(SCORECARD, path, edition=2566):
        pass
    assert "none, motorcycle, car" in refused.value.problems[0].what("en")


def test_an_empty_file_has_no_answers_and_no_rate(tmp_path: Path) -> None:
    path = csv_file(tmp_path, header=",".join(SCORECARD.facts))
    with assess(SCORECARD, path, edition=2566) as assessed:
        totals = assessed.totals()
    assert totals.households == 0
    assert totals.rate is not None
    assert (totals.rate.mean, totals.rate.least, totals.rate.most) == (None, None, None)
