"""The survey design: standard errors by Taylor linearisation under strata, clusters and weights.

An estimate is linearised: each cluster gets the sum of its rows' influence on the estimate, and the
variance is that of those sums between the clusters of a stratum,
sum over strata of n/(n-1) * sum over clusters of (z - mean)^2. A group is estimated as a domain: the
clusters without one of its rows stay in the design with a sum of nought.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class SingleCluster(StrEnum):
    """What is done where a stratum has one cluster, of which no variance can be reckoned.

    MISSING: no standard error for what has rows in it. CERTAINTY: it adds nothing, as if every
    cluster there was taken. CENTRED: around the mean of all clusters. AVERAGE: the mean variance of
    the other strata. REFUSE: nothing is estimated.
    """

    MISSING = "missing"
    CERTAINTY = "certainty"
    CENTRED = "centred"
    AVERAGE = "average"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Design:
    """The clusters of a sample. Shape: one number per cluster.

    `stratum` numbers each cluster's stratum from nought; a cluster lies in one stratum.
    """

    stratum: Ints
    single_cluster: SingleCluster = SingleCluster.MISSING

    @property
    def cluster_count(self) -> int:
        return len(self.stratum)

    @property
    def stratum_count(self) -> int:
        return int(self.stratum.max()) + 1 if len(self.stratum) else 0

    @property
    def clusters_by_stratum(self) -> Ints:
        return np.bincount(self.stratum, minlength=self.stratum_count).astype(np.int64)

    @property
    def single_strata(self) -> Ints:
        """The strata with one cluster."""
        return np.flatnonzero(self.clusters_by_stratum == 1)

    @property
    def degrees_of_freedom(self) -> int:
        return self.cluster_count - self.stratum_count


def variance(design: Design, influence: Floats) -> Floats:
    """The variance of estimates from the influence of each cluster.

    Shape: `influence` is clusters × estimates (or clusters); the answer has one number an estimate.
    NaN where single-cluster strata leave it undecided.
    """
    sums = influence.reshape(len(influence), -1)
    counts = design.clusters_by_stratum.astype(np.float64)
    totals = np.stack(
        [np.bincount(design.stratum, column, minlength=len(counts)) for column in sums.T], axis=1
    )
    means = totals / counts[:, None]
    if design.single_cluster is SingleCluster.CENTRED:
        means[design.single_strata] = sums.mean(axis=0)
    squares = np.stack(
        [
            np.bincount(design.stratum, column, minlength=len(counts))
            for column in ((sums - means[design.stratum]) ** 2).T
        ],
        axis=1,
    )
    factor = np.divide(counts, counts - 1, out=np.ones_like(counts), where=counts > 1)
    by_stratum = squares * factor[:, None]
    found: Floats = by_stratum.sum(axis=0)
    single = design.single_strata
    if len(single) and design.single_cluster is SingleCluster.AVERAGE:
        several = len(counts) - len(single)
        found = found * (len(counts) / several if several else np.nan)
    if len(single) and design.single_cluster in (SingleCluster.MISSING, SingleCluster.REFUSE):
        found = np.where((totals[single] != 0).any(axis=0), np.nan, found)
    return found.reshape(influence.shape[1:])


def logit_interval(
    estimate: Floats, se: Floats, degrees: Floats | float, level: float
) -> tuple[Floats, Floats]:
    """The interval of a proportion on the logit scale, with the t quantile. NaN at 0 and 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log(estimate / (1 - estimate))
        reach = t_quantile(degrees, level) * se / (estimate * (1 - estimate))
        lower, upper = (1 / (1 + np.exp(-(middle + sign * reach))) for sign in (-1, 1))
    inside = (estimate > 0) & (estimate < 1)
    return np.where(inside, lower, np.nan), np.where(inside, upper, np.nan)


def t_interval(estimate: Floats, se: Floats, degrees: Floats | float, level: float) -> tuple[Floats, Floats]:
    """The symmetric interval with the t quantile, for what is no proportion."""
    reach = t_quantile(degrees, level) * se
    return estimate - reach, estimate + reach


def normal_interval(estimate: Floats, se: Floats, level: float) -> tuple[Floats, Floats]:
    """The symmetric interval with the normal quantile, as changes have it."""
    reach = float(ndtri((1 + level / 100) / 2)) * se
    return estimate - reach, estimate + reach


def t_quantile(degrees: Floats | float, level: float) -> Floats:
    """The two-sided quantile of Student's t. NaN where there are no degrees of freedom."""
    some = np.asarray(degrees, np.float64)
    found: Floats = np.where(some > 0, stdtrit(np.maximum(some, 1), (1 + level / 100) / 2), np.nan)
    return found
