"""How names come to be typed wrong: an error set that knows nothing of how the search compares names.

Where each kind is from:
- observed: the letters that changed in 121 misspellings of Thai words that people made without meaning to
  (thai_misspellings.tsv: out of the annotated corpus of Nakwijit and Purver, Misspelling Semantics in Thai,
  LREC 2022, its test pairs marked unintentional; data CC0);
- neighbouring_key: PyThaiNLP's generator of slips on the Kedmanee key-board (pythainlp.tools.misspell);
- same_sound: another consonant of the same class of LK82 (Lorchirachoonkul, 1982, the classes as published);
- the others: what web.md 7 and register clerks tell of, one rule of a line each.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pythainlp.tools.misspell import misspell
from rapidfuzz.distance import Levenshtein

PAIRS = Path(__file__).parent / "thai_misspellings.tsv"
TONES = "่้๊๋"
ABOVE_OR_BELOW = "ัิีึืฺุู็"
SILENCER = "์"
# Pairs of a long and a short vowel.
LENGTHS = ("ิี", "ึื", "ุู")
# Each letter of the first stands for the sound of the letter below it.
LK82 = ("กขฃคฅฆงจฉชฌซศษสญยฎดฏตณนฐฑฒถทธบปผพภฝฟมรลฬวหฮอ", "กกกกกกงจชชชสสสสยยดดตตนนททททททบปพพพฟฟมรรรวหหอ")
Error = Callable[[str, random.Random], str | None]


@cache
def observed_changes() -> tuple[tuple[str, str], ...]:
    """What stood there and what was typed instead, as often as it was seen. "" for nothing."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["meant"], row["written"]) for row in csv.DictReader(file, delimiter="\t")]
    found = []
    for meant, written in pairs:
        if len(meant) == len(written) and sorted(meant) == sorted(written):
            found.append(_turned(meant, written))
            continue
        for _, low, end, other_low, other_end in _changed(meant, written):
            found.append((meant[low:end], written[other_low:other_end]))
    return tuple(each for each in found if each[0] != each[1])


def _changed(meant: str, written: str) -> list[tuple[str, int, int, int, int]]:
    steps = [tuple(each) for each in Levenshtein.opcodes(meant, written)]
    return [each for each in steps if each[0] != "equal"]


def _turned(meant: str, written: str) -> tuple[str, str]:
    """Letters that changed places: the shortest piece that holds them."""
    places = [place for place, (one, other) in enumerate(zip(meant, written, strict=True)) if one != other]
    return meant[places[0] : places[-1] + 1], written[places[0] : places[-1] + 1]


def observed(name: str, rng: random.Random) -> str | None:
    """One change that was seen, where the name has what was changed then."""
    changes = list(observed_changes())
    rng.shuffle(changes)
    for stood, typed in changes:
        places = [place for place in range(1, len(name)) if name.startswith(stood, place)]
        if places:
            place = rng.choice(places)
            return name[:place] + typed + name[place + len(stood) :]
    return None


def neighbouring_key(name: str, rng: random.Random) -> str | None:
    random.seed(rng.random())  # the library draws from the module's own
    return misspell(name, 1 / len(name))


def tone_dropped(name: str, rng: random.Random) -> str | None:
    return _without(name, TONES, rng)


def tones_all_dropped(name: str, rng: random.Random) -> str | None:
    return "".join(each for each in name if each not in TONES)


def tone_changed(name: str, rng: random.Random) -> str | None:
    place = _place_of(name, TONES, rng)
    return None if place is None else name[:place] + rng.choice(TONES) + name[place + 1 :]


def tone_before_vowel(name: str, rng: random.Random) -> str | None:
    """The mark typed first, the vowel after it: looks alike on many screens."""
    pairs = [at for at in range(len(name) - 1) if name[at] in ABOVE_OR_BELOW and name[at + 1] in TONES]
    return _turn(name, rng.choice(pairs)) if pairs else None


def letter_doubled(name: str, rng: random.Random) -> str | None:
    place = rng.randrange(len(name))
    return name[:place] + name[place] + name[place:]


def letter_missing(name: str, rng: random.Random) -> str | None:
    place = rng.randrange(1, len(name))
    return name[:place] + name[place + 1 :]


def letters_swapped(name: str, rng: random.Random) -> str | None:
    return _turn(name, rng.randrange(len(name) - 1))


def sara_am_apart(name: str, rng: random.Random) -> str | None:
    """As its two parts, before the tone mark or around it."""
    place = name.find("ำ")
    if place < 0:
        return None
    if name[place - 1] in TONES and rng.random() < 0.5:
        return name[: place - 1] + "\u0e4d" + name[place - 1] + "\u0e32" + name[place + 1 :]
    return name[:place] + "\u0e4d\u0e32" + name[place + 1 :]


def r_for_l(name: str, rng: random.Random) -> str | None:
    place = _place_of(name, "รล", rng)
    if place is None:
        return None
    return name[:place] + ("ล" if name[place] == "ร" else "ร") + name[place + 1 :]


def silencer_missing(name: str, rng: random.Random) -> str | None:
    return _without(name, SILENCER, rng)


def silent_letter_missing(name: str, rng: random.Random) -> str | None:
    """The silencer with the letter under it: วงศ์ as วง."""
    place = name.find(SILENCER)
    return None if place < 1 else name[: place - 1] + name[place + 1 :]


def vowel_length(name: str, rng: random.Random) -> str | None:
    place = _place_of(name, "".join(LENGTHS), rng)
    if place is None:
        return None
    pair = next(each for each in LENGTHS if name[place] in each)
    return name[:place] + pair[1 - pair.index(name[place])] + name[place + 1 :]


def same_sound(name: str, rng: random.Random) -> str | None:
    letters, sounds = LK82
    sound_of = dict(zip(letters, sounds, strict=True))
    others = {
        each: [one for one in letters if sound_of[one] == sound_of[each] and one != each] for each in letters
    }
    places = [place for place, each in enumerate(name) if others.get(each)]
    if not places:
        return None
    place = rng.choice(places)
    return name[:place] + rng.choice(others[name[place]]) + name[place + 1 :]


def _place_of(name: str, letters: str, rng: random.Random) -> int | None:
    places = [place for place, each in enumerate(name) if each in letters]
    return rng.choice(places) if places else None


def _without(name: str, letters: str, rng: random.Random) -> str | None:
    place = _place_of(name, letters, rng)
    return None if place is None else name[:place] + name[place + 1 :]


def _turn(name: str, place: int) -> str:
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


ERRORS: tuple[Error, ...] = (
    observed,
    neighbouring_key,
    tone_dropped,
    tones_all_dropped,
    tone_changed,
    tone_before_vowel,
    letter_doubled,
    letter_missing,
    letters_swapped,
    sara_am_apart,
    r_for_l,
    silencer_missing,
    silent_letter_missing,
    vowel_length,
    same_sound,
)
