"""Cells of an unknown file as they may be shown: what may point at somebody is covered."""

from __future__ import annotations

import re

COVERED = "•••"
# Of a date of birth and of a house's position only this much is shown.
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# Numbers as long as a telephone's, an account's or a person's.
_LONG_NUMBER = re.compile(r"(?:\d[\s-]?){8,}\d")
COVERED_KINDS = frozenset(("thai_id", "full_name", "house_code"))


def masked_cell(kind: str, cell: str, *, personal: bool) -> str:
    """A cell for the screen. An empty one stays empty: that says nothing about anybody."""
    text = cell.strip()
    if not text:
        return ""
    if personal or kind in COVERED_KINDS:
        return COVERED
    if kind == "birth_be":
        year = _YEAR.search(text)
        return f"{COVERED} {year.group()}" if year else COVERED
    if kind in ("latitude", "longitude"):
        return f"{text.split('.')[0]}.{COVERED}" if re.fullmatch(r"-?\d{1,3}\.\d+", text) else COVERED
    return COVERED if _LONG_NUMBER.search(text) else text
