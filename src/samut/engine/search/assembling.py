"""The index made of persons whose names are open: in memory alone, nothing here is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samut.engine.search.dictionary import dictionary, texts
from samut.engine.search.index import Array, Houses, Lookup, Persons, SearchIndex, short_key
from samut.rules.house_numbers import bare_house_number
from samut.rules.name_keys import without_title

NOT_KNOWN = -1
TAIL_DIGITS = 3


@dataclass(frozen=True)
class Rows:
    """Persons and households as columns. Rows of `household_id`… : one a household, by village and id.

    Of persons, `house` is the row of the household and they lie in its order. None: not known.
    `phone_keys`: blind indexes of telephone numbers, and the row of the person of each.
    """

    household_ids: Sequence[str]
    villages: Sequence[str]
    house_numbers: Sequence[str | None]
    house: Array
    member_no: Array
    titles: Sequence[str | None]
    first_names: Sequence[str | None]
    last_names: Sequence[str | None]
    birth: tuple[Array, Array, Array]
    number_tails: Array
    number_keys: Sequence[str | None]


def assemble(
    rows: Rows,
    phones: Iterable[tuple[str, int]] | None,
    titles: Mapping[str, str],
    *,
    index_id: str,
    edition: int,
) -> SearchIndex:
    """The index of these rows. `phones` None: no register tells telephone numbers."""
    title, first = _titles_apart(rows, titles)
    firsts, first_of = dictionary(each for each in first if each)
    lasts, last_of = dictionary(each for each in rows.last_names if each)
    title_texts, title_of = _distinct(title)
    villages, village_of = _distinct(rows.villages)
    bare = {each: bare_house_number(each) for each in set(rows.house_numbers)}
    numbers, number_of = _distinct(list(bare.values()))
    village = np.array([village_of[each] for each in rows.villages], np.int32)
    return SearchIndex(
        index_id=index_id,
        edition=edition,
        firsts=firsts,
        lasts=lasts,
        titles=texts(title_texts),
        villages=texts(villages),
        house_numbers=texts(numbers),
        houses=Houses(
            household_id=np.array([int(each, 16) for each in rows.household_ids], np.uint64),
            village=village,
            number=np.array([number_of[bare[each]] for each in rows.house_numbers], np.int32),
        ),
        persons=Persons(
            house=rows.house.astype(np.int32),
            member_no=rows.member_no.astype(np.int32),
            first=np.array([first_of.get(each or "", len(firsts)) for each in first], np.int32),
            last=np.array([last_of.get(each or "", len(lasts)) for each in rows.last_names], np.int32),
            title=np.array([title_of[each] for each in title], np.uint16),
            birth_year=rows.birth[0].astype(np.int16),
            birth_month=rows.birth[1].astype(np.uint8),
            birth_day=rows.birth[2].astype(np.uint8),
            number_tail=rows.number_tails.astype(np.int16),
        ),
        numbers=lookup(rows.number_keys),
        phones=_lookup(phones or ()),
        village_starts=np.searchsorted(village[rows.house], np.arange(len(villages) + 1)).astype(np.int64),
        has_phones=phones is not None,
    )


def _titles_apart(rows: Rows, titles: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Titles and first names, a title taken off a first name where none stands in its own column."""
    split = {name: without_title(name, titles)[0] for name in set(rows.first_names) if name}
    apart: tuple[list[str], list[str]] = ([], [])
    for title, name in zip(rows.titles, rows.first_names, strict=True):
        bare = name or ""
        if not title and name:
            bare = split[name]
            title = name[: len(name) - len(bare)].strip()
        apart[0].append(title or "")
        apart[1].append(bare)
    return apart


def _distinct(of: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """The different texts in order, and the number of each."""
    ordered = sorted(set(of))
    return ordered, {text: number for number, text in enumerate(ordered)}


def lookup(number_keys: Sequence[str | None]) -> Lookup:
    """The members by the blind index of their valid 13-digit numbers."""
    return _lookup((key, row) for row, key in enumerate(number_keys) if key is not None)


def _lookup(pairs: Iterable[tuple[str, int]]) -> Lookup:
    listed = list(pairs)
    keys = np.array([short_key(key) for key, _ in listed], np.uint64)
    persons = np.array([row for _, row in listed], np.int32)
    order = np.argsort(keys, kind="stable")
    return Lookup(keys[order], persons[order])


def tail_of(number: str | None) -> int:
    """The last digits of a 13-digit number, which is all of it that a list shows."""
    digits = (number or "")[-TAIL_DIGITS:]
    return int(digits) if digits.isdecimal() and len(digits) == TAIL_DIGITS else NOT_KNOWN
