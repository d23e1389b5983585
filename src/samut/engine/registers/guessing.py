"""Looking at a file that nobody has described: which fact each of its columns most likely is, and why.

A guess is a first draft for an officer to correct, so each says why. When in doubt a column is taken to
be personal: it is sealed then, and what was sealed for nothing is opened by editing one line. What comes
out of here holds headers and shares, never a number or a name: rows are masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from itertools import chain, count, islice
from pathlib import Path

import pyarrow as pa

from samut.engine.lake import SPILL, Lake, unfinished_folder
from samut.engine.registers.column_guesses import Choice, choose
from samut.engine.registers.guesses import ColumnGuess, ProfileGuess
from samut.engine.registers.header_words import word_of
from samut.engine.registers.importing import BANGKOK
from samut.engine.registers.known_fits import KnownFit, all_profiles, columns_by_header, known_fits
from samut.engine.registers.masking import masked_cell
from samut.engine.registers.profile import Column, Profile
from samut.engine.registers.profile_writing import profile_toml
from samut.engine.registers.reading import SourceFile, normal_header, open_sources, read_batches
from samut.engine.registers.row_keys import key_of
from samut.engine.registers.value_signs import SignReader, Signs, has_thirteen_digits
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text

__all__ = ["ColumnGuess", "KnownFit", "ProfileGuess", "guess_profile", "profile_toml"]

ROWS_LOOKED_AT = 1000
ROWS_SHOWN = 5
# Columns of the lake's own; a fact may not be called so.
RESERVED = frozenset(
    ("source_row", "source_order", "ragged", "content_hash", "household_id", "identity", "identity_mark")
)
_UNNAMED = Text("ไม่มีหัวคอลัมน์", "the column has no header")
_TWICE = Text("มีหัวคอลัมน์นี้มากกว่าหนึ่งคอลัมน์", "more than one column has this header")


def guess_profile(path: Path | str, workspace: Workspace, *, rows: int = ROWS_LOOKED_AT) -> ProfileGuess:
    """Look at a file's headers and first rows; of an archive or a folder, at its first file's.

    Nothing is written. Raises: IMPORT_…, READ_… for what cannot be read, PROFILE_001 without headers.
    """
    lake = Lake(workspace)
    with ExitStack() as held:

        def scratch() -> Path:
            return held.enter_context(unfinished_folder(lake.root))

        source, *rest = open_sources(Path(path), scratch)
        _check_has_header(source)
        cells = _first_cells(source, rows)
        folder = scratch()
        with lake.connect(folder / SPILL) as connection:
            reader = SignReader(connection, lake, datetime.now(BANGKOK).date(), folder / SPILL)
            signs = [reader.signs(column) for column in cells]
    guess = _guess(source, cells, signs, all_profiles(workspace))
    return replace(guess, others=tuple(each.name for each in rest if each.header != source.header))


def _guess(
    source: SourceFile, cells: list[pa.Array], signs: list[Signs], profiles: Sequence[Profile]
) -> ProfileGuess:
    fits = known_fits(source.header, profiles)
    best = fits[0] if fits else None
    known = columns_by_header(profiles, best)
    left_out = _left_out(source.header)
    names: set[str] = set()
    columns: list[ColumnGuess] = []
    for position, header in enumerate(source.header):
        if header in left_out:
            continue
        column = _guess_column(header, position, signs[position], known.get(normal_header(header)), names)
        columns.append(column)
    key = key_of(columns, cells, signs)
    columns = [replace(each, required=each.name in key) for each in columns]
    shown = [
        [masked_cell(each.kind, cell, personal=each.personal) for cell in _shown(cells[each.position])]
        for each in columns
    ]
    return ProfileGuess(
        register=_register_name(source),
        label=Text(f"ทะเบียนจากไฟล์ {source.name}", f"Register from the file {source.name}"),
        table=_table_name(columns, key),
        key=key,
        columns=tuple(columns),
        first_rows=tuple(zip(*shown, strict=True)) if shown else (),
        known=best,
        fits=fits,
        left_out=tuple((header, why) for header, why in left_out.items()),
        looked_at=len(cells[0]) if cells else 0,
        file_name=source.name,
    )


def _guess_column(
    header: str,
    position: int,
    signs: Signs,
    known: tuple[Profile, Column] | None,
    names: set[str],
) -> ColumnGuess:
    choice = choose(header, signs, known, word_of(header))
    choice = _one_person_a_row(choice, names)
    name = _free_name(choice, header, position, names)
    names.update(_stored_as(name, choice.kind))
    return ColumnGuess(
        header=header,
        position=position,
        name=name,
        kind=choice.kind,
        label=choice.label,
        personal=choice.personal,
        required=False,
        codes=choice.codes,
        why=choice.why,
        sensitive=choice.sensitive,
    )


def _one_person_a_row(choice: Choice, names: set[str]) -> Choice:
    """A register knows its persons by one number and one name; a second in the row is somebody else's."""
    if choice.kind == "thai_id" and "person_key" not in names:
        return replace(choice, name="person_key")
    if choice.kind == "thai_id":
        why = Text("เลข 13 หลักของอีกคนหนึ่งในแถวเดียวกัน", "the number of a second person in the row")
        return replace(choice, kind="text", name="other_person_number", why=(*choice.why, why))
    if choice.kind == "full_name" and names & {"full_name", "first_name"}:
        why = Text("ชื่อของอีกคนหนึ่งในแถวเดียวกัน", "the name of a second person in the row")
        return replace(choice, kind="text", name="other_person_name", why=(*choice.why, why))
    return choice


def _check_has_header(source: SourceFile) -> None:
    """Raises: PROFILE_001 when what stands where headers should is a row about somebody."""
    if any(has_thirteen_digits(each) for each in source.header):
        raise SamutError("PROFILE_001", replace(source.where, row=source.header_row), file_name=source.name)


def _first_cells(source: SourceFile, rows: int) -> list[pa.Array]:
    """The first rows, one array for each column."""
    taken: list[tuple[pa.Array, ...]] = []
    left = rows
    for batch in read_batches(source):
        taken.append(tuple(each[:left] for each in batch.cells))
        left -= min(left, len(batch))
        if left == 0:
            break
    if not taken:
        return [pa.array([], pa.string()) for _ in source.header]
    return [pa.concat_arrays(list(column)) for column in zip(*taken, strict=True)]


def _left_out(header: Sequence[str]) -> dict[str, Text]:
    normal = [normal_header(each) for each in header]
    return {
        each: _TWICE if each else _UNNAMED
        for each, compared in zip(header, normal, strict=True)
        if not compared or normal.count(compared) > 1
    }


def _shown(cells: pa.Array) -> list[str]:
    return [each or "" for each in islice(cells.to_pylist(), ROWS_SHOWN)]


def _free_name(choice: Choice, header: str, position: int, taken: set[str]) -> str:
    """A name for the fact that no other column has: the known one, the header's, or the column's number."""
    name = choice.name or identifier(header) or f"column_{position + 1}"
    numbered = (f"{name}_{number}" for number in count(2))
    return next(
        each
        for each in chain([name], numbered)
        if each not in RESERVED and not taken.intersection(_stored_as(each, choice.kind))
    )


def _stored_as(name: str, kind: str) -> tuple[str, ...]:
    """What a fact's columns in the lake are called: a date of birth is three of them."""
    parts = ("year", "month", "day") if kind == "birth_be" else ()
    return (name, *(f"{name}_{part}" for part in parts))


def identifier(text: str) -> str:
    """A text as a name of small Latin letters, digits and underscores; empty when none can be made."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")
    return name if name[:1].isalpha() else ""


def _register_name(source: SourceFile) -> str:
    return identifier(source.path.stem).replace("_", "-") or "my-register"


def _table_name(columns: Sequence[ColumnGuess], key: tuple[str, ...]) -> str:
    kinds = {each.kind for each in columns}
    if kinds & {"thai_id", "full_name"} or any(each.name == "last_name" for each in columns):
        return "person"
    named = {"house_id": "household", "village_code": "village", "tambon_code": "tambon"}
    return next((table for name, table in named.items() if name in key), "row")
