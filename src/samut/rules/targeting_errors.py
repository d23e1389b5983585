"""Whom a programme reaches and whom it should: the errors of targeting, from counts of a table.

Why it exists: "two in ten are left out" means nothing without two in ten of whom, and where it is not
known whether somebody is poor or reached, one number would be a guess. So every figure is a band.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from samut.rules.errors import Text

Known = bool | None


@dataclass(frozen=True)
class Band:
    """The lowest and highest value a share can have; `known`: of those of whom all is known.

    None: there is nobody to take a share of.
    """

    known: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True)
class Reached:
    """A group by who is poor and who is reached: nine counts, (poor, reached) -> how many.

    Unknown: None in the place of yes or no; such people are counted, never dropped.
    """

    counts: Mapping[tuple[Known, Known], int]

    def count(self, poor: Known, reached: Known) -> int:
        return self.counts.get((poor, reached), 0)

    @property
    def everybody(self) -> int:
        return sum(self.counts.values())

    @property
    def poor(self) -> int:
        """Those known to be poor and of whom it is known whether they are reached."""
        return self.count(True, True) + self.count(True, False)

    @property
    def reached(self) -> int:
        """Those known to be reached and of whom it is known whether they are poor."""
        return self.count(True, True) + self.count(False, True)

    @property
    def unknown(self) -> int:
        """Those of whom one or the other is not known."""
        return sum(count for places, count in self.counts.items() if None in places)

    def turned(self) -> Reached:
        """Poor and reached in each other's place: what is asked of the poor is then asked of the reached."""
        return Reached({(reached, poor): count for (poor, reached), count in self.counts.items()})

    def of_not_poor(self) -> Reached:
        """Poor and not poor in each other's place."""
        return Reached({(_not(poor), reached): count for (poor, reached), count in self.counts.items()})


def exclusion_error(table: Reached) -> Band:
    """The poor who are not reached, of all poor (undercoverage)."""
    missed, doubt = table.count(True, False), table.count(True, None)
    neither = table.count(None, None)
    poor = table.poor
    known = _share(missed, poor)
    lowest = _share(missed, poor + doubt + table.count(None, True) + neither)
    worst = doubt + table.count(None, False) + neither
    highest = _share(missed + worst, poor + worst)
    # Where one of the two has nobody to be a share of, the other is the only value there can be.
    return Band(known, highest if lowest is None else lowest, lowest if highest is None else highest)


def inclusion_error(table: Reached) -> Band:
    """The reached who are not poor, of all reached (leakage)."""
    return exclusion_error(table.turned())


def poverty_rate(table: Reached) -> Band:
    """The poor, of everybody."""
    return _part(table, lambda poor, reached: poor)


def coverage(table: Reached) -> Band:
    """The reached, of everybody."""
    return _part(table, lambda poor, reached: reached)


def type_one(table: Reached) -> Band:
    """The poor who are not reached, of everybody."""
    return _part(table, lambda poor, reached: _both(poor, _not(reached)))


def type_two(table: Reached) -> Band:
    """The reached who are not poor, of everybody."""
    return _part(table, lambda poor, reached: _both(_not(poor), reached))


def targeting_differential(table: Reached) -> Band:
    """The coverage of the poor less the coverage of those who are not: 1 is perfect, 0 is a lottery.

    The band may be wider than what is possible, never narrower: each coverage is taken at its own end.
    """
    of_poor, of_others = exclusion_error(table), exclusion_error(table.of_not_poor())
    # Coverage is one less exclusion, so the ones cancel.
    return Band(
        _less(of_others.known, of_poor.known),
        _less(of_others.lowest, of_poor.highest),
        _less(of_others.highest, of_poor.lowest),
    )


def coady_grosh_hoddinott(
    reached_poorest: int, reached_all: int, people_poorest: int, people_all: int
) -> Fraction | None:
    """The share of what is given that goes to the poorest, over their share of the people.

    1 is what everybody would get by lot. None: nothing is given, or there are no poorest.
    """
    return _over(_share(reached_poorest, reached_all), _share(people_poorest, people_all))


@dataclass(frozen=True)
class IncomeRank:
    """Everybody of known income, by whether they are among the poorest and reached.

    `percent`: the poorest so many of a hundred; who earns as much as the last of them is one of them, so
    `poorest` of `everybody` may be more. `unsure`: not known whether reached. Those of unknown income are
    apart, in none of the other counts. `of`: what is counted, households or persons.
    """

    of: Text
    percent: int
    everybody: int
    poorest: int
    reached: int
    reached_poorest: int
    unsure: int
    unsure_poorest: int
    unknown_income: int
    unknown_income_reached: int

    def share(self) -> Band:
        """The poorest, of all reached."""
        unsure_others = self.unsure - self.unsure_poorest
        lowest = _share(self.reached_poorest, self.reached + unsure_others)
        highest = _share(self.reached_poorest + self.unsure_poorest, self.reached + self.unsure_poorest)
        return Band(
            _share(self.reached_poorest, self.reached),
            highest if lowest is None else lowest,
            lowest if highest is None else highest,
        )

    def ratio(self) -> Band:
        """Their share of the reached over their share of the people (Coady, Grosh, Hoddinott 2004)."""
        share = self.share()
        certain = _share(self.poorest - self.unsure_poorest, self.everybody - self.unsure)
        people = _share(self.poorest, self.everybody)
        return Band(_over(share.known, certain), _over(share.lowest, people), _over(share.highest, people))


def _part(table: Reached, asked: Callable[[Known, Known], Known]) -> Band:
    answers: dict[Known, int] = {True: 0, False: 0, None: 0}
    for (poor, reached), count in table.counts.items():
        answers[asked(poor, reached)] += count
    everybody = table.everybody
    return Band(
        _share(answers[True], answers[True] + answers[False]),
        _share(answers[True], everybody),
        _share(answers[True] + answers[None], everybody),
    )


def _both(one: Known, other: Known) -> Known:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _not(answer: Known) -> Known:
    return None if answer is None else not answer


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _over(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other
