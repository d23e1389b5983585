"""Poverty in money and inequality of a population and its groups, with standard errors under the design.

Why it exists: the aim is to end the one and to reduce the other, so both are told in one table: who is
under which line and how far (FGT 0, 1, 2), how unequal incomes are, how unequal the poor are among
themselves, and how much of it lies between areas, sexes and ages and how much within.

A group is estimated as a domain: the clusters without one of its rows stay in the design. Incomes of
nought and below count as what they are, except in Theil's indices, which have no value for them: there
these rows are counted as unknown, and `income_not_positive` says what share of the persons they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from samut.engine.estimates import decomposition
from samut.engine.estimates.design import Floats, Ints, SingleCluster, logit_interval, t_interval, variance
from samut.engine.estimates.inequality import gini, inequality_among_poor, shares, theil_l, theil_t
from samut.engine.estimates.linearised import Linearised, mean
from samut.engine.estimates.output import COLUMNS
from samut.engine.estimates.people import MoneyColumns, People, Scores, read_people
from samut.engine.sql_engines import DUCKDB, open_engine
from samut.rules.errors import Text
from samut.rules.lines import Line

Bools = npt.NDArray[np.bool_]

PartsOf = Callable[[Floats, Floats, Ints], decomposition.Parts]

ALPHAS = (0, 1, 2)
# Figures that cannot leave 0..1 (while no income is negative) have their interval on the logit scale.
PROPORTIONS = (
    "fgt",
    "gini",
    "income_not_positive",
    "inequality_among_poor",
    "population_share",
    "quintile_share",
    "share_",
)
PERCENT = "_percent"

# What figures are called on screens and in files.
FIGURES = {
    "mean_income": Text("รายได้เฉลี่ย (บาท/คน/ปี)", "mean income (baht per person and year)"),
    "income_not_positive": Text("รายได้ศูนย์หรือติดลบ", "income of nought or less"),
    "fgt0": Text("สัดส่วนคนจน", "poverty rate (FGT 0)"),
    "fgt1": Text("ช่องว่างความยากจน", "poverty gap (FGT 1)"),
    "fgt2": Text("ความรุนแรงความยากจน", "severity (FGT 2)"),
    "gini": Text("สัมประสิทธิ์จีนี", "Gini"),
    "theil_t": Text("ดัชนีไธล์ T", "Theil T"),
    "theil_l": Text("ดัชนีไธล์ L", "Theil L"),
    "palma": Text("อัตราส่วนพัลมา", "Palma ratio"),
    "s80_s20": Text("รวยสุด 20% ต่อจนสุด 20%", "richest fifth over poorest fifth"),
    "quintile_share_1": Text("ส่วนแบ่งรายได้ 20% จนสุด", "share of the poorest fifth"),
    "quintile_share_2": Text("ส่วนแบ่งรายได้กลุ่มที่ 2", "share of the second fifth"),
    "quintile_share_3": Text("ส่วนแบ่งรายได้กลุ่มที่ 3", "share of the third fifth"),
    "quintile_share_4": Text("ส่วนแบ่งรายได้กลุ่มที่ 4", "share of the fourth fifth"),
    "quintile_share_5": Text("ส่วนแบ่งรายได้ 20% รวยสุด", "share of the richest fifth"),
    "share_bottom_40": Text("ส่วนแบ่งรายได้ 40% จนสุด", "share of the poorest 40 %"),
    "share_top_10": Text("ส่วนแบ่งรายได้ 10% รวยสุด", "share of the richest 10 %"),
    "inequality_among_poor": Text("ความเหลื่อมล้ำในหมู่คนจน", "inequality among the poor"),
    "population_share": Text("สัดส่วนประชากร", "share of persons"),
}
LABELS = {
    **FIGURES,
    "poverty_line": Text("เส้นความยากจน (บาท/คน/ปี)", "poverty line (baht per person and year)"),
    **{
        f"{name}{PERCENT}": Text(f"{text.th} (ร้อยละ)", f"{text.en}, per cent")
        for name, text in FIGURES.items()
    },
    **{
        f"fgt{alpha}_contribution{ending}": Text(
            f"ส่วนของกลุ่มใน{FIGURES[f'fgt{alpha}'].th}{th}",
            f"contribution to the {FIGURES[f'fgt{alpha}'].en}{en}",
        )
        for alpha in ALPHAS
        for ending, th, en in (("", "", ""), (PERCENT, " (ร้อยละ)", ", per cent"))
    },
}

TEXTS = ("statistic", "cutoff", "by", "group", "time", "dimension", "indicator", "component")
COUNTS = ("n", "unknown")
COMPONENT = "component"


@dataclass(frozen=True)
class Place:
    """Where an estimate stands in the table: of which group, under which line, which part of the whole."""

    by: str = ""
    group: str = ""
    cutoff: str = ""
    component: str = "total"


@dataclass(frozen=True)
class Row:
    """One line of the answer. None: not defined, or of no sampling error."""

    statistic: str
    cutoff: str
    by: str
    group: str
    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    n: int
    unknown: int
    component: str
    time: str = ""
    dimension: str = ""
    indicator: str = ""


@dataclass(frozen=True)
class Rows:
    """The rows an estimate is made of, as places in the file, and how many had to be left out."""

    used: Ints
    unknown: int


def money(
    data: str | Path,
    columns: MoneyColumns,
    lines: Sequence[Line] = (),
    level: float = 95,
    single_cluster: SingleCluster = SingleCluster.MISSING,
) -> pa.Table:
    """Poverty in money and inequality of the persons of a CSV or Parquet file: see `measure_money`.

    Raises: MEASURE_…, MONEY_… and ENGINE_… for data that cannot be used.
    """
    with open_engine(DUCKDB) as engine:
        people = read_people(engine, Path(data), columns, single_cluster)
    return measure_money(people, lines, level)


def gap(income: Floats, line: Line, alpha: int) -> Floats:
    """How far each income is under the line, as a share of the line to the power of alpha; 0 above it.

    Alpha 0: 1 for the poor. An income just on the line is poor only where the line says so.
    """
    baht = float(line.baht_year)
    poor = income <= baht if line.poor_on_it else income < baht
    found: Floats = np.where(poor, np.maximum((baht - income) / baht, 0.0) ** alpha, 0.0)
    return found


def measure_money(people: People, lines: Sequence[Line] = (), level: float = 95) -> pa.Table:
    """Every estimate of the population and of its groups.

    `level` is the confidence of the intervals, in per cent. Rows: one an estimate, in the shape of
    `samut measure` with `component` (total, between, within, overlap) added; `cutoff` is the line.
    Unit: shares 0 to 1, percentages 0 to 100, incomes baht per person and year. Unknown: `unknown` counts
    the group's rows that the estimate could not use; `n` those it did.
    """
    rows = [asdict(row) for row in Estimating(people, lines, level).rows()]
    return pa.Table.from_pylist(rows, schema=_schema())


def _schema() -> pa.Schema:
    kinds = dict.fromkeys(TEXTS, pa.string()) | dict.fromkeys(COUNTS, pa.int64())
    return pa.schema([(name, kinds.get(name, pa.float64())) for name in (*COLUMNS, COMPONENT)])


class Estimating:
    """One estimation under way: the persons, the lines, and how errors are reckoned."""

    def __init__(self, people: People, lines: Sequence[Line], level: float) -> None:
        self._people, self._lines, self._level = people, lines, level
        # The rows Theil's indices have a value for.
        self._positive = people.known & (people.income > 0)
        everybody = np.flatnonzero(people.known)
        income = people.income[everybody]
        self._persons = self._by_cluster(np.ones(len(everybody)), everybody)
        self._gaps = {
            (line.name, alpha): self._by_cluster(gap(income, line, alpha), everybody)
            for line in lines
            for alpha in ALPHAS
        }

    def rows(self) -> Iterator[Row]:
        """The whole, then by each column the parts between and within, then its groups."""
        counted = np.flatnonzero(self._people.counted)
        yield from self._line_amounts()
        yield from self._domain(counted, Place())
        for by, key in self._people.keys.items():
            yield from self._parts(counted, by, key.codes)
            codes = key.codes[counted]
            ordered = counted[np.argsort(codes, kind="stable")]
            ends = np.cumsum(np.bincount(codes, minlength=len(key.labels)))
            for label, inside in zip(key.labels, np.split(ordered, ends[:-1]), strict=True):
                if len(inside):
                    yield from self._group(inside, Place(by=by, group=label))

    def _line_amounts(self) -> Iterator[Row]:
        for line in self._lines:
            baht = float(line.baht_year)
            yield Row("poverty_line", line.name, "", "", baht, None, None, None, 0, 0, "total")

    def _domain(self, inside: Ints, place: Place) -> Iterator[Row]:
        """What is told of the whole and of every group alike."""
        rows = self._rows(inside, self._people.known)
        income, weight = self._people.income[rows.used], self._people.weight[rows.used]
        yield self._row("mean_income", mean(weight, income), rows, place)
        for line in self._lines:
            under = Place(place.by, place.group, line.name)
            for alpha in ALPHAS:
                yield self._row(f"fgt{alpha}", mean(weight, gap(income, line, alpha)), rows, under)
        if len(income):
            yield self._row("gini", gini(income, weight), rows, place)
            for name, share in shares(income, weight).items():
                yield self._row(name, share, rows, place)
        not_positive = (income <= 0).astype(np.float64)
        yield self._row("income_not_positive", mean(weight, not_positive), rows, place)
        rows = self._rows(inside, self._positive)
        income, weight = self._people.income[rows.used], self._people.weight[rows.used]
        yield self._row("theil_t", theil_t(income, weight), rows, place)
        yield self._row("theil_l", theil_l(income, weight), rows, place)
        if self._people.scores is not None:
            rows = self._poor(inside, self._people.scores)
            score, weight = self._people.scores.score[rows.used], self._people.weight[rows.used]
            yield self._row("inequality_among_poor", inequality_among_poor(score, weight), rows, place)

    def _group(self, inside: Ints, place: Place) -> Iterator[Row]:
        """A group: its share, what is told of any domain, and what it adds to the poverty of all."""
        rows = self._rows(inside, self._people.known)
        income = self._people.income[rows.used]
        persons = self._by_cluster(np.ones(len(income)), rows.used)
        yield self._told("population_share", persons / self._persons, rows, place)
        yield from self._domain(inside, place)
        for line in self._lines:
            under = Place(place.by, place.group, line.name)
            for alpha in ALPHAS:
                name = f"fgt{alpha}_contribution"
                part, whole = (
                    self._by_cluster(gap(income, line, alpha), rows.used),
                    self._gaps[line.name, alpha],
                )
                yield self._told(name, part / self._persons, rows, under)
                yield self._told(name + PERCENT, (part / whole).times(100), rows, under)

    def _parts(self, counted: Ints, by: str, group: Ints) -> Iterator[Row]:
        """How much lies between the groups of a column and how much within them."""
        people = self._people
        known, positive = (self._rows(counted, some) for some in (people.known, self._positive))
        asked: list[tuple[str, PartsOf, Floats, Rows]] = [
            ("gini", decomposition.gini_parts, people.income, known),
            ("theil_t", decomposition.theil_t_parts, people.income, positive),
            ("theil_l", decomposition.theil_l_parts, people.income, positive),
        ]
        if people.scores is not None:
            poor = self._poor(counted, people.scores)
            asked.append(("inequality_among_poor", decomposition.among_poor_parts, people.scores.score, poor))
        for name, parts_of, amount, rows in asked:
            if not len(rows.used):
                continue
            parts = parts_of(amount[rows.used], people.weight[rows.used], group[rows.used])
            for statistic, components in ((name, parts.components), (name + PERCENT, parts.percent())):
                for component, part in components.items():
                    yield self._row(statistic, part, rows, Place(by=by, component=component))

    def _rows(self, inside: Ints, usable: Bools) -> Rows:
        use = usable[inside]
        return Rows(inside[use], int(np.count_nonzero(~use)))

    def _poor(self, inside: Ints, scores: Scores) -> Rows:
        """The poor of a group. Unknown: whether somebody is poor, or a poor one's score or persons."""
        usable = (scores.poor == 1) & ~np.isnan(scores.score) & (self._people.weight > 0)
        return self._rows(inside[scores.poor[inside] != 0], usable)

    def _by_cluster(self, amount: Floats, used: Ints) -> Linearised:
        """The sum of an amount over rows; its slopes are what each cluster adds to it."""
        influence = np.bincount(
            self._people.cluster[used],
            self._people.weight[used] * amount,
            minlength=self._people.design.cluster_count,
        ).astype(np.float64)
        return Linearised(float(influence.sum()), influence)

    def _row(self, statistic: str, found: Linearised, rows: Rows, place: Place) -> Row:
        """The estimate from its slopes by the rows' weights."""
        influence = self._by_cluster(found.slope, rows.used).slope
        return self._told(statistic, Linearised(found.value, influence), rows, place)

    def _told(self, statistic: str, found: Linearised, rows: Rows, place: Place) -> Row:
        """The estimate with its error and interval, from what each cluster adds to it."""
        design = self._people.design
        estimate = np.array([found.value])
        error = np.where(np.isnan(estimate), np.nan, np.sqrt(variance(design, found.slope)))
        lower, upper = t_interval(estimate, error, design.degrees_of_freedom, self._level)
        if statistic.startswith(PROPORTIONS) and not statistic.endswith(PERCENT):
            lower, upper = logit_interval(estimate, error, design.degrees_of_freedom, self._level)
        return Row(
            statistic=statistic,
            cutoff=place.cutoff,
            by=place.by,
            group=place.group,
            estimate=_known(estimate),
            se=_known(error),
            lower=_known(lower),
            upper=_known(upper),
            n=len(rows.used),
            unknown=rows.unknown,
            component=place.component,
        )


def _known(value: Floats) -> float | None:
    return float(value[0]) if np.isfinite(value[0]) else None
