"""What tells the rows of an unknown file apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pyarrow as pa

from samut.engine.registers.cells import clean_column
from samut.engine.registers.guesses import ColumnGuess
from samut.engine.registers.value_signs import Signs

# So much of a column of persons' numbers must be filled for the register to know its persons by it.
ENOUGH_FILLED = 0.95
# Facts by which a register knows its rows, the likeliest first; then any other.
PREFERRED = (
    ("person_key",),
    ("house_id", "member_no"),
    ("house_id",),
    ("village_code",),
    ("tambon_code",),
    ("amphoe_code",),
    ("province_code",),
    ("place_in_list",),
)
# How a thing is measured tells it from others only by chance.
NO_KEYS = frozenset(("latitude", "longitude", "baht", "score", "land_rai", "birth_be"))
MOST_TRIED = 12


def key_of(
    columns: Sequence[ColumnGuess], cells: Sequence[pa.Array], signs: Sequence[Signs]
) -> tuple[str, ...]:
    """The facts whose values differ from row to row in what was looked at; none when none do.

    Only a person's number among what is sealed may be a key, for of the rest nothing can be compared.
    """
    usable = {each.name: each for each in columns if _usable(each, signs[each.position])}

    def differ(names: Sequence[str]) -> bool:
        return _differ([cells[usable[name].position] for name in names])

    preferred = [names for names in PREFERRED if set(names) <= usable.keys()]
    for names in preferred:
        if differ(names):
            return names
    others = [name for name, each in usable.items() if each.kind not in NO_KEYS][:MOST_TRIED]
    # A person with several rows: the number and what tells the rows apart.
    first = preferred[0] if preferred else ()
    for more in (1, 2):
        for added in combinations([name for name in others if name not in first], more):
            if differ((*first, *added)):
                return (*first, *added)
    return ()


def _usable(column: ColumnGuess, signs: Signs) -> bool:
    if column.kind == "thai_id":
        return signs.filled >= ENOUGH_FILLED
    return not column.personal and signs.written == signs.rows > 0 and signs.fit(column.kind) == 1


def _differ(columns: Sequence[pa.Array]) -> bool:
    """Whether no two rows say the same in these columns, rows that say nothing apart."""
    rows = list(zip(*(clean_column(each).to_pylist() for each in columns), strict=True))
    said = [row for row in rows if None not in row]
    return len(said) == len(set(said))
