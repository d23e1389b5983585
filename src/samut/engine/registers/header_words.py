"""What the words of a header say of the column under it: policy/headers.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from samut.engine.registers.cells import THAI_DIGITS
from samut.engine.registers.profile import KINDS
from samut.engine.registers.reading import normal_header
from samut.rules.errors import Text
from samut.rules.policy_files import Table, policy_dir, read_file

# A Thai word of fewer letters must be a part of the header by itself: "ที่" is in half of all words.
LEAST_LETTERS_WITHIN = 4
_PARTS = re.compile(r"[^0-9A-Za-z\u0e00-\u0e7f]+|_")
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True)
class HeaderWord:
    """A fact and the words that headers call it by."""

    name: str
    kind: str
    label: Text
    words: tuple[str, ...]
    personal: bool
    sensitive: bool


@cache
def header_words() -> tuple[HeaderWord, ...]:
    """The words of policy/headers.toml. Raises: POLICY_…"""
    data = read_file(policy_dir() / "headers.toml")
    data.only("id", "label", "source", "status", "word")
    return tuple(_word(each) for each in data.tables("word"))


def word_of(header: str) -> tuple[HeaderWord, str] | None:
    """The fact that a header names and the word that says so; None when no word is in it.

    The longest word decides: "ชื่อหมู่บ้าน" is a village, not a person's name.
    """
    found = [
        (len(normal_header(word)), each, word)
        for each in header_words()
        for word in each.words
        if _is_in(word, header)
    ]
    if not found:
        return None
    _, each, word = max(found, key=lambda one: one[0])
    return each, word


def _word(entry: Table) -> HeaderWord:
    entry.only("words", "name", "kind", "label", "personal", "sensitive")
    return HeaderWord(
        entry.name("name"),
        entry.one_of("kind", sorted(KINDS)),
        entry.text("label"),
        entry.names("words"),
        bool(entry.values.get("personal", False)),
        bool(entry.values.get("sensitive", False)),
    )


def _is_in(word: str, header: str) -> bool:
    wanted, whole = normal_header(word), normal_header(header)
    if wanted == whole:
        return True
    if not _LATIN.search(wanted) and len(wanted) >= LEAST_LETTERS_WITHIN:
        return wanted in whole
    return wanted in _runs(header)


@cache
def _runs(header: str) -> frozenset[str]:
    """The parts of a header, and each run of neighbouring parts as one: "birth_date" has birthdate."""
    parts = [each.casefold() for each in _PARTS.split(header.translate(THAI_DIGITS)) if each]
    return frozenset(
        "".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)
    )
