"""Persons as the model compares them: names without titles in one byte a letter, sound, birth, place.

Names are opened here, in memory, for those alone whom numbers do not find. Nothing here is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from pythainlp.soundex import lk82, prayut_and_somchaip

from samut.engine.seal import Keys
from samut.rules.house_numbers import bare_house_number
from samut.rules.linkage import LinkPolicy
from samut.rules.name_keys import bare_name, one_byte, sex_of_title, without_title

SEXES = {"male": "m", "female": "f", "m": "m", "f": "f"}
# The columns a table of persons must have to become comparable; the rest stays as it is.
NAMES = ("title", "first_name", "last_name")
# Not every register has one, and to some it is personal and lies sealed with the names.
HOUSE_NO = "house_no"


def opened(people: pa.Table, keys: Keys) -> pa.Table:
    """The persons with their names in the clear, in place of the sealed ones."""
    said = [{} if each is None else json.loads(each) for each in keys.unseal_many(_bytes(people["identity"]))]
    for name in NAMES:
        people = people.append_column(name, pa.array([each.get(name) for each in said], pa.string()))
    sealed = pa.array([each.get(HOUSE_NO) for each in said], pa.string())
    houses = pc.coalesce(_house_numbers(people), sealed)
    people = people.drop_columns([name for name in ("identity", HOUSE_NO) if name in people.column_names])
    return people.append_column(HOUSE_NO, houses)


def comparable(people: pa.Table, policy: LinkPolicy) -> pa.Table:
    """What the model reads of each person.

    `people` has unique_id, title, first_name, last_name, sex, birth_year, birth_month, birth_day,
    tambon_code, village_code, and may have house_no. Unknown: NULL in every column, never an empty text.
    """
    first, sex = _first_names(people, policy.titles)
    last = _each(people["last_name"], bare_name)
    own_sex = _each(people["sex"], lambda text: SEXES.get(text, ""))
    month, day = _month_and_day(people, policy)
    return pa.table(
        {
            "unique_id": people["unique_id"],
            "first_name": _each(first, one_byte),
            "last_name": _each(last, one_byte),
            "first_lk": _each(first, sound_by_lk82),
            "last_lk": _each(last, sound_by_lk82),
            "first_ps": _each(first, sound_by_prayut),
            "last_ps": _each(last, sound_by_prayut),
            "sex": pc.coalesce(own_sex, sex),
            "birth_year": pc.cast(people["birth_year"], pa.int32()),
            "birth_month": month,
            "birth_day": day,
            "tambon": people["tambon_code"],
            "village": people["village_code"],
            "house": _each(_house_numbers(people), bare_house_number),
        }
    )


@cache
def sound_by_lk82(bare: str) -> str:
    """How a name sounds, roughly; "" where it has no Thai letter."""
    return _sound(lk82, bare)


@cache
def sound_by_prayut(bare: str) -> str:
    """How a name sounds, more roughly."""
    return _sound(prayut_and_somchaip, bare)


def _sound(key: Callable[[str], str], bare: str) -> str:
    try:
        return key(bare)
    except (IndexError, KeyError, TypeError):
        # Marks without a letter: the keys were not made for them.
        return ""


def _first_names(people: pa.Table, titles: Mapping[str, str]) -> tuple[pa.Array, pa.Array]:
    """Bare first names and the sexes told by titles. One written into the name is taken off it."""
    told = _each(people["title"], lambda text: sex_of_title(text, titles))
    untitled = _whole(pc.or_kleene(pc.is_null(people["title"]), pc.equal(people["title"], "")))
    split = {name: without_title(name, titles) for name in pc.unique(people["first_name"]).to_pylist()}
    written = _each(people["first_name"], lambda name: bare_name(split[name][0]))
    whole = _each(people["first_name"], bare_name)
    within = _each(people["first_name"], lambda name: split[name][1])
    within = pc.if_else(untitled, within, pa.scalar(None, pa.string()))
    return pc.if_else(untitled, written, whole), pc.coalesce(told, within)


def _house_numbers(people: pa.Table) -> pa.Array:
    if HOUSE_NO in people.column_names:
        return _whole(people[HOUSE_NO])
    return pa.nulls(people.num_rows, pa.string())


def _month_and_day(people: pa.Table, policy: LinkPolicy) -> tuple[pa.Array, pa.Array]:
    month = pc.cast(people["birth_month"], pa.int32())
    day = pc.cast(people["birth_day"], pa.int32())
    if not policy.values.first_january_is_unknown_day:
        return month, day
    first = pc.fill_null(pc.and_(pc.equal(month, 1), pc.equal(day, 1)), False)
    nothing = pa.scalar(None, pa.int32())
    return pc.if_else(first, nothing, month), pc.if_else(first, nothing, day)


def _each(texts: pa.Array | pa.ChunkedArray, change: Callable[[str], str]) -> pa.Array:
    """Every text changed, each different one once; nothing and "" become unknown."""
    coded = pc.dictionary_encode(_whole(texts))
    changed = [None if text is None else change(text) or None for text in coded.dictionary.to_pylist()]
    return pc.take(pa.array(changed, pa.string()), coded.indices)


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _bytes(column: pa.ChunkedArray) -> Iterable[bytes | None]:
    sealed: list[bytes | None] = column.to_pylist()
    return sealed
