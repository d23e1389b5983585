"""What somebody typed into the one box: a name, a 13-digit number, a telephone or a house number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from samut.rules.house_numbers import bare_house_number
from samut.rules.name_keys import bare_name
from samut.rules.phone_numbers import phone_numbers
from samut.rules.thai_id import LENGTH

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_DIGITS_ALONE = re.compile(r"[\d\s().+-]+")
_HOUSE = re.compile(
    r"(?:บ้านเลขที่|เลขที่|บ้าน|house|no\.?)?\s*(?P<number>\d+(?:\s*[/-]\s*\d+)*[ก-ฮ]?)"
    r"(?:\s*(?:หมู่ที่|หมู่|ม\.|ม(?=\s*\d)|moo|m\.?)\s*(?P<moo>\d{1,2}))?(?P<place>(?:\s+\D.*)?)",
    re.IGNORECASE,
)
# Where a name is looked for. A village is not told by its name here: บ้านใหม่ is a last name too.
_NAME_AND_PLACE = re.compile(
    r"(?P<name>.*?\S)(?:\s+(?:หมู่ที่|หมู่|ม\.|moo)\s*(?P<moo>\d{1,2}))?"
    r"(?:\s+(?:ตำบล|ต\.|tambon)\s*(?P<place>\S+))?",
    re.IGNORECASE,
)
_KIND_OF_PLACE = re.compile(r"^(?:หมู่บ้าน|บ้าน|ตำบล|ต\.|แขวง|tambon|village|ban)\s*", re.IGNORECASE)
# No name begins with a vowel or mark that stands on another letter: นายิกา has no title.
_BEGINS_NAME = re.compile("[ก-ฮเแโใไA-Za-z]")
# A number of so many digits is nobody's house.
LONGEST_HOUSE = 7
NO_HOUSE = "0"
LEAST_LETTERS = 2
MOST_TYPED = 100
MOST_WORDS = 5


class Kind(StrEnum):
    """What a search is for. The last two are not searched for: too little, or a number cut short."""

    NAME = "name"
    NUMBER = "number"
    PHONE = "phone"
    HOUSE = "house"
    TOO_SHORT = "too_short"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Question:
    """What was typed, understood. `words`: of a name, titles taken off; `moo`, `place`: where it is.

    `with_title`: the words with what was taken for a title and may be the beginning of a name.
    """

    kind: Kind
    words: tuple[str, ...] = ()
    with_title: tuple[str, ...] = ()
    number: str = ""
    moo: int | None = None
    place: str = ""


def question(typed: str, titles: Mapping[str, str]) -> Question:
    """What the text asks for."""
    text = " ".join(typed.translate(_THAI_DIGITS).split())[:MOST_TYPED]
    if _DIGITS_ALONE.fullmatch(text) and not text.isspace():
        found = _of_digits(text)
        if found is not None:
            return found
    house = _HOUSE.fullmatch(text)
    if house is not None:
        moo = int(house["moo"]) if house["moo"] else None
        place = _KIND_OF_PLACE.sub("", house["place"].strip())
        # Nought is no house; houses whose number is not known must not answer to it.
        number = bare_house_number(house["number"]) or NO_HOUSE
        return Question(Kind.HOUSE, number=number, moo=moo, place=place)
    named = _NAME_AND_PLACE.fullmatch(text)
    name = named["name"] if named else text
    words = tuple([each for each in name.split() if bare_name(each)][:MOST_WORDS])
    if sum(map(len, map(bare_name, words))) < LEAST_LETTERS:
        return Question(Kind.TOO_SHORT)
    bare = _without_title(words, titles)
    written_into_it = len(bare) == len(words) and bare != words
    in_moo, in_place = (named["moo"], named["place"]) if named else (None, None)
    return Question(
        Kind.NAME,
        words=bare,
        with_title=words if written_into_it else (),
        moo=int(in_moo) if in_moo else None,
        place=in_place or "",
    )


def _of_digits(text: str) -> Question | None:
    """A number of a person or a telephone; None where it may be that of a house."""
    digits = "".join(each for each in text if each.isdecimal())
    phones = phone_numbers(text)
    if len(digits) == LENGTH:
        return Question(Kind.NUMBER, number=digits)
    if phones:
        return Question(Kind.PHONE, number=phones[0])
    if not digits:
        return Question(Kind.TOO_SHORT)
    return Question(Kind.INCOMPLETE) if len(digits) > LONGEST_HOUSE else None


def _without_title(words: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a name without the title before it. A title that is all there is, is a name."""
    if len(words) > 1 and words[0].upper() in titles:
        return words[1:]
    return (_untitled(words[0], titles), *words[1:])


def _untitled(word: str, titles: Mapping[str, str]) -> str:
    """A first word without the title written into it, where what is left can be a name."""
    fitting = [each for each in titles if word.upper().startswith(each)]
    left = word[len(max(fitting, key=len, default="")) :]
    return left if len(bare_name(left)) >= LEAST_LETTERS and _BEGINS_NAME.match(left) else word
