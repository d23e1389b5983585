"""Whole names written into one cell, taken apart: title, first name, last name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class NameParts:
    """A person's name in its parts. None: not written."""

    title: str | None
    first_name: str | None
    last_name: str | None


def split_name(text: str | None, titles: Iterable[str]) -> NameParts:
    """The parts of "นายสมชาย ใจดี". A title may be set off or not; what follows the first name is the last.

    A title that is all that stands there is the first name: nobody is called by a title alone.
    """
    written = " ".join((text or "").split())
    title = max((each for each in titles if _begins(written, each)), key=len, default="")
    rest = written[len(title) :].strip()
    first, _, last = rest.partition(" ")
    return NameParts(written[: len(title)] or None, first or None, last.strip() or None)


def _begins(written: str, title: str) -> bool:
    return written.upper().startswith(title) and len(written) > len(title)
