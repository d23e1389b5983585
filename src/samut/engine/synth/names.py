"""Thai names, titles and slips of the pen for invented people.

Source: PyThaiNLP's lists of Thai first and family names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

from samut.engine.synth.families import CHILD_IN_LAW, MALE, OTHER, PARENT, SPOUSE
from samut.engine.synth.weights import Flags, Ints

_PLAIN = re.compile("[ก-ูเ-์]{3,13}")
ADULT_TITLE_AGE = 15
LAST_CONSONANT = "ฮ"
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# How often a relation to the head does not share the head's family name.
_OTHER_NAME = {SPOUSE: 0.22, PARENT: 0.45, CHILD_IN_LAW: 0.85, OTHER: 0.7}
# Letters and marks that one clerk writes and another does not.
_SLIPS = (
    ("์", ""),
    ("ณ", "น"),
    ("ศ", "ส"),
    ("ษ", "ส"),
    ("ิ", "ี"),
    ("ุ", "ู"),
    ("ภ", "พ"),
    ("ธ", "ท"),
    ("ไ", "ใ"),
    ("รร", "ัน"),
)


@dataclass(frozen=True)
class NameLists:
    """The lists in a fixed order, so that a seed always means the same names."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]


@cache
def name_lists() -> NameLists:
    def plain(names: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted(name for name in names if _PLAIN.fullmatch(name)))

    return NameLists(plain(thai_male_names()), plain(thai_female_names()), plain(thai_family_names()))


def first_names(sex: Ints, rng: np.random.Generator) -> list[str]:
    lists = name_lists()
    draws = rng.random(len(sex)).tolist()
    chosen = (lists.male if value == MALE else lists.female for value in sex.tolist())
    return [names[int(draw * len(names))] for names, draw in zip(chosen, draws, strict=True)]


def family_names(house: Ints, relation: Ints, rng: np.random.Generator) -> list[str]:
    """Family names: the household's, save for those who married in or only live there."""
    names = name_lists().family
    of_house = rng.integers(0, len(names), int(house.max()) + 1 if len(house) else 0)
    own = rng.integers(0, len(names), len(house))
    chance = np.zeros(int(max(OTHER, *_OTHER_NAME)) + 1)
    for kind, share in _OTHER_NAME.items():
        chance[kind] = share
    apart = rng.random(len(house)) < chance[relation]
    return [names[place] for place in np.where(apart, own, of_house[house]).tolist()]


def titles(age: Ints, sex: Ints, married: Flags, rng: np.random.Generator) -> list[str]:
    written_out = rng.random(len(age)) < 0.06
    male = sex == MALE
    child = age < ADULT_TITLE_AGE
    chosen = np.select(
        [male & child, child, male, married, written_out],
        ["ด.ช.", "ด.ญ.", "นาย", "นาง", "นางสาว"],
        "น.ส.",
    )
    spelled = written_out & child
    chosen = np.where(spelled & male, "เด็กชาย", np.where(spelled & ~male, "เด็กหญิง", chosen))
    return [str(title) for title in chosen.tolist()]


def slipped(name: str, rng: np.random.Generator) -> str:
    """The name as another clerk wrote it: one sign for another, or a letter twice."""
    fitting = [pair for pair in _SLIPS if pair[0] in name]
    if fitting and rng.random() < 0.8:
        wrong, right = fitting[int(rng.integers(len(fitting)))]
        return name.replace(wrong, right, 1)
    letters = [place for place, sign in enumerate(name) if sign <= LAST_CONSONANT]
    place = letters[int(rng.integers(len(letters)))]
    return name[:place] + name[place] + name[place:]
