"""Differences between groups, with their errors: every pair of them, a block of groups at a time.

Two groups that share clusters vary together, so the error of their difference is not that of two
samples. Each group's influence on each cluster is kept, and the covariance of any two groups is the
design's sum over the clusters they share, less what the strata's means take away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, diags_array

from samut.engine.estimates.design import Floats
from samut.engine.estimates.domains import Domains, Elements

# So many pairs are held at a time, whatever the number of groups.
PAIRS_AT_A_TIME = 4_000_000


@dataclass(frozen=True)
class PairBlock:
    """The pairs of some groups with all: the place of the block's first group, and a row for each.

    `later` marks each pair once: the other group comes after this one. `error` is that of the
    difference; NaN where the design gives none.
    """

    start: int
    later: npt.NDArray[np.bool_]
    error: Floats

    @property
    def rows(self) -> slice:
        return slice(self.start, self.start + len(self.error))


def pair_blocks(domains: Domains, influence: Floats) -> Iterator[PairBlock]:
    """The errors of the differences between all groups, from what each element adds to its group's."""
    elements, factor, clusters = domains.elements, domains.stratum_factor, domains.stratum_clusters
    by_cluster, by_stratum = _influences(domains, elements, influence)
    of_cluster = np.zeros(by_cluster.shape[0])
    of_cluster[elements.cluster] = factor[elements.stratum]
    # A single cluster has no mean to be measured from.
    of_mean = np.where(clusters > 1, factor / np.maximum(clusters, 1), 0)
    products, means = diags_array(of_cluster) @ by_cluster, diags_array(of_mean) @ by_stratum
    own = domains.error(influence) ** 2
    size = max(1, PAIRS_AT_A_TIME // max(domains.count, 1))
    for start in range(0, domains.count, size):
        some = slice(start, min(start + size, domains.count))
        both = (by_cluster[:, some].T @ products - by_stratum[:, some].T @ means).toarray()
        with np.errstate(invalid="ignore"):
            variance = own[some, None] + own[None, :] - 2 * both
            error = np.sqrt(np.maximum(variance, 0))
        later = np.arange(domains.count)[None, :] > np.arange(some.start, some.stop)[:, None]
        yield PairBlock(start, later, error)


def _influences(domains: Domains, elements: Elements, influence: Floats) -> tuple[csc_matrix, csc_matrix]:
    """What each cluster, and what each stratum, adds to each group. Shape: clusters (strata) × groups."""
    told = np.isfinite(influence)
    group = elements.group[told]
    clusters = int(elements.cluster.max(initial=-1)) + 1
    spread = influence[told] * np.sqrt(elements.spread[told])
    shape = clusters, domains.count
    by_cluster = csc_matrix((spread, (elements.cluster[told], group)), shape=shape)
    shape = len(domains.stratum_clusters), domains.count
    by_stratum = csc_matrix((influence[told], (elements.stratum[told], group)), shape=shape)
    return by_cluster, by_stratum


def significant(difference: Floats, error: Floats, quantile: float) -> npt.NDArray[np.bool_]:
    """Whether a difference is further from nought than chance would have it. No error: it is not."""
    with np.errstate(invalid="ignore"):
        return np.abs(difference) > quantile * error
