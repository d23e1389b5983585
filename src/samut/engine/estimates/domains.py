"""Groups estimated as domains: ratios of weighted sums, and their standard errors under the design.

Every statistic here is a ratio y/x of weighted sums over a group's rows. Its influence on a cluster
is (y - ratio * x) / total of x, nought for the clusters without a row of the group, which stay in the
design. Where rows are their own clusters, lines stand for many of them, and sums of squared weights
do what the clusters' sums do otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from samut.engine.estimates.arrays import distinct
from samut.engine.estimates.design import Floats, Ints, SingleCluster
from samut.engine.estimates.tally import Tally

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Strata:
    """The design of a tally: how many clusters each stratum has. Shape: one number a stratum.

    Without strata all is one stratum; without clusters each row is one.
    """

    clusters: Ints
    names: tuple[str, ...]

    @property
    def degrees_of_freedom(self) -> int:
        return int(self.clusters.sum()) - int(np.count_nonzero(self.clusters))

    @property
    def single(self) -> tuple[str, ...]:
        """The names of the strata with one cluster."""
        return tuple(self.names[place] for place in np.flatnonzero(self.clusters == 1))

    def factor(self, rule: SingleCluster) -> Floats:
        """n/(n-1) for each stratum; what a single cluster's is depends on the rule."""
        counts = self.clusters.astype(np.float64)
        alone = {SingleCluster.MISSING: np.nan, SingleCluster.REFUSE: np.nan, SingleCluster.CENTRED: 1.0}
        factor = np.divide(counts, counts - 1, out=np.zeros_like(counts), where=counts > 1)
        factor[counts == 1] = alone.get(rule, 0.0)
        if rule is SingleCluster.AVERAGE and np.any(counts == 1):
            several = int(np.count_nonzero(counts > 1))
            # Where every stratum has one cluster there is no other whose variance could stand for it.
            factor *= int(np.count_nonzero(counts)) / several if several else np.nan
        return factor


def strata_of(tally: Tally, names: tuple[str, ...]) -> Strata:
    """The strata with the clusters that have rows in the tally."""
    count = max(len(names), int(tally.stratum.max(initial=-1)) + 1, 1)
    if tally.cluster is None:
        clusters = np.bincount(tally.stratum, tally.rows, minlength=count)
    else:
        stratum = np.full(int(tally.cluster.max(initial=-1)) + 1, -1, np.int64)
        stratum[tally.cluster] = tally.stratum
        clusters = np.bincount(stratum[stratum >= 0], minlength=count)
    return Strata(clusters.astype(np.int64), names or ("",) * count)


@dataclass(frozen=True)
class Elements:
    """What varies independently, for each group it has a part in. Shape: one number an element.

    Parts of one cluster in several groups have its number in `cluster`. The squares of what an
    element adds are taken `spread` times (less than once where it stands for many rows).
    """

    group: Ints
    cluster: Ints
    stratum: Ints
    spread: Floats


class Domains:
    """The groups of one grouping over the lines of a tally.

    `group` numbers each line's group from nought; -1 leaves a line out of all of them. An element is
    what varies independently: a cluster's part in a group, or a line where rows are clusters.
    """

    def __init__(self, tally: Tally, group: Ints, count: int, strata: Strata, rule: SingleCluster) -> None:
        self.count = count
        self._strata, self._factor = strata, strata.factor(rule)
        inside = group >= 0
        self._lines = tally if inside.all() else tally.only(inside)
        self._group = group[inside]
        width = len(strata.clusters)
        if self._lines.cluster is None:
            self._element_of_line: Ints | None = None
            self._group_of_element, stratum = self._group, self._lines.stratum
            self._units, self._spread = self._lines.rows.astype(np.float64), _spread(self._lines)
            self._clusters = 0
        else:
            self._clusters = int(self._lines.cluster.max(initial=-1)) + 1
            keys = self._group * self._clusters + self._lines.cluster
            self._element_keys, self._element_of_line = distinct(keys)
            stratum_of_cluster = np.zeros(self._clusters, np.int64)
            stratum_of_cluster[self._lines.cluster] = self._lines.stratum
            self._group_of_element = self._element_keys // max(self._clusters, 1)
            stratum = stratum_of_cluster[self._element_keys % max(self._clusters, 1)]
            self._units = self._spread = np.ones(len(self._element_keys))
        self._cell_keys, self._cell_of_element = distinct(self._group_of_element * width + stratum)
        self._group_of_cell, self._stratum_of_cell = self._cell_keys // width, self._cell_keys % width

    @property
    def group_of_line(self) -> Ints:
        return self._group

    @property
    def pattern_of_line(self) -> Ints:
        return self._lines.pattern

    @property
    def weight_of_line(self) -> Floats:
        return self._lines.weight

    @cached_property
    def rows(self) -> Ints:
        """How many rows each group has."""
        return self._rows_of(self._lines.rows)

    def rows_where(self, by_pattern: Bools) -> Ints:
        """How many rows of each group have words of that kind."""
        return self._rows_of(self._lines.rows * by_pattern[self._lines.pattern])

    def _rows_of(self, rows: Ints) -> Ints:
        return np.bincount(self._group, rows, minlength=self.count).astype(np.int64)

    def totals(self, by_pattern: Floats) -> Floats:
        """The weighted sums of a number that a row has by its words, one an element.

        Shape: `by_pattern` has a number a pattern, or a row a pattern and a column a number.
        """
        if self._element_of_line is None:
            weight = self._lines.weight if by_pattern.ndim == 1 else self._lines.weight[:, None]
            values: Floats = weight * by_pattern[self._lines.pattern]
            return values
        found: Floats = self._weights @ by_pattern
        return found

    @cached_property
    def _weights(self) -> csr_matrix:
        """The weight of each pattern of words in each element: many sums are one product with it."""
        shape = len(self._group_of_element), len(self._lines.deprived)
        places = self._element_of_line, self._lines.pattern
        return csr_matrix((self._lines.weight, places), shape=shape)

    def sums(self, totals: Floats) -> Floats:
        """The sum of each group."""
        return _summed(self._group_of_element, totals, self.count)

    def ratio(self, over: Floats, under: Floats) -> tuple[Floats, Floats]:
        """Ratio and standard error of each group, from the totals of its two sums.

        NaN where the lower sum is nought; the error NaN where the design gives none.
        """
        ratio, influence = self.linearised(over, under)
        return ratio, self.error(influence)

    def linearised(self, over: Floats, under: Floats) -> tuple[Floats, Floats]:
        """Each group's ratio, and what each element adds to it."""
        with np.errstate(divide="ignore", invalid="ignore"):
            bottom = self.sums(under)
            ratio = self.sums(over) / bottom
            group = self._group_of_element
            return ratio, (over - ratio[group] * under) / bottom[group]

    def error(self, influence: Floats) -> Floats:
        """The standard error of each group's estimate, from what each element adds to it.

        NaN where a group has no row: there is no estimate either.
        """
        with np.errstate(invalid="ignore"):
            found = np.sqrt(_summed(self._group_of_cell, self._variance_by_cell(influence), self.count))
        return np.where(self.rows > 0, found, np.nan)

    @property
    def elements(self) -> Elements:
        """The elements: each cluster's part in each group, or each line where rows are clusters."""
        count = len(self._group_of_element)
        alone = self._element_of_line is None
        cluster = np.arange(count, dtype=np.int64) if alone else self._element_keys % max(self._clusters, 1)
        stratum = self._stratum_of_cell[self._cell_of_element]
        return Elements(self._group_of_element, cluster, stratum, self._spread)

    @property
    def stratum_clusters(self) -> Ints:
        """How many clusters each stratum of the design has."""
        return self._strata.clusters

    @property
    def stratum_factor(self) -> Floats:
        """What the squares in each stratum count, n/(n-1) as a rule."""
        return self._factor

    def of_element(self, by_group: Floats) -> Floats:
        """A number of each group, at each of its elements."""
        return by_group[self._group_of_element]

    def share_of(self, whole: Domains, parent: Ints) -> tuple[Floats, Floats]:
        """Each group's share of the weight of its whole, and its error. `parent`: the group's whole.

        A cluster adds (its part in the group - share * all of it) / total. That reaches the clusters
        of the whole without a row of the group: what is theirs is the whole's less the group's.
        """
        one = np.ones(len(self._lines.deprived))
        part, everything = self.totals(one), whole.totals(one)
        with np.errstate(divide="ignore", invalid="ignore"):
            total = whole.sums(everything)[parent]
            share = self.sums(part) / total
            beside = self._beside(whole, everything, parent)
            keys = parent[self._group_of_cell] * len(self._strata.clusters) + self._stratum_of_cell
            cells, share_at = np.searchsorted(whole._cell_keys, keys), share[self._group_of_cell]
            others = whole._by_cell(everything)[cells] - self._by_cell(beside)
            squared = whole._by_cell(everything**2 * whole._spread)[cells]
            others_squared = squared - self._by_cell(beside**2 * self._spread)
            here = part - share[self._group_of_element] * beside
            mean = self._mean(self._by_cell(here) - share_at * others)
            squares = self._squares(here, mean) + share_at * (share_at * others_squared + 2 * others * mean)
            by_cell = self._factor[self._stratum_of_cell] * squares
            elsewhere = whole._variance_by_cell(everything)
            # Strata without a row of the group.
            rest = _summed(whole._group_of_cell, elsewhere, whole.count)[parent]
            rest -= _summed(self._group_of_cell, elsewhere[cells], self.count)
            variance = _summed(self._group_of_cell, by_cell, self.count) + share**2 * rest
            return share, np.sqrt(np.maximum(variance, 0)) / total

    def _beside(self, whole: Domains, everything: Floats, parent: Ints) -> Floats:
        """For each element of the groups, the total of the whole in the same cluster."""
        if self._element_of_line is None:
            return self.totals(np.ones(len(self._lines.deprived)))
        cluster = self._element_keys % self._clusters
        keys = parent[self._group_of_element] * whole._clusters + cluster
        found: Floats = everything[np.searchsorted(whole._element_keys, keys)]
        return found

    def _variance_by_cell(self, totals: Floats) -> Floats:
        """What each stratum of each group adds to the variance of a sum, from its totals by element."""
        squares = self._squares(totals, self._mean(self._by_cell(totals)))
        return self._factor[self._stratum_of_cell] * squares

    def _mean(self, sums: Floats) -> Floats:
        """The mean over a stratum's clusters, those without a row of the group among them.

        A single cluster has no mean to be measured from; its factor says what becomes of it.
        """
        counts = self._strata.clusters[self._stratum_of_cell]
        return np.where(counts > 1, sums / np.maximum(counts, 1), 0)

    def _squares(self, totals: Floats, mean: Floats) -> Floats:
        """The squares of what a stratum's clusters differ from the mean by, each taken by itself.

        An element that stands for several rows has their mean's difference, and theirs from that.
        """
        own = self._units * (totals / self._units - mean[self._cell_of_element]) ** 2
        if self._element_of_line is None:
            own += totals**2 * self._among
        return self._by_cell(own) + self._absent * mean**2

    @cached_property
    def _among(self) -> Floats:
        """What the squares of a line's rows are more than that of their mean."""
        return np.maximum(self._spread - 1 / self._units, 0)

    @cached_property
    def _absent(self) -> Floats:
        """How many clusters of its stratum have no row of the group."""
        return self._strata.clusters[self._stratum_of_cell] - self._by_cell(self._units)

    def _by_cell(self, totals: Floats) -> Floats:
        return _summed(self._cell_of_element, totals, len(self._cell_keys))


def _summed(places: Ints, values: Floats, count: int) -> Floats:
    """The sum of the values at each place."""
    return np.bincount(places, values, minlength=count).astype(np.float64, copy=False)


def _spread(lines: Tally) -> Floats:
    """Of a line of rows that are clusters: the sum of their squared weights over their weight squared."""
    return np.divide(
        lines.weight_squared, lines.weight**2, out=np.zeros_like(lines.weight), where=lines.weight != 0
    )
