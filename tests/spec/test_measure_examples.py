"""The examples in the measures' files are true: put as facts to both engines, counted and estimated."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

import samut
from drawn_households import day_of, household_where
from samut.engine.histogram import LINE_COUNTS, Histogram
from samut.rules import alkire_foster
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.measure_examples import MeasureExample
from samut.rules.measure_files import KIND, kind_of, load_alkire_foster, load_weighted
from samut.rules.policy import Measure, load_measure, union_measure_ids
from samut.rules.policy_files import Facts, policy_dir
from samut.rules.reference import statuses
from samut.rules.status import Answer, Status, Words
from samut.rules.union import poor
from two_engines import ENGINES, arrow_table

MEASURES = {name: load_measure(name) for name in union_measure_ids()}
WEIGHTED = {
    path.stem: load_alkire_foster(path.stem)
    for path in sorted((policy_dir() / "measures").glob("*.toml"))
    if kind_of(path.stem) == KIND
}
# The whole band of a household's H, by what its example says.
BANDS = {Answer.YES: (1.0, 1.0), Answer.NO: (0.0, 0.0), Answer.UNKNOWN: (0.0, 1.0)}
WANTED = {"bmn-2560": 31, "bmn-2566": 37, "logbook": 17, "tpmap-2561": 17, "tpmap-2567": 16}


def wished(measure: Measure | AlkireFoster, example: MeasureExample) -> dict[str, Status]:
    """What the example says of each indicator of the measure, and of those it names besides."""
    if isinstance(measure, AlkireFoster):
        counted = [term.id for term in measure.terms]
    else:
        counted = [name for dimension in measure.dimensions for name in dimension.indicators]
    named = sorted(example.deprived | example.unknown | example.not_applicable)
    return {name: example.status_of(name) for name in dict.fromkeys([*counted, *named])}


def households_of(measure: Measure | AlkireFoster) -> list[Facts]:
    """Each example of the measure as a household with facts."""
    return [household_where(measure.indicator_set, wished(measure, example)) for example in measure.examples]


def words_of(measure: Measure | AlkireFoster, engine: str) -> list[Words]:
    """The words the engine gives each example of the measure."""
    households = households_of(measure)
    return ENGINES[engine](measure.indicator_set, day_of(measure.indicator_set), households)


def bands_of(measure: AlkireFoster, data: pa.Table) -> list[tuple[float, float]]:
    """The band of H of each row, in the order of household_no, at the measure's own cutoff."""
    found = samut.measure(
        measure, data, by="household_no", unknown="report", on=day_of(measure.indicator_set)
    )
    own = "" if measure.is_union else measure.cutoffs[0].text
    return [
        (row["bound_lower"], row["bound_upper"])
        for row in found.to_pylist()
        if row["statistic"] == "H" and row["by"] and row["cutoff"] == own
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_every_example_of_a_measure_holds(measure: Measure, engine: str) -> None:
    for example, found in zip(measure.examples, words_of(measure, engine), strict=True):
        said = statuses(found, measure.indicator_set)
        assert {name: said[name] for name in wished(measure, example)} == wished(measure, example)
        assert poor(found, measure, measure.whole_switch) is example.poor, example.say


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("measure", WEIGHTED.values(), ids=WEIGHTED)
def test_every_example_of_a_weighted_measure_holds(measure: AlkireFoster, engine: str) -> None:
    for example, found in zip(measure.examples, words_of(measure, engine), strict=True):
        said = statuses(found, measure.indicator_set)
        assert {name: said[name] for name in wished(measure, example)} == wished(measure, example)
        assert alkire_foster.poor(found, measure) is example.poor, example.say


@pytest.mark.parametrize("name", [*WEIGHTED, *MEASURES])
def test_the_estimator_says_the_same_of_every_example_from_words_and_from_facts(name: str) -> None:
    measure = load_weighted(name)
    numbers = pa.array(range(len(measure.examples)), pa.int64())
    found = words_of(measure, "reference")
    words = {word: [getattr(each, word) for each in found] for word in ("deprived", "known", "applies")}
    facts = arrow_table(measure.indicator_set, households_of(measure))
    expected = [BANDS[example.poor] for example in measure.examples]
    assert bands_of(measure, pa.table({"household_no": numbers, **words})) == expected
    assert bands_of(measure, facts) == expected


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_histogram_counts_every_example_as_it_is(measure: Measure) -> None:
    for example, found in zip(measure.examples, words_of(measure, "duckdb"), strict=True):
        columns = {name: np.ones(1, np.int64) for name in LINE_COUNTS}
        columns |= {name: np.array([getattr(found, name)]) for name in ("deprived", "known", "applies")}
        counted = Histogram(measure, ["22050601"], columns).figures("TH", measure.whole_switch)
        assert counted.poor_households == (example.poor is Answer.YES), example.say
        assert counted.unknown_households == (example.poor is Answer.UNKNOWN), example.say


@pytest.mark.parametrize("measure", [*MEASURES.values(), *WEIGHTED.values()], ids=[*MEASURES, *WEIGHTED])
def test_every_measure_shows_each_answer_and_an_unknown_beside_a_failing_indicator(
    measure: Measure | AlkireFoster,
) -> None:
    assert {example.poor for example in measure.examples} == set(Answer)
    assert any(example.deprived and example.unknown for example in measure.examples)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_no_indicator_stands_in_two_dimensions(measure: Measure) -> None:
    counted = [name for dimension in measure.dimensions for name in dimension.indicators]
    assert len(set(counted)) == len(counted)
    if measure.id in WANTED:
        assert len(counted) == WANTED[measure.id]


def test_the_measures_of_the_census_and_the_logbook_are_there() -> None:
    assert set(WANTED) <= set(MEASURES)
    for name in ("bmn-2560", "bmn-2566"):
        every = {indicator.id for indicator in MEASURES[name].indicator_set.indicators}
        assert {each for dimension in MEASURES[name].dimensions for each in dimension.indicators} == every


def test_the_logbook_is_tpmap_in_its_own_order_with_living_called_housing() -> None:
    """So the same household is poor by both, whatever it is deprived in."""
    by_dimension = {each.id: set(each.indicators) for each in MEASURES["logbook"].dimensions}
    assert list(by_dimension) == ["income", "housing", "health", "education", "accessibility"]
    tpmap = {each.id: set(each.indicators) for each in MEASURES["tpmap-2561"].dimensions}
    tpmap["housing"] = tpmap.pop("living")
    assert by_dimension == tpmap
