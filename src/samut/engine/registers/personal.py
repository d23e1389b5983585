"""Numbers and names of persons on their way in: indexed and sealed before anything stores them.

Nothing after this step sees a person in the clear. Tables without personal columns pass unchanged.
What can be done to a whole column at once is; only hashing and sealing take one text at a time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.registers.cells import BLANKS, clean_column
from samut.engine.registers.checks import (
    NUMBER_BLANK,
    NUMBER_DOUBTFUL,
    NUMBER_VALID,
    NUMBER_WRONG,
)
from samut.engine.registers.offices import registry_offices
from samut.engine.registers.profile import Column, Table
from samut.engine.seal import Keys
from samut.rules import thai_id
from samut.rules.linkage import load_link_policy
from samut.rules.thai_names import split_name

HOUSE_ID = "house_id"
# A number that is written as it is compared: nothing to take out of it.
BARE = f"^[0-9]{{{thai_id.LENGTH}}}$"
# The same with a known kind of person in front; whether the check digit is right is reckoned.
OF_A_KIND = f"^[1-8][0-9]{{{thai_id.LENGTH - 1}}}$"
# What JSON writes in another way than it stands.
ESCAPED = r'["\\\x00-\x1f]'
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
# The cells of a batch by fact name, for the columns the file has.
Texts = Mapping[str, pa.Array]


def seal_batch(table: Table, texts: Texts, keys: Keys, rows: int) -> dict[str, pa.Array]:
    """What takes the place of a batch's personal columns, and the opaque household ids."""
    arrays: dict[str, pa.Array] = {}
    numbers = _nothing(rows)
    for column in table.sealed:
        if column.kind == "thai_id":
            numbers = bare_numbers(texts.get(column.name, _nothing(rows)))
            arrays.update(_number_columns(column, numbers, keys))
    if table.sealed:
        arrays.update(_identity_columns(table, texts, numbers, keys, rows))
    if HOUSE_ID in texts:
        house_ids = bare_numbers(texts[HOUSE_ID]).to_pylist()
        arrays["household_id"] = pa.array(keys.household_ids(house_ids), pa.string())
    return arrays


def valid_numbers(numbers: pa.Array) -> npt.NDArray[np.bool_]:
    """`thai_id.valid` of each; one that is not there is not valid."""
    candidates = pc.fill_null(pc.match_substring_regex(numbers, OF_A_KIND), False)
    digits = _digits(numbers.filter(candidates))
    places = np.arange(thai_id.LENGTH, 1, -1, dtype=np.int32)
    weighted = digits[:, :-1].astype(np.int32) @ places
    valid = candidates.to_numpy(zero_copy_only=False).copy()
    valid[valid] = (11 - weighted % 11) % 10 == digits[:, -1]
    return valid


def number_status(numbers: pa.Array) -> pa.Array:
    """What each bare number is, as the checks want it told: blank, valid, valid but doubtful, or wrong."""
    written = numbers.is_valid().to_numpy(zero_copy_only=False)
    valid = valid_numbers(numbers)
    status = np.where(valid, NUMBER_VALID, np.where(written, NUMBER_WRONG, NUMBER_BLANK)).astype(np.int8)
    status[np.flatnonzero(valid)[_without_office(numbers.filter(pa.array(valid)))]] = NUMBER_DOUBTFUL
    return pa.array(status)


def _without_office(numbers: pa.Array) -> npt.NDArray[np.int64]:
    """The places of numbers that no registry office gives out."""
    offices = pc.utf8_slice_codeunits(numbers, 1, 5)
    known = pc.is_in(offices, pa.array(sorted(registry_offices())))
    return np.flatnonzero(pc.invert(known).to_numpy(zero_copy_only=False))


def _digits(numbers: pa.Array) -> npt.NDArray[np.uint8]:
    """The digits of numbers that are all as long as they should be."""
    joined = "".join(numbers.to_pylist()).encode()
    return np.frombuffer(joined, np.uint8).reshape(-1, thai_id.LENGTH) - ord("0")


def bare_numbers(cells: pa.Array) -> pa.Array:
    """Numbers as they are compared; nothing where nothing was written."""
    odd = pc.invert(pc.match_substring_regex(cells, BARE))
    if not pc.any(odd).as_py():
        return cells
    bare = [thai_id.normalise(each.strip(BLANKS)) or None for each in cells.filter(odd).to_pylist()]
    return pc.replace_with_mask(cells, odd, pa.array(bare, pa.string()))


def _number_columns(column: Column, numbers: pa.Array, keys: Keys) -> dict[str, pa.Array]:
    status = number_status(numbers)
    usable = pc.is_in(status, pa.array([NUMBER_VALID, NUMBER_DOUBTFUL], pa.int8()))
    known = pc.if_else(usable, numbers, pa.scalar(None, pa.string())).to_pylist()
    return {
        f"x_{column.name}": status,
        f"k_{column.name}": pa.array(keys.blind_indexes(known), pa.string()),
    }


def _identity_columns(
    table: Table, texts: Texts, numbers: pa.Array, keys: Keys, rows: int
) -> dict[str, pa.Array]:
    said: dict[str, pa.Array] = {"number": numbers}
    for column in table.sealed:
        if column.kind == "full_name":
            said.update(_name_parts(texts.get(column.name, _nothing(rows))))
    for column in table.sealed:
        if column.kind == "text":
            given = texts.get(column.name)
            own = _nothing(rows) if given is None else clean_column(given)
            # What a column of its own says of a part of the name goes before the whole name.
            said[column.name] = pc.coalesce(own, said[column.name]) if column.name in said else own
    identities = as_json(said).to_pylist()
    return {
        "identity": pa.array(keys.seal_many(identities), pa.binary()),
        "identity_mark": pa.array(keys.content_marks(identities), pa.binary()),
    }


def _name_parts(names: pa.Array) -> dict[str, pa.Array]:
    """Title, first and last name of names written into one cell."""
    titles = load_link_policy().titles
    parts = [split_name(each, titles) for each in clean_column(names).to_pylist()]
    return {
        name: pa.array([getattr(each, name) for each in parts], pa.string())
        for name in ("title", "first_name", "last_name")
    }


def as_json(said: Mapping[str, pa.Array]) -> pa.Array:
    """Each row as the JSON that `json` would write of it: texts by name, null for what is unknown."""
    parts: list[pa.Array | str] = []
    for place, (name, texts) in enumerate(said.items()):
        parts += [("{" if place == 0 else ", ") + _AS_JSON(name) + ": ", _texts_as_json(texts)]
    return pc.binary_join_element_wise(*parts, "}", "")


def _texts_as_json(texts: pa.Array) -> pa.Array:
    quoted = pc.binary_join_element_wise('"', texts, '"', "")
    odd = pc.fill_null(pc.match_substring_regex(texts, ESCAPED), False)
    if pc.any(odd).as_py():
        written = [_AS_JSON(each) for each in texts.filter(odd).to_pylist()]
        quoted = pc.replace_with_mask(quoted, odd, pa.array(written, pa.string()))
    return pc.fill_null(quoted, "null")


def _nothing(rows: int) -> pa.Array:
    return pa.nulls(rows, pa.string())
