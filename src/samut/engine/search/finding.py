"""From a question and a scope to what is found: at most so many hits, each told as a list shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from samut.engine.seal import Keys
from samut.engine.search.alike import Match, Numbers
from samut.engine.search.asking import Kind, Question
from samut.engine.search.assembling import TAIL_DIGITS
from samut.engine.search.by_name import persons_by_name
from samut.engine.search.index import SearchIndex
from samut.engine.search.scope import Ranges, View, view_of
from samut.engine.search.telephones import phone_key
from samut.rules.thai_dates import PartialDate

MOST_HITS = 50
MOO_DIGITS = 2


@dataclass(frozen=True)
class Hit:
    """One person, or (with `member_no` None) one house. None: not known.

    `number_tail`: the last three digits of the 13-digit number; `members`: how many live there.
    """

    household_id: str
    village_code: str
    house_no: str
    member_no: int | None
    name: str
    birth: PartialDate | None
    number_tail: str
    members: int
    match: Match


@dataclass(frozen=True)
class Answer:
    """What a search found. `more`: there are others; `telephones_known`: some list tells any at all."""

    kind: Kind
    hits: tuple[Hit, ...] = ()
    more: bool = False
    telephones_known: bool = True


def find(
    index: SearchIndex,
    keys: Keys,
    ranges: Ranges,
    asked: Question,
    *,
    villages: Collection[str] | None = None,
    most: int = MOST_HITS,
) -> Answer:
    """The persons or houses of the scope (half-open ranges of area codes) that are asked for.

    `villages`: those that the place in the question can mean; None where it names none.
    """
    view = view_of(index, ranges)
    if asked.kind in (Kind.NAME, Kind.HOUSE) and (asked.moo is not None or villages is not None):
        codes = index.village_codes
        view = replace(view, only=np.array([_fits(code, asked, villages) for code in codes], bool))
    if asked.kind is Kind.NAME:
        found = persons_by_name(asked.words, view, most + 1, with_title=asked.with_title)
        hits = [
            _person(index, row, Match(way))
            for row, way in zip(found.rows.tolist(), found.matches.tolist(), strict=True)
        ]
    elif asked.kind is Kind.NUMBER:
        hits = _by_key(view, index.numbers.persons_of(keys.blind_index(asked.number)))
    elif asked.kind is Kind.PHONE:
        hits = _by_key(view, index.phones.persons_of(phone_key(keys, asked.number)))
    elif asked.kind is Kind.HOUSE:
        hits = _houses(view, asked, most + 1)
    else:
        hits = []
    return Answer(asked.kind, tuple(hits[:most]), len(hits) > most, index.has_phones)


def _by_key(view: View, rows: npt.NDArray[np.int32]) -> list[Hit]:
    wide: Numbers = np.unique(rows).astype(np.int64)
    return [_person(view.index, row, Match.EXACT) for row in wide[view.holds(wide)].tolist()]


def _houses(view: View, asked: Question, most: int) -> list[Hit]:
    """Houses with that number; after them those whose number goes on after it: 12, then 12/1."""
    index = view.index
    numbers = index.bare_house_numbers
    same = np.array([each == asked.number for each in numbers], bool)
    longer = np.array([each.startswith(f"{asked.number}/") for each in numbers], bool)
    within = np.zeros(len(index.villages), bool)
    for low, end in view.village_ranges:
        within[low:end] = True
    there = (within if view.only is None else within & view.only).take(index.houses.village)
    found: list[Hit] = []
    for among, match in ((same, Match.EXACT), (longer, Match.PART)):
        rows = np.flatnonzero(there & among[index.houses.number])
        if match is Match.PART:
            rows = np.array(sorted(rows.tolist(), key=lambda row: _in_order(index, row)), np.int64)
        found += [_house(index, row, match) for row in rows[: most - len(found)].tolist()]
    return found


def _fits(village: str, asked: Question, villages: Collection[str] | None) -> bool:
    if asked.moo is not None and int(village[-MOO_DIGITS:]) != asked.moo:
        return False
    return villages is None or village in villages


def _in_order(index: SearchIndex, row: int) -> tuple[object, ...]:
    """12/2 before 12/10."""
    number = index.house_numbers[int(index.houses.number[row])]
    parts = tuple(int("".join(filter(str.isdecimal, each)) or 0) for each in number.split("/"))
    return parts, number, row


def _person(index: SearchIndex, row: int, match: Match) -> Hit:
    persons = index.persons
    first, last = int(persons.first[row]), int(persons.last[row])
    named = index.firsts.written[first] if first < len(index.firsts) else ""
    family = index.lasts.written[last] if last < len(index.lasts) else ""
    tail = int(persons.number_tail[row])
    return replace(
        _house(index, int(persons.house[row]), match),
        member_no=int(persons.member_no[row]),
        name=" ".join(each for each in (index.titles[int(persons.title[row])] + named, family) if each),
        birth=_birth(index, row),
        number_tail=f"{tail:0{TAIL_DIGITS}d}" if tail >= 0 else "",
    )


def _birth(index: SearchIndex, row: int) -> PartialDate | None:
    persons = index.persons
    parts = (persons.birth_year, persons.birth_month, persons.birth_day)
    year, month, day = (int(part[row]) for part in parts)
    return PartialDate(year, month or None, day or None) if year else None


def _house(index: SearchIndex, row: int, match: Match) -> Hit:
    low, end = (int(np.searchsorted(index.persons.house, row, side)) for side in ("left", "right"))
    return Hit(
        household_id=f"{int(index.houses.household_id[row]):016x}",
        village_code=index.villages[int(index.houses.village[row])],
        house_no=index.house_numbers[int(index.houses.number[row])],
        member_no=None,
        name="",
        birth=None,
        number_tail="",
        members=end - low,
        match=match,
    )
