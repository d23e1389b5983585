"""Where the table begins: offices write a title, a date and an empty line above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

# How far down a header is looked for, and how much of the width it must fill.
ROWS_LOOKED_AT = 20
LEAST_FILLED = 0.6
# Headers of the census are field codes such as 213221.
MOST_CODE_DIGITS = 6


def find_header(records: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], int, bool]:
    """The header's cells, its row (from 1; 0: the file is empty), and whether any row follows.

    The header is the first row that fills most of the width of the first rows: a title fills one cell.
    It holds no numbers; where that row does, the very first row is the header.
    """
    rows = list(islice(records, ROWS_LOOKED_AT))
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    widest = max(filled, default=0)
    if widest == 0:
        return (), 0, False
    row = next(place for place, count in enumerate(filled) if count and count >= LEAST_FILLED * widest)
    if any(_is_number(cell) for cell in rows[row]):
        # Data under a header with empty cells, not a header under a title.
        row = next(place for place, count in enumerate(filled) if count)
    header = [cell.replace("\ufeff", "").replace("\n", " ").strip() for cell in rows[row]]
    while header and not header[-1]:
        header.pop()
    return tuple(header), row + 1, any(filled[row + 1 :])


def _is_number(cell: str) -> bool:
    """Whether a cell is a number, longer than a field code of the census can be."""
    digits = cell.strip().replace(",", "").replace("-", "").replace(".", "")
    return digits.isdecimal() and len(digits) > MOST_CODE_DIGITS
