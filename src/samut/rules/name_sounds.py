"""Names as they sound, roughly: what two clerks who hear one name may write apart becomes one.

Letters of one sound are one letter, long and short vowels one, tone marks and the silencer nothing.
It is coarser than any spelling and finer than a soundex: names stay as long as they are written.
"""

from __future__ import annotations

import re

from samut.rules.name_keys import bare_name

# The first of each stands for all; ร and ล are one, since many people say them so.
_ONE_SOUND = ("คขฃฅฆ", "ชฉฌ", "สซศษ", "ดฎ", "ตฏ", "ทฐฑฒถธ", "นณ", "พผภ", "ฟฝ", "ลรฬ", "ยญ", "หฮ",
              "\u0e34\u0e35", "\u0e36\u0e37", "\u0e38\u0e39", "ไใ")  # fmt: skip
_UNHEARD = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3aะๆฯ"
_LETTERS = str.maketrans(
    {**{each: sound[0] for sound in _ONE_SOUND for each in sound[1:]}, **dict.fromkeys(_UNHEARD, "")}
)
# A sara am typed as its two parts, the tone mark between them.
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)า")
# Other ways to write one sound, before letters are taken together.
_SPELLINGS = (("เเ", "แ"), ("รร", "\u0e31น"), ("ำ", "\u0e31ม"), ("ฤ", "ร\u0e36"), ("ฦ", "ล\u0e36"))
_VOWEL_BEFORE_CONSONANT = re.compile("([เแโไ])([ก-ฮ])")
_AI = "\u0e31ย"
_TWICE = re.compile(r"(.)\1+")


def sound_key(name: str | None) -> str:
    """What two spellings of one spoken name have in common; "" where no letter is written."""
    spelt = _SARA_AM.sub(r"\1ำ", bare_name(name))
    for one, other in _SPELLINGS:
        spelt = spelt.replace(one, other)
    heard = _VOWEL_BEFORE_CONSONANT.sub(r"\2\1", spelt.translate(_LETTERS))
    return _TWICE.sub(r"\1", heard.replace(_AI, "ไ"))
