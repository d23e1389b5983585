"""Cells as they are compared and read: digits Arabic, blanks off, nothing written is unknown."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
# What people write where there is no answer.
NO_ANSWER = frozenset(("", "-"))
HAS_THAI_DIGIT = "[๐-๙]"


def clean(cell: str) -> str | None:
    """The cell's text, None when nothing (or "-") was written."""
    text = cell.translate(THAI_DIGITS).strip(BLANKS)
    return None if text in NO_ANSWER else text


def clean_column(cells: pa.Array | Sequence[str]) -> pa.Array:
    """`clean` of each cell."""
    coded = clean_coded(cells)
    return coded.dictionary.take(coded.indices)


def clean_coded(cells: pa.Array | Sequence[str]) -> pa.DictionaryArray:
    """`clean` of each cell, coded. Answers repeat: each different one is cleaned once.

    Texts of the dictionary may be equal, and null where a cell is unknown.
    """
    texts = cells if isinstance(cells, pa.Array) else pa.array(cells, pa.string())
    coded = texts.dictionary_encode("encode")
    return pa.DictionaryArray.from_arrays(coded.indices, _cleaned(coded.dictionary))


def _cleaned(texts: pa.Array) -> pa.Array:
    thai = pc.match_substring_regex(texts, HAS_THAI_DIGIT)
    trimmed = pc.utf8_trim(texts, BLANKS)
    if pc.any(thai).as_py():
        turned = [each.translate(THAI_DIGITS).strip(BLANKS) for each in texts.filter(thai).to_pylist()]
        trimmed = pc.replace_with_mask(trimmed, thai, pa.array(turned, pa.string()))
    unanswered = pc.is_in(trimmed, pa.array(sorted(NO_ANSWER), pa.string()))
    return pc.if_else(unanswered, pa.scalar(None, pa.string()), trimmed)
