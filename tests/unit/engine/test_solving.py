"""Indicators solved: the fast answer on lines of the histogram is that of asking each household in turn."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from samut.engine.histogram import LINE_COUNTS
from samut.engine.live.figures import Change, HouseholdLine, LiveHistogram
from samut.engine.whatif.solving import AnswerLines, Solving, lifts, lines_of, solved, steps
from samut.rules.policy import load_measure
from samut.rules.status import Answer, Words
from samut.rules.union import poor

MEASURE = load_measure("tpmap-2561")
INDICATORS = [each.id for each in MEASURE.indicator_set.indicators]
VILLAGES = ("22050101", "22050601", "22050602", "22060101")


@dataclass(frozen=True)
class Home:
    """One household as these tests draw it."""

    village: str
    words: Words
    persons: int
    target: int
    in_group: bool


def drawn(seed: int) -> list[Home]:
    random = Random(seed)  # noqa: S311 (draws test data)
    found = []
    for _ in range(60):
        known = deprived = 0
        for each in MEASURE.indicator_set.indicators:
            if random.random() < 0.97:
                known |= each.mask
                deprived |= each.mask * (random.random() < 0.06)
        words = Words(deprived, known, MEASURE.indicator_set.mask)
        persons = random.randint(1, 6)
        found.append(
            Home(random.choice(VILLAGES), words, persons, random.randint(0, persons), random.random() < 0.5)
        )
    return found


def lines(homes: list[Home]) -> AnswerLines:
    homes = sorted(homes, key=lambda home: home.village)
    columns = {name: np.zeros(len(homes), np.int64) for name in LINE_COUNTS}
    columns["households"] += 1
    columns["persons"] = np.array([home.persons for home in homes])
    columns["target_persons"] = np.array([home.target for home in homes])
    for name in ("deprived", "known", "applies"):
        columns[name] = np.array([getattr(home.words, name) for home in homes])
    return AnswerLines(
        np.array([home.village for home in homes]), columns, np.array([home.in_group for home in homes])
    )


def without(words: Words, indicators: tuple[str, ...]) -> Words:
    """The words of a household that no longer fails these; what is not known stays so."""
    mask = sum(MEASURE.indicator_set.indicator(each).mask for each in indicators)
    return Words(words.deprived & ~mask, words.known, words.applies)


def told(homes: list[Home], solving: Solving, after: bool) -> tuple[int, int, int, int]:
    """Poor households, poor persons, target persons, unknown households: one household after the other."""
    counts = [0, 0, 0, 0]
    for home in homes:
        reached = after and home.in_group and home.village.startswith(solving.areas)
        words = without(home.words, solving.indicators) if reached else home.words
        answer = poor(words, MEASURE, MEASURE.whole_switch)
        counts[0] += answer is Answer.YES
        counts[1] += home.persons * (answer is Answer.YES)
        counts[2] += home.target * (answer is Answer.YES)
        counts[3] += answer is Answer.UNKNOWN
    return counts[0], counts[1], counts[2], counts[3]


@pytest.mark.parametrize("seed", range(12))
def test_lines_say_what_each_household_says(seed: int) -> None:
    random = Random(seed)  # noqa: S311 (draws test data)
    homes = drawn(seed)
    solving = Solving(
        tuple(random.sample(INDICATORS, random.randint(0, 6))), ("220506", "22060101")[: seed % 3]
    )
    found = solved(lines(homes), MEASURE, solving, "22")
    for figures, after in ((found.before, False), (found.after, True)):
        names = ("poor_households", "poor_persons", "target_persons", "unknown_households")
        assert tuple(getattr(figures, name) for name in names) == told(homes, solving, after)
    for code, (_, figures) in found.below.items():
        inside = [home for home in homes if home.village.startswith(code)]
        assert figures.poor_households == told(inside, solving, True)[0]


@pytest.mark.parametrize("seed", range(6))
def test_whom_one_indicator_lifts_is_whom_it_lifts_when_asked_alone(seed: int) -> None:
    homes = drawn(seed)
    found = lifts(lines(homes), MEASURE, ("22",))
    for name in INDICATORS:
        asked = Solving((name,), ("22",))
        before, after = told(homes, asked, False), told(homes, asked, True)
        lift = found[name]
        assert before[0] - after[0] == lift.households + lift.to_unknown
        assert after[3] - before[3] == lift.to_unknown


def test_steps_add_up_to_lifts_and_the_largest_stands_first() -> None:
    asked = lines(drawn(3))
    found = steps(asked, MEASURE, 8)
    assert [step.households for step in found] == sorted((step.households for step in found), reverse=True)
    for name, lift in lifts(asked, MEASURE, ("22",)).items():
        assert sum(step.households for step in found if step.indicator == name) == lift.households


def test_a_household_that_a_form_told_anew_is_in_the_lines() -> None:
    home = Home("22050601", Words(0, MEASURE.indicator_set.mask, MEASURE.indicator_set.mask), 3, 0, True)
    first = lines([home])
    live = LiveHistogram(MEASURE, first.villages.tolist(), dict(first.columns))
    was = HouseholdLine(home.village, home.words, 3)
    failing = Words(MEASURE.dimensions[0].mask, home.words.known, home.words.applies)
    live.apply(Change(was, HouseholdLine(home.village, failing, 3)))
    found = solved(lines_of(live), MEASURE, Solving(MEASURE.dimensions[0].indicators, ("22050601",)), "22")
    assert (found.before.poor_households, found.after.poor_households) == (1, 0)
    assert found.before.households == found.after.households == 1
