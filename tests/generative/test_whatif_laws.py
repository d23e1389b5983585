"""What-ifs against households counted one by one, with NumPy and compiled alike."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samut.engine.whatif import questions, with_numba, with_numpy
from samut.engine.whatif.lines import Lines, lines_from_table, lines_of
from samut.engine.whatif.questions import WhatIf
from samut.rules.errors import SamutError, Text
from samut.rules.weighting import Cutoff, WeightScheme
from samut.rules.what_if import Choice

KERNELS = [with_numpy, with_numba]
VILLAGES = ["22050601", "22050602", "22050701", "22060101", "23010101", "90010101"]
# The bits of the five indicators asked about, in the order of their weights; bit 3 is nobody's, 40 is far.
PLACES = (1, 0, 17, 40, 62)
MASKS = [1 << place for place in PLACES]
ALL = sum(MASKS) | 1 << 3
COLUMNS = ("deprived", "known", "households", "persons")
NAME = Text("น้ำหนัก", "weights")


@dataclass(frozen=True)
class Household:
    village: int
    deprived: int
    unknown: int
    members: int

    def score(self, weights: WeightScheme, *, besides: int = 0, unknown_too: bool = False) -> int:
        word = (self.deprived | self.unknown if unknown_too else self.deprived) & ~besides
        return sum(weight for mask, weight in zip(MASKS, weights.numerators, strict=True) if word & mask)


some_bits = st.lists(st.sampled_from([*MASKS, 1 << 3]), max_size=4).map(lambda bits: sum(set(bits)))


@st.composite
def households(draw: st.DrawFn) -> Household:
    deprived = draw(some_bits)
    return Household(
        village=draw(st.integers(0, len(VILLAGES) - 2)),
        deprived=deprived,
        unknown=draw(st.just(0) | some_bits) & ~deprived,
        members=draw(st.integers(0, 9)),
    )


@st.composite
def schemes(draw: st.DrawFn) -> WeightScheme:
    numerators = tuple(draw(st.lists(st.integers(0, 9), min_size=5, max_size=5)))
    times = draw(st.sampled_from([1, 1, 70_000, 2**50]))
    numerators = (*(times * each for each in numerators[:4]), times * (numerators[4] + 1))
    return WeightScheme("drawn", NAME, numerators, sum(numerators))


cutoffs = st.fractions(Fraction(1, 50), 1, max_denominator=50).map(lambda share: Cutoff(str(share), share))
invented = st.lists(households(), max_size=20)
law = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=[0, questions.LINES_DONE_AT_ONCE], ids=["shared out", "at once"], autouse=True)
def shared_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The villages go to several threads in pieces, or are done at once."""
    monkeypatch.setattr(questions, "LINES_DONE_AT_ONCE", request.param)


@pytest.fixture(params=KERNELS, ids=lambda module: module.__name__.rsplit("_", 1)[1])
def kernels(request: pytest.FixtureRequest) -> ModuleType:
    return request.param


def lines(of: list[Household], sign: int = 1) -> Lines:
    return lines_of(
        VILLAGES,
        [each.village for each in of],
        {"deprived": [each.deprived for each in of], "unknown": [each.unknown for each in of]},
        {"households": [sign] * len(of), "persons": [sign * each.members for each in of]},
    )


def counted(
    of: list[Household], weights: WeightScheme, least: int, *, besides: dict[int, int] | None = None
) -> list[tuple[int, int, int, int]]:
    """Everybody, poor, sum of scores, undecided: by village, one household after the other."""
    found = [[0, 0, 0, 0] for _ in VILLAGES]
    for each in of:
        solved = (besides or {}).get(each.village, 0)
        score = each.score(weights, besides=solved)
        found[each.village][0] += each.members
        if score >= least:
            found[each.village][1] += each.members
            found[each.village][2] += each.members * score
        elif each.score(weights, besides=solved, unknown_too=True) >= least:
            found[each.village][3] += each.members
    return [(a, b, c, d) for a, b, c, d in found]


def told(figures: object) -> list[tuple[int, ...]]:
    arrays = [getattr(figures, name).tolist() for name in ("everybody", "poor", "score", "undecided")]
    return list(zip(*arrays, strict=True))


@law
@given(of=invented, weights=schemes(), cutoff=cutoffs)
def test_a_new_cutoff(
    kernels: ModuleType, of: list[Household], weights: WeightScheme, cutoff: Cutoff
) -> None:
    least = cutoff.smallest_poor_score(weights.total)
    found = WhatIf(lines(of), MASKS, kernels=kernels).cutoff(weights, cutoff)
    assert told(found) == counted(of, weights, least)
    by_household = WhatIf(lines(of), MASKS, unit="households", kernels=kernels).cutoff(weights, cutoff)
    ones = [Household(each.village, each.deprived, each.unknown, 1) for each in of]
    assert told(by_household) == counted(ones, weights, least)
    here = found.everybody > 0
    assert np.isnan(found.incidence[~here]).all()
    assert np.array_equal(found.incidence[here], found.poor[here] / found.everybody[here])
    assert (found.adjusted[here] <= found.incidence[here]).all()


@law
@given(of=invented, weights=schemes(), cutoff=cutoffs)
def test_new_weights_with_headcounts_and_roll_ups(
    kernels: ModuleType, of: list[Household], weights: WeightScheme, cutoff: Cutoff
) -> None:
    least = cutoff.smallest_poor_score(weights.total)
    found = WhatIf(lines(of), MASKS, kernels=kernels).rolled_up(weights, cutoff)
    assert list(found) == ["village", "tambon", "amphoe", "province", "country"]
    by_village = counted(of, weights, least)
    for figures in found.values():
        assert figures.headcounts is not None
        rows = zip(figures.codes.tolist(), told(figures), figures.headcounts.tolist(), strict=True)
        for code, row, heads in rows:
            here = [n for n, village in enumerate(VILLAGES) if code == "TH" or village.startswith(code)]
            assert row == tuple(sum(by_village[n][column] for n in here) for column in range(4))
            poor = [each for each in of if each.village in here and each.score(weights) >= least]
            assert heads == [sum(each.members for each in poor if each.deprived & mask) for mask in MASKS]


@law
@given(
    of=invented,
    weights=schemes(),
    cutoff=cutoffs,
    place=st.integers(0, 4),
    villages=st.sets(st.integers(0, 4)),
)
def test_one_indicator_solved_in_some_villages(
    kernels: ModuleType,
    of: list[Household],
    weights: WeightScheme,
    cutoff: Cutoff,
    place: int,
    villages: set[int],
) -> None:
    found = WhatIf(lines(of), MASKS, kernels=kernels).solved(
        weights, cutoff, place, [VILLAGES[each] for each in villages]
    )
    least = cutoff.smallest_poor_score(weights.total)
    assert told(found) == counted(of, weights, least, besides=dict.fromkeys(villages, MASKS[place]))


@law
@given(of=invented, weights=schemes(), cutoff=cutoffs)
def test_every_indicator_solved_in_every_village(
    kernels: ModuleType, of: list[Household], weights: WeightScheme, cutoff: Cutoff
) -> None:
    """Each simulation is the village counted again with that indicator solved."""
    least = cutoff.smallest_poor_score(weights.total)
    found = WhatIf(lines(of), MASKS, kernels=kernels).exits(weights, cutoff)
    now = counted(of, weights, least)
    assert told(found.now) == now
    for place, mask in enumerate(MASKS):
        then = counted(of, weights, least, besides=dict.fromkeys(range(len(VILLAGES)), mask))
        assert found.leaving[:, place].tolist() == [a[1] - b[1] for a, b in zip(now, then, strict=True)]
        assert found.fall[:, place].tolist() == [a[2] - b[2] for a, b in zip(now, then, strict=True)]


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    return Choice(draw(schemes()), draw(cutoffs))


def standing(each: Household, choice: Choice, besides: int = 0) -> tuple[bool, Fraction, bool]:
    """Whether a household is poor, the score it is counted with, and whether it is undecided."""
    score = each.score(choice.weights, besides=besides)
    poor = score >= choice.least
    perhaps = each.score(choice.weights, besides=besides, unknown_too=True) >= choice.least
    return poor, Fraction(score if poor else 0, choice.weights.total), perhaps and not poor


@law
@given(
    of=invented,
    before=choices(),
    after=choices(),
    place=st.none() | st.integers(0, 4),
    villages=st.sets(st.integers(0, 4)),
)
def test_who_leaves_enters_and_is_told_of_anew(
    kernels: ModuleType,
    of: list[Household],
    before: Choice,
    after: Choice,
    place: int | None,
    villages: set[int],
) -> None:
    """Every household before and after, one after the other."""
    wanted = [[0] * 5 for _ in VILLAGES]
    for each in of:
        solved = MASKS[place] if place is not None and each.village in villages else 0
        (poor, score, open_) = standing(each, before)
        (poor_then, score_then, open_then) = standing(each, after, solved)
        told_of = (
            poor and not poor_then,
            poor_then and not poor,
            score != score_then,
            open_ and not open_then,
            open_then and not open_,
        )
        for column, moved in enumerate(told_of):
            wanted[each.village][column] += each.members * moved
    found = WhatIf(lines(of), MASKS, kernels=kernels).moved(
        before, after, place, [VILLAGES[each] for each in villages]
    )
    names = ("leaving", "entering", "rescored", "settled", "unsettled")
    columns = [getattr(found, name).tolist() for name in names]
    assert [list(row) for row in zip(*columns, strict=True)] == wanted
    assert found.codes.tolist() == VILLAGES


@law
@given(of=invented, choice=choices())
def test_how_deprived_those_are_whom_a_fix_helps(
    kernels: ModuleType, of: list[Household], choice: Choice
) -> None:
    fixes = [(village, place) for village in range(len(VILLAGES)) for place in range(len(MASKS))]
    found = WhatIf(lines(of), MASKS, kernels=kernels).helped(
        choice, [(VILLAGES[village], place) for village, place in fixes]
    )
    for row, (village, place) in enumerate(fixes):
        here = [each for each in of if each.village == village and each.deprived & MASKS[place]]
        scores = [standing(each, choice)[1] for each in here for _ in range(each.members)]
        poor = [score for score in scores if score]
        assert found.count[row] == len(poor)
        assert Fraction(int(found.score[row]), found.total) == sum(poor)
        if poor:
            assert found.mean_score[row] == pytest.approx(float(sum(poor) / len(poor)))
        else:
            assert np.isnan(found.mean_score[row])


@law
@given(of=invented, weights=schemes(), cutoff=cutoffs)
def test_every_cutoff_by_province(
    kernels: ModuleType, of: list[Household], weights: WeightScheme, cutoff: Cutoff
) -> None:
    found = WhatIf(lines(of), MASKS, kernels=kernels).every_cutoff(weights)
    assert found.codes.tolist() == ["22", "23", "90"]
    for least in [*found.scores.tolist(), cutoff.smallest_poor_score(weights.total)]:
        column = int(np.searchsorted(found.scores, least))
        by_village = counted(of, weights, least)
        for area, code in enumerate(found.codes.tolist()):
            here = [
                row for row, village in zip(by_village, VILLAGES, strict=True) if village.startswith(code)
            ]
            everybody, poor, _, undecided = (sum(row[n] for row in here) for n in range(4))
            assert found.everybody[area] == everybody
            if column < len(found.scores):
                assert (found.poor[area, column], found.undecided[area, column]) == (poor, undecided)
            else:
                assert (poor, undecided) == (0, 0)


@law
@given(of=invented, gone=invented, come=invented, weights=schemes(), cutoff=cutoffs)
def test_changes_are_lines_that_take_away_and_lines_that_add(
    kernels: ModuleType,
    of: list[Household],
    gone: list[Household],
    come: list[Household],
    weights: WeightScheme,
    cutoff: Cutoff,
) -> None:
    """Households that left and came, beside the lines, are the same as the lines written anew."""
    together = [*gone, *come]
    signs = [-1] * len(gone) + [1] * len(come)
    changes = lines_of(
        VILLAGES,
        [each.village for each in together],
        {name: [getattr(each, name) for each in together] for name in ("deprived", "unknown")},
        {
            "households": signs,
            "persons": [sign * each.members for sign, each in zip(signs, together, strict=True)],
        },
    )
    changed = WhatIf(lines([*of, *gone]), MASKS, changes=changes, kernels=kernels)
    anew = WhatIf(lines([*of, *come]), MASKS, kernels=kernels)
    assert told(changed.cutoff(weights, cutoff)) == told(anew.cutoff(weights, cutoff))
    chosen = VILLAGES[:2]
    assert told(changed.solved(weights, cutoff, 2, chosen)) == told(anew.solved(weights, cutoff, 2, chosen))
    for name, figures in changed.rolled_up(weights, cutoff).items():
        other = anew.rolled_up(weights, cutoff)[name]
        assert told(figures) == told(other)
        assert np.array_equal(figures.headcounts, other.headcounts)  # type: ignore[arg-type]
    here, there = Choice(weights, cutoff), Choice(weights, Cutoff("1/2", Fraction(1, 2)))
    for name in ("leaving", "entering", "rescored", "settled", "unsettled"):
        moves = (getattr(each.moved(here, there, 2, chosen), name) for each in (changed, anew))
        assert np.array_equal(*moves)
    helped = [each.helped(here, [(VILLAGES[0], 1), (VILLAGES[4], 3)]) for each in (changed, anew)]
    assert np.array_equal(helped[0].count, helped[1].count)
    assert np.array_equal(helped[0].score, helped[1].score)
    one, two = changed.exits(weights, cutoff), anew.exits(weights, cutoff)
    assert np.array_equal(one.leaving, two.leaving) and np.array_equal(one.fall, two.fall)


@settings(max_examples=20, deadline=None)
@given(of=invented, shuffled=st.randoms(use_true_random=False))
def test_the_lines_of_a_histogram_are_those_of_its_households(
    of: list[Household], shuffled: random.Random
) -> None:
    """Whatever their order, and however often the same answers stand there with other `applies`."""
    rows = [
        {
            "village_code": VILLAGES[each.village],
            "deprived": each.deprived,
            "known": ~each.unknown & ALL,
            "households": 1,
            "persons": each.members,
        }
        for each in of
    ]
    shuffled.shuffle(rows)
    schema = pa.schema([("village_code", pa.string())] + [(name, pa.int64()) for name in COLUMNS])
    found = lines_from_table(pa.Table.from_pylist(rows, schema), ALL)
    lived_in = sorted({VILLAGES[each.village] for each in of})
    assert found.codes.tolist() == lived_in
    wanted = lines(of)
    with_empty = found.with_villages(VILLAGES)
    for name in ("codes", "starts", "all_households", "all_persons"):
        assert np.array_equal(getattr(with_empty, name), getattr(wanted, name))
    assert told_lines(with_empty) == told_lines(wanted)


def told_lines(of: Lines) -> list[tuple[int, ...]]:
    columns = (of.village, of.deprived[of.word], of.unknown[of.word], of.households, of.persons)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_lines_are_kept_as_they_are(tmp_path: Path) -> None:
    of = lines([Household(0, 1, 2, 3), Household(4, 0, 1 << 62, 2), Household(4, 0, 0, 5)])
    of.save(tmp_path / "lines")
    again = Lines.open(tmp_path / "lines")
    assert told_lines(again) == told_lines(of)
    assert again.all_persons.tolist() == [3, 0, 0, 0, 7, 0]


def test_weights_too_fine_for_whole_numbers_of_64_bits_are_refused() -> None:
    weights = WeightScheme("fine", NAME, (2**40, 0, 0, 0, 0), 2**40)
    of = [Household(0, 1, 0, 2**23)]
    with pytest.raises(SamutError) as refused:
        WhatIf(lines(of), MASKS).cutoff(weights, Cutoff("1/2", Fraction(1, 2)))
    assert refused.value.code == "MEASURE_008"
