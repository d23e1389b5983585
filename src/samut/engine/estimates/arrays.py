"""Distinct numbers by hashing: many lines share few values, and sorting them all would cost most."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]


def distinct(values: Ints) -> tuple[Ints, Ints]:
    """The distinct values in ascending order, and the place of each value among them."""
    encoded = pa.array(values, pa.int64()).dictionary_encode()
    found: Ints = encoded.dictionary.to_numpy()
    order = np.argsort(found, kind="stable")
    rank = np.empty(len(found), np.int64)
    rank[order] = np.arange(len(found))
    return found[order], rank[encoded.indices.to_numpy()]
