"""Names as numbers: each letter of a sound key a code, each three letters in a row a trigram.

Two empty places stand before a name and one after it, so that its beginning weighs more than its end.
"""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from samut.rules.name_keys import one_byte
from samut.rules.name_sounds import sound_key

Grams = npt.NDArray[np.uint32]
Starts = npt.NDArray[np.uint32]

BITS = 6
LETTERS = 1 << BITS
TRIGRAMS = 1 << (3 * BITS)
BEFORE, AFTER = "\x01\x01", "\x02"
# What a key may hold: few enough Thai letters are left, so small Latin ones have codes of their own.
_HEARD = sorted({one_byte(sound_key(chr(each))) for each in range(0x0E01, 0x0E5C)} - {""})
_ALPHABET = "".join(dict.fromkeys("".join(_HEARD) + string.ascii_lowercase))
_CODES = np.zeros(256, np.uint32)
_CODES[np.frombuffer((BEFORE[0] + AFTER).encode(), np.uint8)] = (1, 2)
_CODES[np.frombuffer(_ALPHABET.encode(), np.uint8)] = 3 + np.arange(len(_ALPHABET))
# A longer name is compared by its beginning.
MOST_LETTERS = 28


def key_of(name: str) -> str:
    """The sound key of a name, one byte a letter."""
    return one_byte(sound_key(name))[:MOST_LETTERS]


def trigrams(keys: Sequence[str]) -> tuple[Grams, Starts]:
    """The trigrams of each key, one after the other. Shape: a start for each, and the end."""
    padded = "".join(f"{BEFORE}{key}{AFTER}" for key in keys)
    codes = _CODES[np.frombuffer(padded.encode("latin-1"), np.uint8)]
    lengths = np.fromiter((len(key) for key in keys), np.uint32, len(keys))
    starts = np.concatenate([np.zeros(1, np.uint32), np.cumsum(lengths + 1, dtype=np.uint32)])
    if not keys:
        return np.zeros(0, np.uint32), starts
    rows = (codes[:-2] << (2 * BITS)) | (codes[1:-1] << BITS) | codes[2:]
    # A trigram that begins in the last two places of a key belongs to no name.
    belongs = np.ones(len(codes), bool)
    ends = np.cumsum(lengths + 3, dtype=np.int64)
    belongs[ends - 1] = belongs[ends - 2] = False
    return rows[belongs[:-2]].astype(np.uint32), starts
