"""What tells the rows of an unknown file apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

import pyarrow as pa

from samut.engine.registers.cells import clean_column
from samut.engine.registers.guesses import ColumnGuess
from samut.engine.registers.value_signs import Signs

# So much of a key must be written and right, and so few rows repeat it: offices' files are never clean.
ENOUGH = 0.95
# Facts by which a register knows its rows, the likeliest first.
OF_PERSONS = (("person_key",), ("house_id", "member_no"))
OF_PLACES = (("house_id",), ("village_code",), ("tambon_code",), ("amphoe_code",), ("province_code",))
# A running number tells rows apart in one file only: the next list counts anew.
LAST_RESORT = (("place_in_list",),)
# How a thing is measured tells it from others only by chance.
NO_KEYS = frozenset(("latitude", "longitude", "baht", "score", "land_rai", "birth_be"))
MOST_TRIED = 12


def key_of(
    columns: Sequence[ColumnGuess], cells: Sequence[pa.Array], signs: Sequence[Signs]
) -> tuple[str, ...]:
    """The facts whose values differ from row to row in what was looked at; none when none do.

    Only a person's number among what is sealed may be a key, for of the rest nothing can be compared.
    A key that costs no row goes before one that costs a few.
    """
    open_columns = [each for each in columns if not each.personal or each.kind == "thai_id"]
    sound = {each.name: _soundness(each, signs[each.position]) for each in open_columns}
    places = {each.name: each.position for each in open_columns}

    def differing(names: Sequence[str]) -> float:
        return _differing([cells[places[name]] for name in names])

    for keys, least in ((OF_PERSONS, 1), (OF_PERSONS, ENOUGH), (OF_PLACES, ENOUGH), (LAST_RESORT, 1)):
        for names in keys:
            if all(sound.get(name, 0) >= least for name in names) and differing(names) >= least:
                return names
    # A person or a house with several rows: what is known of it, and what tells the rows apart.
    whole = [each.name for each in open_columns if sound[each.name] == 1 and each.kind not in NO_KEYS]
    first = next((keys for keys in OF_PERSONS + OF_PLACES if set(keys) <= set(whole)), ())
    others = [name for name in whole if name not in first][:MOST_TRIED]
    added = chain.from_iterable(combinations(others, more) for more in (1, 2))
    return next((key for more in added if differing(key := (*first, *more)) == 1), ())


def _soundness(column: ColumnGuess, signs: Signs) -> float:
    """The share of the rows that say something in this column, and say it right."""
    return signs.filled * signs.fit(column.kind) if signs.rows else 0


def _differing(columns: Sequence[pa.Array]) -> float:
    """The share of rows that say what no row before them said, of those that say something."""
    rows = list(zip(*(clean_column(each).to_pylist() for each in columns), strict=True))
    said = [row for row in rows if None not in row]
    return len(set(said)) / len(said) if said else 0
