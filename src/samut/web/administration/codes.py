"""Codes that people read from paper and type: letters that are not mistaken for each other, and a hash.

Twenty letters of thirty-one are 99 bits: nobody guesses an invitation. Eight are 39: those live for
hours, belong to one user name, and are used up by a few wrong attempts.
"""

from __future__ import annotations

import secrets
import string

from django.utils.crypto import salted_hmac

# Without 0 and O, 1, I and L.
LETTERS = "".join(sorted(set(string.digits + string.ascii_uppercase) - set("0O1IL")))
LONG, SHORT = 20, 8
GROUP = 4
SALT = "samut.administration.code"


def new_code(letters: int) -> str:
    """A random code, in groups of four: it is to be read aloud."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(letters))
    return "-".join(drawn[at : at + GROUP] for at in range(0, letters, GROUP))


def digest_of(code: str) -> str:
    """What is kept of a code. Small letters, blanks and lines between the groups do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest()
