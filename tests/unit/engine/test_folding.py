"""Answers asked anew: folding them in equals measuring everybody again, row for row."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import duckdb
import pytest

from samut.engine.histogram import Histogram
from samut.engine.lake import Lake
from samut.engine.linkage import link
from samut.engine.live.figures import Change, LiveHistogram
from samut.engine.live.folding import differences, fold
from samut.engine.live.reassessed import newest_told, standing, words_of, write_told
from samut.engine.measures import measure
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.policy import load_measure
from samut.rules.policy_files import Facts
from samut.rules.status import Words
from web_world import EDITION, build_workspace

SET = load_measure("tpmap-2561").indicator_set
QUESTIONS: list[Facts] = [
    {"income_year_baht": 900_000},
    {"income_year_baht": 1},
    {"drinking_water_enough": False},
    {"house_durable": False, "tenure_secure": True},
    {"person_6_up_no_exercise_count": 2, "person_6_up_exercise_count": 1},
    {"income_year_baht": None, "elderly_uncared_count": 0},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_workspace(tmp_path_factory.mktemp("built") / "workspace").root


@pytest.fixture
def world(built: Path, tmp_path: Path) -> Workspace:
    """A copy, for what is told changes what is measured."""
    shutil.copytree(built, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


def measured(world: Workspace) -> MeasureResult:
    return measure(world, world.config.measure, EDITION, link(world, EDITION))


def households(result: MeasureResult) -> list[str]:
    rows = duckdb.sql(f"SELECT household_id FROM '{result.households_file}' ORDER BY 1").fetchall()
    return [row[0] for row in rows]


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT * FROM '{path}'").fetchall()


def told_by(world: Workspace, result: MeasureResult, answers: dict[str, Facts]) -> dict[str, Words]:
    """The new words of each household that answered, by the rules one household at a time."""
    found = {}
    for household, facts in answers.items():
        known = standing(world, result, household)
        assert known is not None
        new = {name: value for name, value in facts.items() if value is not None}
        found[household] = words_of({**known.facts, **new}, SET, EDITION)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_folding_equals_measuring_everybody_again(world: Workspace, seed: int) -> None:
    rng, first = random.Random(seed), measured(world)  # noqa: S311
    assert (first.told_id, first.told_to) == ("", 0)
    answers: dict[str, Facts] = {}
    result = first
    for last in (1, 2):
        some = rng.sample(households(first), 5)
        answers |= {each: {**answers.get(each, {}), **rng.choice(QUESTIONS)} for each in some}
        anew = told_by(world, result, answers)
        told = write_told(Lake(world), EDITION, answers, last)
        assert newest_told(Lake(world), EDITION) == told
        result = fold(world, result, told, anew)
        assert differences(world, result) == 0
        assert (result.told_id, result.told_to) == (told.id, last)
        assert fold(world, result, told, anew).already_there
    folded = [rows_of(path) for path in (result.households_file, result.histogram_file)]
    shutil.rmtree(result.folder)
    again = measured(world)
    assert again.result_id == result.result_id
    assert not again.already_there
    assert [rows_of(path) for path in (again.households_file, again.histogram_file)] == folded


def test_a_live_histogram_says_what_the_folded_result_says(world: Workspace) -> None:
    result = measured(world)
    answers = {each: QUESTIONS[place % 5] for place, each in enumerate(households(result)[:9])}
    anew = told_by(world, result, answers)
    live = LiveHistogram.load(result.histogram_file)
    for household, words in anew.items():
        known = standing(world, result, household)
        assert known is not None
        line = known.line
        live.apply(Change(line, type(line)(**{**vars(line), "words": words})))
    folded = Histogram.load(fold(world, result, write_told(Lake(world), EDITION, answers, 9), anew).folder)
    for area in ("TH", "22", "2205", "220506", "22050601", "22050602"):
        for switch in ("11111", "00010", "01000"):
            assert live.figures(area, switch) == folded.figures(area, switch)
            assert live.children(area, switch) == folded.children(area, switch)
        assert live.indicator_figures(area) == folded.indicator_figures(area)


def test_a_fold_that_went_wrong_is_found(world: Workspace) -> None:
    result = measured(world)
    (household, *_) = households(result)
    told = write_told(Lake(world), EDITION, {household: {"drinking_water_enough": False}}, 1)
    wrong = fold(world, result, told, {household: Words(0, SET.mask, SET.mask)})
    assert differences(world, wrong) > 0


def test_what_was_told_outlives_a_later_import(world: Workspace) -> None:
    """The register's rows stay as they are; a measurement made anew reads what was told first."""
    result = measured(world)
    (household, *_) = households(result)
    before = standing(world, result, household)
    write_told(Lake(world), EDITION, {household: {"drinking_water_enough": False}}, 1)
    again = measured(world)
    assert again.result_id != result.result_id
    after = standing(world, again, household)
    assert before is not None and after is not None
    assert before.facts == after.facts
    assert before.facts["drinking_water_enough"] is True
    bit = SET.indicator("drinking_water").mask
    assert (before.line.words.deprived & bit, after.line.words.deprived & bit) == (0, bit)


def test_nobody_of_that_name(world: Workspace) -> None:
    assert standing(world, measured(world), "0" * 16) is None
