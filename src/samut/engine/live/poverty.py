"""H and M0 that follow one household's new answers, and what-ifs that take such changes along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from samut.engine.live.figures import AreaSums, Change, HouseholdLine
from samut.engine.whatif.lines import Ints, Lines, lines_of
from samut.engine.whatif.questions import WhatIf
from samut.rules.weighting import Cutoff, WeightScheme


@dataclass(frozen=True)
class AreaPoverty:
    """H and M0 of one area in whole numbers, as whatif.questions.AreaFigures says them. Unit: persons."""

    everybody: int
    poor: int
    score: int
    undecided: int
    headcounts: tuple[int, ...]


class LivePoverty:
    """H, M0 and censored headcounts of every area under fixed weights and cutoff, kept up to date."""

    def __init__(self, lines: Lines, masks: Sequence[int], weights: WeightScheme, cutoff: Cutoff) -> None:
        self._masks, self._weights = tuple(masks), weights
        self._least = cutoff.smallest_poor_score(weights.total)
        self._changes = AreaSums(4 + len(self._masks))
        self._counted: dict[str, tuple[Ints, int]] = {}
        for figures in WhatIf(lines, masks).rolled_up(weights, cutoff).values():
            assert figures.headcounts is not None  # noqa: S101
            four = np.stack([figures.everybody, figures.poor, figures.score, figures.undecided], axis=1)
            rows = np.concatenate([four, figures.headcounts], axis=1)
            self._counted |= {code: (rows, place) for place, code in enumerate(figures.codes.tolist())}

    def apply(self, change: Change) -> None:
        for sign, line in change.sides:
            self._changes.add(line.village_code, sign * self._counts(line))

    def area(self, area_code: str) -> AreaPoverty:
        counts = self._changes.of(area_code)
        if area_code in self._counted:
            rows, place = self._counted[area_code]
            counts = counts + rows[place]
        everybody, poor, score, undecided, *headcounts = counts.tolist()
        return AreaPoverty(everybody, poor, score, undecided, tuple(headcounts))

    def _counts(self, line: HouseholdLine) -> Ints:
        deprived, unknown = line.words.deprived, ~line.words.known
        score = possible = 0
        for mask, weight in zip(self._masks, self._weights.numerators, strict=True):
            score += weight if deprived & mask else 0
            possible += weight if (deprived | unknown) & mask else 0
        poor, undecided = score >= self._least, score < self._least <= possible
        heads = [line.persons if poor and deprived & mask else 0 for mask in self._masks]
        four = [line.persons, line.persons * poor, line.persons * score * poor, line.persons * undecided]
        return np.array([*four, *heads], np.int64)


def changed_lines(changes: Iterable[Change], masks: Sequence[int]) -> Lines:
    """What changes take away and add, as lines that WhatIf lays beside those it has."""
    sides = [side for change in changes for side in change.sides]
    codes = sorted({line.village_code for _, line in sides})
    place_of, mask = {code: place for place, code in enumerate(codes)}, sum(masks)
    return lines_of(
        codes,
        [place_of[line.village_code] for _, line in sides],
        {
            "deprived": [line.words.deprived & mask for _, line in sides],
            "unknown": [~line.words.known & mask for _, line in sides],
        },
        {
            "households": [sign for sign, _ in sides],
            "persons": [sign * line.persons for sign, line in sides],
        },
    )
