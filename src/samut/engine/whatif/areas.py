"""What a what-if changes in the areas of an area: before, after, who leaves poverty, who enters it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samut.engine.areas import COUNTRY, LEVELS, level_of
from samut.engine.whatif.lines import Ints, added
from samut.engine.whatif.questions import AreaFigures, Moves, WhatIf
from samut.rules.errors import SamutError
from samut.rules.what_if import Choice

DIGITS = {name: digits for digits, name in LEVELS.items()}
KNOWN_SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """One area under one choice. Unit: persons; `score` is the sum of the scores of the poor.

    `undecided` would be poor if what is unknown of them were a deprivation.
    """

    persons: int
    poor: int
    score: int
    undecided: int
    total: int

    @property
    def incidence(self) -> float | None:
        """H; None where nobody lives."""
        return self.poor / self.persons if self.persons else None

    @property
    def adjusted(self) -> float | None:
        """M0; None where nobody lives."""
        return self.score / (self.persons * self.total) if self.persons else None


@dataclass(frozen=True)
class AreaChange:
    """One area before and after. Unit: persons; see samut.engine.whatif.questions.Moves for the last five."""

    code: str
    before: Standing
    after: Standing
    leaving: int
    entering: int
    rescored: int
    settled: int
    unsettled: int

    @property
    def persons(self) -> int:
        return self.before.persons


@dataclass(frozen=True)
class Question:
    """Another choice, and (where `place` is one) the indicator there solved in the areas of `solved_in`."""

    before: Choice
    after: Choice
    place: int | None = None
    solved_in: tuple[str, ...] = ()


def level_within(area: str, level: str = "") -> str:
    """The level an area is split into: the one named, else the next below. Raises: WHATIF_003."""
    own = 0 if area == COUNTRY else len(area)
    below = [name for name, digits in DIGITS.items() if digits > own] or [level_of(area)]
    if level and level not in below:
        raise SamutError("WHATIF_003", level=level, area=area, levels=", ".join(below))
    return level or below[0]


def villages_of(codes: Sequence[str], area: str) -> list[str]:
    """The villages among the codes that lie in an area. Raises: WHATIF_001 where there is none."""
    found = [code for code in codes if area == COUNTRY or code.startswith(area)]
    if not (found and level_of(area)):
        known = sorted({code[: DIGITS["province"]] for code in codes})[:KNOWN_SHOWN]
        raise SamutError("WHATIF_001", area=area, known=", ".join(known))
    return found


def changes_by_area(what_if: WhatIf, question: Question, area: str, level: str) -> tuple[AreaChange, ...]:
    """The area itself first, then each area of the level in it, by code. A village has none in it.

    Raises: WHATIF_001 for an area nobody lives in, and where solving is asked for in one that does
    not lie in `area`.
    """
    inside = villages_of(what_if.codes, area)
    solved = sorted({code for each in question.solved_in for code in villages_of(inside, each)})
    before = what_if.cutoff(question.before.weights, question.before.cutoff)
    weights, cutoff = question.after.weights, question.after.cutoff
    if question.place is None:
        after = what_if.cutoff(weights, cutoff)
    else:
        after = what_if.solved(weights, cutoff, question.place, solved)
    moves = what_if.moved(question.before, question.after, question.place, solved)
    first = int(np.searchsorted(before.codes, inside[0]))
    rows = _columns(before, after, moves)[first : first + len(inside)]
    codes, place = np.unique([code[: DIGITS[level]] for code in inside], return_inverse=True)
    by_area = np.stack([added(place, column, len(codes)) for column in rows.T], axis=1)
    told = [(area, rows.sum(axis=0))]
    told += [each for each in zip(codes.tolist(), by_area, strict=True) if each[0] != area]
    return tuple(_change(code, row.tolist(), before.total, after.total) for code, row in told)


def _columns(before: AreaFigures, after: AreaFigures, moves: Moves) -> Ints:
    """A row a village, a column a count, in the order in which _change takes them."""
    stood = [(each.everybody, each.poor, each.score, each.undecided) for each in (before, after)]
    moved = (moves.leaving, moves.entering, moves.rescored, moves.settled, moves.unsettled)
    return np.stack([*stood[0], *stood[1], *moved], axis=1)


def _change(code: str, counts: Sequence[int], total_before: int, total_after: int) -> AreaChange:
    persons, poor, score, undecided, _, poor_then, score_then, undecided_then, *moved = counts
    before = Standing(persons, poor, score, undecided, total_before)
    after = Standing(persons, poor_then, score_then, undecided_then, total_after)
    return AreaChange(code, before, after, *moved)
