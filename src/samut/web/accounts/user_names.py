"""One way to write a user name: Thai, Latin or an e-mail address, however it was typed.

A name looks the same on two keyboards and is two different texts: spaces around it, marks in another
order, ํ and า for ำ, เ twice for แ. What is kept and what is looked for goes through here.
"""

from __future__ import annotations

import re
import unicodedata

from samut.rules.errors import SamutError

MOST_LETTERS = 150
SPACES = re.compile(r"\s+")
# Two keys that are pressed for one letter.
TYPED_AS_TWO = (("\u0e4d\u0e32", "\u0e33"), ("\u0e40\u0e40", "\u0e41"))
# Letters, marks, digits, the space between two words, and what an e-mail address holds.
ALLOWED_CLASSES = ("L", "M", "N")
ALLOWED_SIGNS = frozenset(" @.+-_'")
WITH_SMALL_LETTERS = "@"


def normal_user_name(typed: str) -> str:
    """The name as it is kept. An e-mail address is kept in small letters."""
    name = SPACES.sub(" ", unicodedata.normalize("NFC", typed)).strip()
    for two, one in TYPED_AS_TWO:
        name = name.replace(two, one)
    return name.lower() if WITH_SMALL_LETTERS in name else name


def user_name(typed: str) -> str:
    """The name as it is kept, of a new account.

    Raises: ACCOUNT_001 where it is no name.
    """
    name = normal_user_name(typed)
    if not name or len(name) > MOST_LETTERS or not all(_is_allowed(letter) for letter in name):
        raise SamutError("ACCOUNT_001", limit=MOST_LETTERS)
    return name


def _is_allowed(letter: str) -> bool:
    return letter in ALLOWED_SIGNS or unicodedata.category(letter).startswith(ALLOWED_CLASSES)
