"""Thai words in the order of a dictionary.

Code point order is wrong for words that begin with a vowel written before its consonant.
Source: Royal Institute Dictionary, how words are arranged: by consonants, then vowels; tone marks decide
last. Where it says nothing (the silencer before tone marks, ๅ as า) as Unicode's collation of Thai.
"""

from __future__ import annotations

import re

_VOWEL_BEFORE_CONSONANT = re.compile("([เแโใไ])([ก-ฮ])")
# A sara am typed as its two parts; the long stroke of ฤๅ.
_ONE_WAY = (("\u0e4d\u0e32", "\u0e33"), ("ๅ", "า"))
# Silencer, short sign and tone marks decide only between words that are otherwise the same, in this order.
MARKS = "์็่้๊๋"
_WITHOUT_MARKS = str.maketrans("", "", MARKS)
# Behind every letter, so that a word without a mark comes before the same word with one.
_IN_ORDER = str.maketrans(MARKS, "\ue000\ue001\ue002\ue003\ue004\ue005")


def sort_key(name: str) -> tuple[str, str]:
    """Consonants before the vowel that is written in front of them; tone marks last of all."""
    for one, other in _ONE_WAY:
        name = name.replace(one, other)
    spoken = _VOWEL_BEFORE_CONSONANT.sub(r"\2\1", name)
    return spoken.translate(_WITHOUT_MARKS), spoken.translate(_IN_ORDER)
