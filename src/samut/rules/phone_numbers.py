"""Telephone numbers of Thailand as they are compared: digits alone, a nought in front.

Why it exists: one office writes ๐๘๑-๒๓๔ ๕๖๗๘, the other +66 81 234 5678, and two numbers in one cell.
"""

from __future__ import annotations

import re

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Nine digits to a house, ten to a mobile, after a nought or the country's 66.
_NUMBER = re.compile(r"(?<!\d)(?:\+?66[\s.-]*\(?0?\)?|0)((?:[\s.()-]*\d){8,9})(?!\d)")
_NO_DIGIT = re.compile(r"\D")


def phone_numbers(text: str | None) -> tuple[str, ...]:
    """The numbers written in a text, each once, as 0812345678; none where none can be told."""
    written = (text or "").translate(_THAI_DIGITS)
    found = ("0" + _NO_DIGIT.sub("", each) for each in _NUMBER.findall(written))
    return tuple(dict.fromkeys(found))
