"""The index that names, numbers, telephones and houses are found by, and its one sealed file.

    lake/search/<edition>/<index id>/{index.sealed, manifest.json}

The index holds names in the clear, so it stands in the clear in memory alone: on disk each of its parts
is sealed with the workspace's key, bound to its name and to the index. Persons lie in the order of their
village codes, so that an area is a range of them.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from cryptography.exceptions import InvalidTag

from samut.engine.seal import NONCE_BYTES, Keys
from samut.engine.search.dictionary import Dictionary, Texts
from samut.rules.errors import SamutError

INDEX_FILE = "index.sealed"
# What a file of this kind begins with; another begins otherwise.
KIND = b"samut-search-1\n"
Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Persons:
    """One row a person, by village, household and member. Shape: equal lengths.

    `first`, `last`: numbers of the dictionaries; `house`: a row of `Houses`; `title`: a number of the
    titles. `birth_year` 0, `birth_month` 0, `birth_day` 0, `number_tail` -1: not known.
    """

    house: Array
    member_no: Array
    first: Array
    last: Array
    title: Array
    birth_year: Array
    birth_month: Array
    birth_day: Array
    number_tail: Array


@dataclass(frozen=True, eq=False)
class Houses:
    """One row a household, by village. `village`, `number`: of the villages, of the house numbers."""

    household_id: Array
    village: Array
    number: Array


@dataclass(frozen=True, eq=False)
class Lookup:
    """Blind indexes in order, and the person of each."""

    keys: Array
    persons: Array

    def persons_of(self, key: str) -> Array:
        """The rows of the persons with that blind index (32 hex characters)."""
        wanted = short_key(key)
        low, high = (int(np.searchsorted(self.keys, wanted, side)) for side in ("left", "right"))
        return np.asarray(self.persons[low:high])


@dataclass(frozen=True, eq=False)
class SearchIndex:
    """Everything of one edition. `has_phones`: some register told telephone numbers at all."""

    index_id: str
    edition: int
    firsts: Dictionary
    lasts: Dictionary
    titles: Texts
    villages: Texts
    house_numbers: Texts
    houses: Houses
    persons: Persons
    numbers: Lookup
    phones: Lookup
    village_starts: Array
    has_phones: bool

    def village_ranges(self, ranges: Iterable[tuple[str, str]]) -> tuple[tuple[int, int], ...]:
        """The places of the villages in half-open ranges [low, end) of area codes."""
        codes = self.village_codes
        return tuple((bisect_left(codes, low), bisect_left(codes, end)) for low, end in ranges)

    @cached_property
    def village_codes(self) -> list[str]:
        return self.villages.of(range(len(self.villages)))

    @cached_property
    def bare_house_numbers(self) -> list[str]:
        return self.house_numbers.of(range(len(self.house_numbers)))

    @property
    def bytes_in_memory(self) -> int:
        return sum(part.nbytes for part in parts_of(self).values())


def short_key(blind_index: str) -> np.uint64:
    """The first half of a blind index: of a billion, two are alike once in forty countries."""
    return np.uint64(int(blind_index[:16], 16))


def parts_of(whole: Any, name: str = "") -> dict[str, Array]:
    """The arrays of an index by their dotted names."""
    if isinstance(whole, np.ndarray):
        return {name: whole}
    if not hasattr(whole, "__dataclass_fields__"):
        return {}
    found: dict[str, Array] = {}
    for each in fields(whole):
        found.update(parts_of(getattr(whole, each.name), f"{name}.{each.name}" if name else each.name))
    return found


def write_index(path: Path, index: SearchIndex, keys: Keys) -> None:
    """Seal an index into a file, part by part."""
    with path.open("wb") as file:
        os.chmod(path, 0o600)  # noqa: PTH101
        file.write(KIND)
        for name, part in parts_of(index).items():
            nonce = os.urandom(NONCE_BYTES)
            bound = _bound(index.index_id, name)
            sealed = nonce + keys.cipher.encrypt(nonce, np.ascontiguousarray(part).tobytes(), bound)
            head = json.dumps({"name": name, "dtype": part.dtype.str, "bytes": len(sealed)}) + "\n"
            file.write(head.encode())
            file.write(sealed)


def read_parts(path: Path, index_id: str, keys: Keys) -> dict[str, Array]:
    """The arrays of a sealed file. Raises: SEARCH_002 when it is damaged or sealed with another key."""
    try:
        return dict(_parts(path, index_id, keys))
    except (OSError, ValueError, KeyError, TypeError, InvalidTag) as error:
        raise SamutError("SEARCH_002") from error


def _parts(path: Path, index_id: str, keys: Keys) -> Iterator[tuple[str, Array]]:
    with path.open("rb") as file:
        if file.readline() != KIND:
            raise ValueError
        while head := file.readline():
            said = json.loads(head)
            sealed = file.read(said["bytes"])
            bound = _bound(index_id, said["name"])
            opened = keys.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
            yield said["name"], np.frombuffer(opened, said["dtype"])


def _bound(index_id: str, name: str) -> bytes:
    """What a sealed part is bound to: it opens nowhere else."""
    return f"{index_id}:{name}".encode()


def index_of(parts: Mapping[str, Array], index_id: str, edition: int, has_phones: bool) -> SearchIndex:
    """The index whose arrays these are. Raises: SEARCH_002 when one is missing."""

    def texts(name: str) -> Texts:
        return Texts(parts[f"{name}.content"], parts[f"{name}.starts"])

    def dictionary(name: str) -> Dictionary:
        written, bare, keys = (texts(f"{name}.{each}") for each in ("written", "bare", "keys"))
        return Dictionary(written, bare, keys, parts[f"{name}.grams"], parts[f"{name}.gram_starts"])

    def arrays(name: str, kind: type) -> Any:
        return kind(*(parts[f"{name}.{each.name}"] for each in fields(kind)))

    try:
        return SearchIndex(
            index_id=index_id,
            edition=edition,
            firsts=dictionary("firsts"),
            lasts=dictionary("lasts"),
            titles=texts("titles"),
            villages=texts("villages"),
            house_numbers=texts("house_numbers"),
            houses=arrays("houses", Houses),
            persons=arrays("persons", Persons),
            numbers=arrays("numbers", Lookup),
            phones=arrays("phones", Lookup),
            village_starts=parts["village_starts"],
            has_phones=has_phones,
        )
    except KeyError as error:
        raise SamutError("SEARCH_002") from error
