"""House numbers as they are compared: Arabic digits, no village, no street, no leading zeros.

Why it exists: one office writes ๑๒๓/๔ หมู่ ๕, the other 123/4 and the village in a column of its own.
"""

from __future__ import annotations

import re

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Words before the number, and a village written before it.
_BEFORE = re.compile(r"^.*เลขที่\s*|^(หมู่(ที่)?|ม\.)\s*\d+\s+")
# The number with its parts, a letter that belongs to it, and then the end or another word.
_NUMBER = re.compile(r"(\d+(?:\s*[/-]\s*\d+)*)([ก-ฮ]?)(?=$|[\s,]|หมู่|ม\.)")
_PARTS = re.compile(r"[\s/-]+")


def bare_house_number(text: str | None) -> str:
    """The number of a house alone, such as 123/4; "" where none can be told from what is written."""
    written = (text or "").translate(_THAI_DIGITS).strip()
    found = _NUMBER.match(_BEFORE.sub("", written))
    if found is None:
        return ""
    parts = [part.lstrip("0") or "0" for part in _PARTS.split(found[1])]
    if not any(part.strip("0") for part in parts):
        return ""
    return "/".join(parts) + found[2]
