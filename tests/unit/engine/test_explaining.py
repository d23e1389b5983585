"""A household explained: exact scores, the cutoff, what decided, and what would have to be asked."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.cli import main
from samut.cli.explained_shown import cutoff_words, fraction_words, score_words
from samut.engine.explaining import Explanation, explain_facts, explain_words
from samut.rules.alkire_foster import AlkireFoster, Unknown, poor
from samut.rules.measure_files import load_weighted
from samut.rules.reference import assess, words
from samut.rules.status import Answer, Status
from samut.rules.weighting import cutoff

ON = date(2026, 1, 1)
MEASURE = """
label = { th = "ดัชนีวาด", en = "Drawn" }
kind = "alkire_foster"
cutoff = ["1/3", "0.5"]
unknown = "RULE"
[[dimension]]
id = "health"
label = { th = "สุขภาพ", en = "Health" }
indicator = [{ column = "a", applies = "has_a" }, { column = "b" }]
[[dimension]]
id = "living"
label = { th = "ความเป็นอยู่", en = "Living" }
indicator = [{ column = "c" }]
[[dimension]]
id = "work"
label = { th = "งาน", en = "Work" }
indicator = [{ column = "d" }]
"""
COLUMNS = ("a", "b", "c", "d")


def drawn(folder: Path, rule: str = "report") -> Path:
    path = folder / f"{rule}.toml"
    path.write_text(MEASURE.replace("RULE", rule), "utf-8")
    return path


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> dict[Unknown, AlkireFoster]:
    folder = tmp_path_factory.mktemp("measures")
    return {rule: load_weighted(drawn(folder, rule)) for rule in Unknown}


def facts_of(cells: str) -> dict[str, int | None]:
    """a b c d as they are drawn: 1 deprived, 0 not, a dot unknown, a minus for nobody eligible for a."""
    told = dict(zip(COLUMNS, cells.split(), strict=True))
    facts = {name: int(cell) if cell in "01" else None for name, cell in told.items()}
    return {**facts, "has_a": 0 if told["a"] == "-" else 1}


@pytest.mark.parametrize(
    ("cells", "thai", "english"),
    [
        ("1 1 0 0", "คะแนน 2/6 = 1/3 ≥ จุดตัด 1/3: ยากจน พอดีจุดตัด", "poor, exactly on the cutoff"),
        ("1 1 1 0", "คะแนน 4/6 = 2/3 ≥ จุดตัด 1/3: ยากจน", "score 4/6 = 2/3 ≥ cutoff 1/3: poor"),
        ("1 0 0 0", "คะแนน 1/6 < จุดตัด 1/3: ไม่ยากจน", "score 1/6 < cutoff 1/3: not poor"),
        ("- 1 0 0", "คะแนน 1/6 < จุดตัด 1/3: ไม่ยากจน", "score 1/6 < cutoff 1/3: not poor"),
        (
            "1 . 0 0",
            "คะแนนอย่างน้อย 1/6 อย่างมาก 2/6 = 1/3 จุดตัด 1/3: ยังบอกไม่ได้",
            "score at least 1/6, at most 2/6 = 1/3, cutoff 1/3: cannot be told yet",
        ),
        ("1 . 1 0", "อย่างมาก 4/6 = 2/3 จุดตัด 1/3: ยากจน", "at most 4/6 = 2/3, cutoff 1/3: poor"),
        ("0 . 0 0", "อย่างมาก 1/6 จุดตัด 1/3: ไม่ยากจน", "at most 1/6, cutoff 1/3: not poor"),
    ],
)
def test_the_score_against_the_cutoff_in_words(
    measures: dict[Unknown, AlkireFoster], cells: str, thai: str, english: str
) -> None:
    said = score_words(explain_facts(measures[Unknown.REPORT], facts_of(cells), ON).verdicts[0])
    assert thai in said.th
    assert said.en.endswith(english)


def test_each_rule_for_unknown_answers_has_its_own_result(measures: dict[Unknown, AlkireFoster]) -> None:
    open_household = facts_of("1 . 0 0")
    found = {rule: explain_facts(measure, open_household, ON) for rule, measure in measures.items()}
    assert {rule: each.verdicts[0].answer for rule, each in found.items()} == {
        Unknown.REPORT: Answer.UNKNOWN,
        Unknown.DROP_HOUSEHOLD: Answer.UNKNOWN,
        Unknown.NOT_DEPRIVED: Answer.NO,
        Unknown.DEPRIVED: Answer.YES,
    }
    assert {rule for rule, each in found.items() if each.left_out} == {
        Unknown.REPORT,
        Unknown.DROP_HOUSEHOLD,
    }
    assert found[Unknown.NOT_DEPRIVED].dimensions[0].answer is Answer.YES
    without_any = explain_facts(measures[Unknown.DEPRIVED], facts_of("0 . 0 0"), ON)
    assert [each.answer for each in without_any.dimensions] == [Answer.YES, Answer.NO, Answer.NO]


def test_what_decided_and_what_to_ask(measures: dict[Unknown, AlkireFoster]) -> None:
    found = explain_facts(measures[Unknown.REPORT], facts_of("- . 1 0"), ON)
    by_id = {each.term.id: each for each in found.indicators}
    assert [by_id[name].status for name in COLUMNS] == [
        Status.NOT_APPLICABLE,
        Status.UNKNOWN,
        Status.DEPRIVED,
        Status.NOT_DEPRIVED,
    ]
    assert [(fact.label.en, fact.value) for fact in by_id["a"].facts] == [("has_a", 0)]
    assert [fact.label.en for fact in by_id["b"].to_ask] == ["b"]
    assert [(fact.label.en, fact.value) for fact in by_id["c"].facts] == [("c", 1)]
    assert by_id["d"].to_ask == ()
    assert [each.weight for each in found.indicators] == [Fraction(1, 6)] * 2 + [Fraction(1, 3)] * 2


@given(st.lists(st.sampled_from("01."), min_size=4, max_size=4))
@settings(max_examples=60)
def test_the_explanation_says_what_the_measure_says(
    measures: dict[Unknown, AlkireFoster], cells: list[str]
) -> None:
    measure, facts = measures[Unknown.REPORT], facts_of(" ".join(cells))
    found = explain_facts(measure, facts, ON)
    household = words(assess(facts, measure.indicator_set, ON), measure.indicator_set)
    for at, verdict in zip(measure.cutoffs, found.verdicts, strict=True):
        assert verdict.answer is poor(household, measure, cutoff=at)
    # What the words alone can say is the same; only the answers are not there.
    alone = explain_words(measure, household, ON)
    assert alone.verdicts == found.verdicts
    assert [each.status for each in alone.indicators] == [each.status for each in found.indicators]
    assert not any(each.facts for each in alone.indicators)
    # Every unknown answer that is asked and told leaves nothing open.
    told = {name: 0 if value is None else value for name, value in facts.items()}
    assert not any(each.to_ask for each in explain_facts(measure, told, ON).indicators)


def test_the_number_in_force_on_the_day_stands_beside_the_answers() -> None:
    union = load_weighted("tpmap-2561")
    found = explain_facts(union, {"income_year_baht": 37_999, "member_count": 1}, date(2018, 1, 1))
    income = next(each for each in found.indicators if each.term.id == "average_income")
    assert income.status is Status.DEPRIVED
    assert [(each.name, each.entry.value) for each in income.numbers] == [("income_floor_baht_year", 38_000)]
    assert found.verdicts[0].answer is Answer.YES
    assert found.deprived_dimensions == 1


@pytest.mark.parametrize(
    ("score", "total", "said"), [(6, 18, "6/18 = 1/3"), (0, 6, "0/6 = 0"), (6, 6, "6/6 = 1"), (1, 6, "1/6")]
)
def test_fractions_are_written_as_scored_and_in_lowest_terms(score: int, total: int, said: str) -> None:
    assert fraction_words(score, total) == said


@pytest.mark.parametrize(
    ("written", "said"), [("1/3", "1/3"), ("0.26", "0.26 = 13/50"), ("0.333333", "0.333333"), ("1", "1")]
)
def test_a_cutoff_is_said_as_written(written: str, said: str) -> None:
    assert cutoff_words(cutoff(written)) == said


def explain(*arguments: object) -> Result:
    return CliRunner().invoke(
        main, ["measure", "explain", *map(str, arguments)], catch_exceptions=False, env={"COLUMNS": "100"}
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    path.write_text(
        "hh,a,has_a,b,c,d\n007,1,1,1,0,0\n8,0,0,,1,0\n9,0,1,0,0,0\n9,1,1,1,1,1\n", encoding="utf-8"
    )
    return path


def test_a_row_of_a_file_is_found_by_its_id(tmp_path: Path, data: Path) -> None:
    done = explain("007", "--data", data, "--id", "hh", "--measure", drawn(tmp_path))
    assert done.exit_code == 0, done.stderr
    for said in ("แถว 2 · row 2", "exactly on the cutoff", "cutoff 0.5 = 1/2: not poor", "a = 1"):
        assert said in done.output
    both = explain("9", "--data", data, "--id", "hh", "--measure", drawn(tmp_path))
    assert "row 4" in both.output and "row 5" in both.output and "2 rows have this id" in both.output


def test_an_unknown_cell_is_asked_for(tmp_path: Path, data: Path) -> None:
    done = explain("8", "--data", data, "--id", "hh", "--measure", drawn(tmp_path), "--cutoff", "0.5")
    assert "cutoff 0.5 = 1/2: cannot be told yet" in done.output
    assert "ต้องถาม · to be asked: b" in done.output
    assert "the measure's estimates leave this household out" in done.output
    assert done.output.rstrip().endswith("b")


def test_a_policy_measure_explains_a_file_of_facts(tmp_path: Path) -> None:
    measure = load_weighted("global-mpi")
    facts = sorted({name for each in measure.indicator_set.indicators for name in each.facts})
    path = tmp_path / "facts.csv"
    path.write_text(f"id,{','.join(facts)}\nx,{','.join('1' for _ in facts)}\n", encoding="utf-8")
    done = explain("x", "--data", path, "--id", "id", "--measure", "global-mpi")
    assert done.exit_code == 0, done.stderr
    assert measure.terms[0].label.th in done.output


@pytest.mark.parametrize(
    ("household", "id_column", "code"),
    [("nobody", "hh", "MEASURE_020"), ("7", "hh", "MEASURE_020"), ("8", "nowhere", "MEASURE_001")],
)
def test_what_is_not_there_is_told(
    tmp_path: Path, data: Path, household: str, id_column: str, code: str
) -> None:
    done = explain(household, "--data", data, "--id", id_column, "--measure", drawn(tmp_path))
    assert done.exit_code == 1
    assert code in done.stderr and done.stdout == ""


def test_a_wrong_value_anywhere_in_the_file_is_told_first(tmp_path: Path, data: Path) -> None:
    data.write_text(data.read_text("utf-8") + "10,2,1,0,0,0\n", "utf-8")
    done = explain("8", "--data", data, "--id", "hh", "--measure", drawn(tmp_path))
    assert done.exit_code == 1 and "MEASURE_002" in done.stderr


def test_a_file_needs_a_measure_and_an_id(data: Path) -> None:
    done = explain("8", "--data", data)
    assert done.exit_code == 2 and "--data needs --measure and --id" in done.stderr


def test_of_a_household_of_which_nothing_is_known_everything_is_asked() -> None:
    found: Explanation = explain_facts(load_weighted("thailand-mpi"), {}, ON)
    assert found.verdicts[0].answer is Answer.UNKNOWN
    assert all(each.to_ask for each in found.indicators if each.status is Status.UNKNOWN)


def test_answers_that_do_not_suffice_are_named_all(tmp_path: Path) -> None:
    """Two may be undernourished and none was measured: nothing is missing, and nothing follows."""
    measure = load_weighted("global-mpi")
    facts = {name: "" for each in measure.indicator_set.indicators for name in each.facts}
    facts |= {
        "nutrition_eligible_count": "2",
        "nutrition_measured_count": "0",
        "undernourished_count": "0",
    }
    path = tmp_path / "facts.csv"
    path.write_text(f"id,{','.join(facts)}\nx,{','.join(facts.values())}\n", encoding="utf-8")
    done = explain("x", "--data", path, "--id", "id", "--measure", "global-mpi")
    assert done.exit_code == 0, done.stderr
    after = done.output.split("what was answered does not suffice:")[1].splitlines()[1:4]
    assert [line.rpartition(" = ")[2] for line in after] == ["2", "0", "0"]
