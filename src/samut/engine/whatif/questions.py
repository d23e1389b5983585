"""What if: other weights, another cutoff, a need met somewhere, for every village in milliseconds.

The measure is one with weights and a cutoff: a household is poor when the weights of what it is
deprived in reach the cutoff. Everything is a sum over lines (see samut.engine.whatif.lines), in
whole numbers. An unknown answer counts as not deprived here; how many could be poor, if what is
unknown were a deprivation, stands beside every estimate as `undecided`.

These are arithmetic, not forecasts: "if indicator 9 were solved here" changes that answer alone.
Lines are microdata, most of them of one household: they stay on the server, and what is shown of
the results is first covered where counts are small.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType

import numpy as np
import numpy.typing as npt

from samut.engine.whatif import with_numpy
from samut.engine.whatif.lines import Codes, Ints, Lines, SmallInts
from samut.engine.whatif.with_numpy import CHUNK_BITS
from samut.rules.errors import SamutError
from samut.rules.weighting import Cutoff, WeightScheme
from samut.rules.what_if import Choice

try:
    from samut.engine.whatif import with_numba
except ImportError:
    FASTEST: ModuleType = with_numpy
else:
    FASTEST = with_numba

Shares = npt.NDArray[np.float64]

VILLAGE = "village"
LARGEST_SUM = 2**62
# Beyond this, scores are told apart by sorting them, not by a table of all there can be.
LARGEST_TABLE = 2**16
# Villages are shared out among the cores in several pieces for each, so that a core that is busy
# with something else holds up little. What is small is done at once.
PIECES_FOR_EACH_CORE = 4
LINES_DONE_AT_ONCE = 50_000
CORES = os.cpu_count() or 1
POOL = ThreadPoolExecutor(CORES, thread_name_prefix="whatif")


@dataclass(frozen=True)
class AreaFigures:
    """Areas of one size under one cutoff. Unit: persons or households, as the what-if was opened.

    `score` is the sum of the scores of the poor, in weights over `total`; `undecided` are those
    that would be poor if what is unknown of them were a deprivation, and are not counted as poor.
    `headcounts` are the poor that are deprived in each indicator, where that was asked.
    """

    codes: Codes
    everybody: Ints
    poor: Ints
    score: Ints
    undecided: Ints
    total: int
    headcounts: Ints | None = None

    @property
    def incidence(self) -> Shares:
        """H, the share that is poor; nan where nobody lives."""
        return _share(self.poor, self.everybody)

    @property
    def adjusted(self) -> Shares:
        """M0, the share that is poor times how deprived the poor are; nan where nobody lives."""
        return _share(self.score, self.everybody * self.total)


@dataclass(frozen=True)
class Exits:
    """Each indicator solved in each village, one at a time. Shape: villages, indicators.

    `leaving` are no longer poor then; `fall` is how far the sum of scores of the poor falls, in
    weights over `total`: the village's M0 by `fall / (total * everybody)`.
    """

    now: AreaFigures
    leaving: Ints
    fall: Ints


@dataclass(frozen=True)
class Moves:
    """Who is told otherwise by another choice, in each village. Unit: as the what-if was opened.

    `leaving` are poor before and not after, `entering` the other way round. `rescored` are counted
    poor with another score (or no longer, or newly), so that H or M0 tells of them. `settled` were
    undecided and are not after, `unsettled` the other way round.
    """

    codes: Codes
    leaving: Ints
    entering: Ints
    rescored: Ints
    settled: Ints
    unsettled: Ints


@dataclass(frozen=True)
class Helped:
    """The poor who are deprived in one indicator in one village: whom solving it there helps.

    Shape: fixes. `score` is the sum of their scores before, in weights over `total`.
    """

    count: Ints
    score: Ints
    total: int

    @property
    def mean_score(self) -> Shares:
        """How deprived they are on average, 0 to 1; nan where there is nobody."""
        return _share(self.score, self.count * self.total)


@dataclass(frozen=True)
class EveryCutoff:
    """Areas under every cutoff that makes a difference. Shape of `poor` and `undecided`: areas, cutoffs.

    `scores` are the least scores that are poor, rising: between two of them nothing changes.
    """

    codes: Codes
    everybody: Ints
    scores: Ints
    total: int
    poor: Ints
    undecided: Ints


class WhatIf:
    """The questions. Opened once for a measure's indicators; weights and cutoff come with each question."""

    def __init__(
        self,
        lines: Lines,
        masks: Sequence[int],
        *,
        unit: str = "persons",
        changes: Lines | None = None,
        kernels: ModuleType = FASTEST,
    ) -> None:
        """`masks` are the indicators' bits in the order of the weights; `changes` are added to the lines.

        A question is linear in the counts, so a household that changed is a line that takes away
        and a line that adds, and nothing has to be put in its place among millions.
        """
        codes = lines.codes if changes is None else np.union1d(lines.codes, changes.codes)
        self._lines = lines if len(codes) == len(lines.codes) else lines.with_villages(codes.tolist())
        self._masks = np.array(masks, np.int64)
        parts = [self._lines, *([] if changes is None else [changes.with_villages(codes.tolist())])]
        self._parts = [_Part(each, unit, kernels) for each in parts]
        self._kernels = kernels

    @cached_property
    def codes(self) -> list[str]:
        """The villages, sorted."""
        codes: list[str] = self._lines.codes.tolist()
        return codes

    @cached_property
    def everybody(self) -> Ints:
        """How many there are in each village."""
        found: Ints = sum(
            (part.everybody for part in self._parts), np.zeros(len(self._lines.codes), np.int64)
        )
        return found

    def cutoff(self, weights: WeightScheme, cutoff: Cutoff) -> AreaFigures:
        """H and M0 of every village."""
        return self._by_village(weights, cutoff, 0, self._nowhere)

    def solved(
        self, weights: WeightScheme, cutoff: Cutoff, place: int, villages: Collection[str]
    ) -> AreaFigures:
        """Every village, were the indicator at that place of the weights solved in the named villages."""
        return self._by_village(weights, cutoff, int(self._masks[place]), self._chosen(villages))

    def weights(self, weights: WeightScheme, cutoff: Cutoff) -> AreaFigures:
        """H and M0 of every village, and its censored headcounts."""
        least = self._least(weights, cutoff)
        sums = _sum(part.headcounts(weights, self._masks, least) for part in self._parts)
        return replace(self._figures(sums, weights), headcounts=sums[:, 3:])

    def rolled_up(self, weights: WeightScheme, cutoff: Cutoff) -> Mapping[str, AreaFigures]:
        """The same by village, tambon, amphoe, province and country."""
        least = self._least(weights, cutoff)
        sums = _sum(part.headcounts(weights, self._masks, least) for part in self._parts)
        everybody = self.everybody
        found = {VILLAGE: replace(self._figures(sums, weights), headcounts=sums[:, 3:])}
        for name, level in self._lines.levels.items():
            sums = self._kernels.rolled_up(sums, level.starts)
            everybody = np.add.reduceat(everybody, level.starts) if len(level.starts) else everybody
            found[name] = AreaFigures(
                level.codes, everybody, sums[:, 0], sums[:, 1], sums[:, 2], weights.total, sums[:, 3:]
            )
        return found

    def exits(self, weights: WeightScheme, cutoff: Cutoff) -> Exits:
        """Every "solve one indicator in one village"."""
        least, numerators = self._least(weights, cutoff), np.array(weights.numerators, np.int64)
        parts = [part.exits(weights, self._masks, least, numerators) for part in self._parts]
        now, leaving, fall = (_sum(each) for each in zip(*parts, strict=True))
        return Exits(self._figures(now, weights), leaving, fall)

    def moved(
        self, before: Choice, after: Choice, place: int | None = None, villages: Collection[str] = ()
    ) -> Moves:
        """Who is told otherwise, were the choice another and the indicator solved in the villages."""
        for each in (before, after):
            self._check_total(each.weights)
        solved = 0 if place is None else int(self._masks[place])
        chosen = self._nowhere if place is None else self._chosen(villages)
        found = _sum(part.moved(before, after, self._masks, solved, chosen) for part in self._parts)
        return Moves(self._lines.codes, *found.T)

    def helped(self, choice: Choice, fixes: Sequence[tuple[str, int]]) -> Helped:
        """Whom each fix would help: a village, and the place of the indicator that is solved there."""
        self._check_total(choice.weights)
        at = [(self._place_of_village[code], int(self._masks[place])) for code, place in fixes]
        found = _sum(part.helped(choice, self._masks, at) for part in self._parts)
        return Helped(found[:, 0], found[:, 1], choice.weights.total)

    def every_cutoff(self, weights: WeightScheme) -> EveryCutoff:
        """Each province under every cutoff that makes a difference."""
        self._check_total(weights)
        provinces = [part.by_province for part in self._parts]
        scored = [each for part in provinces for each in part.scores(weights, self._masks)]
        distinct, ranks = _ranked(scored, weights.total)
        surely = _sum(
            part.by_score(rank, len(distinct)) for part, rank in zip(provinces, ranks[::2], strict=True)
        )
        perhaps = _sum(
            part.by_score(rank, len(distinct)) for part, rank in zip(provinces, ranks[1::2], strict=True)
        )
        poor, possible = (np.cumsum(each[:, ::-1], axis=1)[:, ::-1] for each in (surely, perhaps))
        reached = distinct > 0
        return EveryCutoff(
            codes=provinces[0].lines.codes,
            everybody=_sum(part.everybody for part in provinces),
            scores=distinct[reached],
            total=weights.total,
            poor=poor[:, reached],
            undecided=(possible - poor)[:, reached],
        )

    def _least(self, weights: WeightScheme, cutoff: Cutoff) -> int:
        self._check_total(weights)
        return cutoff.smallest_poor_score(weights.total)

    def _check_total(self, weights: WeightScheme) -> None:
        """Raises: MEASURE_008 where sums of scores would not fit 64 bits."""
        if weights.total * int(self.everybody.sum()) >= LARGEST_SUM:
            raise SamutError("MEASURE_008", scheme=weights.id)

    def _by_village(self, weights: WeightScheme, cutoff: Cutoff, solved: int, chosen: Ints) -> AreaFigures:
        least = self._least(weights, cutoff)
        sums = _sum(part.by_village(weights, self._masks, least, solved, chosen) for part in self._parts)
        return self._figures(sums, weights)

    def _figures(self, sums: Ints, weights: WeightScheme) -> AreaFigures:
        return AreaFigures(
            self._lines.codes, self.everybody, sums[:, 0], sums[:, 1], sums[:, 2], weights.total
        )

    def _chosen(self, villages: Collection[str]) -> Ints:
        chosen = self._nowhere.copy()
        chosen[[self._place_of_village[code] for code in villages]] = 1
        return chosen

    @cached_property
    def _nowhere(self) -> Ints:
        return np.zeros(len(self._lines.codes), np.int64)

    @cached_property
    def _place_of_village(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}


@dataclass(frozen=True)
class _Piece:
    """Some villages in a row: `first` up to `last`, and their lines, numbered from the first."""

    first: int
    last: int
    starts: Ints
    village: SmallInts
    word: SmallInts
    count: SmallInts

    @property
    def lines(self) -> tuple[Ints, SmallInts, SmallInts, SmallInts]:
        return self.starts, self.village, self.word, self.count


class _Part:
    """Lines with the count that is asked about, and the arithmetic that is done on them."""

    def __init__(self, lines: Lines, unit: str, kernels: ModuleType) -> None:
        self.lines, self._unit, self._kernels = lines, unit, kernels
        self.everybody: Ints = getattr(lines, f"all_{unit}")

    @cached_property
    def by_province(self) -> _Part:
        return _Part(self.lines.by_province, self._unit, self._kernels)

    def scores(self, weights: WeightScheme, masks: Ints) -> tuple[Ints, Ints]:
        """The score of each distinct word, and its score if what is unknown were a deprivation."""
        found: tuple[Ints, Ints] = self._kernels.scores(
            self.lines.deprived, self.lines.unknown, _tables(weights, masks)
        )
        return found

    def by_village(self, weights: WeightScheme, masks: Ints, least: int, solved: int, chosen: Ints) -> Ints:
        """Poor, score and undecided of each village; the solved bits not deprived where it is chosen."""
        cases = (0, solved) if solved else (0,)
        return self._counted(
            np.stack([self._value(weights, masks, least, besides) for besides in cases]), chosen
        )

    def _counted(self, choices: Ints, chosen: Ints) -> Ints:
        """Each village's sums of the values that `chosen` picks for it from the choices."""
        found = self._empty(3)

        def work(piece: _Piece) -> None:
            here = slice(piece.first, piece.last)
            self._kernels.by_village(*piece.lines, choices, chosen[here], found[here])

        self._share_out(work)
        return found

    def headcounts(self, weights: WeightScheme, masks: Ints, least: int) -> Ints:
        """Poor, score and undecided of each village, then its poor who are deprived in each indicator."""
        value, found = self._value(weights, masks, least), self._empty(3 + len(masks))

        def work(piece: _Piece) -> None:
            here = slice(piece.first, piece.last)
            self._kernels.headcounts(*piece.lines, value, self.lines.deprived, masks, found[here])

        self._share_out(work)
        return found

    def exits(
        self, weights: WeightScheme, masks: Ints, least: int, numerators: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """Poor, score and undecided of each village; who leaves and how far the score falls by indicator."""
        value = self._value(weights, masks, least)
        now, leaving, fall = self._empty(3), self._empty(len(masks)), self._empty(len(masks))

        def work(piece: _Piece) -> None:
            here = slice(piece.first, piece.last)
            asked = (value, self.lines.deprived, masks, numerators, least)
            self._kernels.exits(*piece.lines, *asked, now[here], leaving[here], fall[here])

        self._share_out(work)
        return now, leaving, fall

    def moved(self, before: Choice, after: Choice, masks: Ints, solved: int, chosen: Ints) -> Ints:
        """Leaving, entering, told of anew, settled and unsettled of each village.

        The kernel that counts the poor (above nought) and the undecided (below it) counts these
        too, once each word has a sign that says which it is.
        """
        then = self._value(before.weights, masks, before.least)
        signs = [
            _signs(then, self._value(after.weights, masks, after.least, besides), before, after)
            for besides in ((0, solved) if solved else (0,))
        ]
        counted = [self._counted(np.stack(choices), chosen) for choices in zip(*signs, strict=True)]
        poor, rescored, undecided = counted
        return np.stack([poor[:, 0], poor[:, 2], rescored[:, 0], undecided[:, 0], undecided[:, 2]], axis=1)

    def helped(self, choice: Choice, masks: Ints, fixes: Sequence[tuple[int, int]]) -> Ints:
        """How many the poor with a mask's bit in a village are, and the sum of their scores."""
        lines, found = self.lines, np.zeros((len(fixes), 2), np.int64)
        value = self._value(choice.weights, masks, choice.least)
        count: SmallInts = getattr(lines, self._unit)
        for row, (village, mask) in enumerate(fixes):
            run = slice(lines.starts[village], lines.starts[village + 1])
            word = lines.word[run]
            score = np.where(lines.deprived[word] & mask, np.maximum(value[word], 0), 0)
            many = count[run].astype(np.int64)
            found[row] = (many * (score > 0)).sum(), (many * score).sum()
        return found

    def by_score(self, rank: Ints, ranks: int) -> Ints:
        """How many have which score, by the rank of the score."""
        found = self._empty(ranks)
        self._share_out(
            lambda piece: self._kernels.by_score(*piece.lines, rank, found[piece.first : piece.last])
        )
        return found

    def _value(self, weights: WeightScheme, masks: Ints, least: int, besides: int = 0) -> Ints:
        tables = _tables(weights, masks, besides)
        found: Ints = self._kernels.values(self.lines.deprived, self.lines.unknown, tables, least)
        return found

    def _empty(self, columns: int) -> Ints:
        return np.empty((len(self.lines.codes), columns), np.int64)

    def _share_out(self, work: Callable[[_Piece], None]) -> None:
        if len(self._pieces) == 1:
            work(self._pieces[0])
        else:
            list(POOL.map(work, self._pieces))

    @cached_property
    def _pieces(self) -> list[_Piece]:
        """The villages in pieces of about as many lines."""
        lines, villages = self.lines, len(self.lines.codes)
        wanted = 1 if len(lines.word) < LINES_DONE_AT_ONCE else CORES * PIECES_FOR_EACH_CORE
        inner = np.searchsorted(lines.starts, np.arange(1, wanted) * len(lines.word) // wanted)
        bounds = np.unique([0, *np.minimum(inner, villages), villages]).tolist()
        count: SmallInts = getattr(lines, self._unit)
        found = []
        for first, last in itertools.pairwise(bounds if len(bounds) > 1 else [0, 0]):
            begin, end = int(lines.starts[first]), int(lines.starts[last])
            starts, village = (
                lines.starts[first : last + 1] - begin,
                lines.village[begin:end] - np.int32(first),
            )
            found.append(_Piece(first, last, starts, village, lines.word[begin:end], count[begin:end]))
        return found


def _signs(then: Ints, now: Ints, before: Choice, after: Choice) -> tuple[Ints, Ints, Ints]:
    """Of each word's value before and after: who leaves (1) and enters (-1), who is told of with another
    score (1), who is no longer undecided (1) and newly so (-1)."""
    poor = (then > 0).astype(np.int64) - (now > 0)
    # Shares of two totals are compared across them, which may need more than 64 bits.
    one, two = np.maximum(then, 0).astype(object), np.maximum(now, 0).astype(object)
    rescored = (one * after.weights.total != two * before.weights.total).astype(np.int64)
    return poor, rescored, (then < 0).astype(np.int64) - (now < 0)


def _tables(weights: WeightScheme, masks: Ints, besides: int = 0) -> Ints:
    """The score of every 16 bits there can be, for each of the 16s that have an indicator.

    `besides` are bits that count for nothing.
    """
    highest = int(masks.max(initial=1)).bit_length()
    tables = np.zeros((-(-highest // CHUNK_BITS), 1 << CHUNK_BITS), np.int64)
    weight_of_bit = [0] * (len(tables) * CHUNK_BITS)
    for mask, numerator in zip(masks.tolist(), weights.numerators, strict=True):
        weight_of_bit[mask.bit_length() - 1] = 0 if mask & besides else numerator
    for bit, weight in enumerate(weight_of_bit):
        table, step = tables[bit // CHUNK_BITS], 1 << (bit % CHUNK_BITS)
        table[step : 2 * step] = table[:step] + weight
    return tables


def _ranked(scored: Sequence[Ints], total: int) -> tuple[Ints, list[Ints]]:
    """The distinct scores, rising, and the place of each score among them."""
    if total > LARGEST_TABLE:
        distinct = np.unique(np.concatenate([*scored, np.zeros(1, np.int64)]))
        return distinct, [np.searchsorted(distinct, each) for each in scored]
    there = np.zeros(total + 1, np.bool_)
    for each in scored:
        there[each] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there), [place[each] for each in scored]


def _sum(parts: Iterable[Ints]) -> Ints:
    first, *rest = parts
    for each in rest:
        first = first + each
    return first


def _share(part: Ints, whole: Ints) -> Shares:
    with np.errstate(invalid="ignore"):
        found: Shares = part / np.where(whole == 0, np.nan, whole)
    return found
