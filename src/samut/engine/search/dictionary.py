"""The distinct first or last names of a census, in dictionary order, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samut.engine.search.letters import Grams, Starts, key_of, trigrams
from samut.rules.name_keys import bare_name, one_byte
from samut.rules.thai_order import sort_key

Bytes = npt.NDArray[np.uint8]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Texts:
    """Many short texts in one piece of memory. Shape: a start for each, and the end."""

    content: Bytes
    starts: Starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> str:
        return self.content[self.starts[place] : self.starts[place + 1]].tobytes().decode()

    def of(self, places: Iterable[int]) -> list[str]:
        """The texts at these places."""
        content, starts = self.content.data, self.starts
        return [str(content[starts[place] : starts[place + 1]], "utf-8") for place in places]


def texts(of: Sequence[str]) -> Texts:
    encoded = [each.encode() for each in of]
    ends = np.cumsum([len(each) for each in encoded], dtype=np.uint32)
    starts = np.concatenate([np.zeros(1, np.uint32), ends])
    return Texts(np.frombuffer(b"".join(encoded), np.uint8), starts)


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Distinct names by number, their order being that of a Thai dictionary.

    `written`: as the census has them; `bare`: their letters, one byte each; `keys`: as they sound;
    `grams`: the trigrams of the keys. The number after the last stands for "not known".
    """

    written: Texts
    bare: Texts
    keys: Texts
    grams: Grams
    gram_starts: Starts

    def __len__(self) -> int:
        return len(self.written)


def dictionary(names: Iterable[str]) -> tuple[Dictionary, dict[str, int]]:
    """The dictionary of these names, and the number of each."""
    ordered = sorted(set(names), key=sort_key)
    keys = [key_of(each) for each in ordered]
    grams, starts = trigrams(keys)
    bare = [one_byte(bare_name(each)) for each in ordered]
    found = Dictionary(texts(ordered), texts(bare), texts(keys), grams, starts)
    return found, {name: number for number, name in enumerate(ordered)}
