"""Changes between two times: absolute and relative, as they are and by the year, with errors.

Both times are one design. A cluster that was there at both keeps what its two parts have in common,
so the error of a change is that of the difference of the two influences, cluster by cluster. The
intervals have the normal quantile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np
import pyarrow as pa

from samut.engine.estimates.design import Floats, SingleCluster, normal_interval
from samut.engine.estimates.domains import Domains
from samut.engine.estimates.levels import Found, Grouping, Sample, groupings, name_of, sample_of
from samut.engine.estimates.output import contract_columns, repeated
from samut.engine.estimates.ratios import Ratio, ratios
from samut.engine.estimates.scoring import Bools, has_unknown
from samut.engine.estimates.tally import Survey, Tally
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import SamutError

# Numbers between these are taken for years, of either calendar.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2700
PERCENT = 100.0


class Kind(StrEnum):
    """How a change is told. Relative changes are in percent of the earlier time."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    ABSOLUTE_ANNUAL = "absolute_annual"
    RELATIVE_ANNUAL = "relative_annual"


@dataclass(frozen=True)
class Change:
    """One statistic's change in every group of a grouping: `found` holds the estimates."""

    found: Found
    kind: Kind
    earlier: str
    later: str


def changes(
    tally: Tally,
    measure: AlkireFoster,
    survey: Survey,
    hierarchies: Sequence[Sequence[str]] = (),
    *,
    level: float = 95,
    single_cluster: SingleCluster = SingleCluster.MISSING,
) -> list[Change]:
    """Every statistic's change between each two times, the first to the last among them.

    Unknown: by the measure's rule. By the year only where the times are years. NaN where a group has
    no estimate at one of the times.
    Raises: MEASURE_016 for fewer than two times, and what levels raises.
    """
    times = tally.keys[survey.time].labels
    if len(times) < 2:
        raise SamutError("MEASURE_016", name=survey.time, count=len(times))
    sample = sample_of(_by_time(tally, survey.time), measure, survey, single_cluster)
    return [
        change
        for grouping in groupings(tally, hierarchies, "")
        for earlier, later in combinations(range(len(times)), 2)
        for change in _between(sample, measure, grouping, survey.time, (earlier, later), level)
    ]


def _by_time(tally: Tally, time: str) -> Tally:
    """The tally with each pattern of words split by time, so that a time is told by the pattern."""
    key = tally.keys[time]
    count = len(key.labels)
    return replace(
        tally,
        pattern=tally.pattern * count + key.codes,
        deprived=np.repeat(tally.deprived, count),
        known=np.repeat(tally.known, count),
    )


def _between(
    sample: Sample, measure: AlkireFoster, grouping: Grouping, time: str, two: tuple[int, int], level: float
) -> Iterator[Change]:
    key = sample.tally.keys[time]
    there = np.isin(key.codes, two)
    chosen = replace(grouping, group=np.where(there, grouping.group, -1))
    domains = sample.domains(chosen)
    everybody = domains if sample.kept.all() else sample.everybody(chosen)
    unknown = everybody.rows_where(has_unknown(sample.tally, measure))
    time_of_pattern = np.arange(len(sample.tally.deprived)) % len(key.labels)
    earlier, later = (key.labels[place] for place in two)
    named = replace(grouping, times=(f"{earlier}-{later}",) * grouping.count)
    for ratio in ratios(sample.tally, measure):
        first, last = (_at(domains, ratio, time_of_pattern == place) for place in two)
        for kind, estimate, influence in _told(domains, first, last, years_between(earlier, later)):
            unit = ratio.unit if kind in (Kind.ABSOLUTE, Kind.ABSOLUTE_ANNUAL) else 1.0
            se = domains.error(influence)
            lower, upper = normal_interval(estimate, se, level)
            found = Found(
                name=name_of(ratio, measure),
                grouping=named,
                estimate=unit * estimate,
                se=unit * se,
                lower=unit * lower,
                upper=unit * upper,
                rows=domains.rows,
                unknown=unknown,
            )
            yield Change(found, kind, earlier, later)


def _at(domains: Domains, ratio: Ratio, then: Bools) -> tuple[Floats, Floats]:
    return domains.linearised(
        domains.totals(ratio.factor * ratio.over * then), domains.totals(ratio.under * then)
    )


def years_between(earlier: str, later: str) -> float | None:
    """The years between two times; None where they are no years."""
    try:
        begin, end = float(earlier), float(later)
    except ValueError:
        return None
    both = EARLIEST_YEAR <= begin < end <= LATEST_YEAR
    return end - begin if both else None


def _told(
    domains: Domains, first: tuple[Floats, Floats], last: tuple[Floats, Floats], years: float | None
) -> Iterator[tuple[Kind, Floats, Floats]]:
    """Each kind of change: its estimate by group, and its influence by element."""
    (before, before_influence), (after, after_influence) = first, last
    at_element: Callable[[Floats], Floats] = domains.of_element
    with np.errstate(divide="ignore", invalid="ignore"):
        difference, influence = after - before, after_influence - before_influence
        factor = after / before
        of_factor = (after_influence - at_element(factor) * before_influence) / at_element(before)
        yield Kind.ABSOLUTE, difference, influence
        yield Kind.RELATIVE, PERCENT * (factor - 1), PERCENT * of_factor
        if years is not None:
            yearly = factor ** (1 / years)
            slope = at_element(yearly / factor) / years
            yield Kind.ABSOLUTE_ANNUAL, difference / years, influence / years
            yield Kind.RELATIVE_ANNUAL, PERCENT * (yearly - 1), PERCENT * slope * of_factor


def change_table(changed: Sequence[Change], measure: AlkireFoster) -> pa.Table:
    """The changes as rows: the columns of output.COLUMNS, then `change`, `time_from` and `time_to`.

    `time` names both times. Absolute changes are in the unit of the statistic, relative ones in
    percent. Null: there is no such number.
    """
    found = [change.found for change in changed]
    columns = contract_columns(found)
    columns["change"] = repeated(found, [each.kind for each in changed])
    columns["time_from"] = repeated(found, [each.earlier for each in changed])
    columns["time_to"] = repeated(found, [each.later for each in changed])
    if len(measure.schemes) > 1:
        columns["weights"] = repeated(found, [each.name.scheme for each in found])
    return pa.table(columns)
