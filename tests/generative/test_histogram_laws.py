"""The histogram against brute force over households, and the laws a union measure must keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.histogram import LINE_COUNTS, Histogram
from samut.rules.policy import Dimension, Indicator, load_measure
from samut.rules.status import Answer, Words
from samut.rules.union import deprived_in, poor

MEASURE = load_measure("tpmap-2561")
SET = MEASURE.indicator_set
SWITCHES = ["".join(digits) for digits in product("01", repeat=len(MEASURE.dimensions))]
VILLAGES = ["22050601", "22050602", "22050701", "22060101", "23010101"]
AREAS = ["TH", "22", "2205", "220506", "22050601", "23", "99"]


@dataclass(frozen=True)
class Household:
    village: str
    words: Words
    members: int
    registered: int
    validated: int
    unlinked: int

    def counts(self) -> tuple[int, ...]:
        target = self.validated
        return (
            1,
            self.members,
            self.registered,
            self.validated,
            self.unlinked,
            target,
            self.unlinked,
            int(target > 0),
        )


@st.composite
def households(draw: st.DrawFn) -> Household:
    known = draw(st.integers(0, SET.mask) | st.just(SET.mask))
    applies = draw(st.integers(0, SET.mask) | st.just(SET.mask))
    deprived = draw(st.integers(0, SET.mask)) & draw(st.integers(0, SET.mask)) & known & applies
    members = draw(st.integers(1, 6))
    unlinked = draw(st.integers(0, members))
    registered = draw(st.integers(0, members - unlinked))
    return Household(
        village=draw(st.sampled_from(VILLAGES)),
        words=Words(deprived, known | (~applies & SET.mask), applies),
        members=members,
        registered=registered,
        validated=draw(st.integers(0, registered)),
        unlinked=unlinked,
    )


def histogram_of(invented: list[Household]) -> Histogram:
    sums: dict[tuple[str, int, int, int], list[int]] = {}
    for each in invented:
        key = (each.village, each.words.deprived, each.words.known, each.words.applies)
        sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 8), each.counts(), strict=True)]
    keys = sorted(sums)
    columns = {
        name: np.array([key[place] for key in keys], np.int64)
        for place, name in enumerate(("deprived", "known", "applies"), start=1)
    }
    columns |= {
        name: np.array([sums[key][i] for key in keys], np.int64) for i, name in enumerate(LINE_COUNTS)
    }
    return Histogram(MEASURE, [key[0] for key in keys], columns)


def within(invented: list[Household], area: str) -> list[Household]:
    return [each for each in invented if area == "TH" or each.village.startswith(area)]


@settings(max_examples=30, deadline=None)
@given(st.lists(households(), max_size=25), st.sampled_from(AREAS), st.sampled_from(SWITCHES))
def test_figures_equal_brute_force(invented: list[Household], area: str, switch: str) -> None:
    found = histogram_of(invented).figures(area, switch)
    here = within(invented, area)
    yes = [each for each in here if poor(each.words, MEASURE, switch) is Answer.YES]
    unknown = [each for each in here if poor(each.words, MEASURE, switch) is Answer.UNKNOWN]
    assert (found.households, found.persons) == (len(here), sum(each.members for each in here))
    assert (found.poor_households, found.poor_persons) == (len(yes), sum(each.members for each in yes))
    assert (found.unknown_households, found.unknown_persons) == (
        len(unknown),
        sum(each.members for each in unknown),
    )
    assert found.registered_persons == sum(each.registered for each in yes)
    assert found.target_persons == sum(each.validated for each in yes)
    assert found.target_households == sum(each.validated > 0 for each in yes)
    assert found.target_unknown_persons == sum(each.unlinked for each in yes)
    assert found.card_registered_persons == sum(each.registered for each in here)
    assert found.card_validated_persons == sum(each.validated for each in here)
    assert found.unlinked_persons == sum(each.unlinked for each in here)
    for dimension, figures in zip(MEASURE.dimensions, found.dimensions, strict=True):
        answers = [(each, deprived_in(each.words, MEASURE, dimension)) for each in here]
        assert figures.id == dimension.id
        assert figures.poor_persons == sum(each.members for each, said in answers if said is Answer.YES)
        assert figures.target_persons == sum(each.validated for each, said in answers if said is Answer.YES)
        assert figures.unknown_persons == sum(
            each.members for each, said in answers if said is Answer.UNKNOWN
        )


@settings(max_examples=20, deadline=None)
@given(st.lists(households(), max_size=25), st.sampled_from(AREAS))
def test_indicator_figures_equal_brute_force(invented: list[Household], area: str) -> None:
    found = histogram_of(invented).indicator_figures(area)
    here = within(invented, area)
    assert [each.number for each in found] == list(range(1, 32))
    for indicator, figures in zip(SET.indicators, found, strict=True):
        bit = indicator.mask
        failing = [each for each in here if each.words.deprived & bit]
        targets = [each for each in failing if poor(each.words, MEASURE, "11111") is Answer.YES]
        assert figures.failing_persons == sum(each.members for each in failing)
        assert figures.target_persons == sum(each.validated for each in targets)
        assert figures.unknown_persons == sum(each.members for each in here if not each.words.known & bit)
        assert figures.exposed_persons == sum(
            each.members for each in here if each.words.known & each.words.applies & bit
        )


@settings(max_examples=20, deadline=None)
@given(st.lists(households(), max_size=25))
def test_children_add_up_to_their_area(invented: list[Household]) -> None:
    histogram = histogram_of(invented)
    for area in ("TH", "22", "2205", "220506"):
        whole, parts = histogram.figures(area), histogram.children(area).values()
        assert sum(part.persons for part in parts) == whole.persons
        assert sum(part.poor_persons for part in parts) == whole.poor_persons
        assert sum(part.unknown_households for part in parts) == whole.unknown_households
    assert histogram.children("22050601") == {}


@settings(max_examples=20, deadline=None)
@given(st.lists(households(), max_size=25))
def test_a_switch_of_one_dimension_is_that_dimension(invented: list[Household]) -> None:
    histogram = histogram_of(invented)
    for place, dimension in enumerate(MEASURE.dimensions):
        switch = "".join("1" if digit == place else "0" for digit in range(len(MEASURE.dimensions)))
        figures = histogram.figures("TH", switch)
        assert figures.dimensions[place].id == dimension.id
        assert figures.poor_persons == figures.dimensions[place].poor_persons
        assert figures.target_persons == figures.dimensions[place].target_persons
        assert figures.unknown_persons == figures.dimensions[place].unknown_persons


@settings(max_examples=20, deadline=None)
@given(st.lists(households(), max_size=25), st.sampled_from(SWITCHES), st.integers(0, 4))
def test_one_more_dimension_never_lowers_the_poor(invented: list[Household], switch: str, place: int) -> None:
    """Nor does it lower the poor and unknown together: nobody becomes surely not poor by it."""
    histogram = histogram_of(invented)
    more = switch[:place] + "1" + switch[place + 1 :]
    before, after = histogram.figures("TH", switch), histogram.figures("TH", more)
    assert after.poor_persons >= before.poor_persons
    assert after.poor_persons + after.unknown_persons >= before.poor_persons + before.unknown_persons
    assert after.poor_persons <= sum(each.poor_persons for each in after.dimensions)


@settings(max_examples=50, deadline=None)
@given(
    households(),
    st.sampled_from(MEASURE.dimensions),
    st.sampled_from(SET.indicators),
    st.sampled_from(SWITCHES),
)
def test_one_more_indicator_never_makes_a_poor_household_not_poor(
    household: Household, dimension: Dimension, indicator: Indicator, switch: str
) -> None:
    wider = replace(dimension, mask=dimension.mask | indicator.mask)
    dimensions = tuple(wider if each is dimension else each for each in MEASURE.dimensions)
    before = poor(household.words, MEASURE, switch)
    after = poor(household.words, replace(MEASURE, dimensions=dimensions), switch)
    allowed = {Answer.YES: {Answer.YES}, Answer.UNKNOWN: {Answer.YES, Answer.UNKNOWN}}
    assert after in allowed.get(before, set(Answer))


def test_no_dimension_no_poor() -> None:
    household = Household("22050601", Words(SET.mask, SET.mask, SET.mask), 4, 2, 1, 0)
    found = histogram_of([household]).figures("TH", "00000")
    assert (found.poor_persons, found.unknown_persons, found.persons) == (0, 0, 4)
