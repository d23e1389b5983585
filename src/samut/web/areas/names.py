"""Thai names in dictionary order. Code point order is wrong for words that begin with a leading vowel."""

from __future__ import annotations

import re

_VOWEL_BEFORE_CONSONANT = re.compile("([เแโใไ])([ก-ฮ])")
# Tone marks and the silencer decide only between words that are otherwise the same.
MARKS = "่้๊๋์็"
_WITHOUT_MARKS = str.maketrans("", "", MARKS)


def sort_key(name: str) -> tuple[str, str]:
    """Consonants before the vowel that is written in front of them; tone marks last of all."""
    spoken = _VOWEL_BEFORE_CONSONANT.sub(r"\2\1", name)
    return spoken.translate(_WITHOUT_MARKS), spoken
