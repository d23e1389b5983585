"""Alkire-Foster estimates the slow and obvious way: loops over rows, exact scores, textbook errors.

A row answers each indicator with one of four marks: `1` deprived, `0` not, `?` nobody knows, `-` nobody
is eligible. Every statistic is a ratio of two weighted sums over the rows of a group. Its error: each
cluster's sum of weight * (over - ratio * under) / (sum of under); in each stratum
n/(n-1) * the squares of what these differ from their mean; clusters without a row of the group are nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import exp, log, sqrt
from typing import Any

import pyarrow as pa
from scipy.stats import t as student

from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import Where
from samut.rules.measure_files import alkire_foster_in
from samut.rules.policy_files import Table

Found = dict[tuple[str, ...], tuple[float | None, float | None]]
# What a row adds to the upper and to the lower sum of a ratio.
Parts = Callable[["Row"], tuple[float, float]]
KEY = ("statistic", "weights", "cutoff", "by", "group", "time", "dimension", "indicator")


@dataclass(frozen=True)
class Row:
    """One row of a data file."""

    marks: str
    weight: float = 1.0
    cluster: str = "c1"
    stratum: str = "s1"
    group: str = "g1"
    part: str = "h1"
    time: str = "2560"

    def deprived(self, unknown: str) -> list[bool]:
        """In which indicators the row counts as deprived, by the rule for unknown answers."""
        return [mark == "1" or (mark == "?" and unknown == "deprived") for mark in self.marks]


@dataclass(frozen=True)
class Drawn:
    """A measure as a test draws it: the weights by dimension, further weights, cutoffs.

    `eligible` are the indicators with a column that says whether anybody is.
    """

    dimensions: tuple[tuple[int, ...], ...]
    cutoffs: tuple[str, ...] = ("1/3",)
    schemes: tuple[tuple[int, ...], ...] = ()
    eligible: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        return sum(map(len, self.dimensions))

    @property
    def weights(self) -> dict[str, tuple[Fraction, ...]]:
        """The exact shares of each scheme."""
        own = tuple(weight for dimension in self.dimensions for weight in dimension)
        named = {"own": own, **{f"s{place}": each for place, each in enumerate(self.schemes)}}
        return {name: tuple(Fraction(one, sum(each)) for one in each) for name, each in named.items()}

    @property
    def dimension_of(self) -> list[str]:
        return [f"m{place}" for place, weights in enumerate(self.dimensions) for _ in weights]

    def measure(self, unknown: str = "drop_household") -> AlkireFoster:
        places = iter(range(self.count))
        dimensions = []
        for number, weights in enumerate(self.dimensions):
            indicators = []
            for weight, place in zip(weights, places, strict=False):
                entry: dict[str, object] = {"id": f"i{place}", "column": f"d{place}", "weight": weight}
                indicators.append(entry | ({"applies": f"a{place}"} if place in self.eligible else {}))
            dimensions.append({"id": f"m{number}", "indicator": indicators})
        schemes = [
            {"id": f"s{number}", "indicator": {f"i{place}": one for place, one in enumerate(weights)}}
            for number, weights in enumerate(self.schemes)
        ]
        table = {
            "kind": "alkire_foster",
            "cutoff": list(self.cutoffs),
            "unknown": unknown,
            "dimension": dimensions,
            "scheme": schemes,
        }
        return alkire_foster_in(Table(table, Where(file="drawn.toml")))


def data_of(rows: Sequence[Row], drawn: Drawn) -> pa.Table:
    """The rows as a data file has them."""
    answers = {"1": 1, "0": 0, "?": None, "-": None}
    columns: dict[str, pa.Array] = {}
    for place in range(drawn.count):
        marks = [row.marks[place] for row in rows]
        columns[f"d{place}"] = pa.array([answers[mark] for mark in marks], pa.int8())
        if place in drawn.eligible:
            # Whether anybody is eligible may be unknown itself; then the answer is.
            columns[f"a{place}"] = pa.array([{"-": 0, "?": None}.get(mark, 1) for mark in marks], pa.int8())
    for name, attribute in (("w", "weight"), ("c", "cluster"), ("s", "stratum"), ("g", "group")):
        columns[name] = pa.array([getattr(row, attribute) for row in rows])
    columns["h"] = pa.array([row.part for row in rows])
    columns["t"] = pa.array([row.time for row in rows])
    return pa.table(columns)


@dataclass(frozen=True)
class Sampled:
    """How the rows were sampled. Without clusters each row is one; without strata all is one."""

    clusters: bool = True
    strata: bool = True
    rule: str = "missing"

    @property
    def options(self) -> dict[str, Any]:
        named = {"psu": "c" if self.clusters else "", "strata": "s" if self.strata else ""}
        return {"weight": "w", "single_cluster": self.rule, **named}


@dataclass(frozen=True)
class ByHand:
    """The sample after the rows with unknown answers were dropped, where the rule drops them."""

    rows: tuple[Row, ...]
    sampled: Sampled

    @property
    def places(self) -> list[tuple[str, str]]:
        """The stratum and the cluster of each row."""
        return [
            (
                row.stratum if self.sampled.strata else "",
                row.cluster if self.sampled.clusters else str(number),
            )
            for number, row in enumerate(self.rows)
        ]

    @property
    def degrees_of_freedom(self) -> int:
        clusters = set(self.places)
        return len(clusters) - len({stratum for stratum, _ in clusters})

    def ratio(self, inside: Sequence[bool], parts: Parts) -> tuple[float | None, float | None]:
        """A ratio over the rows inside, and its standard error."""
        over, under = self._sums(inside, parts)
        if under == 0:
            return None, None
        return over / under, self.error(inside, self.influence(inside, parts))

    def _sums(self, inside: Sequence[bool], parts: Parts) -> tuple[float, float]:
        found = [(row.weight, parts(row)) for row, is_in in zip(self.rows, inside, strict=True) if is_in]
        return sum(weight * over for weight, (over, _) in found), sum(
            weight * under for weight, (_, under) in found
        )

    def influence(self, inside: Sequence[bool], parts: Parts) -> list[float]:
        """What each row adds to the estimate."""
        over, under = self._sums(inside, parts)
        added = []
        for row, is_in in zip(self.rows, inside, strict=True):
            mine = parts(row)
            added.append(row.weight * (mine[0] - over / under * mine[1]) / under if is_in else 0.0)
        return added

    def error(self, inside: Sequence[bool], influence: Sequence[float]) -> float | None:
        """The standard error of what is the sum of the rows' influences."""
        sums: dict[tuple[str, str], float] = {}
        touched = set()
        for place, is_in, added in zip(self.places, inside, influence, strict=True):
            sums[place] = sums.get(place, 0.0) + added
            if is_in:
                touched.add(place[0])
        strata: dict[str, list[float]] = {}
        for (stratum, _), total in sums.items():
            strata.setdefault(stratum, []).append(total)
        whole_mean = sum(sums.values()) / len(sums)
        variance, others = 0.0, 0
        for stratum, totals in strata.items():
            count = len(totals)
            if count > 1:
                others += 1
                mean = sum(totals) / count
                variance += count / (count - 1) * sum((total - mean) ** 2 for total in totals)
            elif self.sampled.rule == "missing" and stratum in touched:
                return None
            elif self.sampled.rule == "centred":
                variance += (totals[0] - whole_mean) ** 2
        if self.sampled.rule == "average" and others < len(strata):
            if not others:
                return None
            variance *= len(strata) / others
        return sqrt(variance)


def kept(rows: Sequence[Row], unknown: str) -> tuple[Row, ...]:
    """The rows that the estimates rest on."""
    drops = unknown in ("drop_household", "report")
    return tuple(row for row in rows if not (drops and "?" in row.marks))


@dataclass(frozen=True)
class Statistic:
    """One statistic, of one indicator where `place` says which, and what a row adds to its two sums."""

    name: str
    unknown: str
    scheme: str = ""
    cutoff: str = ""
    dimension: str = ""
    place: int = -1
    weights: tuple[Fraction, ...] = ()

    @property
    def unit(self) -> int:
        return 100 if self.name == "contribution_percent" else 1

    @property
    def indicator(self) -> str:
        return "" if self.place < 0 else f"i{self.place}"

    def parts(self, row: Row) -> tuple[float, float]:
        deprived = row.deprived(self.unknown)
        if self.name == "headcount":
            return float(deprived[self.place]), 1.0
        score = sum((one for one, is_in in zip(self.weights, deprived, strict=True) if is_in), Fraction(0))
        poor = score >= Fraction(self.cutoff)
        depth = float(score) if poor else 0.0
        censored = float(poor and deprived[self.place])
        part = float(self.weights[self.place]) * censored
        return {
            "H": (float(poor), 1.0),
            "A": (depth, float(poor)),
            "M0": (depth, 1.0),
            "censored_headcount": (censored, 1.0),
            "contribution": (part, 1.0),
            "contribution_percent": (part, depth),
        }[self.name]


def every_statistic(drawn: Drawn, unknown: str) -> Iterable[Statistic]:
    """Every statistic of the measure. The scheme is named where there are several."""
    places = list(enumerate(drawn.dimension_of))
    for place, dimension in places:
        yield Statistic("headcount", unknown, dimension=dimension, place=place)
    for scheme, weights in drawn.weights.items():
        named = scheme if drawn.schemes else ""
        for cutoff in drawn.cutoffs:
            for name in ("H", "A", "M0"):
                yield Statistic(name, unknown, named, cutoff, weights=weights)
            for name in ("censored_headcount", "contribution", "contribution_percent"):
                for place, dimension in places:
                    yield Statistic(name, unknown, named, cutoff, dimension, place, weights)


# One way to split rows: what it is called, and the group of each row.
Split = tuple[str, Callable[[Row], str]]
WHOLE: Split = ("", lambda row: "")


def levels_by_hand(
    rows: Sequence[Row],
    drawn: Drawn,
    sampled: Sampled,
    unknown: str,
    splits: Sequence[Split] = (WHOLE,),
    *,
    by_time: bool = False,
) -> Found:
    """Every estimate and its error, by KEY. Groups are those of all rows."""
    sample = ByHand(kept(rows, unknown), sampled)
    found: Found = {}
    for by, group_of in splits:
        for group, time in sorted({(group_of(row), row.time if by_time else "") for row in rows}):
            then = [not by_time or row.time == time for row in sample.rows]
            inside = [
                is_then and group_of(row) == group for row, is_then in zip(sample.rows, then, strict=True)
            ]
            if by:
                share = partial(_in_group, group_of, group)
                found["population_share", "", "", by, group, time, "", ""] = sample.ratio(then, share)
            for each in every_statistic(drawn, unknown):
                estimate, se = sample.ratio(inside, each.parts)
                key = (each.name, each.scheme, each.cutoff, by, group, time, each.dimension, each.indicator)
                found[key] = (
                    None if estimate is None else each.unit * estimate,
                    None if se is None else each.unit * se,
                )
    return found


def _in_group(group_of: Callable[[Row], str], group: str, row: Row) -> tuple[float, float]:
    return float(group_of(row) == group), 1.0


def logit_by_hand(estimate: float, se: float, degrees: int, level: float) -> tuple[float, float]:
    """The interval of a proportion on the logit scale."""
    middle = log(estimate / (1 - estimate))
    reach = float(student.ppf((1 + level / 100) / 2, degrees)) * se / (estimate * (1 - estimate))
    return 1 / (1 + exp(-(middle - reach))), 1 / (1 + exp(-(middle + reach)))


def by_key(table: pa.Table) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of a table of estimates by what they are of; none stands twice."""
    rows = table.to_pylist()
    found = {tuple(str(row.get(name, "")) for name in KEY): row for row in rows}
    assert len(found) == len(rows)
    return found


def completions(rows: Sequence[Row]) -> Iterable[list[Row]]:
    """Every way in which the unknown answers may turn out."""
    for place, row in enumerate(rows):
        if "?" in row.marks:
            for mark in "01":
                filled = replace(row, marks=row.marks.replace("?", mark, 1))
                yield from completions([*rows[:place], filled, *rows[place + 1 :]])
            return
    yield list(rows)
