"""Names as they are compared: no title, no spaces, one byte for each letter.

Why it exists: offices write a title into the first name or not, and the string distances of database
engines count bytes, of which a Thai letter has three: to them any two Thai names look alike.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping

# Letters, vowels, tones and marks of Thai; digits and the currency sign are no part of a name.
_THAI = (
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯ"
    "ะ\u0e31าำ\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3aเแโใไๅๆ"
    "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)
# Small letters stay as they are, so these bytes are free; Thai has fewer letters than there are.
_BYTES = string.ascii_uppercase + string.digits + string.punctuation + string.whitespace
_ONE_BYTE = str.maketrans(dict(zip(_THAI, _BYTES, strict=False)))
_KEPT = frozenset(_THAI) | frozenset(string.ascii_lowercase)
# A sara am typed as its two parts.
_SARA_AM = ("\u0e4d\u0e32", "\u0e33")


def bare_name(name: str | None) -> str:
    """The letters of a name alone, small, composed in one way."""
    composed = unicodedata.normalize("NFC", name or "").replace(*_SARA_AM).lower()
    return "".join(letter for letter in composed if letter in _KEPT)


def without_title(name: str | None, titles: Mapping[str, str]) -> tuple[str, str]:
    """A first name without the title written into it, and the sex the title tells ("" for none).

    A title that is all of the name is the name.
    """
    text = (name or "").strip()
    fitting = [each for each in titles if text.upper().startswith(each) and len(text) > len(each)]
    if not fitting:
        return text, ""
    title = max(fitting, key=len)
    return text[len(title) :].strip(), titles[title]


def sex_of_title(title: str | None, titles: Mapping[str, str]) -> str:
    """The sex a title tells; "" where it tells none."""
    return titles.get((title or "").strip().upper(), "")


def one_byte(bare: str) -> str:
    """A bare name with one byte for each letter, for string distances alone."""
    return bare.translate(_ONE_BYTE)
