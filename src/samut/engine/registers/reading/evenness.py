"""Whether a text file can be read in one sweep: every line is one record, with as many cells as the first.

Quotation marks do no harm where each opens a cell and closes it on its line; one in the midst of a cell,
or a cell over several lines, needs the slow reader. What is said here of a file, that reader would say.
"""

from __future__ import annotations

import codecs

import numpy as np
import numpy.typing as npt

NEWLINE, RETURN, QUOTE = ord("\n"), ord("\r"), ord('"')
Places = npt.NDArray[np.intp]
Codes = npt.NDArray[np.uint8]


class Evenness:
    """Looks at a file a chunk at a time. `lines`: how many ends of lines there were so far."""

    def __init__(self, delimiter: str) -> None:
        self.lines = 0
        self._mark = ord(delimiter)
        self._even = True
        self._begun = False
        self._rest = b""
        # How many separators the first line has.
        self._first: int | None = None

    def look_at(self, chunk: bytes) -> None:
        """The next bytes of the file."""
        if not self._begun:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
            self._begun = True
        if not self._even:
            self.lines += chunk.count(b"\n")
            return
        text = self._rest + chunk
        cut = text.rfind(b"\n") + 1
        self._rest = text[cut:]
        self._look_at_lines(text[:cut])

    def ends_even(self) -> bool:
        """Whether the file is even, its last line, which may have no end, included."""
        if not self._even:
            return False
        if self._rest.endswith(b"\r"):
            self._even = False
        elif self._rest:
            self._look_at_lines(self._rest + b"\n")
        return self._even and self._first is not None

    def _look_at_lines(self, whole: bytes) -> None:
        """Some whole lines."""
        if not whole:
            return
        self.lines += whole.count(b"\n")
        self._even = not _has_odd_line_ends(whole) and self._is_even(np.frombuffer(whole, dtype=np.uint8))

    def _is_even(self, codes: Codes) -> bool:
        ends = np.flatnonzero(codes == NEWLINE)
        marks = np.flatnonzero(codes == self._mark)
        quotes = np.flatnonzero(codes == QUOTE)
        if len(quotes):
            if not _well_quoted(codes, quotes, ends, self._mark):
                return False
            marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
        counts = np.diff(np.searchsorted(marks, ends), prepend=0)
        if self._first is None:
            self._first = int(counts[0])
        return bool((counts == self._first).all())


def _has_odd_line_ends(whole: bytes) -> bool:
    """Whether a line is empty, or a carriage return stands without its newline."""
    if whole.startswith((b"\n", b"\r\n")) or b"\n\n" in whole or b"\n\r\n" in whole:
        return True
    return whole.count(b"\r") != whole.count(b"\r\n")


def _well_quoted(codes: Codes, quotes: Places, ends: Places, mark: int) -> bool:
    """Whether quotation marks open and close whole cells, each on one line; doubled ones stand for one."""
    if len(quotes) % 2:
        return False
    openers, closers = quotes[0::2], quotes[1::2]
    # The first line begins where nothing stands before.
    before = np.where(openers == 0, NEWLINE, codes[openers - 1])
    after = codes[closers + 1]
    opens = np.isin(before, (mark, NEWLINE, QUOTE)).all()
    closes = np.isin(after, (mark, NEWLINE, RETURN, QUOTE)).all()
    return bool(opens and closes and (np.searchsorted(ends, openers) == np.searchsorted(ends, closers)).all())
