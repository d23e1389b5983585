"""Distinct numbers by hashing: many lines share few values, and sorting them all would cost most."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]


def numbered(values: Ints) -> tuple[Ints, Ints]:
    """The distinct values in the order they come, and the place of each value among them."""
    encoded = pa.array(values, pa.int64()).dictionary_encode()
    return encoded.dictionary.to_numpy(), encoded.indices.to_numpy().astype(np.int64)


def distinct(values: Ints) -> tuple[Ints, Ints]:
    """The distinct values in ascending order, and the place of each value among them."""
    found, place = numbered(values)
    order = np.argsort(found, kind="stable")
    rank = np.empty(len(found), np.int64)
    rank[order] = np.arange(len(found))
    return found[order], rank[place]
