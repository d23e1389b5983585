"""Cells as they are compared and read: digits Arabic, blanks off, nothing written is unknown."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
# What people write where there is no answer.
NO_ANSWER = frozenset(("", "-"))


def clean(cell: str) -> str | None:
    """The cell's text, None when nothing (or "-") was written."""
    text = cell.translate(THAI_DIGITS).strip(BLANKS)
    return None if text in NO_ANSWER else text


def clean_column(cells: Sequence[str]) -> pa.Array:
    """`clean` of each cell. Answers repeat, so each different one is cleaned once."""
    coded = pa.array(cells, pa.string()).dictionary_encode()
    cleaned = pa.array([clean(each) for each in coded.dictionary.to_pylist()], pa.string())
    return cleaned.take(coded.indices)
