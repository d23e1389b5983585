"""Numbers and names of persons on their way in: indexed and sealed before anything stores them.

Nothing after this step sees a person in the clear. Tables without personal columns pass unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from samut.engine.registers.cells import BLANKS, clean_column
from samut.engine.registers.checks import NUMBER_BLANK, NUMBER_VALID, NUMBER_WRONG
from samut.engine.registers.profile import Column, Table
from samut.engine.seal import Keys
from samut.rules import thai_id

HOUSE_ID = "house_id"
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
# The cells of a batch by fact name, for the columns the file has.
Texts = Mapping[str, Sequence[str]]


def seal_batch(table: Table, texts: Texts, keys: Keys, rows: int) -> dict[str, pa.Array]:
    """What takes the place of a batch's personal columns, and the opaque household ids."""
    arrays: dict[str, pa.Array] = {}
    numbers: list[str] | None = None
    for column in table.sealed:
        if column.kind == "thai_id":
            numbers = [_bare_number(cell) for cell in texts.get(column.name, [""] * rows)]
            arrays.update(_number_columns(column, numbers, keys))
    if table.sealed:
        arrays.update(_identity_columns(table, texts, numbers or [""] * rows, keys, rows))
    if HOUSE_ID in texts:
        house_ids = [_bare_number(cell) for cell in texts[HOUSE_ID]]
        ids = [keys.household_id(house_id) if house_id else None for house_id in house_ids]
        arrays["household_id"] = pa.array(ids, pa.string())
    return arrays


def _bare_number(cell: str) -> str:
    return thai_id.normalise(cell.strip(BLANKS))


def _number_columns(column: Column, numbers: list[str], keys: Keys) -> dict[str, pa.Array]:
    valid = thai_id.valid
    status = [
        NUMBER_VALID if valid(number) else NUMBER_WRONG if number else NUMBER_BLANK for number in numbers
    ]
    known = [number if found == NUMBER_VALID else None for number, found in zip(numbers, status, strict=True)]
    return {
        f"x_{column.name}": pa.array(status, pa.int8()),
        f"k_{column.name}": pa.array(keys.blind_indexes(known), pa.string()),
    }


def _identity_columns(
    table: Table, texts: Texts, numbers: list[str], keys: Keys, rows: int
) -> dict[str, pa.Array]:
    nothing: list[str | None] = [None] * rows
    columns: dict[str, list[str | None]] = {"number": [number or None for number in numbers]}
    for column in table.sealed:
        if column.kind == "text":
            given = texts.get(column.name)
            columns[column.name] = nothing if given is None else clean_column(given).to_pylist()
    names = tuple(columns)
    people = zip(*columns.values(), strict=True)
    identities = [_AS_JSON(dict(zip(names, person, strict=True))) for person in people]
    return {
        "identity": pa.array(keys.seal_many(identities), pa.binary()),
        "identity_mark": pa.array([keys.content_mark(each) for each in identities], pa.binary()),
    }
