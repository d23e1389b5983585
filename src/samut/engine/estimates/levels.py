"""Levels: H, A, M0, headcounts and contributions of every group, with errors and intervals.

One estimate is one row. Whichever weights, cutoffs and groups are asked for, the rows of the data
were read once: all here is arithmetic on the distinct words and the sums of the design.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from samut.engine.estimates.bands import Band, Bands
from samut.engine.estimates.design import Floats, Ints, SingleCluster, logit_interval
from samut.engine.estimates.domains import Domains, Strata, strata_of
from samut.engine.estimates.ratios import Ratio, ratios
from samut.engine.estimates.scoring import Bools, has_unknown
from samut.engine.estimates.tally import Key, Survey, Tally
from samut.engine.life_cycle import GroupColumn
from samut.rules.alkire_foster import AlkireFoster, Unknown
from samut.rules.errors import SamutError

UNKNOWN_GROUP = "unknown"
PATH = ","
LIFE_CYCLE = "life_cycle"
STRATA_NAMED = 10
# Enough at a time to be fast, few enough to be small: a number for each pattern of words and ratio.
BATCH = 72


@dataclass(frozen=True)
class Grouping:
    """One way to split the rows: each line's group, and what each group is called.

    `by` is empty for the whole. `time` of each group is empty without a column of times.
    `parent` is each group's place in the whole of its time.
    """

    by: str
    group: Ints
    names: tuple[str, ...]
    times: tuple[str, ...]
    parent: Ints

    @property
    def count(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Name:
    """What an estimate is of. Empty: it depends on none (a headcount has no cutoff)."""

    statistic: str
    scheme: str = ""
    cutoff: str = ""
    dimension: str = ""
    indicator: str = ""


def name_of(ratio: Ratio, measure: AlkireFoster) -> Name:
    """What the estimate of a ratio is called in the output."""
    return Name(
        statistic=ratio.statistic,
        scheme=ratio.scheme.id if ratio.scheme else "",
        cutoff=ratio.cutoff.text if ratio.cutoff and not measure.is_union else "",
        dimension=ratio.dimension,
        indicator=ratio.term.id if ratio.term else "",
    )


@dataclass(frozen=True)
class Found:
    """One statistic of every group of a grouping. Shape: one number a group.

    `bound_lower` and `bound_upper` enclose it whatever the unknown answers are; None unless asked for.
    """

    name: Name
    grouping: Grouping
    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    rows: Ints
    unknown: Ints
    bound_lower: Floats | None = None
    bound_upper: Floats | None = None


def groupings(tally: Tally, hierarchies: Sequence[Sequence[str]], time: str) -> list[Grouping]:
    """The whole, then every level of each hierarchy; each split by time where there is one.

    A level is called by its own column where each of its values lies in one value of the level
    above, and by the path of columns otherwise.
    """
    whole = _grouping(tally, (), time, None)
    found, seen = [whole], set[tuple[str, ...]]()
    for hierarchy in hierarchies:
        for depth in range(1, len(hierarchy) + 1):
            path = tuple(hierarchy[:depth])
            path = path[-1:] if _nested(tally, path) else path
            if path not in seen:
                seen.add(path)
                found.append(_grouping(tally, path, time, whole))
    return found + [of for each in tally.people for of in _of_people(tally, found, each)]


def _of_people(tally: Tally, split: Sequence[Grouping], people: GroupColumn) -> Iterator[Grouping]:
    """A life-cycle group in the whole and in every group, by the person or by their household."""
    key = tally.keys[people.name]
    belongs = np.isin(key.codes, [place for place, label in enumerate(key.labels) if label == "true"])
    if not belongs.any():
        return
    name = f"{LIFE_CYCLE}_{people.attribution}"
    for grouping in split:
        yield replace(
            grouping,
            by=f"{grouping.by}{PATH}{name}" if grouping.by else name,
            group=np.where(belongs, grouping.group, -1),
            names=tuple(f"{each}{PATH}{people.group}" if each else people.group for each in grouping.names),
        )


def _nested(tally: Tally, path: Sequence[str]) -> bool:
    codes = [tally.keys[name].codes for name in path]
    own = len(np.unique(codes[-1]))
    return len(np.unique(np.stack(codes), axis=1).T) == own


def _grouping(tally: Tally, path: tuple[str, ...], time: str, whole: Grouping | None) -> Grouping:
    keys = [tally.keys[name] for name in ((time,) if time else ()) + path]
    count = len(tally.rows)
    if not keys:
        return Grouping("", np.zeros(count, np.int64), ("",), ("",), np.zeros(1, np.int64))
    codes = np.stack([key.codes for key in keys])
    if time:
        # The groups of one time after another reads badly; the times of one group do not.
        codes = np.concatenate([codes[1:], codes[:1]])
    distinct, group = np.unique(codes, axis=1, return_inverse=True)
    group = group.reshape(-1).astype(np.int64)
    named = [keys[1:], keys[:1]] if time else [keys, []]
    ordered: list[Key] = [key for part in named for key in part]
    labels = [
        [_label(key, int(code)) for key, code in zip(ordered, each, strict=True)] for each in distinct.T
    ]
    width = len(path)
    times = tuple(each[-1] if time else "" for each in labels)
    if whole is None:
        parent = np.arange(len(times), dtype=np.int64)
    else:
        parent = np.array([whole.times.index(each) for each in times], np.int64)
    names = tuple(PATH.join(each[:width]) for each in labels)
    return Grouping(PATH.join(path), group, names, times, parent)


def _label(key: Key, code: int) -> str:
    return UNKNOWN_GROUP if code < 0 else key.labels[code]


def levels(
    tally: Tally,
    measure: AlkireFoster,
    survey: Survey,
    hierarchies: Sequence[Sequence[str]] = (),
    *,
    level: float = 95,
    single_cluster: SingleCluster = SingleCluster.MISSING,
) -> list[Found]:
    """Every statistic of the measure for every group.

    Unknown: by the measure's rule. Raises: MEASURE_014 for single-cluster strata that are refused,
    MEASURE_015 when no row is left.
    """
    sample = sample_of(tally, measure, survey, single_cluster)
    split = groupings(tally, hierarchies, survey.time)
    return [found for grouping in split for found in _of_grouping(sample, measure, grouping, split[0], level)]


@dataclass(frozen=True)
class Sample:
    """A tally with the lines that the estimates rest on, and their design.

    `kept` says of each line of the tally whether it is among `used`.
    """

    tally: Tally
    used: Tally
    kept: Bools
    strata: Strata
    rule: SingleCluster

    def domains(self, grouping: Grouping) -> Domains:
        """The groups over the lines that are used."""
        return Domains(self.used, grouping.group[self.kept], grouping.count, self.strata, self.rule)

    def everybody(self, grouping: Grouping) -> Domains:
        """The groups over all lines; for sums alone, for their design is another."""
        return Domains(self.tally, grouping.group, grouping.count, strata_of(self.tally, ()), self.rule)


def sample_of(
    tally: Tally, measure: AlkireFoster, survey: Survey, rule: SingleCluster = SingleCluster.MISSING
) -> Sample:
    """The lines the measure's rule for unknown answers keeps; the design is declared after that.

    Raises: MEASURE_014 for single-cluster strata that are refused, MEASURE_015 when no row is left.
    """
    if measure.unknown in (Unknown.NOT_DEPRIVED, Unknown.DEPRIVED):
        kept = np.ones(len(tally.rows), bool)
    else:
        kept = ~has_unknown(tally, measure)[tally.pattern]
    used = tally.only(kept)
    if not used.rows.sum():
        raise SamutError("MEASURE_015")
    strata = strata_of(used, tally.keys[survey.stratum].labels if survey.stratum else ())
    if strata.single and rule is SingleCluster.REFUSE:
        raise SamutError("MEASURE_014", strata=", ".join(strata.single[:STRATA_NAMED]))
    return Sample(tally, used, kept, strata, rule)


def _of_grouping(
    sample: Sample, measure: AlkireFoster, grouping: Grouping, whole: Grouping, level: float
) -> Iterator[Found]:
    """All statistics of one grouping, which splits the whole."""
    domains = sample.domains(grouping)
    everybody = domains if sample.kept.all() else sample.everybody(grouping)
    unknown = everybody.rows_where(has_unknown(sample.tally, measure))
    bands = Bands(everybody, sample.tally, measure) if measure.unknown is Unknown.REPORT else None
    degrees = float(sample.strata.degrees_of_freedom)

    def found(name: Name, estimate: Floats, se: Floats, unit: float = 1.0, band: Band | None = None) -> Found:
        lower, upper = logit_interval(estimate, se, degrees, level)
        return Found(
            name=name,
            grouping=grouping,
            estimate=unit * estimate,
            se=unit * se,
            lower=unit * lower,
            upper=unit * upper,
            rows=domains.rows,
            unknown=unknown,
            bound_lower=unit * band.lower if band else None,
            bound_upper=unit * band.upper if band else None,
        )

    if grouping.by:
        yield found(Name("population_share"), *domains.share_of(sample.domains(whole), grouping.parent))
    for ratio, over, under in with_totals(domains, ratios(sample.tally, measure)):
        estimate, se = domains.ratio(over, under)
        band = bands.of(ratio) if bands else None
        yield found(name_of(ratio, measure), estimate, se, ratio.unit, band)


def with_totals(domains: Domains, every: Iterable[Ratio]) -> Iterator[tuple[Ratio, Floats, Floats]]:
    """Each ratio with the totals of its two sums, reckoned some at a time."""
    # A few lower sums serve all ratios: they are kept, each beside what it was reckoned from.
    kept: dict[int, tuple[Floats, Floats]] = {}
    for some in _batches(every, BATCH):
        # The statistics of an indicator share their upper sum, but for its weight.
        overs = {id(ratio.over): ratio.over for ratio in some}
        columns = dict(zip(overs, domains.totals(np.stack(list(overs.values()), axis=1)).T, strict=True))
        for ratio in some:
            if id(ratio.under) not in kept:
                kept[id(ratio.under)] = ratio.under, domains.totals(ratio.under)
            yield ratio, ratio.factor * columns[id(ratio.over)], kept[id(ratio.under)][1]


def _batches(every: Iterable[Ratio], size: int) -> Iterator[list[Ratio]]:
    some: list[Ratio] = []
    for ratio in every:
        some.append(ratio)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
