"""`samut.robustness`: whether the order of groups stands when cutoff and weights are chosen otherwise.

Three questions of the same rows: do other choices rank the groups alike (rank correlation), which
comparisons of two groups hold whatever is chosen (dominance over the grid), and which indicators say
the same thing twice (association). Source: Alkire and others (2015), chapters 7.3 and 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa

from samut.engine.estimates.associations import associations
from samut.engine.estimates.choices import Choice, choices, schemes_of
from samut.engine.estimates.contrasts import pair_blocks, significant
from samut.engine.estimates.design import Floats, SingleCluster, t_quantile
from samut.engine.estimates.domains import Domains
from samut.engine.estimates.levels import PATH, Grouping, Sample, groupings, sample_of
from samut.engine.estimates.measuring import (
    LEVEL,
    Asked,
    Estimates,
    chosen_measure,
    counted,
    hierarchies,
    with_notes,
)
from samut.engine.estimates.output import labels_of, with_labels
from samut.engine.estimates.ranks import DECIMALS, dense_ranks, kendall_tau_b, spearman
from samut.engine.estimates.ratios import STATISTICS, Ratio, headline
from samut.engine.estimates.scoring import scores
from samut.engine.estimates.tally import Survey, Tally
from samut.engine.sql_engines import DUCKDB
from samut.rules.alkire_foster import AlkireFoster, Unknown
from samut.rules.errors import SamutError, Text
from samut.rules.weighting import Number

RANKED = ("H", "M0")
RANK_CORRELATION, COMPARISONS, ASSOCIATION = "rank_correlation", "comparisons", "association"
ROBUSTNESS_STATISTICS = {
    "spearman": Text("สหสัมพันธ์อันดับของสเปียร์แมน", "Spearman's rank correlation"),
    "kendall_tau_b": Text("เทาบีของเคนดัลล์", "Kendall's tau-b"),
    "robust": Text("คู่ที่ไม่กลับลำดับ จากทุกคู่", "robust comparisons, of all pairs"),
    "tied": Text("คู่ที่เท่ากัน จากทุกคู่", "pairs with the same value, of all"),
    "significant": Text("คู่ที่ต่างกันอย่างมีนัยสำคัญ จากทุกคู่", "significant differences, of all pairs"),
    "robust_of_significant": Text(
        "คู่ที่ไม่กลับลำดับ จากคู่ที่ต่างกันอย่างมีนัยสำคัญ", "robust comparisons, of the significant differences"
    ),
    "cramers_v": Text("วีของคราเมอร์ (มีเครื่องหมาย)", "Cramér's V (signed)"),
    "redundancy": Text("ความซ้ำซ้อน R0", "redundancy R0"),
}
EQUAL = Text("น้ำหนักเท่ากัน", "equal weights")


@dataclass(frozen=True)
class Line:
    """One row of the table; see `robustness`."""

    analysis: str
    statistic: str
    estimate: float
    count: int | None
    n: int
    unknown: int
    of: str = ""
    by: str = ""
    time: str = ""
    cutoff: str = ""
    weights: str = ""
    other_cutoff: str = ""
    other_weights: str = ""
    indicator: str = ""
    other_indicator: str = ""


def robustness(
    measure: str | Path | AlkireFoster,
    data: str | Path | pa.Table,
    *,
    by: Sequence[str],
    grid: Sequence[Number] = (),
    weight: str = "",
    psu: str = "",
    strata: str = "",
    time: str = "",
    cutoff: Sequence[Number] = (),
    unknown: str = "",
    level: float = LEVEL,
    single_cluster: str = SingleCluster.MISSING,
    engine: str = DUCKDB,
    on: date | None = None,
    labels: bool = False,
) -> pa.Table:
    """How much of the order of groups rests on the cutoff and the weights that were chosen.

    As `measure`; `grid` adds cutoffs to those of the measure. The weights are the measure's schemes,
    or, where it has its own only, those that give each dimension half of the weight in turn. The
    first cutoff and scheme are the measure's own choice.

    Rows: `analysis` says which question is answered.
    rank_correlation: `spearman` and `kendall_tau_b` of the ranks by `of` (H, M0) under `cutoff` and
    `weights` and under `other_cutoff` and `other_weights`; `n` groups, `unknown` without a value.
    comparisons: the share of pairs that are `robust` (the same group is poorer under every choice) or
    `tied` under the own choice and, of a sample, `significant` under it and `robust_of_significant`;
    `count` of `n` pairs, `unknown` of them without an error. association: `cramers_v` and `redundancy`
    of `indicator` and `other_indicator`; `n` rows answer both and `unknown` do not, `count` are
    deprived in both.

    Raises: what `measure` raises, MEASURE_021 without groups, MEASURE_022 with one choice only.
    """
    survey = Survey(weight, psu, strata, time)
    asked = Asked(survey, hierarchies(by), level, engine, SingleCluster(single_cluster))
    asked = asked if on is None else replace(asked, on=on)
    chosen = chosen_measure(measure, cutoff, unknown)
    table = estimate_robustness(chosen, data, asked, grid).table
    return with_labels(table, robustness_labels(chosen)) if labels else table


def estimate_robustness(
    chosen: AlkireFoster, data: str | Path | pa.Table, asked: Asked, grid: Sequence[Number] = ()
) -> Estimates:
    """The robustness of a measure, with what has to be said of the data; see `robustness`."""
    if not asked.by:
        raise SamutError("MEASURE_021")
    varied = choices(chosen, grid)
    tally = counted(chosen, data, asked)
    sample = sample_of(tally, chosen, asked.survey, asked.single_cluster)
    # Without sampling error every difference is one; `significant` would say nothing.
    level = None if asked.everybody else asked.level
    lines = [
        line
        for grouping in groupings(replace(tally, people=()), asked.by, asked.survey.time)
        if grouping.by
        for compared in _by_time(sample, grouping)
        for line in _compared(compared, chosen, varied, level)
    ]
    for time, some in _times(tally, asked.survey.time):
        lines += _associated(some, chosen, time)
    return with_notes(chosen, robustness_table(lines), tally, replace(asked, everybody=False))


@dataclass(frozen=True)
class _Groups:
    """The groups of one grouping at one time that have a value; `left_out` have none."""

    sample: Sample
    grouping: Grouping
    left_out: int

    @property
    def time(self) -> str:
        return self.grouping.times[0] if self.grouping.times else ""


def _by_time(sample: Sample, grouping: Grouping) -> Iterator[_Groups]:
    """The named groups with rows that the estimates rest on; rows of no group are no group."""
    weight = np.bincount(grouping.group[sample.kept], sample.used.weight, minlength=grouping.count)
    named = np.ones(grouping.count, bool)
    for name in grouping.by.split(PATH):
        named[grouping.group[sample.tally.keys[name].codes < 0]] = False
    for time in dict.fromkeys(grouping.times):
        then = np.array([each == time for each in grouping.times])
        places = np.flatnonzero(then & named & (weight > 0))
        renumbered = np.full(grouping.count, -1, np.int64)
        renumbered[places] = np.arange(len(places))
        chosen = Grouping(
            by=grouping.by,
            group=renumbered[grouping.group],
            names=tuple(grouping.names[place] for place in places),
            times=(time,) * len(places),
            parent=np.zeros(len(places), np.int64),
        )
        yield _Groups(sample, chosen, int(then.sum()) - len(places))


def _compared(
    groups: _Groups, measure: AlkireFoster, varied: Sequence[Choice], level: float | None
) -> Iterator[Line]:
    domains = groups.sample.domains(groups.grouping)
    every = [_ratios(groups.sample.tally, measure, choice) for choice in varied]
    degrees = float(groups.sample.strata.degrees_of_freedom)
    quantile = None if level is None else float(t_quantile(degrees, level))
    for place, of in enumerate(RANKED):
        values = np.stack([_values(domains, ratios[place]) for ratios in every])
        yield from _correlated(groups, values, varied, of)
        yield from _paired(groups, domains, every[0][place], values, quantile)


def _ratios(tally: Tally, measure: AlkireFoster, choice: Choice) -> tuple[Ratio, Ratio]:
    """H and M0 under one choice."""
    unknown_deprived = measure.unknown is Unknown.DEPRIVED
    found = scores(tally, measure.terms, choice.scheme, unknown_deprived=unknown_deprived)
    incidence, _, adjusted = headline(found, choice.scheme, choice.cutoff)
    return incidence, adjusted


def _values(domains: Domains, ratio: Ratio) -> Floats:
    """Each group's value; rounded, so that what is equal but for the order of a sum is a tie."""
    over, under = (domains.sums(domains.totals(each)) for each in (ratio.over, ratio.under))
    return np.round(over / under, DECIMALS)


def _correlated(groups: _Groups, values: Floats, varied: Sequence[Choice], of: str) -> Iterator[Line]:
    """Every two choices; those of the own choice come first."""
    ranks = [dense_ranks(each) for each in values]
    for one, other in combinations(range(len(varied)), 2):
        for statistic, estimate in (
            ("spearman", spearman(ranks[one], ranks[other])),
            ("kendall_tau_b", kendall_tau_b(ranks[one], ranks[other])),
        ):
            yield Line(
                RANK_CORRELATION,
                statistic,
                estimate,
                count=None,
                n=groups.grouping.count,
                unknown=groups.left_out,
                of=of,
                by=groups.grouping.by,
                time=groups.time,
                cutoff=varied[one].cutoff.text,
                weights=varied[one].scheme.id,
                other_cutoff=varied[other].cutoff.text,
                other_weights=varied[other].scheme.id,
            )


def _paired(
    groups: _Groups, domains: Domains, own: Ratio, values: Floats, quantile: float | None
) -> Iterator[Line]:
    """The shares of pairs that keep their sign under every choice, and that differ significantly."""
    _, influence = domains.linearised(domains.totals(own.over), domains.totals(own.under))
    counts = np.zeros(5, np.int64)
    for block in pair_blocks(domains, influence):
        difference = values[0, block.rows, None] - values[0][None, :]
        sign = np.sign(difference)
        robust = block.later & (sign != 0)
        for each in values[1:]:
            robust &= np.sign(each[block.rows, None] - each[None, :]) == sign
        clear = block.later & significant(difference, block.error, quantile or 0.0)
        no_error = block.later & np.isnan(block.error)
        tied = block.later & (sign == 0)
        counts += [int(each.sum()) for each in (robust, tied, clear, robust & clear, no_error)]
    pairs = groups.grouping.count * (groups.grouping.count - 1) // 2
    robust_pairs, tied_pairs, clear_pairs, both, without_error = (int(each) for each in counts)
    shares = [("robust", robust_pairs, pairs, 0), ("tied", tied_pairs, pairs, 0)]
    if quantile is not None:
        shares += [
            ("significant", clear_pairs, pairs, without_error),
            ("robust_of_significant", both, clear_pairs, without_error),
        ]
    for statistic, count, n, unknown in shares:
        share = count / n if n else float("nan")
        named = {"of": own.statistic, "by": groups.grouping.by, "time": groups.time}
        yield Line(COMPARISONS, statistic, share, count, n, unknown, **named)


def _times(tally: Tally, time: str) -> Iterator[tuple[str, Tally]]:
    """The rows of each time; all of them where there is none."""
    if not time:
        yield "", tally
        return
    key = tally.keys[time]
    for code, label in enumerate(key.labels):
        yield label, tally.only(key.codes == code)


def _associated(tally: Tally, measure: AlkireFoster, time: str) -> list[Line]:
    return [
        Line(
            ASSOCIATION,
            statistic,
            estimate,
            count=pair.both_deprived,
            n=pair.rows,
            unknown=pair.unknown,
            time=time,
            indicator=pair.first.id,
            other_indicator=pair.second.id,
        )
        for pair in associations(tally, measure.terms)
        for statistic, estimate in (("cramers_v", pair.cramers_v), ("redundancy", pair.redundancy))
    ]


COLUMNS: dict[str, pa.DataType] = {
    "analysis": pa.string(),
    "statistic": pa.string(),
    "of": pa.string(),
    "by": pa.string(),
    "time": pa.string(),
    "cutoff": pa.string(),
    "weights": pa.string(),
    "other_cutoff": pa.string(),
    "other_weights": pa.string(),
    "indicator": pa.string(),
    "other_indicator": pa.string(),
    "estimate": pa.float64(),
    "count": pa.int64(),
    "n": pa.int64(),
    "unknown": pa.int64(),
}


def robustness_table(lines: Sequence[Line]) -> pa.Table:
    """The lines as rows. Null: there is no such number (all groups rank alike, nobody is deprived)."""
    columns = {
        name: pa.array([getattr(line, name) for line in lines], kind, from_pandas=True)
        for name, kind in COLUMNS.items()
    }
    return pa.table(columns)


def robustness_labels(measure: AlkireFoster) -> dict[str, dict[str, Text]]:
    """What statistics, schemes and indicators of the table are called."""
    schemes = {each.id: EQUAL if measure.is_union else each.label for each in schemes_of(measure)}
    indicators = labels_of(measure)["indicator"]
    return {
        "statistic": ROBUSTNESS_STATISTICS,
        "of": {name: STATISTICS[name] for name in RANKED},
        "weights": schemes,
        "other_weights": schemes,
        "indicator": indicators,
        "other_indicator": indicators,
    }
