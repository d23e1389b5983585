"""Land as it is measured in Thailand: 1 rai = 4 ngan = 400 square wa (1,600 m²)."""

from __future__ import annotations

import re
from fractions import Fraction

NGAN_OF_RAI = 4
WA_OF_RAI = 400
_NUMBER = r"\d+(?:\.\d+)?"
_DASHED = re.compile(rf"({_NUMBER})\s*-\s*({_NUMBER})\s*-\s*({_NUMBER})")
_NAMED = re.compile(
    rf"(?:({_NUMBER})\s*ไร่)?\s*(?:({_NUMBER})\s*งาน)?\s*(?:({_NUMBER})\s*(?:ตารางวา|ตร\.?\s*ว\.?|วา))?"
)


def plain_rai(text: str) -> str:
    """An area written in rai, ngan and wa ("12-3-45", "12 ไร่ 3 งาน") as a number of rai.

    Other texts come back as they are: whether they are a number is not decided here.
    """
    written = text.replace(",", "").strip()
    parts = _DASHED.fullmatch(written) or _NAMED.fullmatch(written)
    if parts is None or not any(parts.groups()):
        return text
    rai, ngan, wa = (Fraction(part or 0) for part in parts.groups())
    return f"{float(rai + ngan / NGAN_OF_RAI + wa / WA_OF_RAI):.6f}".rstrip("0").rstrip(".")
