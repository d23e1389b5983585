"""Which table a file is, and which of its columns is which fact: decided by the headers alone."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from samut.engine.registers.profile import Column, Profile, Table
from samut.engine.registers.reading import SourceFile, normal_header
from samut.rules.errors import SamutError, Where


@dataclass(frozen=True)
class Matched:
    """A file's table and the position of each fact's column in it."""

    table: Table
    positions: tuple[tuple[str, int], ...]


def match_columns(source: SourceFile, profile: Profile) -> Matched:
    """Find the table whose columns the file has.

    Raises: IMPORT_006 naming the missing columns and their nearest, IMPORT_017 a column that is there twice.
    """
    headers = [normal_header(each) for each in source.header]
    table = max(profile.tables, key=lambda each: _fit(each, headers))
    positions: list[tuple[str, int]] = []
    missing: list[Column] = []
    for column in table.columns:
        found = _places(column, headers)
        if len(found) > 1:
            where = Where(file=source.name, column=source.header[found[1]])
            raise SamutError("IMPORT_017", where, column=" / ".join(source.header[each] for each in found))
        if found:
            positions.append((column.name, found[0]))
        elif column.required:
            missing.append(column)
    if missing:
        taken = {place for _, place in positions}
        unused = [each for place, each in enumerate(source.header) if place not in taken]
        named = ", ".join(_named(column, unused) for column in missing)
        where = Where(file=source.name, row=source.header_row, column=missing[0].headers[0])
        raise SamutError("IMPORT_006", where, columns=named, count=len(missing))
    return Matched(table, tuple(positions))


def _fit(table: Table, headers: list[str]) -> tuple[float, int]:
    required = [each for each in table.columns if each.required]
    found = sum(bool(_places(each, headers)) for each in required)
    return found / max(1, len(required)), sum(bool(_places(each, headers)) for each in table.columns)


def _places(column: Column, headers: list[str]) -> list[int]:
    wanted = {normal_header(each) for each in column.headers}
    return [place for place, each in enumerate(headers) if each in wanted]


def _named(column: Column, unused: list[str]) -> str:
    """The missing column and the one in the file most like it."""
    best, likeness = "", 0.55
    for wanted in column.headers:
        for header in unused:
            found = difflib.SequenceMatcher(None, normal_header(wanted), normal_header(header)).ratio()
            if found > likeness:
                best, likeness = header, found
    name = " / ".join(column.headers)
    return f"{name} (≈ {best})" if best else name
