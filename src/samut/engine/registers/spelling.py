"""Cells written in another way than the checks read, rewritten; and cells made of others.

Dates in words, land in rai-ngan-wa; the code of a tambon from the names of places, the code of a
village from its tambon and moo. Each different text is rewritten once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.areas import all_areas
from samut.engine.registers.profile import Derived, Table
from samut.rules.land import plain_rai
from samut.rules.thai_dates import plain_date

# What is written as the checks read it already.
_PLAIN_DATE = r"^([0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?)$"
_PLAIN_NUMBER = r"^-?[0-9]+([.][0-9]+)?$"
_REWRITTEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "date_be": (_PLAIN_DATE, plain_date),
    "birth_be": (_PLAIN_DATE, plain_date),
    "land_rai": (_PLAIN_NUMBER, plain_rai),
}
# What offices set before the names of places.
_PLACE_WORDS = re.compile(r"^(จังหวัด|อำเภอ|กิ่งอำเภอ|เขต|ตำบล|แขวง|จ\.|อ\.|ต\.)\s*")
_MOO = re.compile(r"(?:หมู่ที่|หมู่บ้านที่|หมู่|ม\.|ม)?\s*0*(\d{1,2})")
# What no code is: it is told as an unknown area, and may have been a name, so it is not repeated.
NO_CODE = "?"
_BETWEEN = "\x1f"


def plain_cells(kind: str, cells: pa.DictionaryArray) -> pa.DictionaryArray:
    """The cells of a column of this kind as the checks read them."""
    if kind not in _REWRITTEN:
        return cells
    plain, rewrite = _REWRITTEN[kind]
    texts = cells.dictionary
    odd = pc.fill_null(pc.invert(pc.match_substring_regex(texts, plain)), False)
    if not pc.any(odd).as_py():
        return cells
    turned = pa.array([rewrite(each) for each in texts.filter(odd).to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(cells.indices, pc.replace_with_mask(texts, odd, turned))


def derived_cells(table: Table, cells: Mapping[str, pa.DictionaryArray]) -> dict[str, pa.DictionaryArray]:
    """The cells of the table's derived columns whose sources the file has."""
    made: dict[str, pa.DictionaryArray] = {}
    for each in table.derived:
        known = {**cells, **made}
        if all(source in known for source in each.sources):
            made[each.name] = _derived(each, [known[source] for source in each.sources])
    return made


def _derived(how: Derived, sources: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    texts = [each.dictionary.take(each.indices) for each in sources]
    joined = pc.binary_join_element_wise(
        *texts, _BETWEEN, null_handling="replace", null_replacement=""
    ).dictionary_encode()
    make = _tambon_of_names if how.kind == "tambon_of_names" else _village_of_moo
    codes = pa.array([make(*each.split(_BETWEEN)) for each in joined.dictionary.to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(joined.indices, codes)


def _tambon_of_names(province: str, amphoe: str, tambon: str) -> str | None:
    """The code of a tambon by the three names; None where one is not written."""
    if not (province and amphoe and tambon):
        return None
    return _tambons_by_name().get((_place(province), _place(amphoe), _place(tambon)), NO_CODE)


def _village_of_moo(tambon_code: str, moo: str) -> str | None:
    """The code of a village: its tambon's and the number of the moo; None where one is not written."""
    if not (tambon_code and moo):
        return None
    number = _MOO.fullmatch(moo)
    if number is None or int(number[1]) == 0 or tambon_code == NO_CODE:
        return NO_CODE
    return f"{tambon_code}{int(number[1]):02d}"


@cache
def _tambons_by_name() -> dict[tuple[str, str, str], str]:
    areas = all_areas()
    return {
        (_place(areas[code[:2]].name_th), _place(areas[code[:4]].name_th), _place(each.name_th)): code
        for code, each in areas.items()
        if each.level == "tambon"
    }


def _place(name: str) -> str:
    """A place's name without the word for what it is, and without spaces."""
    return "".join(_PLACE_WORDS.sub("", name.strip()).split())
